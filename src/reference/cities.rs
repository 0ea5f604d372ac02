//! Cities with offices of the International Organization for Migration, with
//! positions to two decimals: a suggestion for a new office, never more.
//!
//! The cities are those of the programme's public pages, which name Geneva,
//! Vienna and Nairobi and otherwise countries; the other cities were inferred
//! from these. Positions are common knowledge to about a kilometre, which is
//! all that a map of the world shows. Country codes are those of `countries`.
//!
//! `capital` says how UN style names a city, with or without its country, and
//! nothing about the status of any territory; where that is open it is false.

/// A city.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct City {
    /// Its name in English.
    pub name: &'static str,
    /// The code of its country or area.
    pub country: &'static str,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Whether it stands without its country.
    pub capital: bool,
}

/// Finds a city by its name, whatever the case.
pub fn city(name: &str) -> Option<&'static City> {
    let name = name.trim().to_lowercase();
    CITIES.iter().find(|city| city.name.to_lowercase() == name)
}

const fn at(name: &'static str, country: &'static str, latitude: f64, longitude: f64, capital: bool) -> City {
    City { name, country, latitude, longitude, capital }
}

/// Every city, by name.
pub static CITIES: &[City] = &[
    at("Bujumbura", "BI", -3.38, 29.36, false),
    at("Dhaka", "BD", 23.71, 90.41, true),
    at("Geneva", "CH", 46.20, 6.15, false),
    at("London", "GB", 51.51, -0.13, true),
    at("Maputo", "MZ", -25.97, 32.58, true),
    at("Nairobi", "KE", -1.28, 36.82, true),
    at("Pristina", "XK", 42.67, 21.17, false),
    at("Sarajevo", "BA", 43.85, 18.36, true),
    at("Vienna", "AT", 48.21, 16.37, true),
    at("Vientiane", "LA", 17.97, 102.60, true),
];

#[cfg(test)]
mod tests {
    use super::{CITIES, city};
    use crate::reference::countries::country;

    #[test]
    fn cities_are_sorted_and_in_countries_that_there_are() {
        assert!(CITIES.is_sorted_by_key(|city| city.name));
        assert!(CITIES.iter().all(|city| country(city.country).is_some()));
        assert_eq!(city(" geneva ").map(|city| city.country), Some("CH"));
        assert_eq!(city("Nowhere"), None);
    }
}
