//! Texts in areas: whatever the name, it stays inside and can be read.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::{Just, ProptestConfig, Strategy, prop_assert, prop_assert_eq, proptest};
use proptest::prop_oneof;
use resvg::usvg::{self, Node, Tree};
use showcase::asset::card::{Anchor, Area, Fitted, Fonts, Setting, Stand, fit};
use unicode_normalization::UnicodeNormalization;

/// The fonts of the theme.
pub(super) fn fonts() -> Fonts {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/showcase/card-fonts");
    let mut fonts = Fonts::default();
    for name in ["10-serif", "20-sans", "30-hebrew", "40-arabic"] {
        let bytes = fs::read(folder.join(format!("{name}.ttf"))).unwrap();
        fonts.add(&name[3..], Arc::new(bytes)).unwrap();
    }
    fonts
}

const AREA: Area = Area { x: 72.0, y: 100.0, width: 600.0, height: 260.0 };

fn setting() -> Setting<'static> {
    Setting {
        font: "serif",
        size: 64.0,
        least: 24.0,
        leading: 1.15,
        lines: 4,
        anchor: Anchor::Start,
        stand: Stand::Top,
    }
}

fn fitted(fonts: &Fonts, text: &str, setting: Setting<'_>) -> Fitted {
    fit(fonts, text, AREA, setting).unwrap()
}

/// The drawing as it is drawn: where there is ink, and what can be read.
fn ink(fonts: &Fonts, fitted: &Fitted) -> Option<usvg::Rect> {
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\">{}</svg>", fitted.svg);
    let tree = parsed(fonts, &svg);
    boxes(tree.root()).into_iter().reduce(|a, b| {
        usvg::Rect::from_ltrb(
            a.left().min(b.left()),
            a.top().min(b.top()),
            a.right().max(b.right()),
            a.bottom().max(b.bottom()),
        )
        .unwrap()
    })
}

fn parsed(fonts: &Fonts, svg: &str) -> Tree {
    showcase::asset::card::parse(svg, fonts).unwrap_or_else(|fault| panic!("{fault:?}: {svg}"))
}

fn boxes(group: &usvg::Group) -> Vec<usvg::Rect> {
    let of = |node: &Node| match node {
        Node::Group(group) => boxes(group),
        Node::Text(text) => boxes(text.flattened()),
        other => vec![other.abs_bounding_box()],
    };
    group.children().iter().flat_map(of).collect()
}

/// What a drawing says, line by line.
fn said(svg: &str) -> Vec<String> {
    let svg = format!("<svg>{svg}</svg>");
    let document = usvg::roxmltree::Document::parse(&svg).unwrap();
    let mut lines: Vec<(String, String)> = Vec::new();
    for piece in document.root_element().children() {
        assert!(piece.has_tag_name("text") && piece.children().all(|inner| inner.is_text()), "{svg}");
        let text = piece.text().unwrap_or_default().replace(['\u{202b}', '\u{202c}'], "");
        let y = piece.attribute("y").unwrap().to_owned();
        match lines.last_mut() {
            Some((last, line)) if *last == y => line.push_str(&text),
            _ => lines.push((y, text)),
        }
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

fn assert_inside(fonts: &Fonts, text: &str, setting: Setting<'_>) -> Result<(), String> {
    let fitted = fitted(fonts, text, setting);
    let Some(ink) = ink(fonts, &fitted) else { return Ok(()) };
    // Letters such as j and f reach a little beyond their own width.
    let slack = fitted.size * 0.12;
    let (right, bottom) = (AREA.x + AREA.width, AREA.y + AREA.height);
    let inside = ink.left() >= AREA.x - slack
        && ink.right() <= right + slack
        && ink.top() >= AREA.y - 1.0
        && ink.bottom() <= bottom + 1.0;
    if inside { Ok(()) } else { Err(format!("{text:?} at {}: {ink:?}", fitted.size)) }
}

const LATIN: &str = "AaBbÇçĆćČčĐđÉéÊêËëFfĞğGgHhIiİıÍíJjKkLlŁłMmÑñNnŃńÖöÓóÕõØøPpQqRrSsŞşŠšŚśßTtÜüŮůVvWwXxYyÝýZzŻżŽžŹź";
const VIETNAMESE: &str = "ẮắẰằẲẳẴẵẶặẤấẦầẨẩẪẫẬậĐđẾếỀềỂểỄễỆệỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỨứỪừỬửỮữỰựỲỳỶỷỸỹỴỵ";
const GREEK: &str = "ΆΈΉΊΌΎΏΑαΒβΓγΔδΕεΖζΗηΘθΙιΚκΛλΜμΝνΞξΟοΠπΡρΣσςΤτΥυΦφΧχΨψΩωάέήίόύώ";
const CYRILLIC: &str = "АаБбВвГгДдЂђЕеЁёЖжЗзИиЙйЈјКкЛлЉљМмНнЊњОоПпРрСсТтЋћУуФфХхЦцЧчЏџШшЩщЪъЫыЬьЭэЮюЯяІіЇїЄєҐґ";
const ARABIC: &str = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئىةپچژگکی";
const HEBREW: &str = "אבגדהוזחטיכךלמםנןסעפףצץקרשת";

/// A name of 3 to 60 characters of one script, in words of any length.
fn name() -> impl Strategy<Value = String> {
    let letters = |script: &'static str| {
        let letters: Vec<char> = script.chars().collect();
        let letter = proptest::sample::select(letters);
        let gap = prop_oneof![Just(' '), Just('-'), Just('’'), Just(' ')];
        proptest::collection::vec((letter, gap, 0..10_u8), 3..=60).prop_map(|all| {
            let all: Vec<char> =
                all.into_iter().map(|(letter, gap, dice)| if dice == 0 { gap } else { letter }).collect();
            all.into_iter().collect::<String>()
        })
    };
    prop_oneof![
        letters(LATIN),
        letters(VIETNAMESE),
        letters(GREEK),
        letters(CYRILLIC),
        letters(ARABIC),
        letters(HEBREW),
        (letters(LATIN), letters(ARABIC)).prop_map(|(a, b)| format!("{a} {b}").chars().take(60).collect()),
    ]
}

fn settings() -> impl Strategy<Value = Setting<'static>> {
    let anchor = prop_oneof![Just(Anchor::Start), Just(Anchor::Middle), Just(Anchor::End)];
    let stand = prop_oneof![Just(Stand::Top), Just(Stand::Middle), Just(Stand::Bottom)];
    let font = prop_oneof![Just("serif"), Just("sans")];
    (anchor, stand, font, 24..=120_u8, 1..=4_usize).prop_map(|(anchor, stand, font, size, lines)| Setting {
        anchor,
        stand,
        font,
        size: f32::from(size),
        lines,
        ..setting()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_name_never_leaves_its_area(name in name(), setting in settings()) {
        let fonts = fonts();
        if let Err(why) = assert_inside(&fonts, &name, setting) {
            prop_assert!(false, "{}", why);
        }
    }

    #[test]
    fn nothing_is_left_out_while_there_is_room(name in name()) {
        let fonts = fonts();
        // Pieces stand as they are seen, and not as they are read.
        let letters = |text: &str| {
            let mut letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
            letters.sort_unstable();
            letters
        };
        let lines = said(&fitted(&fonts, &name, setting()).svg);
        prop_assert_eq!(letters(&lines.concat()), letters(&name));
    }

    #[test]
    fn no_text_is_more_than_text(text in "\\PC{0,40}|[<>&\"'/a-z=! \\[\\]\u{0}-\u{1f}\u{202a}-\u{202e}\u{2066}-\u{2069}-]{0,60}") {
        let fonts = fonts();
        let fitted = fitted(&fonts, &text, setting());
        // Of two signs that are one and the same, the usual one is drawn.
        let text: String = text.nfc().collect();
        for line in said(&fitted.svg) {
            prop_assert!(line.chars().all(|c| text.contains(c) || c == '…' || c == ' ' || !c.is_ascii()), "{:?} of {:?}", line, text);
        }
    }
}

#[test]
fn the_languages_of_the_programme_have_all_their_letters() {
    let fonts = fonts();
    let names = [
        "Nguyễn Thị Ánh Tuyết",
        "Đặng Hữu Phước",
        "Željko Đurđević",
        "Šćepan Čičić",
        "Çağrı Işık Gündoğdu",
        "Łukasz Żółć",
        "Zoë Müller-Lüdenscheidt",
        "François Lefèvre",
        "Íris Gonçalves",
        "Ólafur Þórðarson",
        "Béla Őszi",
        "Ștefan Țăranu",
        "Håkan Åkerström",
        "Māra Ķēniņa",
        "Ġużeppi Ħaġar",
        "Ngũgĩ wa Thiong’o",
        "Ọlábísí Ṣóyínká",
        "محمد عبد الرحمن",
        "شیرین پهلوان",
        "فاطمہ گُل",
        "דוד בן־גוריון",
        "Νίκος Παπαδόπουλος",
        "Олена Шевченко",
        "Ђорђе Његош",
        "L·L’Hospitalet",
    ];
    for name in names {
        assert_eq!(fonts.lacking(name), BTreeSet::new(), "{name}");
    }
    for script in [LATIN, VIETNAMESE, GREEK, CYRILLIC, ARABIC, HEBREW] {
        assert_eq!(fonts.lacking(script), BTreeSet::new());
    }
    assert_eq!(fonts.lacking("Somchai สมชาย").len(), 5, "letters that none has");
    assert_eq!(fonts.lacking("Learning 🎉 →"), BTreeSet::new(), "a sign may be left out");
}

#[test]
fn short_names_are_large_and_long_ones_small() {
    let fonts = fonts();
    let size = |text: &str| fitted(&fonts, text, setting()).size;
    assert_eq!(size("Bo"), 64.0);
    let long = "Maria Esperança do Nascimento Albuquerque e Vasconcellos Filha da Silva Monteiro de Sá Coutinho";
    assert!(size(long) < 64.0 && size(long) > 30.0, "{}", size(long));
}

#[test]
fn lines_are_about_as_long_as_each_other() {
    let lines = said(&fitted(&fonts(), "What the quiet hours of a night shift taught me", setting()).svg);
    assert!(lines.len() > 1);
    let lengths: Vec<usize> = lines.iter().map(String::len).collect();
    assert!(lengths.iter().max().unwrap() - lengths.iter().min().unwrap() < 8, "{lines:?}");
}

#[test]
fn a_word_that_is_too_long_is_broken_and_what_has_no_room_ends_in_dots() {
    let fonts = fonts();
    let one = Setting { lines: 1, least: 60.0, ..setting() };
    let lines = said(&fitted(&fonts, &"Donaudampfschifffahrt".repeat(3), one).svg);
    assert!(lines.len() == 1 && lines[0].ends_with('…') && lines[0].starts_with("Donau"), "{lines:?}");
    let broken = said(&fitted(&fonts, &"m".repeat(60), Setting { least: 60.0, ..setting() }).svg);
    assert!(broken.len() > 1, "{broken:?}");
}

#[test]
fn a_line_that_is_read_from_the_right_says_so() {
    let fonts = fonts();
    let turned = |text: &str| fitted(&fonts, text, setting()).svg.contains('\u{202b}');
    assert!(turned("محمد!") && turned("דוד (1990)") && !turned("Ada"));
}

#[test]
fn lines_begin_below_each_other_on_the_side_that_they_are_read_from() {
    let fonts = fonts();
    let edges = |text: &str, anchor| {
        let fitted = fitted(&fonts, text, Setting { size: 90.0, least: 90.0, lines: 2, anchor, ..setting() });
        let svg =
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\">{}</svg>", fitted.svg);
        let boxes = boxes(parsed(&fonts, &svg).root());
        assert_eq!(boxes.len(), 2, "{text}");
        ((boxes[0].left() - boxes[1].left()).abs() < 9.0, (boxes[0].right() - boxes[1].right()).abs() < 9.0)
    };
    for anchor in [Anchor::Start, Anchor::End] {
        assert_eq!(edges("Illumination of Hull", anchor), (true, false));
        assert_eq!(edges("שלמדתי בשקט הלילה", anchor), (false, true));
    }
}

#[test]
fn letters_of_two_scripts_each_have_their_font() {
    let svg = fitted(&fonts(), "Ada محمد", setting()).svg;
    let spans = |svg: &str| -> Vec<String> {
        svg.split("font-family=\"'").skip(1).map(|rest| rest.split('\'').next().unwrap().to_owned()).collect()
    };
    assert_eq!(spans(&svg), ["serif", "arabic"]);
    let sans = |text: &str| spans(&fitted(&fonts(), text, Setting { font: "sans", ..setting() }).svg);
    assert_eq!((sans("Nairobi"), sans("Nguyễn")), (vec!["sans".to_owned()], vec!["serif".to_owned()]), "whole words");
}
