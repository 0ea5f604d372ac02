//! Codes of languages: the two letters of ISO 639-1.
//!
//! Source: ISO 639-1 as the IANA Language Subtag Registry lists it (RFC 5646),
//! without codes that the registry calls deprecated, and without `tl`, for which
//! CLDR writes `fil`. Codes of three letters are thousands and are not listed;
//! of those that stand for a language with two letters, the frequent ones are.
//!
//! This module may not say how a language is named or written.

/// Whether two letters stand for a language.
pub fn is_known(code: &str) -> bool {
    CODES.split_ascii_whitespace().any(|known| known == code)
}

/// The two letters for a language that a code names with three. RFC 5646 asks
/// for the shorter.
pub fn shorter(code: &str) -> Option<&'static str> {
    LONGER.iter().find(|(long, _)| *long == code).map(|(_, short)| *short)
}

const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv \
                     dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id \
                     ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt \
                     lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps \
                     pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tn \
                     to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

const LONGER: [(&str, &str); 24] = [
    ("ara", "ar"),
    ("ben", "bn"),
    ("bos", "bs"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("fas", "fa"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("ger", "de"),
    ("hin", "hi"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("lao", "lo"),
    ("nld", "nl"),
    ("por", "pt"),
    ("rus", "ru"),
    ("spa", "es"),
    ("sqi", "sq"),
    ("srp", "sr"),
    ("swa", "sw"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("zho", "zh"),
];
