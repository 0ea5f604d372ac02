//! `showcase`: a static site generator for the public showcase of an
//! internship programme. ARCHITECTURE.md draws the pipeline and the floors.

pub mod asset;
pub mod author;
pub mod budget;
pub mod build;
pub mod cli;
pub mod config;
pub mod consent;
pub mod content;
pub mod diagnostic;
pub mod disk;
pub mod format;
pub mod front_matter;
pub mod hash;
pub mod index;
pub mod kind;
pub mod language;
pub mod manifest;
pub mod markdown;
pub mod pages;
pub mod path;
pub mod plan;
pub mod recipe;
pub mod record;
pub mod reference;
pub mod render;
pub mod route;
pub mod seal;
pub mod search;
pub mod serve;
pub mod site;
pub mod style;
pub mod text;
pub mod theme;
pub mod tree;
pub mod view;
