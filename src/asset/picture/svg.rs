//! SVG: elements and attributes that draw, written anew.
//!
//! What no eye sees (comments, metadata, what drawing programs note for
//! themselves) is left out. What could run, load or move is no part of a
//! picture, and its author should know of it: such a drawing is refused.

mod allowed;
mod size;
mod style;
mod weight;

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::escape::{escape, resolve_predefined_entity};
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use self::allowed::{Verdict, attribute_draws, element_verdict};
use self::weight::Weights;
use super::fault::Fault;

pub(super) use self::size::size;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Bytes, levels and attributes of one element that no drawing for a page
/// needs; beyond them readers of all kinds give up.
const MOST_BYTES: usize = 4 << 20;
const MOST_LEVELS: usize = 100;
const MOST_ATTRIBUTES: usize = 200;

/// Whether bytes are XML whose outermost element is `svg`.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let readable = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    if !readable.trim_start().starts_with('<') {
        return false;
    }
    let mut reader = quick_xml::Reader::from_str(readable);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => return element.local_name().as_ref() == "svg",
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// The drawing without anything else.
///
/// # Errors
/// It is no well-formed XML, or holds what draws nothing and is not harmless.
pub(super) fn strip(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    if bytes.len() > MOST_BYTES {
        return Err(Fault::Unfit(format!("has more than {} MiB of drawing", MOST_BYTES >> 20)));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Fault::Damaged)?;
    let text = text.trim_start_matches('\u{feff}');
    let mut cleaner = Cleaner::default();
    let mut reader = NsReader::from_str(text);
    reader.config_mut().check_end_names = true;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or_default();
        let event = reader.read_event().map_err(|_| Fault::Damaged)?;
        if matches!(event, Event::Eof) {
            break;
        }
        let line = || text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        cleaner.event(event, &reader).map_err(|trouble| trouble.fault(line()))?;
    }
    cleaner.finish()
}

/// What is wrong at one place.
enum Trouble {
    Damaged,
    Active(String),
    Unfit(String),
}

impl Trouble {
    fn fault(self, line: usize) -> Fault {
        match self {
            Self::Damaged => Fault::Damaged,
            Self::Active(what) => Fault::Active(what, line),
            Self::Unfit(why) => Fault::Unfit(why),
        }
    }
}

/// What is written, and where in the drawing it stands.
#[derive(Default)]
struct Cleaner {
    out: String,
    /// Names of elements that are open and were written.
    open: Vec<String>,
    /// Levels within an element that is left out.
    skipped: usize,
    /// The text of a style sheet that is being read.
    sheet: Option<String>,
    weights: Weights,
    done: bool,
}

impl Cleaner {
    fn event(&mut self, event: Event<'_>, reader: &NsReader<&[u8]>) -> Result<(), Trouble> {
        match event {
            Event::Start(ref element) => self.start(element, reader, false),
            Event::Empty(ref element) => self.start(element, reader, true),
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => self.text(&referred(&reference)?),
            Event::DocType(kind) if kind.contains('[') => {
                Err(Trouble::Active("a document type with declarations of its own".to_owned()))
            }
            // A style sheet elsewhere; nothing else does anything.
            Event::PI(instruction) if instruction.target() == "xml-stylesheet" => {
                Err(Trouble::Active("a style sheet elsewhere".to_owned()))
            }
            Event::DocType(_) | Event::PI(_) | Event::Decl(_) | Event::Comment(_) | Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, element: &BytesStart<'_>, reader: &NsReader<&[u8]>, empty: bool) -> Result<(), Trouble> {
        if self.done || self.open.len() + self.skipped >= MOST_LEVELS {
            return Err(if self.done { Trouble::Damaged } else { Trouble::Unfit(too_deep()) });
        }
        let (space, name) = reader.resolver().resolve_element(element.name());
        let name = name.as_ref();
        let verdict = if is(&space, SVG) { element_verdict(name) } else { Verdict::Foreign };
        if self.open.is_empty() && (verdict != Verdict::Draws || name != "svg") {
            return Err(Trouble::Unfit(format!("does not begin with an `svg` of the namespace `{SVG}`")));
        }
        if self.skipped > 0 || matches!(verdict, Verdict::Says | Verdict::Foreign) {
            // Nothing within it is written, but nothing in it may run either.
            if verdict == Verdict::Acts || name.eq_ignore_ascii_case("script") {
                return Err(Trouble::Active(format!("the element `{name}`")));
            }
            self.skipped += usize::from(!empty);
            return Ok(());
        }
        if verdict == Verdict::Acts || self.sheet.is_some() {
            return Err(Trouble::Active(format!("the element `{name}`")));
        }
        self.weights.open();
        if name == "style" {
            self.sheet = (!empty).then(String::new);
        } else {
            self.out.push('<');
            self.out.push_str(name);
            if self.open.is_empty() {
                self.out.push_str(&format!(" xmlns=\"{SVG}\""));
            }
            self.attributes(element, reader)?;
            self.out.push_str(if empty { "/>" } else { ">" });
        }
        if empty {
            self.close()
        } else {
            self.open.push(name.to_owned())
        }
        Ok(())
    }

    fn attributes(&mut self, element: &BytesStart<'_>, reader: &NsReader<&[u8]>) -> Result<(), Trouble> {
        let mut written: Vec<String> = Vec::new();
        for (count, attribute) in element.attributes().with_checks(false).enumerate() {
            let attribute = attribute.map_err(|_| Trouble::Damaged)?;
            if count >= MOST_ATTRIBUTES {
                return Err(Trouble::Unfit(format!("has an element of more than {MOST_ATTRIBUTES} attributes")));
            }
            let (space, name) = reader.resolver().resolve_attribute(attribute.key);
            let name = match space {
                ResolveResult::Unbound => Cow::Borrowed(name.as_ref()),
                ref space if is(space, XLINK) && name.as_ref() == "href" => Cow::Borrowed("href"),
                ref space if is(space, XML) && name.as_ref() == "space" => Cow::Borrowed("xml:space"),
                _ => continue,
            };
            if written.iter().any(|known| *known == *name) {
                continue;
            }
            if let Some(value) = self.value(&name, &attribute)? {
                if name == "id" {
                    self.weights.id(&value, self.out.len());
                }
                self.out.push_str(&format!(" {name}=\"{}\"", escape(value.as_str())));
                if name == "id" {
                    self.weights.id_ends(self.out.len());
                }
                written.push(name.into_owned());
            }
        }
        Ok(())
    }

    /// What is written of an attribute.
    fn value(&mut self, name: &str, attribute: &Attribute<'_>) -> Result<Option<String>, Trouble> {
        if name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) {
            return Err(Trouble::Active(format!("the handler `{name}`")));
        }
        if !attribute_draws(name) {
            return Ok(None);
        }
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| Trouble::Damaged)?.into_owned();
        if name == "href" {
            let Some(id) = value.trim().strip_prefix('#') else {
                return Err(Trouble::Active("a link to something outside of it".to_owned()));
            };
            self.weights.refer(id);
            return Ok(Some(value.trim().to_owned()));
        }
        if name == "style" {
            return style::declarations(&value, &mut |id| self.weights.refer(id)).map(Some);
        }
        if style::may_refer(&value) {
            style::declarations(&format!("{name}:{value}"), &mut |id| self.weights.refer(id))?;
        }
        Ok(Some(value))
    }

    fn end(&mut self) -> Result<(), Trouble> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        let name = self.open.pop().ok_or(Trouble::Damaged)?;
        match self.sheet.take() {
            Some(sheet) => {
                let css = style::sheet(&sheet, &mut |id| self.weights.refer_from_styles(id))?;
                self.weights.styled_by(&css);
                self.out.push_str(&format!("<style>{}</style>", escape(css.as_str())));
            }
            None => self.out.push_str(&format!("</{name}>")),
        }
        self.close();
        Ok(())
    }

    fn close(&mut self) {
        self.weights.close();
        self.done = self.open.is_empty();
    }

    fn text(&mut self, text: &str) -> Result<(), Trouble> {
        let shown = self.open.last().is_some_and(|name| matches!(name.as_str(), "text" | "tspan" | "textPath"));
        if self.skipped > 0 {
            return Ok(());
        }
        if let Some(sheet) = &mut self.sheet {
            sheet.push_str(text);
        } else if shown {
            self.out.push_str(&escape(text));
        } else if self.open.is_empty() && !text.trim().is_empty() {
            return Err(Trouble::Damaged);
        }
        Ok(())
    }

    /// The whole drawing, without names that nothing refers to.
    fn finish(self) -> Result<Vec<u8>, Fault> {
        if !self.done {
            return Err(Fault::Damaged);
        }
        self.weights.check().map_err(Fault::Unfit)?;
        let mut out = String::with_capacity(self.out.len());
        let mut from = 0;
        for unused in self.weights.unused_ids() {
            out.push_str(self.out.get(from..unused.start).unwrap_or_default());
            from = unused.end;
        }
        out.push_str(self.out.get(from..).unwrap_or_default());
        Ok(out.into_bytes())
    }
}

fn too_deep() -> String {
    format!("is nested in more than {MOST_LEVELS} levels")
}

fn is(space: &ResolveResult<'_>, name: &str) -> bool {
    matches!(space, ResolveResult::Bound(bound) if bound.as_ref() == name)
}

/// What a reference in a text stands for; only XML's own can stand there.
fn referred(reference: &BytesRef<'_>) -> Result<String, Trouble> {
    if let Some(character) = reference.resolve_char_ref().map_err(|_| Trouble::Damaged)? {
        return Ok(character.to_string());
    }
    let name = reference.xml10_content();
    resolve_predefined_entity(&name).map(str::to_owned).ok_or(Trouble::Damaged)
}
