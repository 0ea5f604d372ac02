//! Roles and attributes of WAI-ARIA 1.2, with those of DPub-ARIA 1.1 and
//! Graphics-ARIA 1.0: which there are, and which go together.
//!
//! Source: <https://www.w3.org/TR/wai-aria-1.2/>, sections 5.4 and 6.6. Abstract
//! roles are left out, since no page may use them.

use memchr::memmem;

const ROLES: &str = "alert alertdialog application article banner blockquote button caption cell checkbox code \
                     columnheader combobox comment complementary contentinfo definition deletion dialog \
                     document emphasis feed figure form generic grid gridcell group heading image img insertion link \
                     list listbox listitem log main mark marquee math menu menubar menuitem menuitemcheckbox \
                     menuitemradio meter navigation none note option paragraph presentation progressbar radio \
                     radiogroup region row rowgroup rowheader scrollbar search searchbox separator slider spinbutton \
                     status strong subscript suggestion superscript switch tab table tablist tabpanel term textbox \
                     time timer toolbar tooltip tree treegrid treeitem graphics-document graphics-object \
                     graphics-symbol doc-abstract doc-acknowledgments doc-afterword doc-appendix doc-backlink \
                     doc-biblioentry doc-bibliography doc-biblioref doc-chapter doc-colophon doc-conclusion doc-cover \
                     doc-credit doc-credits doc-dedication doc-endnote doc-endnotes doc-epigraph doc-epilogue \
                     doc-errata doc-example doc-footnote doc-foreword doc-glossary doc-glossref doc-index \
                     doc-introduction doc-noteref doc-notice doc-pagebreak doc-pagefooter doc-pageheader doc-pagelist \
                     doc-part doc-preface doc-prologue doc-pullquote doc-qna doc-subtitle doc-tip doc-toc";

const ATTRIBUTES: [&str; 53] = [
    "activedescendant",
    "atomic",
    "autocomplete",
    "braillelabel",
    "brailleroledescription",
    "busy",
    "checked",
    "colcount",
    "colindex",
    "colindextext",
    "colspan",
    "controls",
    "current",
    "describedby",
    "description",
    "details",
    "disabled",
    "dropeffect",
    "errormessage",
    "expanded",
    "flowto",
    "grabbed",
    "haspopup",
    "hidden",
    "invalid",
    "keyshortcuts",
    "label",
    "labelledby",
    "level",
    "live",
    "modal",
    "multiline",
    "multiselectable",
    "orientation",
    "owns",
    "placeholder",
    "posinset",
    "pressed",
    "readonly",
    "relevant",
    "required",
    "roledescription",
    "rowcount",
    "rowindex",
    "rowindextext",
    "rowspan",
    "selected",
    "setsize",
    "sort",
    "valuemax",
    "valuemin",
    "valuenow",
    "valuetext",
];

/// Attributes with the values that they may have.
const VALUES: [(&str, &str); 22] = [
    ("atomic", "true false"),
    ("autocomplete", "inline list both none"),
    ("busy", "true false"),
    ("checked", "true false mixed undefined"),
    ("current", "page step location date time true false"),
    ("disabled", "true false"),
    ("expanded", "true false undefined"),
    ("grabbed", "true false undefined"),
    ("haspopup", "true false menu listbox tree grid dialog"),
    ("hidden", "true false undefined"),
    ("invalid", "true false grammar spelling"),
    ("live", "off polite assertive"),
    ("modal", "true false"),
    ("multiline", "true false"),
    ("multiselectable", "true false"),
    ("orientation", "horizontal vertical undefined"),
    ("pressed", "true false mixed undefined"),
    ("readonly", "true false"),
    ("relevant", "additions removals text all"),
    ("required", "true false"),
    ("selected", "true false undefined"),
    ("sort", "none ascending descending other"),
];

const NUMBERS: [&str; 12] = [
    "colcount", "colindex", "colspan", "level", "posinset", "rowcount", "rowindex", "rowspan", "setsize", "valuemax",
    "valuemin", "valuenow",
];

/// Attributes that only some roles have.
const FITTING: [(&str, &str); 14] = [
    ("checked", "checkbox menuitemcheckbox menuitemradio option radio switch treeitem"),
    ("colcount", "grid table treegrid"),
    (
        "expanded",
        "application button checkbox columnheader combobox gridcell link listbox menuitem menuitemcheckbox \
         menuitemradio row rowheader switch tab treeitem doc-biblioentry doc-endnote doc-footnote",
    ),
    ("level", "comment heading listitem row treeitem"),
    ("modal", "alertdialog dialog"),
    ("multiline", "searchbox textbox"),
    ("multiselectable", "grid listbox tablist tree treegrid"),
    ("placeholder", "combobox searchbox textbox"),
    ("pressed", "button"),
    ("rowcount", "grid table treegrid"),
    ("selected", "columnheader gridcell option row rowheader tab treeitem"),
    ("sort", "columnheader rowheader"),
    ("valuenow", "meter progressbar scrollbar separator slider spinbutton"),
    ("valuetext", "meter progressbar scrollbar separator slider spinbutton"),
];

/// Roles with the attributes that they cannot do without.
const REQUIRED: [(&str, &[&str]); 10] = [
    ("checkbox", &["aria-checked"]),
    ("combobox", &["aria-expanded"]),
    ("heading", &["aria-level"]),
    ("menuitemcheckbox", &["aria-checked"]),
    ("menuitemradio", &["aria-checked"]),
    ("meter", &["aria-valuenow"]),
    ("radio", &["aria-checked"]),
    ("scrollbar", &["aria-controls", "aria-valuenow"]),
    ("slider", &["aria-valuenow"]),
    ("switch", &["aria-checked"]),
];

/// Roles with those that must be around them.
const PARENTS: [(&str, &str); 13] = [
    ("cell", "row"),
    ("columnheader", "row"),
    ("gridcell", "row"),
    ("listitem", "directory list"),
    ("menuitem", "group menu menubar"),
    ("menuitemcheckbox", "group menu menubar"),
    ("menuitemradio", "group menu menubar"),
    ("option", "group listbox"),
    ("row", "grid rowgroup table treegrid"),
    ("rowgroup", "grid table treegrid"),
    ("rowheader", "row"),
    ("tab", "tablist"),
    ("treeitem", "group tree"),
];

/// Roles with those that must be in them.
const CHILDREN: [(&str, &str); 11] = [
    ("feed", "article"),
    ("grid", "row rowgroup"),
    ("list", "listitem"),
    ("listbox", "group option"),
    ("menu", "group menuitem menuitemcheckbox menuitemradio"),
    ("menubar", "group menuitem menuitemcheckbox menuitemradio"),
    ("row", "cell columnheader gridcell rowheader"),
    ("table", "row rowgroup"),
    ("tablist", "tab"),
    ("tree", "group treeitem"),
    ("treegrid", "row rowgroup"),
];

/// Roles that have no name of their own.
const NAMELESS: &str =
    "caption code deletion emphasis generic insertion none paragraph presentation strong subscript superscript";

/// Roles that mean nothing without a name.
const NAMED: &str = "alertdialog checkbox combobox dialog graphics-document graphics-symbol image img listbox \
                     menuitemcheckbox menuitemradio meter progressbar radio searchbox slider spinbutton switch textbox \
                     tooltip treeitem";

/// Those of them that their own words may name.
const BY_WORDS: &str = "checkbox menuitemcheckbox menuitemradio radio switch tooltip treeitem";

/// Whether a word is one of some, between which there are spaces.
fn among(words: &str, word: &str) -> bool {
    if word.is_empty() || word.contains(' ') {
        return false;
    }
    let words = words.as_bytes();
    let is_apart = |at: usize| words.get(at).is_none_or(|byte| *byte == b' ');
    let mut found = memmem::find_iter(words, word.as_bytes());
    // What lies before the first byte is no byte either.
    found.any(|at| is_apart(at.wrapping_sub(1)) && is_apart(at + word.len()))
}

pub(super) fn is_role(role: &str) -> bool {
    among(ROLES, role)
}

pub(super) fn roles() -> impl Iterator<Item = &'static str> {
    ROLES.split_ascii_whitespace()
}

/// Whether there is such an attribute; without its `aria-`.
pub(super) fn is_attribute(name: &str) -> bool {
    ATTRIBUTES.binary_search(&name).is_ok()
}

pub(super) fn attributes() -> impl Iterator<Item = &'static str> {
    ATTRIBUTES.into_iter()
}

/// The values that an attribute may have, if it has not this one.
pub(super) fn other_values(name: &str, value: &str) -> Option<&'static str> {
    if NUMBERS.binary_search(&name).is_ok() {
        return value.trim().parse::<f64>().is_err().then_some("a number");
    }
    let (_, values) = VALUES.binary_search_by_key(&name, |(known, _)| known).ok().and_then(|at| VALUES.get(at))?;
    let fits = match name {
        "relevant" => value.split_ascii_whitespace().all(|word| among(values, word)),
        // Nothing is as good as not being there.
        _ => value.is_empty() || among(values, value),
    };
    (!fits).then_some(values)
}

/// Whether an element of this role may have an attribute.
pub(super) fn fits(name: &str, role: &str) -> bool {
    FITTING.iter().find(|(known, _)| *known == name).is_none_or(|(_, roles)| among(roles, role))
}

pub(super) fn required(role: &str) -> &'static [&'static str] {
    REQUIRED.iter().find(|(known, _)| *known == role).map_or(&[], |(_, attributes)| attributes)
}

pub(super) fn parents(role: &str) -> Option<&'static str> {
    PARENTS.iter().find(|(known, _)| *known == role).map(|(_, parents)| *parents)
}

pub(super) fn children(role: &str) -> Option<&'static str> {
    CHILDREN.iter().find(|(known, _)| *known == role).map(|(_, children)| *children)
}

pub(super) fn is_nameless(role: &str) -> bool {
    among(NAMELESS, role)
}

pub(super) fn needs_name(role: &str) -> bool {
    among(NAMED, role)
}

pub(super) fn is_named_by_words(role: &str) -> bool {
    among(BY_WORDS, role)
}

/// Whether a role is one of some.
pub(super) fn is_one(roles: &str, role: &str) -> bool {
    among(roles, role)
}

#[cfg(test)]
mod tests {
    use super::{ATTRIBUTES, NUMBERS, VALUES};

    #[test]
    fn what_is_searched_in_halves_is_sorted() {
        assert!(ATTRIBUTES.is_sorted() && NUMBERS.is_sorted() && VALUES.is_sorted_by_key(|(name, _)| *name));
    }
}
