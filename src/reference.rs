//! Facts from outside that are built in: countries and areas, cities with
//! offices, languages, how they count and group digits, and the Sustainable Development Goals.
//! Data only, each with its source.

pub mod cities;
mod cldr;
pub mod countries;
pub mod goals;
pub mod grouping;
pub mod languages;
pub mod names;
pub mod notices;
pub mod plurals;
pub mod usage;
