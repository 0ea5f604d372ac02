//! Social cards: what they say and of whom, when they are drawn, and what pages
//! say of them.

mod draw;
mod fit;
mod once;
mod pages;
mod people;
