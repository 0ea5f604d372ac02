//! Drawings: pictures, texts in boxes, and objects of other programs.

use super::body::Body;
use crate::import::document::{Inline, Picture};
use crate::import::element::Element;
use crate::import::remains::Kind;
use crate::import::span::{Format, image, told};

impl Body<'_, '_> {
    /// A drawing in a paragraph.
    pub(super) fn drawing(&mut self, element: &Element, to: Option<&str>) -> Result<(), String> {
        let outer = element.all("wp:docPr");
        let name = outer.first().map(|known| description(known)).unwrap_or_default();
        let decorative = element.all("adec:decorative").iter().any(|mark| matches!(mark.value("val"), "1" | "true"));
        let mut found = false;
        if element.name == "w:object" {
            let program = element.all("o:OLEObject");
            let program = program.first().map(|object| object.value("ProgID")).unwrap_or_default();
            self.document.remains.add(Kind::Object, program);
            return Ok(());
        }
        let pictures = element.all("a:blip");
        for blip in &pictures {
            found = true;
            let own = if pictures.len() == 1 { name.clone() } else { own_name(element, blip) };
            self.blip(blip, &own, decorative, to);
        }
        for data in element.all("v:imagedata") {
            found = true;
            let shapes = element.all("v:shape");
            let alt = shapes.first().map(|shape| shape.value("alt")).unwrap_or_default();
            let id = data.attribute("r:id").or_else(|| data.attribute("r:href")).unwrap_or_default().to_owned();
            self.picture(&id, alt, false, to);
        }
        for text in outermost(element, "w:txbxContent") {
            found = true;
            let around = std::mem::take(&mut self.now);
            let blocks = self.blocks(text);
            self.now = around;
            let blocks = blocks?;
            self.document.remains.add(Kind::TextBox, &crate::import::document::plain_blocks(&blocks));
            self.now.boxes.extend(blocks);
        }
        if !found {
            self.document.remains.add(Kind::Object, &name);
        }
        Ok(())
    }

    fn blip(&mut self, blip: &Element, alt: &str, decorative: bool, to: Option<&str>) {
        let id = blip.attribute("r:embed").filter(|id| !id.is_empty()).or_else(|| blip.attribute("r:link"));
        self.picture(id.unwrap_or_default(), alt, decorative, to);
    }

    fn picture(&mut self, id: &str, alt: &str, decorative: bool, to: Option<&str>) {
        let Some((name, external)) = self.relations.get(id).map(|(name, external)| (name.to_owned(), external)) else {
            return self.document.remains.add(Kind::LostPicture, alt);
        };
        if external {
            return self.document.remains.add(Kind::RemotePicture, &name);
        }
        let source = match self.pictures.get(&name) {
            Some(&known) => known,
            None => match self.archive.picture(&name) {
                Ok(bytes) => {
                    self.document.pictures.push(Picture::Held(bytes));
                    let at = self.document.pictures.len() - 1;
                    self.pictures.insert(name, at);
                    at
                }
                Err(why) => return self.document.remains.add(Kind::LostPicture, &format!("{name}: {why}. {alt}")),
            },
        };
        let inline = Inline::Image(image(source, alt, decorative));
        self.push(Format::default().around(inline, to));
    }
}

/// What a drawing says that it shows.
fn description(element: &Element) -> String {
    told(element.value("title"), element.value("descr"))
}

/// What one picture of several says that it shows.
fn own_name(element: &Element, blip: &Element) -> String {
    let id = blip.attribute("r:embed");
    let holds = |picture: &&&Element| picture.all("a:blip").iter().any(|inner| inner.attribute("r:embed") == id);
    let pictures = element.all("pic:pic");
    let known = pictures.iter().find(holds).and_then(|picture| picture.at(&["pic:nvPicPr", "pic:cNvPr"]));
    known.map(description).unwrap_or_default()
}

/// Elements of a name that do not lie in another of that name.
fn outermost<'a>(element: &'a Element, name: &str) -> Vec<&'a Element> {
    let mut found = Vec::new();
    for inner in element.elements() {
        match inner.name.as_str() {
            known if known == name => found.push(inner),
            // It repeats what the choice beside it says.
            "mc:Fallback" => {}
            _ => found.extend(outermost(inner, name)),
        }
    }
    found
}
