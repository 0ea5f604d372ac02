//! `showcase`: a static site generator for the public showcase of an
//! internship programme. ARCHITECTURE.md draws the pipeline and the floors.

pub mod config;
pub mod consent;
pub mod content;
pub mod diagnostic;
pub mod front_matter;
pub mod hash;
pub mod kind;
pub mod language;
pub mod markdown;
pub mod path;
pub mod record;
pub mod reference;
pub mod site;
pub mod text;
pub mod tree;
pub mod view;
