//! Tables.

use super::Page;
use super::set::Setting;
use crate::import::document::Block;
use crate::import::element::Element;
use crate::import::span::{Cell, table};

/// The most rows and columns that a cell is believed to take.
const MOST: usize = 64;

impl Page<'_> {
    pub(super) fn table(&mut self, element: &Element, setting: &Setting, out: &mut Vec<Block>) {
        if let Some(caption) = element.child("caption") {
            self.blocks(caption, setting.clone(), out);
        }
        let mut rows = Vec::new();
        // How many more rows a cell above takes, by column.
        let mut taken: Vec<usize> = Vec::new();
        for row in rows_of(element) {
            let mut cells: Vec<Cell> = Vec::new();
            let mut column = 0;
            for cell in row.elements().filter(|cell| matches!(cell.name.as_str(), "td" | "th")) {
                fill(&mut taken, &mut column, &mut cells);
                let number = |name: &str| cell.value(name).parse::<usize>().unwrap_or(1).clamp(1, MOST);
                let (columns, below) = (number("colspan"), number("rowspan"));
                let mut blocks = Vec::new();
                let mut inner = setting.clone();
                // Bold by itself.
                if cell.name == "th" {
                    inner.format.strong = false;
                }
                self.blocks(cell, inner, &mut blocks);
                cells.push(Cell { blocks, columns, rows_joined: below > 1 });
                taken.resize(taken.len().max(column + columns), 0);
                taken.iter_mut().skip(column).take(columns).for_each(|rows| *rows = below - 1);
                column += columns;
            }
            fill(&mut taken, &mut column, &mut cells);
            rows.push(cells);
        }
        out.extend(table(rows, &mut self.document.remains));
    }
}

/// Blank cells where those above reach down.
fn fill(taken: &mut [usize], column: &mut usize, cells: &mut Vec<Cell>) {
    while let Some(rows) = taken.get_mut(*column).filter(|rows| **rows > 0) {
        *rows -= 1;
        cells.push(Cell { blocks: Vec::new(), columns: 1, rows_joined: true });
        *column += 1;
    }
}

fn rows_of(element: &Element) -> Vec<&Element> {
    let mut rows = Vec::new();
    for inner in element.elements() {
        match inner.name.as_str() {
            "tr" => rows.push(inner),
            "thead" | "tbody" | "tfoot" => rows.extend(rows_of(inner)),
            _ => {}
        }
    }
    rows
}
