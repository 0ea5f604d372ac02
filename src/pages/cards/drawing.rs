//! A card that can be drawn at any time: it has all that it needs and holds on
//! to no page.

use std::sync::Arc;

use super::say::Said;
use crate::asset::card::{self, Encoding, Fault, Fonts, Portrait};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::path::SourcePath;
use crate::text::Span;
use crate::theme::CardTemplates;
use crate::tree::Blobs;
use crate::view::contract::NoBodies;

/// A drawing with its view.
#[derive(Debug)]
pub struct Drawing {
    templates: Arc<CardTemplates>,
    template: &'static str,
    context: tera::Context,
    portrait: Option<(SourcePath, Option<(f64, f64)>)>,
    encoding: Encoding,
}

impl Drawing {
    pub(super) fn new(templates: &Arc<CardTemplates>, said: Said) -> Self {
        let encoding = said.encoding();
        Self {
            templates: Arc::clone(templates),
            template: said.template,
            context: said.view.context(&NoBodies),
            portrait: said.portrait,
            encoding,
        }
    }

    /// The template that it is made with.
    pub fn template(&self) -> &'static str {
        self.template
    }

    /// The drawing as SVG.
    ///
    /// # Errors
    /// The template failed; the diagnostic says where.
    pub fn svg(&self) -> Result<String, Diagnostic> {
        self.templates.render(self.template, &self.context)
    }

    /// Reads the drawing and draws nothing.
    ///
    /// # Errors
    /// It cannot be drawn.
    pub fn check(&self) -> Result<(), Diagnostic> {
        let svg = self.svg()?;
        self.fonts(|fonts| card::parse(&svg, fonts).map(drop).map_err(|fault| self.report(fault)))
    }

    /// Draws it.
    ///
    /// # Errors
    /// The template failed, or the portrait can no longer be read.
    pub fn draw(&self, blobs: &dyn Blobs) -> Result<Vec<u8>, Diagnostic> {
        let svg = self.svg()?;
        let portrait = match &self.portrait {
            Some((source, focus)) => {
                let bytes = blobs.read(source).map_err(|error| {
                    let message = format!("{source} cannot be read: {error}.");
                    Diagnostic::new(Code::FileUnreadable, source.clone(), message)
                })?;
                Some(Portrait { bytes: Arc::new(bytes), focus: *focus })
            }
            None => None,
        };
        self.fonts(|fonts| {
            card::draw(&svg, fonts, portrait.as_ref(), self.encoding).map_err(|fault| self.report(fault))
        })
    }

    fn fonts<T>(&self, work: impl FnOnce(&Fonts) -> T) -> T {
        match self.templates.fonts() {
            Some(fonts) => work(fonts),
            None => work(&Fonts::default()),
        }
    }

    fn report(&self, fault: Fault) -> Diagnostic {
        let template = self.templates.file(self.template).map(|file| Place::At(Span::start_of(file)));
        let portrait = self.portrait.as_ref().map(|(source, _)| Place::Path(source.clone()));
        match fault {
            Fault::Drawing(why) => {
                let message = format!("What this template gives is no drawing (SVG): {why}.");
                diagnostic(Code::CardDrawing, template, message)
            }
            Fault::Portrait => {
                diagnostic(Code::ImageBroken, portrait, "This picture changed while the site was built.".to_owned())
            }
            Fault::Encoding => {
                diagnostic(Code::CardDrawing, template, "The card could not be kept as a picture.".to_owned())
            }
        }
    }
}

fn diagnostic(code: Code, place: Option<Place>, message: String) -> Diagnostic {
    let nowhere = Place::At(Span::start_of(crate::text::FileId(0)));
    Diagnostic::new(code, place.unwrap_or(nowhere), message)
}
