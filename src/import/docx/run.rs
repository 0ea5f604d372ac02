//! What stands in paragraphs: runs, links, fields, tracked changes.

use super::body::Body;
use super::field::{Field, link};
use super::styles::is_on;
use super::words;
use crate::import::document::Inline;
use crate::import::element::Element;
use crate::import::remains::{Kind, squeezed};
use crate::import::span::Format;

impl Body<'_, '_> {
    /// Reads what stands in a paragraph, or in a part of one.
    pub(super) fn inlines(&mut self, element: &Element, to: Option<&str>) -> Result<(), String> {
        for inner in element.elements() {
            match inner.name.as_str() {
                "w:pPr" | "w:rPr" | "w:sdtPr" | "w:sdtEndPr" | "w:smartTagPr" | "w:customXmlPr" => {}
                "w:r" => self.run(inner, to)?,
                "w:hyperlink" => {
                    let target = self.hyperlink(inner);
                    self.inlines(inner, target.as_deref().or(to))?;
                }
                "w:fldSimple" => {
                    let target = link(inner.value("w:instr"));
                    self.inlines(inner, target.as_deref().or(to))?;
                }
                "w:ins" | "w:moveTo" => {
                    let added = squeezed(&words(inner));
                    if inner.name == "w:ins" && !added.is_empty() {
                        self.document.remains.add(Kind::Inserted, &added);
                    }
                    self.inlines(inner, to)?;
                }
                "w:del" => {
                    let gone = words(inner);
                    if !gone.trim().is_empty() {
                        self.document.remains.add(Kind::Deleted, &gone);
                    }
                }
                // Its words stand where they were moved to.
                "w:moveFrom" => {}
                "m:oMath" | "m:oMathPara" => self.document.remains.add(Kind::Equation, &inner.text()),
                "w:bookmarkStart" => {
                    let name = inner.value("w:name");
                    if !name.is_empty() && name != "_GoBack" {
                        self.now.ids.push(name.to_owned());
                    }
                }
                _ => self.inlines(inner, to)?,
            }
        }
        Ok(())
    }

    fn hyperlink(&self, element: &Element) -> Option<String> {
        let anchor = element.attribute("w:anchor").filter(|anchor| !anchor.is_empty());
        let target = element.attribute("r:id").and_then(|id| self.relations.get(id));
        match (target, anchor) {
            (Some((to, true)), Some(anchor)) if !to.contains('#') => Some(format!("{to}#{anchor}")),
            (Some((to, true)), _) => Some(to.to_owned()),
            (_, Some(anchor)) => Some(format!("#{anchor}")),
            (Some((to, false)), None) => Some(to.to_owned()),
            (None, None) => None,
        }
    }

    fn run(&mut self, run: &Element, to: Option<&str>) -> Result<(), String> {
        let properties = run.child("w:rPr");
        let format = self.format(properties);
        let is_set = |name: &str| properties.and_then(|p| p.child(name)).is_some_and(is_on);
        if is_set("w:vanish") {
            let hidden = words(run);
            if !hidden.trim().is_empty() {
                self.document.remains.add(Kind::Hidden, &hidden);
            }
            return Ok(());
        }
        let raised = properties.and_then(|p| p.child("w:vertAlign"));
        let raised = raised.is_some_and(|p| p.value("w:val") != "baseline") && !run.has("w:footnoteReference");
        let in_link = to.is_some() || self.fields.iter().any(|field| field.link().is_some());
        let styled = raised || is_set("w:highlight") || (is_set("w:u") && !in_link);
        if styled && !words(run).trim().is_empty() && !self.in_index() {
            self.document.remains.add(Kind::Styling, &words(run));
        }
        self.contents(run, format, to)
    }

    fn format(&self, properties: Option<&Element>) -> Format {
        let Some(properties) = properties else { return Format::default() };
        let style = properties.child("w:rStyle").map(|style| style.value("w:val")).unwrap_or_default();
        let mut format = self.styles.format(style);
        let set = |name: &str| properties.child(name).map(is_on);
        format.strong = set("w:b").unwrap_or(format.strong) && !self.now.heading;
        format.emphasis = set("w:i").unwrap_or(format.emphasis) && !self.now.heading;
        format.struck = set("w:strike").or_else(|| set("w:dstrike")).unwrap_or(format.struck);
        format
    }

    fn contents(&mut self, run: &Element, format: Format, to: Option<&str>) -> Result<(), String> {
        for inner in run.elements() {
            match inner.name.as_str() {
                "w:t" => self.text(&inner.text(), format, to),
                "w:tab" | "w:ptab" => self.text(" ", format, to),
                "w:br" if matches!(inner.attribute("w:type"), None | Some("textWrapping")) => {
                    self.push(Inline::Break);
                }
                "w:cr" => self.push(Inline::Break),
                "w:noBreakHyphen" => self.text("\u{2011}", format, to),
                "w:softHyphen" => self.text("\u{ad}", format, to),
                "w:sym" => {
                    let sign = format!("{} {}", inner.value("w:font"), inner.value("w:char"));
                    self.document.remains.add(Kind::Symbol, &sign);
                }
                "w:footnoteReference" | "w:endnoteReference" => {
                    let kind = if inner.name == "w:endnoteReference" { "endnote" } else { "footnote" };
                    let note = self.note(&format!("{kind}-{}", inner.value("w:id")));
                    self.push(Inline::Note(note));
                }
                "w:commentReference" => {
                    let said = self.comments.remove(inner.value("w:id")).unwrap_or_default();
                    self.document.remains.add(Kind::Comment, &said);
                }
                "w:fldChar" => self.field(inner.value("w:fldCharType")),
                "w:instrText" => {
                    if let Some(field) = self.fields.last_mut() {
                        field.instruction.push_str(&inner.text());
                    }
                }
                "w:drawing" | "w:pict" | "w:object" => self.drawing(inner, to)?,
                "mc:AlternateContent" => {
                    let chosen = inner.child("mc:Choice").or_else(|| inner.child("mc:Fallback"));
                    if let Some(chosen) = chosen {
                        self.contents(chosen, format, to)?;
                    }
                }
                "w:ruby" => {
                    let reading = inner.child("w:rt").map(words).unwrap_or_default();
                    self.document.remains.add(Kind::Styling, &reading);
                    if let Some(base) = inner.child("w:rubyBase") {
                        self.inlines(base, to)?;
                    }
                }
                "w:rPr" | "w:delText" | "w:delInstrText" | "w:lastRenderedPageBreak" => {}
                // The number of the note that is being read.
                "w:footnoteRef" | "w:endnoteRef" | "w:separator" | "w:continuationSeparator" => {}
                _ => self.contents(inner, format, to)?,
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str, format: Format, to: Option<&str>) {
        let of_field = self.fields.iter().rev().find_map(Field::link);
        let inline = format.text(text, to.or(of_field.as_deref()));
        self.push_words(text, inline);
    }

    fn push_words(&mut self, text: &str, inline: Inline) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.is_index()) {
            field.index.push_str(text);
            field.index.push(' ');
        } else {
            self.now.inlines.push(inline);
        }
    }

    /// Puts something into the paragraph at hand.
    pub(super) fn push(&mut self, inline: Inline) {
        self.push_words("", inline);
    }

    fn in_index(&self) -> bool {
        self.fields.iter().any(Field::is_index)
    }

    fn field(&mut self, kind: &str) {
        match kind {
            "begin" => self.fields.push(Field::default()),
            "end" => {
                if let Some(field) = self.fields.pop().filter(Field::is_index) {
                    self.document.remains.add(Kind::Index, &field.index);
                }
            }
            _ => {}
        }
    }
}
