//! Fields and their labels, ids and who refers to them.

use std::borrow::Cow;

use crate::check::attribute::Attribute;
use crate::check::element::{Element, Open};
use crate::check::page::Page;
use crate::check::piece::Piece;
use crate::check::tag::{Tag, Tags};
use crate::diagnostic::{Code, did_you_mean};

/// What `autocomplete` may say (HTML standard, 4.10.18.7).
const FILLED: &str = "on off name honorific-prefix given-name additional-name family-name honorific-suffix nickname \
                      username new-password current-password one-time-code organization-title organization \
                      street-address address-line1 address-line2 address-line3 address-level4 address-level3 \
                      address-level2 address-level1 country country-name postal-code cc-name cc-given-name \
                      cc-additional-name cc-family-name cc-number cc-exp cc-exp-month cc-exp-year cc-csc cc-type \
                      transaction-currency transaction-amount language bday bday-day bday-month bday-year sex url \
                      photo tel tel-country-code tel-national tel-area-code tel-local tel-local-prefix \
                      tel-local-suffix tel-extension email impp webauthn shipping billing home work mobile fax pager";

/// What was seen of fields.
#[derive(Debug, Default)]
pub(super) struct Seen<'t> {
    /// Fields that wait for a label.
    fields: Vec<Field>,
    /// Ids that labels with text are for.
    labelled: Vec<Piece>,
    /// What the open label is for, if it is around its field.
    label: Option<&'t str>,
}

#[derive(Debug, Clone, Copy)]
struct Field {
    id: Option<Piece>,
    /// The place of the label that is around it.
    within: Option<usize>,
    tag: Piece,
}

/// What a part of a page adds.
#[derive(Debug)]
pub(super) struct Part {
    fields: Vec<Field>,
    labelled: Vec<Piece>,
}

impl Seen<'_> {
    /// Whether a label is open: no part begins or ends in one.
    pub(super) fn marks(&self) -> bool {
        self.label.is_some()
    }

    pub(super) fn lengths(&self) -> (usize, usize) {
        (self.fields.len(), self.labelled.len())
    }

    /// A label that is around a field is in the part or around the part, and
    /// there is none around it.
    pub(super) fn since(&self, (fields, labelled): (usize, usize), at: usize) -> Part {
        let fields = self.fields.get(fields..).unwrap_or_default().iter();
        let from = |field: &Field| Field {
            id: field.id.map(|id| id.from(at)),
            within: field.within.map(|label| label.wrapping_sub(at)),
            tag: field.tag.from(at),
        };
        let labelled = self.labelled.get(labelled..).unwrap_or_default().iter();
        Part { fields: fields.map(from).collect(), labelled: labelled.map(|id| id.from(at)).collect() }
    }

    pub(super) fn leave(&mut self, part: &Part, at: usize) {
        let onto = |field: &Field| Field {
            id: field.id.map(|id| id.onto(at)),
            within: field.within.map(|label| label.wrapping_add(at)),
            tag: field.tag.onto(at),
        };
        self.fields.extend(part.fields.iter().map(onto));
        self.labelled.extend(part.labelled.iter().map(|id| id.onto(at)));
    }
}

/// Elements that its rules speak of.
pub(super) const ASKED: Tags = Tags::of(&[Tag::Label, Tag::Input, Tag::Select, Tag::Textarea]);

pub(super) fn start<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, open: &mut Open<'t>) {
    match element.tag {
        Tag::Label => page.notes.forms.label = element.get(Attribute::For),
        Tag::Input => input(page, element, open),
        Tag::Select | Tag::Textarea => field(page, element, open),
        _ => {}
    }
    let words = element
        .get(Attribute::Autocomplete)
        .filter(|_| matches!(element.tag, Tag::Input | Tag::Select | Tag::Textarea));
    if let Some(words) = words {
        let known =
            |word: &str| word.starts_with("section-") || FILLED.split_ascii_whitespace().any(|known| known == word);
        if let Some(word) = words.to_ascii_lowercase().split_ascii_whitespace().find(|word| !known(word)) {
            let message = format!("`autocomplete` cannot be `{word}`.");
            let help = did_you_mean(word, FILLED.split_ascii_whitespace())
                .unwrap_or_else(|| "Write a word of the HTML standard, such as email.".to_owned());
            page.fault(Code::AutocompleteUnknown, (element.at, element.end), message, &help);
        }
    }
}

fn input<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, open: &Open<'t>) {
    let kind = element.get(Attribute::Type).unwrap_or_default().to_ascii_lowercase();
    let has = |kind: Attribute| element.get(kind).is_some_and(|value| !value.trim().is_empty());
    let named = !open.label.trim().is_empty() || open.labelled;
    let place = (element.at, element.end);
    match kind.as_str() {
        "hidden" => {}
        // These two have names of their own.
        "submit" | "reset" => {
            if element.has(Attribute::Value) && !has(Attribute::Value) && !named {
                page.fault(
                    Code::ButtonUnnamed,
                    place,
                    "A button has no name.".to_owned(),
                    "Write into value what it does.",
                );
            }
        }
        "button" if !has(Attribute::Value) && !named => {
            page.fault(
                Code::ButtonUnnamed,
                place,
                "A button has no name.".to_owned(),
                "Write into value what it does.",
            );
        }
        "image" if !has(Attribute::Alt) && !named => {
            page.fault(
                Code::ButtonUnnamed,
                place,
                "A button that is a picture has no name.".to_owned(),
                "Write into alt what it does.",
            );
        }
        "button" | "image" => {}
        _ => field(page, element, open),
    }
}

fn field<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, open: &Open<'t>) {
    if !open.label.trim().is_empty() || open.labelled || open.unseen || page.unseen > 0 {
        return;
    }
    let within = page.open.iter().rev().find(|outer| outer.tag == Tag::Label).map(|label| label.at);
    let id = element.get(Attribute::Id).map(|id| Piece::of(id, page.text));
    page.notes.forms.fields.push(Field { id, within, tag: Piece::new((element.at, element.end)) });
}

pub(super) fn end<'t>(page: &mut Page<'t>, open: &Open<'t>, name: &str) {
    if open.tag == Tag::Label && !(name.trim().is_empty() && open.label.is_empty()) {
        let forms = &mut page.notes.forms;
        forms.fields.retain(|field| field.within != Some(open.at));
        forms.labelled.extend(forms.label.take().map(|id| Piece::of(id, page.text)));
    }
}

pub(super) fn finish(page: &mut Page<'_>) {
    let forms = std::mem::take(&mut page.notes.forms);
    for field in forms.fields {
        let named = |id: Piece| forms.labelled.iter().any(|label| label.text(page.text) == id.text(page.text));
        if field.id.is_some_and(named) {
            continue;
        }
        let message = "A field has no label.".to_owned();
        let help = "Write <label for=\"…\"> with the id of the field, or put the field into its label.";
        page.fault(Code::FieldUnlabelled, field.tag.place(), message, help);
    }
    ids(page);
}

/// Ids that stand twice, and those that are referred to and lacking.
fn ids(page: &mut Page<'_>) {
    let (ids, wanted) = (std::mem::take(&mut page.ids), std::mem::take(&mut page.wanted));
    let mut sorted: Vec<&(Cow<'_, str>, usize, usize)> = ids.iter().collect();
    sorted.sort_unstable();
    for same in sorted.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        let Some((id, at, end)) = same.get(1).copied() else { continue };
        let used = wanted.iter().any(|wanted| wanted.id == *id);
        let message = format!("The id `{id}` stands on the page {} times.", same.len());
        let help = "Give each element an id of its own.";
        if let Some(fault) = page.fault(Code::IdRepeated, (*at, *end), message, help) {
            fault.slight = !used;
        }
    }
    for wanted in &wanted {
        let known = sorted.binary_search_by(|(id, ..)| id.as_ref().cmp(&*wanted.id)).is_ok();
        if known || wanted.by == "href" && page.anchors.contains(&wanted.id) {
            continue;
        }
        let near = did_you_mean(&wanted.id, sorted.iter().map(|(id, ..)| &**id));
        let place = (wanted.at, wanted.end);
        if wanted.by == "href" {
            let message = format!("A link leads to `#{}`, which the page does not have.", wanted.id);
            let near = near.map(|near| near.replacen('`', "`#", 1));
            let help = near.unwrap_or_else(|| "Give the id to what is meant.".to_owned());
            if let Some(fault) = page.fault(Code::FragmentDangling, place, message, &help) {
                fault.needles.push(format!("#{}", wanted.id));
            }
        } else {
            let message = format!("`{}` names the id `{}`, which the page does not have.", wanted.by, wanted.id);
            let help = near.unwrap_or_else(|| "Give the id to the element that is meant.".to_owned());
            page.fault(Code::IdMissing, place, message, &help);
        }
    }
    page.ids = ids;
}
