//! Frames and drawings: pictures, texts in boxes, and objects of other programs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Body, paragraphs};
use crate::import::document::{Inline, Picture, plain_blocks};
use crate::import::element::Element;
use crate::import::remains::Kind;
use crate::import::span::{Format, image, told};

impl Body<'_, '_> {
    /// A drawing in a paragraph, or on a page.
    pub(super) fn drawing(&mut self, element: &Element, to: Option<&str>) -> Result<(), String> {
        match element.name.as_str() {
            "draw:frame" => self.frame(element, to),
            "draw:g" | "draw:a" => {
                for inner in element.elements().filter(|inner| inner.name.starts_with("draw:")) {
                    self.drawing(inner, to)?;
                }
                Ok(())
            }
            "draw:control" => {
                self.document.remains.add(Kind::FormField, &description(element));
                Ok(())
            }
            _ => self.shape(element),
        }
    }

    fn frame(&mut self, frame: &Element, to: Option<&str>) -> Result<(), String> {
        let about = description(frame);
        if let Some(object) = frame.child("draw:object").or_else(|| frame.child("draw:object-ole")) {
            self.object(object, &about)?;
            return Ok(());
        }
        if frame.child("draw:plugin").or_else(|| frame.child("draw:floating-frame")).is_some() {
            self.document.remains.add(Kind::Embedded, &about);
            return Ok(());
        }
        let images: Vec<&Element> = frame.elements().filter(|inner| inner.name == "draw:image").collect();
        let fit = |image: &&&Element| {
            let name = image.value("xlink:href").to_ascii_lowercase();
            ["png", "jpg", "jpeg", "gif", "webp"].iter().any(|ending| name.ends_with(&format!(".{ending}")))
        };
        let decorative = frame.attribute("loext:decorative") == Some("true");
        if let Some(chosen) = images.iter().find(fit).or_else(|| images.first()) {
            self.picture(chosen, &about, decorative, to);
        }
        for text in frame.elements().filter(|inner| inner.name == "draw:text-box") {
            self.text_box(text)?;
        }
        Ok(())
    }

    fn text_box(&mut self, element: &Element) -> Result<(), String> {
        let around = std::mem::take(&mut self.now);
        let blocks = self.blocks(element);
        self.now = around;
        let blocks = blocks?;
        self.document.remains.add(Kind::TextBox, &plain_blocks(&blocks));
        self.now.boxes.extend(blocks);
        Ok(())
    }

    fn shape(&mut self, element: &Element) -> Result<(), String> {
        if paragraphs(element).iter().any(|words| !words.trim().is_empty()) {
            return self.text_box(element);
        }
        self.document.remains.add(Kind::Object, &description(element));
        Ok(())
    }

    fn object(&mut self, element: &Element, about: &str) -> Result<(), String> {
        let inner = element.child("math").map(Element::text);
        let name = element.value("xlink:href").trim_start_matches("./").to_owned();
        let part = match (&inner, self.archive.as_mut()) {
            (None, Some(archive)) => archive.xml(&format!("{name}/content.xml"))?,
            _ => None,
        };
        let formula = inner.or_else(|| part.filter(|root| root.name.ends_with("math")).map(|root| root.text()));
        match formula {
            Some(formula) => self.document.remains.add(Kind::Equation, &formula),
            None => self.document.remains.add(Kind::Object, about),
        }
        Ok(())
    }

    fn picture(&mut self, element: &Element, alt: &str, decorative: bool, to: Option<&str>) {
        let name = element.value("xlink:href").trim_start_matches("./").to_owned();
        let bytes = match element.child("office:binary-data") {
            Some(data) => {
                let data: String = data.text().split_whitespace().collect();
                STANDARD.decode(data).map_err(|_| "it is damaged".to_owned())
            }
            None if name.contains(':') => return self.document.remains.add(Kind::RemotePicture, &name),
            None => match self.archive.as_mut() {
                Some(archive) if !name.starts_with("..") => archive.picture(&name),
                _ => Err("it lies beside the document and not in it".to_owned()),
            },
        };
        let known = self.pictures.get(&name).copied().filter(|_| !name.is_empty());
        let source = match (known, bytes) {
            (Some(known), _) => known,
            (None, Ok(bytes)) => {
                self.document.pictures.push(Picture::Held(bytes));
                let at = self.document.pictures.len() - 1;
                self.pictures.insert(name, at);
                at
            }
            (None, Err(why)) => {
                return self.document.remains.add(Kind::LostPicture, &format!("{name}: {why}. {alt}"));
            }
        };
        let inline = Inline::Image(image(source, alt, decorative));
        self.now.inlines.push(Format::default().around(inline, to));
    }
}

/// What a drawing says that it shows.
fn description(element: &Element) -> String {
    let of = |name: &str| element.child(name).map(Element::text).unwrap_or_default();
    told(&of("svg:title"), &of("svg:desc"))
}
