//! What a page tells assistive technology: roles, `aria-` attributes, the order
//! of focus.

use super::roles;
use crate::check::attribute::{Attribute, Attributes};
use crate::check::element::{Element, Open};
use crate::check::page::Page;
use crate::check::tag::Tag;
use crate::check::token::{Attr, decoded};
use crate::diagnostic::{Code, did_you_mean};

/// Attributes of WAI-ARIA.
const ARIA: Attributes =
    Attributes::of(&[Attribute::Aria, Attribute::AriaHidden, Attribute::AriaLabel, Attribute::AriaLabelledby]);

/// What else tells assistive technology something.
pub(super) const TELLING: Attributes =
    ARIA.with(Attributes::of(&[Attribute::Hidden, Attribute::Role, Attribute::TabIndex, Attribute::Title]));

pub(super) fn start<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, open: &mut Open<'t>) {
    // Most elements tell nothing.
    if element.has_any(TELLING) {
        told(page, element, open);
    }
    focus(page, element, open);
    let any_aria = element.has_any(ARIA);
    if any_aria || !open.role.is_empty() || page.roles > 0 {
        let native = native_role(element);
        let own = if open.role.is_empty() { native } else { open.role };
        if any_aria {
            fitting(page, element, open, own);
        }
        if !open.role.is_empty() {
            demands(page, element, open, native);
        }
        inside(page, own);
    }
    count(page);
}

/// Counts an element for what is around it.
#[inline]
pub(super) fn count(page: &mut Page<'_>) {
    if let Some(parent) = page.parent() {
        parent.strangers += 1;
    }
}

/// Notes the role and the name of an element.
fn told<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, open: &mut Open<'t>) {
    for attr in element.attrs() {
        match attr.kind {
            Attribute::Role => open.role = role(page, element, attr.value),
            Attribute::Hidden => open.unseen = true,
            Attribute::AriaHidden => open.unseen |= attr.value == "true",
            Attribute::AriaLabel => open.label = attr.value,
            Attribute::AriaLabelledby => open.labelled = !attr.value.trim().is_empty(),
            _ => {}
        }
        // What these two say is text.
        let is_text = matches!(attr.kind, Attribute::AriaLabel | Attribute::AriaLabelledby);
        if let Some(name) = aria_name(&attr).filter(|_| !is_text) {
            attribute(page, element, &name.to_ascii_lowercase(), attr.value);
        }
    }
    if open.label.trim().is_empty() {
        open.label = element.get(Attribute::Title).unwrap_or_default();
    }
}

/// What stands behind `aria-`.
fn aria_name<'t>(attr: &Attr<'t>) -> Option<&'t str> {
    if Attributes::of(&[attr.kind]).has_any(ARIA) { attr.name.get(5..) } else { None }
}

/// The first role of a list that there is.
fn role<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, value: &'t str) -> &'t str {
    for role in value.split_ascii_whitespace() {
        if roles::is_role(role) {
            return role;
        }
        let message = match role {
            // Deprecated in WAI-ARIA 1.2.
            "directory" => "The role `directory` is out of use.".to_owned(),
            _ => format!("There is no role `{}`.", decoded(role)),
        };
        let help =
            did_you_mean(role, roles::roles()).unwrap_or_else(|| "Delete it, or write one of WAI-ARIA 1.2.".to_owned());
        page.fault(Code::AriaUnknown, (element.at, element.end), message, &help);
    }
    ""
}

fn attribute<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, name: &str, value: &str) {
    let place = (element.at, element.end);
    if !roles::is_attribute(name) {
        let message = format!("There is no attribute `aria-{name}`.");
        let near = did_you_mean(name, roles::attributes()).map(|near| near.replacen('`', "`aria-", 1));
        let help = near.unwrap_or_else(|| "Delete it, or write one of WAI-ARIA 1.2.".to_owned());
        page.fault(Code::AriaUnknown, place, message, &help);
    } else if let Some(values) = roles::other_values(name, value) {
        let message = format!("`aria-{name}` cannot be `{}`.", decoded(value));
        page.fault(
            Code::AriaUnknown,
            place,
            message,
            &format!("It can be: {}.", values.replace(' ', ", ").replace("a, number", "a number")),
        );
    }
}

/// What a keyboard reaches must be told to those who listen, in the order of
/// the page, and not one inside another.
fn focus<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, open: &mut Open<'t>) {
    let place = (element.at, element.end);
    let number = element.get(Attribute::TabIndex).and_then(|value| value.trim().parse::<i32>().ok());
    if number.is_some_and(|number| number > 0) {
        let message = "A tabindex above 0 takes the element out of the order of the page.".to_owned();
        page.fault(
            Code::TabindexPositive,
            place,
            message,
            "Write tabindex=\"0\", or nothing, and put it where it comes in order.",
        );
    }
    let natural = match element.tag {
        Tag::A | Tag::Area => element.has(Attribute::Href) || element.has(Attribute::XlinkHref),
        Tag::Button | Tag::Select | Tag::Textarea => !element.has(Attribute::Disabled),
        Tag::Input => !element.has(Attribute::Disabled) && element.get(Attribute::Type) != Some("hidden"),
        Tag::Summary | Tag::Iframe => true,
        Tag::Audio | Tag::Video => element.has(Attribute::Controls),
        _ => false,
    };
    open.focusable = number.map_or(natural, |number| number >= 0);
    if open.focusable && page.inert == 0 {
        let alone = open.unseen && !element.has(Attribute::Hidden);
        if alone || page.unseen > 0 && !hidden_wholly(page) {
            let message = "What a keyboard reaches is hidden from those who listen (aria-hidden).".to_owned();
            page.fault(Code::AriaHiddenFocusable, place, message, "Take aria-hidden away, or tabindex=\"-1\" to it.");
        }
        if natural && page.controls > 0 {
            let message = "Something to press or follow stands inside of another.".to_owned();
            page.fault(Code::ControlNested, place, message, "Put the two side by side.");
        }
    }
    if element.tag == Tag::Body && open.unseen {
        let message = "The whole page is hidden from those who listen.".to_owned();
        page.fault(Code::AriaHiddenFocusable, place, message, "Take aria-hidden away from <body>.");
        open.unseen = false;
    }
}

/// Whether what is open is hidden from everybody.
fn hidden_wholly(page: &Page<'_>) -> bool {
    page.open.iter().any(|outer| {
        let tag = page.text.get(outer.at..outer.end).unwrap_or_default();
        outer.unseen && !tag.contains("aria-hidden")
    })
}

/// Attributes that fit the role.
fn fitting<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, open: &Open<'t>, role: &str) {
    let place = (element.at, element.end);
    for attr in element.attrs() {
        let Some(name) = aria_name(&attr) else { continue };
        // Any element may have a name or be hidden.
        let any = attr.kind != Attribute::Aria;
        let may = any || roles::fits(name, role) || name == "placeholder" || element.tag == Tag::Input;
        if !may {
            let what = if role.is_empty() { format!("A <{}>", element.name) } else { format!("The role {role}") };
            let message = format!("{what} has no `aria-{name}`.");
            page.fault(
                Code::AriaMisplaced,
                place,
                message,
                "Delete the attribute, or give the element a role that has it.",
            );
        }
        let plain = open.role.is_empty() && matches!(element.tag, Tag::Div | Tag::Span | Tag::P) && page.drawing == 0;
        if matches!(name, "label" | "labelledby") && (plain || roles::is_nameless(open.role)) {
            let message = format!("A <{}> has no name of its own, so `aria-{name}` is not read.", element.name);
            page.fault(
                Code::AriaMisplaced,
                place,
                message,
                "Give it a role that has a name, such as group, or write the words on the page.",
            );
        }
    }
}

/// What a role cannot do without.
fn demands<'t>(page: &mut Page<'t>, element: &Element<'t, '_>, open: &mut Open<'t>, native: &str) {
    let (place, role) = ((element.at, element.end), open.role);
    if role != native && element.tag != Tag::Input {
        for needed in roles::required(role).iter().filter(|needed| !element.attrs().any(|attr| attr.name == **needed)) {
            if *needed == "aria-level" && element.tag.level().is_some() {
                continue;
            }
            let message = format!("The role {role} says nothing without `{needed}`.");
            page.fault(Code::AriaIncomplete, place, message, &format!("Add {needed}, or use the element of HTML."));
        }
    }
    if let Some(parents) = roles::parents(role) {
        let around =
            page.open.iter().rev().map(|outer| around(outer)).find(|role| !role.is_empty()).unwrap_or_default();
        if !roles::is_one(parents, around) && page.inert == 0 {
            let message = format!("The role {role} stands in none of: {}.", parents.replace(' ', ", "));
            page.fault(Code::AriaIncomplete, place, message, "Put it into one, or take the role away.");
        }
    }
    let named = !open.label.trim().is_empty() || open.labelled;
    let native_named = matches!(element.tag, Tag::Input | Tag::Select | Tag::Textarea | Tag::Button | Tag::Img);
    if roles::needs_name(role) && !named && !native_named {
        // Its own text may name it, and a drawing's title.
        open.gathers = Some(0);
    }
}

/// The role that counts for what is inside; nothing if it passes it on.
fn around<'t>(open: &Open<'t>) -> &'t str {
    match (open.role, open.tag) {
        ("" | "none" | "presentation" | "generic", tag) => match tag {
            _ if !open.role.is_empty() => "",
            Tag::Ul | Tag::Ol | Tag::Menu => "list",
            Tag::Table => "table",
            Tag::Tr => "row",
            Tag::Thead | Tag::Tbody | Tag::Tfoot => "rowgroup",
            Tag::Div | Tag::Span => "",
            Tag::Body | Tag::Html => "none",
            _ => "",
        },
        (role, _) => role,
    }
}

/// Tells what is around that something of this role is in it.
fn inside(page: &mut Page<'_>, role: &str) {
    if role.is_empty() || page.roles == 0 {
        return;
    }
    let around = page.open.iter_mut().rev().find(|outer| outer.has_role());
    if let Some(outer) = around {
        let wanted = roles::children(outer.role);
        outer.children += u32::from(wanted.is_some_and(|wanted| roles::is_one(wanted, role)));
    }
}

pub(super) fn end(page: &mut Page<'_>, open: &Open<'_>) {
    // Most elements have no role, and their ends are many.
    if open.role.is_empty() {
        return;
    }
    let Some(wanted) = roles::children(open.role) else { return };
    if open.children == 0 && open.strangers > 0 && page.inert == 0 {
        let message = format!("The role {} holds none of: {}.", open.role, wanted.replace(' ', ", "));
        page.fault(
            Code::AriaIncomplete,
            (open.at, open.end),
            message,
            "Give its parts their roles, or take the role away.",
        );
    }
}

/// What an element is without a role.
fn native_role(element: &Element<'_, '_>) -> &'static str {
    match element.tag {
        Tag::A | Tag::Area if element.has(Attribute::Href) => "link",
        Tag::Article => "article",
        Tag::Aside => "complementary",
        Tag::Button | Tag::Summary => "button",
        Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => "heading",
        Tag::Img => "img",
        Tag::Input => match element.get(Attribute::Type).unwrap_or_default() {
            "checkbox" => "checkbox",
            "radio" => "radio",
            "range" => "slider",
            "number" => "spinbutton",
            "search" => "searchbox",
            "submit" | "button" | "reset" | "image" => "button",
            _ => "textbox",
        },
        Tag::Li => "listitem",
        Tag::Main => "main",
        Tag::Nav => "navigation",
        Tag::Ol | Tag::Ul | Tag::Menu => "list",
        Tag::Choice => "option",
        Tag::Select if element.has(Attribute::Multiple) => "listbox",
        Tag::Select => "combobox",
        Tag::Table => "table",
        Tag::Tbody | Tag::Thead | Tag::Tfoot => "rowgroup",
        Tag::Td => "cell",
        Tag::Textarea => "textbox",
        Tag::Th => "columnheader",
        Tag::Tr => "row",
        Tag::Hr => "separator",
        _ => "",
    }
}
