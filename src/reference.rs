//! Facts from outside that are built in: countries and areas, languages,
//! and the Sustainable Development Goals. Data only, each with its source.

pub mod countries;
pub mod goals;
pub mod languages;
pub mod usage;
