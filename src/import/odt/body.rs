//! Paragraphs, lists and tables.

use super::styles::Level;
use super::{Body, Paragraph, paragraphs};
use crate::import::document::{Block, Inline, Item, plain};
use crate::import::element::Element;
use crate::import::remains::Kind;
use crate::import::role::Role;
use crate::import::span::{Cell, Line, code_line, gathered, table};

/// The most columns and rows that a repetition may make.
const MOST_REPEATED: usize = 64;

impl Body<'_, '_> {
    pub(super) fn blocks(&mut self, element: &Element) -> Result<Vec<Block>, String> {
        let mut lines = Vec::new();
        self.lines(element, &mut lines)?;
        Ok(gathered(lines))
    }

    fn lines(&mut self, element: &Element, lines: &mut Vec<Line>) -> Result<(), String> {
        element.elements().try_for_each(|inner| self.line_of(inner, lines))
    }

    fn line_of(&mut self, inner: &Element, lines: &mut Vec<Line>) -> Result<(), String> {
        match inner.name.as_str() {
            "text:p" | "text:h" => self.paragraph(inner, lines)?,
            "text:list" => self.list(inner, "", 1, lines)?,
            "table:table" => {
                let mut rows = Vec::new();
                self.rows(inner, &mut rows)?;
                lines.extend(table(rows, &mut self.document.remains).into_iter().map(Line::Block));
            }
            "text:table-of-content"
            | "text:alphabetical-index"
            | "text:illustration-index"
            | "text:table-index"
            | "text:object-index"
            | "text:user-index"
            | "text:bibliography" => {
                let body = inner.child("text:index-body").map(paragraphs).unwrap_or_default();
                self.document.remains.add(Kind::Index, &body.join(" "));
            }
            "text:tracked-changes" | "text:sequence-decls" | "text:variable-decls" | "text:user-field-decls" => {}
            "office:forms" if inner.elements().next().is_some() => {
                self.document.remains.add(Kind::FormField, &paragraphs(inner).join(" "));
            }
            "office:forms" => {}
            "text:section" if inner.attribute("text:display") == Some("none") => {
                self.document.remains.add(Kind::Hidden, &paragraphs(inner).join(" "));
            }
            name if name.starts_with("draw:") => {
                let around = std::mem::take(&mut self.now);
                let drawn = self.drawing(inner, None);
                let Paragraph { inlines, boxes, .. } = std::mem::replace(&mut self.now, around);
                drawn?;
                lines.push(Line::Block(Block::Paragraph(inlines)));
                lines.extend(boxes.into_iter().map(Line::Block));
            }
            "text:change-start" | "text:change-end" | "text:change" => self.change(inner),
            // Whatever stands around paragraphs, they are read.
            _ => self.lines(inner, lines)?,
        }
        Ok(())
    }

    fn paragraph(&mut self, element: &Element, lines: &mut Vec<Line>) -> Result<(), String> {
        let style = element.value("text:style-name");
        let mut role = self.styles.role(style);
        if element.name == "text:h" && role != Role::Title {
            role = Role::Heading(element.value("text:outline-level").parse().unwrap_or(1).max(1));
        }
        let heading = matches!(role, Role::Heading(_) | Role::Title);
        let around = std::mem::replace(&mut self.now, Paragraph { heading, ..Paragraph::default() });
        let format = if heading { Default::default() } else { self.styles.paragraph(style) };
        let read = self.inlines(element, format, None);
        let Paragraph { inlines, ids, boxes, .. } = std::mem::replace(&mut self.now, around);
        read?;
        let words = plain(&inlines);
        if self.styles.is_leftward(style) && !words.trim().is_empty() {
            self.document.remains.add(Kind::Direction, &words);
        }
        lines.extend(self.line(role, inlines, ids));
        lines.extend(boxes.into_iter().map(Line::Block));
        Ok(())
    }

    fn line(&mut self, role: Role, inlines: Vec<Inline>, ids: Vec<String>) -> Option<Line> {
        let words = plain(&inlines);
        let blank = words.trim().is_empty();
        let simple = !inlines.iter().any(|inline| matches!(inline, Inline::Note(_) | Inline::Image(_)));
        match role {
            Role::Title if !blank && simple && self.document.title.is_none() => {
                self.document.title = Some(words);
                None
            }
            Role::Title if !blank => Some(Line::Block(Block::Heading { level: 1, ids, text: inlines })),
            Role::Heading(level) if !blank => {
                self.document.remains.below(&words);
                if self.styles.is_counted(usize::from(level)) {
                    self.document.remains.add(Kind::AutomaticNumber, &words);
                }
                Some(Line::Block(Block::Heading { level, ids, text: inlines }))
            }
            Role::Quote => Some(Line::Quoted(inlines)),
            Role::Code => Some(Line::Code(code_line(&inlines))),
            _ => Some(Line::Block(Block::Paragraph(inlines))),
        }
    }

    fn list(&mut self, element: &Element, outer: &str, depth: usize, lines: &mut Vec<Line>) -> Result<(), String> {
        let style = element.attribute("text:style-name").unwrap_or(outer).to_owned();
        let Level { start, plain } = self.styles.level(&style, depth);
        if !plain {
            self.document.remains.once(Kind::AutomaticNumber, "a list with letters or Roman numerals");
        }
        let goes_on = element.attribute("text:continue-list").map(str::to_owned);
        let goes_on =
            goes_on.or_else(|| (element.attribute("text:continue-numbering") == Some("true")).then(|| style.clone()));
        let before = goes_on.and_then(|key| self.counted.get(&key).copied());
        let mut number = start.map(|start| before.map_or(start, |before| before.saturating_add(1)));
        let mut items: Vec<Item> = Vec::new();
        let mut first = number;
        for item in element.elements() {
            if item.has("text:h") {
                // A heading that is counted as a list is one all the same.
                flush(&mut items, first, lines);
                self.document.remains.add(Kind::AutomaticNumber, &paragraphs(item).join(" "));
                self.lines_of_item(item, &style, depth, lines)?;
                continue;
            }
            let own = item.attribute("text:start-value").and_then(|value| value.parse::<u64>().ok());
            if let (Some(own), true) = (own, start.is_some()) {
                flush(&mut items, first, lines);
                number = Some(own);
            }
            if items.is_empty() {
                first = number;
            }
            let mut inner = Vec::new();
            self.lines_of_item(item, &style, depth, &mut inner)?;
            items.push(Item { task: None, blocks: gathered(inner) });
            if item.name == "text:list-item" {
                number = number.map(|number| number.saturating_add(1));
            }
        }
        if let Some(number) = number {
            let last = number.saturating_sub(1);
            self.counted.insert(style, last);
            if let Some(id) = element.attribute("xml:id") {
                self.counted.insert(id.to_owned(), last);
            }
        }
        flush(&mut items, first, lines);
        Ok(())
    }

    fn lines_of_item(
        &mut self,
        item: &Element,
        style: &str,
        depth: usize,
        lines: &mut Vec<Line>,
    ) -> Result<(), String> {
        for part in item.elements() {
            match part.name.as_str() {
                "text:list" => self.list(part, style, depth + 1, lines)?,
                _ => self.line_of(part, lines)?,
            }
        }
        Ok(())
    }

    fn rows(&mut self, element: &Element, rows: &mut Vec<Vec<Cell>>) -> Result<(), String> {
        for row in element.elements() {
            match row.name.as_str() {
                "table:table-row" => {
                    let cells = self.cells(row)?;
                    rows.push(cells);
                }
                "table:table-header-rows" | "table:table-rows" | "table:table-row-group" => self.rows(row, rows)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn cells(&mut self, row: &Element) -> Result<Vec<Cell>, String> {
        let mut cells = Vec::new();
        let mut covered = 0_usize;
        for cell in row.elements() {
            let number = |name: &str| cell.attribute(name).and_then(|value| value.parse::<usize>().ok()).unwrap_or(1);
            let repeated = number("table:number-columns-repeated").clamp(1, MOST_REPEATED);
            match cell.name.as_str() {
                "table:table-cell" => {
                    let columns = number("table:number-columns-spanned").max(1);
                    let rows_joined = number("table:number-rows-spanned") > 1;
                    let blocks = self.blocks(cell)?;
                    for _ in 0..repeated {
                        cells.push(Cell { blocks: blocks.clone(), columns, rows_joined });
                    }
                    covered = columns.saturating_sub(1);
                }
                "table:covered-table-cell" => {
                    for _ in 0..repeated {
                        if covered > 0 {
                            covered -= 1;
                        } else {
                            cells.push(Cell { blocks: Vec::new(), columns: 1, rows_joined: true });
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(cells)
    }
}

/// Ends a list.
fn flush(items: &mut Vec<Item>, start: Option<u64>, lines: &mut Vec<Line>) {
    if !items.is_empty() {
        lines.push(Line::Block(Block::List { start, items: std::mem::take(items) }));
    }
}
