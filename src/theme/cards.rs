//! The card templates of a chain: drawings (SVG) in an engine of their own.
//!
//! They have what pages have not: a text fitted into an area, colours of the
//! style sheet, the land of the map. They cannot include a page's template, so
//! a card follows from the drawings, the words, the colours and the fonts
//! alone, and [`CardTemplates::digest`] stands for all of these.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::engine;
use super::icons::Icons;
use super::layers::FontFile;
use super::scan::Source;
use super::trouble;
use super::words::Words;
use crate::asset::card::{self, Anchor, Area, FontBytes, Fonts, Setting, Stand, portrait_name};
use crate::asset::map;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::hash::{Hash128, Hasher};
use crate::text::FileId;
use crate::tree::{Blobs, Tree};

/// Colours of the style sheet in the light scheme, by the name of their custom
/// property.
pub(super) type Colours = BTreeMap<String, String>;

/// The drawings of a theme, and what they draw with.
pub struct CardTemplates {
    tera: Tera,
    /// The files of the templates, by `theme/name`.
    files: BTreeMap<String, FileId>,
    /// Names of the themes, child first.
    chain: Vec<String>,
    supplies: Supplies,
    digest: Hash128,
}

/// What cards draw with in every language.
#[derive(Clone)]
pub(super) struct Supplies {
    colours: Arc<Colours>,
    font_files: Arc<[FontFile]>,
    /// Opened before the first card is made.
    fonts: Arc<OnceLock<Fonts>>,
}

impl Supplies {
    pub(super) fn new(colours: Colours, font_files: Vec<FontFile>) -> Self {
        Self { colours: Arc::new(colours), font_files: font_files.into(), fonts: Arc::default() }
    }
}

impl CardTemplates {
    /// Makes the engine; nothing is drawn yet.
    pub(super) fn build(
        sources: &[Source<'_>],
        chain: &[String],
        words: &Arc<Words>,
        icons: &Icons,
        supplies: Supplies,
    ) -> TeraResult<Self> {
        let digest = digest(sources, chain, words, icons, &supplies.colours);
        let (fonts, colours) = (Arc::clone(&supplies.fonts), Arc::clone(&supplies.colours));
        let tera = engine::build_with(sources, chain, words, icons, |tera| {
            tera.autoescape_on([".svg"]);
            tera.register_function("fit", move |values: Kwargs, _: &State<'_>| fit(&fonts, &values));
            tera.register_function("colour", move |values: Kwargs, _: &State<'_>| colour(&colours, &values));
            tera.register_function("portrait", |values: Kwargs, _: &State<'_>| portrait(&values));
            tera.register_function("land", |_: Kwargs, _: &State<'_>| map::land_path().to_owned());
        })?;
        let files = sources.iter().map(|source| (source.name.clone(), source.file)).collect();
        Ok(Self { tera, files, chain: chain.to_vec(), supplies, digest })
    }

    /// Opens the fonts, if that was not done yet.
    pub fn open(&self, tree: &Tree, blobs: &dyn Blobs, problems: &mut Vec<Diagnostic>) {
        self.supplies.fonts.get_or_init(|| {
            let mut fonts = Fonts::default();
            for file in self.supplies.font_files.iter() {
                problems.extend(add(&mut fonts, file, tree, blobs));
            }
            fonts
        });
    }

    /// The fonts; none before they are opened.
    pub fn fonts(&self) -> Option<&Fonts> {
        self.supplies.fonts.get()
    }

    /// Stands for everything that a card takes from the theme: equal digests
    /// and views give equal cards.
    pub fn digest(&self) -> Hash128 {
        let fonts = self.fonts().map(Fonts::digest).unwrap_or_else(|| Hash128::of(b""));
        Hasher::new().part(&self.digest.to_bytes()).part(&fonts.to_bytes()).finish()
    }

    /// The drawing of a view.
    ///
    /// # Errors
    /// What Tera could not do, at its place in the template.
    pub fn render(&self, template: &str, context: &tera::Context) -> Result<String, Diagnostic> {
        self.tera.render(template, context).map_err(|error| {
            trouble::render_error(&error, self.file(template).unwrap_or(FileId(0)), |name| self.files.get(name))
        })
    }

    /// The file of a template, as the nearest theme has it.
    pub fn file(&self, template: &str) -> Option<FileId> {
        self.chain.iter().find_map(|theme| self.files.get(&format!("{theme}/{template}"))).copied()
    }
}

impl std::fmt::Debug for CardTemplates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CardTemplates")
            .field("files", &self.files)
            .field("fonts", &self.supplies.fonts)
            .finish_non_exhaustive()
    }
}

/// Everything but the fonts.
fn digest(sources: &[Source<'_>], chain: &[String], words: &Words, icons: &Icons, colours: &Colours) -> Hash128 {
    let mut hasher = Hasher::new();
    hasher.part(card::MAKING.as_bytes()).part(map::LAND.as_bytes());
    for name in chain {
        hasher.part(name.as_bytes());
    }
    for source in sources {
        hasher.part(source.name.as_bytes()).part(source.text.as_bytes());
    }
    let colours = colours.iter().map(|(name, colour)| (name.as_str(), colour.as_str()));
    for (key, text) in words.iter().chain(icons.iter()).chain(colours) {
        hasher.part(key.as_bytes()).part(text.as_bytes());
    }
    hasher.finish()
}

/// Adds a font; what is wrong with it.
fn add(fonts: &mut Fonts, font: &FontFile, tree: &Tree, blobs: &dyn Blobs) -> Option<Diagnostic> {
    let path = tree.path(font.file);
    let bytes: FontBytes = match font.embedded {
        Some(bytes) => Arc::new(bytes),
        None => match blobs.read(path) {
            Ok(bytes) => Arc::new(bytes),
            Err(error) => {
                let message = format!("{path} cannot be read: {error}.");
                return Some(Diagnostic::new(Code::FileUnreadable, path.clone(), message));
            }
        },
    };
    fonts.add(&font.name, bytes).err().map(|_| {
        let message = format!("{path} is no font that cards can be drawn with.");
        let help = "Cards take TrueType and OpenType fonts (.ttf, .otf), not those that are packed for the web.";
        Diagnostic::new(Code::CardFontBroken, path.clone(), message).help(help)
    })
}

/// `{{ colour(name="--ink") }}`
fn colour(colours: &Colours, values: &Kwargs) -> TeraResult<String> {
    let name = values.must_get::<&str>("name")?;
    colours.get(name).cloned().ok_or_else(|| {
        let near = did_you_mean(name, colours.keys().map(String::as_str)).unwrap_or_default();
        tera::Error::message(format!("The styles have no colour `{name}` on `:root`. {near}"))
    })
}

/// `{{ portrait(x=0, y=0, width=440, height=630) }}`
fn portrait(values: &Kwargs) -> TeraResult<Value> {
    let area = area(values)?;
    let side = |length: f32, most: u32| {
        // Between 1 and a side of the card.
        (length.round().clamp(1.0, most as f32)) as u32
    };
    let name = portrait_name(side(area.width, card::SIZE.0), side(area.height, card::SIZE.1));
    Ok(Value::safe_string(&format!(
        "<image href=\"{name}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
        area.x, area.y, area.width, area.height
    )))
}

/// `{% set title = fit(text=title, font="…", x=0, y=0, width=600, height=200, size=60) %}{{ title.svg }}`
fn fit(fonts: &OnceLock<Fonts>, values: &Kwargs) -> TeraResult<Value> {
    let text = values.must_get::<&str>("text")?;
    let font = values.must_get::<&str>("font")?;
    let size = values.must_get::<f32>("size")?;
    let word = |name: &str, default: &'static str| -> TeraResult<String> {
        Ok(values.get::<&str>(name)?.unwrap_or(default).to_owned())
    };
    let setting = Setting {
        font,
        size,
        least: values.get::<f32>("least")?.unwrap_or(size),
        leading: values.get::<f32>("leading")?.unwrap_or(1.15),
        lines: values.get::<usize>("lines")?.unwrap_or(usize::MAX),
        anchor: match word("anchor", "start")?.as_str() {
            "start" => Anchor::Start,
            "middle" => Anchor::Middle,
            "end" => Anchor::End,
            other => return Err(unknown("anchor", other, "start, middle, end")),
        },
        stand: match word("stand", "top")?.as_str() {
            "top" => Stand::Top,
            "middle" => Stand::Middle,
            "bottom" => Stand::Bottom,
            other => return Err(unknown("stand", other, "top, middle, bottom")),
        },
    };
    let nothing = Fonts::default();
    let fonts = fonts.get().unwrap_or(&nothing);
    let fitted = card::fit(fonts, text, area(values)?, setting).ok_or_else(|| {
        let names: Vec<&str> = fonts.names().collect();
        tera::Error::message(format!("The theme has no font `{font}` for cards. It has: {}", names.join(", ")))
    })?;
    Ok(Value::from(BTreeMap::from([
        ("svg", Value::safe_string(&fitted.svg)),
        ("size", Value::from(f64::from(fitted.size))),
        ("lines", Value::from(fitted.lines)),
        ("top", Value::from(f64::from(fitted.top))),
        ("bottom", Value::from(f64::from(fitted.bottom))),
    ])))
}

fn area(values: &Kwargs) -> TeraResult<Area> {
    let number = |name| values.must_get::<f32>(name);
    Ok(Area { x: number("x")?, y: number("y")?, width: number("width")?, height: number("height")? })
}

fn unknown(name: &str, given: &str, known: &str) -> tera::Error {
    tera::Error::message(format!("`{name}` is `{given}`, and can be: {known}"))
}
