//! Which form of a word goes with a number, by language: "1 month", "2 months".
//!
//! Source: the cardinal plural rules of the Unicode CLDR, in `cldr/plurals.txt`
//! with version and licence. They are read as the standard writes them (UTS #35,
//! part 3, "Language Plural Rules"), as far as whole numbers and halves need it.
//! ICU4X has them too; it takes longer to compile than all else that a language
//! needs together (see ARCHITECTURE.md).
//!
//! This module may not know any word, nor how a number is written.

use super::cldr;

/// The rules, a line for languages that share them.
const RULES: &str = include_str!("cldr/plurals.txt");

/// A form of a word. Every language has `Other`; which of the rest there are
/// differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PluralForm {
    /// Arabic with 0.
    Zero,
    /// English with 1.
    One,
    /// Arabic with 2.
    Two,
    /// Arabic with 3 to 10, Polish with 2 to 4.
    Few,
    /// Arabic with 11 to 99.
    Many,
    /// All else.
    Other,
}

/// How many there are of something, in halves: lengths are counted so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    halves: u64,
}

/// The rules of one language.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Plurals {
    rules: Vec<(PluralForm, Condition)>,
}

impl PluralForm {
    /// All, as CLDR orders them.
    pub const ALL: [Self; 6] = [Self::Zero, Self::One, Self::Two, Self::Few, Self::Many, Self::Other];

    /// Its name in CLDR, which keys of words end with.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }

    /// The form of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }
}

impl Count {
    /// A whole number.
    pub fn whole(n: usize) -> Self {
        Self { halves: u64::try_from(n).unwrap_or(u64::MAX / 2).saturating_mul(2) }
    }

    /// A number of halves: 13 for 6½.
    pub fn halves(halves: u64) -> Self {
        Self { halves }
    }
}

impl Plurals {
    /// The rules for a language tag, or for what it is a variety of. A language
    /// that CLDR has no rules for has one form.
    pub fn of(tag: &str) -> Self {
        cldr::of(RULES, tag).and_then(read).unwrap_or_default()
    }

    /// The form that goes with a number.
    pub fn form(&self, count: Count) -> PluralForm {
        let fits = |condition: &Condition| condition.iter().any(|all| all.iter().all(|one| one.holds(count)));
        self.rules.iter().find(|(_, condition)| fits(condition)).map_or(PluralForm::Other, |(form, _)| *form)
    }

    /// The forms that the language has.
    pub fn forms(&self) -> impl Iterator<Item = PluralForm> {
        self.rules.iter().map(|(form, _)| *form).chain([PluralForm::Other])
    }
}

/// One of these holds: all of its relations do.
type Condition = Vec<Vec<Relation>>;

/// `n % 100 != 12..14`
#[derive(Debug, Clone, PartialEq, Eq)]
struct Relation {
    operand: Operand,
    modulus: Option<u64>,
    is: bool,
    ranges: Vec<(u64, u64)>,
}

/// What of a number is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operand {
    /// Its value.
    Value,
    /// Its whole part.
    Whole,
    /// How many digits stand behind the point.
    Digits,
    /// These digits as a number.
    Fraction,
    /// The power of ten that it is written with, which is none here.
    Power,
}

impl Operand {
    /// Twice the value, so that halves are whole.
    fn twice(self, Count { halves }: Count) -> u64 {
        let odd = halves % 2;
        match self {
            Self::Value => halves,
            Self::Whole => halves - odd,
            Self::Digits => 2 * odd,
            Self::Fraction => 10 * odd,
            Self::Power => 0,
        }
    }
}

impl Relation {
    fn holds(&self, count: Count) -> bool {
        let twice = self.operand.twice(count);
        let twice = self.modulus.map_or(twice, |modulus| twice % (2 * modulus));
        let within = |(least, most): &(u64, u64)| twice.is_multiple_of(2) && (*least..=*most).contains(&(twice / 2));
        self.ranges.iter().any(within) == self.is
    }
}

fn read(text: &str) -> Option<Plurals> {
    let rule = |text: &str| {
        let (form, condition) = text.split_once(':')?;
        let all = |text: &str| text.split(" and ").map(relation).collect::<Option<Vec<_>>>();
        Some((PluralForm::named(form.trim())?, condition.split(" or ").map(all).collect::<Option<Condition>>()?))
    };
    let rules = text.split(';').filter(|text| !text.trim().is_empty()).map(rule).collect::<Option<_>>()?;
    Some(Plurals { rules })
}

fn relation(text: &str) -> Option<Relation> {
    let (left, right, is) = match text.split_once("!=") {
        Some((left, right)) => (left, right, false),
        None => text.split_once('=').map(|(left, right)| (left, right, true))?,
    };
    let (operand, modulus) = match left.split_once('%') {
        Some((operand, modulus)) => (operand, Some(modulus.trim().parse().ok().filter(|modulus| *modulus > 0)?)),
        None => (left, None),
    };
    let operand = match operand.trim() {
        "n" => Operand::Value,
        "i" => Operand::Whole,
        "v" | "w" => Operand::Digits,
        "f" | "t" => Operand::Fraction,
        "c" | "e" => Operand::Power,
        _ => return None,
    };
    let range = |text: &str| {
        let (least, most) = text.split_once("..").unwrap_or((text, text));
        Some((least.trim().parse().ok()?, most.trim().parse().ok()?))
    };
    Some(Relation { operand, modulus, is, ranges: right.split(',').map(range).collect::<Option<_>>()? })
}

#[cfg(test)]
mod tests {
    use super::{Count, PluralForm, Plurals, RULES, read};

    fn forms(tag: &str, numbers: &[usize]) -> String {
        let plurals = Plurals::of(tag);
        let names = numbers.iter().map(|n| plurals.form(Count::whole(*n)).name());
        names.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_rule_is_read() {
        let mut languages = 0;
        for line in RULES.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (tags, rules) = line.split_once('|').unwrap();
            assert!(read(rules.trim()).is_some(), "{line}");
            languages += tags.split_whitespace().count();
        }
        assert!(languages > 200, "{languages}");
    }

    // What `Intl.PluralRules` of ICU 78 (CLDR 48) says.
    #[test]
    fn each_language_counts_as_cldr_says() {
        assert_eq!(forms("en-GB", &[0, 1, 2, 11]), "other one other other");
        assert_eq!(forms("fr", &[0, 1, 2, 1_000_000]), "one one other many");
        assert_eq!(forms("es", &[0, 1, 2]), "other one other");
        assert_eq!(forms("ar", &[0, 1, 2, 3, 10, 11, 99, 100, 103]), "zero one two few few many many other few");
        assert_eq!(forms("ru", &[1, 2, 5, 11, 21, 22, 112]), "one few many many one few many");
        assert_eq!(forms("pl", &[1, 2, 5, 12, 21, 22]), "one few many many many few");
        assert_eq!(forms("bs", &[1, 2, 5, 21]), "one few other one");
        assert_eq!(forms("ja", &[0, 1, 2]), "other other other");
        assert_eq!(forms("pt-PT", &[0, 1, 2]), "other one other");
        assert_eq!(forms("pt-BR", &[0, 1, 2]), "one one other");
        assert_eq!(forms("xx", &[1]), "other");
    }

    #[test]
    fn halves_have_a_form_too() {
        let halves = |tag, n| Plurals::of(tag).form(Count::halves(n)).name();
        assert_eq!((halves("en", 1), halves("en", 2), halves("en", 3)), ("other", "one", "other"));
        assert_eq!((halves("fr", 3), halves("fr", 5)), ("one", "other"));
        assert_eq!((halves("ar", 13), halves("cs", 3)), ("other", "many"));
        assert_eq!(Plurals::of("ar").forms().count(), PluralForm::ALL.len());
    }
}
