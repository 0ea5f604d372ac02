//! Country names, codes and regions as United Nations publications give them.
//!
//! Content files name a country by its code alone. This table turns the code into the name, the
//! sub-region and the region that pages show, so that a country is spelt and grouped the same way
//! everywhere.
//!
//! Sources:
//!
//! - ISO 3166-1 for the alpha-2 codes. `XK` is not in the standard; it is a user-assigned code.
//! - The UN standard M49 ("Standard country or area codes for statistical use") for the regions and
//!   sub-regions, and for the names of areas that have no entry of their own in UNTERM.
//! - UNTERM, the United Nations terminology database, for the English short names of states and
//!   for which of them take the article.
//!
//! These were read through published copies. Every sub-region is that of the Unicode CLDR
//! territory containment; `country_converter` agrees on all but Nauru, where the M49 columns of the
//! Datahub `country-codes` data set settle it. The codes were compared with `pycountry`, the names
//! with `pycountry`, `i18n-iso-countries` and `country-codes`. Where UNTERM has no entry, the
//! article follows English usage.
//!
//! The table holds every entry of M49 that has an alpha-2 code and a region, and `XK`. It leaves
//! out Antarctica (`AQ`), which M49 lists without a region. M49 does not list `XK`; its sub-region
//! here repeats the region.
//!
//! This module may not read files, look anything up elsewhere, guess at a code that is not in the
//! table, or add marks and footnotes to a name: the asterisk of `XK` belongs to the code that shows
//! it. The names, codes and groupings say nothing about the legal status of any country, territory
//! or area. A change to the table must follow a change in one of the sources, never a preference.

use std::sync::LazyLock;

use super::names;

/// A country or area as UN publications name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2 code in capitals; `XK` is user-assigned.
    pub code: &'static str,
    /// UN short name in English.
    ///
    /// For `XK` this is plain "Kosovo": the asterisk is added where it is shown.
    pub name: &'static str,
    /// M49 sub-region.
    ///
    /// Where M49 has intermediate regions, in Sub-Saharan Africa and in Latin America and the
    /// Caribbean, this is the intermediate region, such as "Eastern Africa" or "South America".
    pub sub_region: &'static str,
    /// M49 region: Africa, Americas, Asia, Europe or Oceania.
    pub region: &'static str,
    /// Whether the name takes "the" in running text, as in "the United Kingdom" or "the Lao
    /// People's Democratic Republic".
    pub article: bool,
}

/// Finds a country by its code, in capitals.
#[must_use]
pub fn country(code: &str) -> Option<&'static Country> {
    COUNTRIES.binary_search_by(|entry| entry.code.cmp(code)).ok().and_then(|index| COUNTRIES.get(index))
}

/// The same country or area with its names in a language; in English where there
/// are none (see [`names`]). The article is that of English.
pub fn in_language(country: &'static Country, language: &str) -> &'static Country {
    let translated = TRANSLATED.iter().find(|(tag, _)| Some(*tag) == language.split('-').next());
    let found = translated.and_then(|(_, all)| {
        let index = all.binary_search_by(|entry| entry.code.cmp(country.code)).ok()?;
        all.get(index)
    });
    found.or_else(|| self::country(country.code)).unwrap_or(country)
}

static TRANSLATED: LazyLock<Vec<(&'static str, Vec<Country>)>> = LazyLock::new(|| {
    let all = |language| {
        let said = move |key: &'static str| names::name(key, language).unwrap_or(key);
        COUNTRIES.iter().map(move |country| Country {
            name: names::name(country.code, language).unwrap_or(country.name),
            sub_region: said(country.sub_region),
            region: said(country.region),
            ..*country
        })
    };
    names::languages().map(|language| (language, all(language).collect())).collect()
});

/// An entry whose name stands without an article.
const fn plain(code: &'static str, name: &'static str, sub_region: &'static str, region: &'static str) -> Country {
    Country { code, name, sub_region, region, article: false }
}

/// An entry whose name takes "the" in running text.
const fn the(code: &'static str, name: &'static str, sub_region: &'static str, region: &'static str) -> Country {
    Country { code, name, sub_region, region, article: true }
}

/// Every country and area, sorted by code.
#[rustfmt::skip]
pub static COUNTRIES: &[Country] = &[
    plain("AD", "Andorra", "Southern Europe", "Europe"),
    the("AE", "United Arab Emirates", "Western Asia", "Asia"),
    plain("AF", "Afghanistan", "Southern Asia", "Asia"),
    plain("AG", "Antigua and Barbuda", "Caribbean", "Americas"),
    plain("AI", "Anguilla", "Caribbean", "Americas"),
    plain("AL", "Albania", "Southern Europe", "Europe"),
    plain("AM", "Armenia", "Western Asia", "Asia"),
    plain("AO", "Angola", "Middle Africa", "Africa"),
    plain("AR", "Argentina", "South America", "Americas"),
    plain("AS", "American Samoa", "Polynesia", "Oceania"),
    plain("AT", "Austria", "Western Europe", "Europe"),
    plain("AU", "Australia", "Australia and New Zealand", "Oceania"),
    plain("AW", "Aruba", "Caribbean", "Americas"),
    the("AX", "Åland Islands", "Northern Europe", "Europe"),
    plain("AZ", "Azerbaijan", "Western Asia", "Asia"),
    plain("BA", "Bosnia and Herzegovina", "Southern Europe", "Europe"),
    plain("BB", "Barbados", "Caribbean", "Americas"),
    plain("BD", "Bangladesh", "Southern Asia", "Asia"),
    plain("BE", "Belgium", "Western Europe", "Europe"),
    plain("BF", "Burkina Faso", "Western Africa", "Africa"),
    plain("BG", "Bulgaria", "Eastern Europe", "Europe"),
    plain("BH", "Bahrain", "Western Asia", "Asia"),
    plain("BI", "Burundi", "Eastern Africa", "Africa"),
    plain("BJ", "Benin", "Western Africa", "Africa"),
    plain("BL", "Saint Barthélemy", "Caribbean", "Americas"),
    plain("BM", "Bermuda", "Northern America", "Americas"),
    plain("BN", "Brunei Darussalam", "South-eastern Asia", "Asia"),
    plain("BO", "Bolivia (Plurinational State of)", "South America", "Americas"),
    plain("BQ", "Bonaire, Sint Eustatius and Saba", "Caribbean", "Americas"),
    plain("BR", "Brazil", "South America", "Americas"),
    the("BS", "Bahamas", "Caribbean", "Americas"),
    plain("BT", "Bhutan", "Southern Asia", "Asia"),
    plain("BV", "Bouvet Island", "South America", "Americas"),
    plain("BW", "Botswana", "Southern Africa", "Africa"),
    plain("BY", "Belarus", "Eastern Europe", "Europe"),
    plain("BZ", "Belize", "Central America", "Americas"),
    plain("CA", "Canada", "Northern America", "Americas"),
    the("CC", "Cocos (Keeling) Islands", "Australia and New Zealand", "Oceania"),
    the("CD", "Democratic Republic of the Congo", "Middle Africa", "Africa"),
    the("CF", "Central African Republic", "Middle Africa", "Africa"),
    the("CG", "Congo", "Middle Africa", "Africa"),
    plain("CH", "Switzerland", "Western Europe", "Europe"),
    plain("CI", "Côte d'Ivoire", "Western Africa", "Africa"),
    the("CK", "Cook Islands", "Polynesia", "Oceania"),
    plain("CL", "Chile", "South America", "Americas"),
    plain("CM", "Cameroon", "Middle Africa", "Africa"),
    plain("CN", "China", "Eastern Asia", "Asia"),
    plain("CO", "Colombia", "South America", "Americas"),
    plain("CR", "Costa Rica", "Central America", "Americas"),
    plain("CU", "Cuba", "Caribbean", "Americas"),
    plain("CV", "Cabo Verde", "Western Africa", "Africa"),
    plain("CW", "Curaçao", "Caribbean", "Americas"),
    plain("CX", "Christmas Island", "Australia and New Zealand", "Oceania"),
    plain("CY", "Cyprus", "Western Asia", "Asia"),
    plain("CZ", "Czechia", "Eastern Europe", "Europe"),
    plain("DE", "Germany", "Western Europe", "Europe"),
    plain("DJ", "Djibouti", "Eastern Africa", "Africa"),
    plain("DK", "Denmark", "Northern Europe", "Europe"),
    plain("DM", "Dominica", "Caribbean", "Americas"),
    the("DO", "Dominican Republic", "Caribbean", "Americas"),
    plain("DZ", "Algeria", "Northern Africa", "Africa"),
    plain("EC", "Ecuador", "South America", "Americas"),
    plain("EE", "Estonia", "Northern Europe", "Europe"),
    plain("EG", "Egypt", "Northern Africa", "Africa"),
    plain("EH", "Western Sahara", "Northern Africa", "Africa"),
    plain("ER", "Eritrea", "Eastern Africa", "Africa"),
    plain("ES", "Spain", "Southern Europe", "Europe"),
    plain("ET", "Ethiopia", "Eastern Africa", "Africa"),
    plain("FI", "Finland", "Northern Europe", "Europe"),
    plain("FJ", "Fiji", "Melanesia", "Oceania"),
    the("FK", "Falkland Islands (Malvinas)", "South America", "Americas"),
    plain("FM", "Micronesia (Federated States of)", "Micronesia", "Oceania"),
    the("FO", "Faroe Islands", "Northern Europe", "Europe"),
    plain("FR", "France", "Western Europe", "Europe"),
    plain("GA", "Gabon", "Middle Africa", "Africa"),
    the("GB", "United Kingdom", "Northern Europe", "Europe"),
    plain("GD", "Grenada", "Caribbean", "Americas"),
    plain("GE", "Georgia", "Western Asia", "Asia"),
    plain("GF", "French Guiana", "South America", "Americas"),
    plain("GG", "Guernsey", "Northern Europe", "Europe"),
    plain("GH", "Ghana", "Western Africa", "Africa"),
    plain("GI", "Gibraltar", "Southern Europe", "Europe"),
    plain("GL", "Greenland", "Northern America", "Americas"),
    the("GM", "Gambia", "Western Africa", "Africa"),
    plain("GN", "Guinea", "Western Africa", "Africa"),
    plain("GP", "Guadeloupe", "Caribbean", "Americas"),
    plain("GQ", "Equatorial Guinea", "Middle Africa", "Africa"),
    plain("GR", "Greece", "Southern Europe", "Europe"),
    plain("GS", "South Georgia and the South Sandwich Islands", "South America", "Americas"),
    plain("GT", "Guatemala", "Central America", "Americas"),
    plain("GU", "Guam", "Micronesia", "Oceania"),
    plain("GW", "Guinea-Bissau", "Western Africa", "Africa"),
    plain("GY", "Guyana", "South America", "Americas"),
    plain("HK", "China, Hong Kong Special Administrative Region", "Eastern Asia", "Asia"),
    plain("HM", "Heard Island and McDonald Islands", "Australia and New Zealand", "Oceania"),
    plain("HN", "Honduras", "Central America", "Americas"),
    plain("HR", "Croatia", "Southern Europe", "Europe"),
    plain("HT", "Haiti", "Caribbean", "Americas"),
    plain("HU", "Hungary", "Eastern Europe", "Europe"),
    plain("ID", "Indonesia", "South-eastern Asia", "Asia"),
    plain("IE", "Ireland", "Northern Europe", "Europe"),
    plain("IL", "Israel", "Western Asia", "Asia"),
    the("IM", "Isle of Man", "Northern Europe", "Europe"),
    plain("IN", "India", "Southern Asia", "Asia"),
    the("IO", "British Indian Ocean Territory", "Eastern Africa", "Africa"),
    plain("IQ", "Iraq", "Western Asia", "Asia"),
    plain("IR", "Iran (Islamic Republic of)", "Southern Asia", "Asia"),
    plain("IS", "Iceland", "Northern Europe", "Europe"),
    plain("IT", "Italy", "Southern Europe", "Europe"),
    plain("JE", "Jersey", "Northern Europe", "Europe"),
    plain("JM", "Jamaica", "Caribbean", "Americas"),
    plain("JO", "Jordan", "Western Asia", "Asia"),
    plain("JP", "Japan", "Eastern Asia", "Asia"),
    plain("KE", "Kenya", "Eastern Africa", "Africa"),
    plain("KG", "Kyrgyzstan", "Central Asia", "Asia"),
    plain("KH", "Cambodia", "South-eastern Asia", "Asia"),
    plain("KI", "Kiribati", "Micronesia", "Oceania"),
    the("KM", "Comoros", "Eastern Africa", "Africa"),
    plain("KN", "Saint Kitts and Nevis", "Caribbean", "Americas"),
    the("KP", "Democratic People's Republic of Korea", "Eastern Asia", "Asia"),
    the("KR", "Republic of Korea", "Eastern Asia", "Asia"),
    plain("KW", "Kuwait", "Western Asia", "Asia"),
    the("KY", "Cayman Islands", "Caribbean", "Americas"),
    plain("KZ", "Kazakhstan", "Central Asia", "Asia"),
    the("LA", "Lao People's Democratic Republic", "South-eastern Asia", "Asia"),
    plain("LB", "Lebanon", "Western Asia", "Asia"),
    plain("LC", "Saint Lucia", "Caribbean", "Americas"),
    plain("LI", "Liechtenstein", "Western Europe", "Europe"),
    plain("LK", "Sri Lanka", "Southern Asia", "Asia"),
    plain("LR", "Liberia", "Western Africa", "Africa"),
    plain("LS", "Lesotho", "Southern Africa", "Africa"),
    plain("LT", "Lithuania", "Northern Europe", "Europe"),
    plain("LU", "Luxembourg", "Western Europe", "Europe"),
    plain("LV", "Latvia", "Northern Europe", "Europe"),
    plain("LY", "Libya", "Northern Africa", "Africa"),
    plain("MA", "Morocco", "Northern Africa", "Africa"),
    plain("MC", "Monaco", "Western Europe", "Europe"),
    the("MD", "Republic of Moldova", "Eastern Europe", "Europe"),
    plain("ME", "Montenegro", "Southern Europe", "Europe"),
    plain("MF", "Saint Martin (French Part)", "Caribbean", "Americas"),
    plain("MG", "Madagascar", "Eastern Africa", "Africa"),
    the("MH", "Marshall Islands", "Micronesia", "Oceania"),
    plain("MK", "North Macedonia", "Southern Europe", "Europe"),
    plain("ML", "Mali", "Western Africa", "Africa"),
    plain("MM", "Myanmar", "South-eastern Asia", "Asia"),
    plain("MN", "Mongolia", "Eastern Asia", "Asia"),
    plain("MO", "China, Macao Special Administrative Region", "Eastern Asia", "Asia"),
    the("MP", "Northern Mariana Islands", "Micronesia", "Oceania"),
    plain("MQ", "Martinique", "Caribbean", "Americas"),
    plain("MR", "Mauritania", "Western Africa", "Africa"),
    plain("MS", "Montserrat", "Caribbean", "Americas"),
    plain("MT", "Malta", "Southern Europe", "Europe"),
    plain("MU", "Mauritius", "Eastern Africa", "Africa"),
    plain("MV", "Maldives", "Southern Asia", "Asia"),
    plain("MW", "Malawi", "Eastern Africa", "Africa"),
    plain("MX", "Mexico", "Central America", "Americas"),
    plain("MY", "Malaysia", "South-eastern Asia", "Asia"),
    plain("MZ", "Mozambique", "Eastern Africa", "Africa"),
    plain("NA", "Namibia", "Southern Africa", "Africa"),
    plain("NC", "New Caledonia", "Melanesia", "Oceania"),
    the("NE", "Niger", "Western Africa", "Africa"),
    plain("NF", "Norfolk Island", "Australia and New Zealand", "Oceania"),
    plain("NG", "Nigeria", "Western Africa", "Africa"),
    plain("NI", "Nicaragua", "Central America", "Americas"),
    the("NL", "Netherlands (Kingdom of the)", "Western Europe", "Europe"),
    plain("NO", "Norway", "Northern Europe", "Europe"),
    plain("NP", "Nepal", "Southern Asia", "Asia"),
    plain("NR", "Nauru", "Micronesia", "Oceania"),
    plain("NU", "Niue", "Polynesia", "Oceania"),
    plain("NZ", "New Zealand", "Australia and New Zealand", "Oceania"),
    plain("OM", "Oman", "Western Asia", "Asia"),
    plain("PA", "Panama", "Central America", "Americas"),
    plain("PE", "Peru", "South America", "Americas"),
    plain("PF", "French Polynesia", "Polynesia", "Oceania"),
    plain("PG", "Papua New Guinea", "Melanesia", "Oceania"),
    the("PH", "Philippines", "South-eastern Asia", "Asia"),
    plain("PK", "Pakistan", "Southern Asia", "Asia"),
    plain("PL", "Poland", "Eastern Europe", "Europe"),
    plain("PM", "Saint Pierre and Miquelon", "Northern America", "Americas"),
    plain("PN", "Pitcairn", "Polynesia", "Oceania"),
    plain("PR", "Puerto Rico", "Caribbean", "Americas"),
    the("PS", "State of Palestine", "Western Asia", "Asia"),
    plain("PT", "Portugal", "Southern Europe", "Europe"),
    plain("PW", "Palau", "Micronesia", "Oceania"),
    plain("PY", "Paraguay", "South America", "Americas"),
    plain("QA", "Qatar", "Western Asia", "Asia"),
    plain("RE", "Réunion", "Eastern Africa", "Africa"),
    plain("RO", "Romania", "Eastern Europe", "Europe"),
    plain("RS", "Serbia", "Southern Europe", "Europe"),
    the("RU", "Russian Federation", "Eastern Europe", "Europe"),
    plain("RW", "Rwanda", "Eastern Africa", "Africa"),
    plain("SA", "Saudi Arabia", "Western Asia", "Asia"),
    plain("SB", "Solomon Islands", "Melanesia", "Oceania"),
    plain("SC", "Seychelles", "Eastern Africa", "Africa"),
    the("SD", "Sudan", "Northern Africa", "Africa"),
    plain("SE", "Sweden", "Northern Europe", "Europe"),
    plain("SG", "Singapore", "South-eastern Asia", "Asia"),
    plain("SH", "Saint Helena", "Western Africa", "Africa"),
    plain("SI", "Slovenia", "Southern Europe", "Europe"),
    the("SJ", "Svalbard and Jan Mayen Islands", "Northern Europe", "Europe"),
    plain("SK", "Slovakia", "Eastern Europe", "Europe"),
    plain("SL", "Sierra Leone", "Western Africa", "Africa"),
    plain("SM", "San Marino", "Southern Europe", "Europe"),
    plain("SN", "Senegal", "Western Africa", "Africa"),
    plain("SO", "Somalia", "Eastern Africa", "Africa"),
    plain("SR", "Suriname", "South America", "Americas"),
    plain("SS", "South Sudan", "Eastern Africa", "Africa"),
    plain("ST", "Sao Tome and Principe", "Middle Africa", "Africa"),
    plain("SV", "El Salvador", "Central America", "Americas"),
    plain("SX", "Sint Maarten (Dutch part)", "Caribbean", "Americas"),
    the("SY", "Syrian Arab Republic", "Western Asia", "Asia"),
    plain("SZ", "Eswatini", "Southern Africa", "Africa"),
    the("TC", "Turks and Caicos Islands", "Caribbean", "Americas"),
    plain("TD", "Chad", "Middle Africa", "Africa"),
    the("TF", "French Southern Territories", "Eastern Africa", "Africa"),
    plain("TG", "Togo", "Western Africa", "Africa"),
    plain("TH", "Thailand", "South-eastern Asia", "Asia"),
    plain("TJ", "Tajikistan", "Central Asia", "Asia"),
    plain("TK", "Tokelau", "Polynesia", "Oceania"),
    plain("TL", "Timor-Leste", "South-eastern Asia", "Asia"),
    plain("TM", "Turkmenistan", "Central Asia", "Asia"),
    plain("TN", "Tunisia", "Northern Africa", "Africa"),
    plain("TO", "Tonga", "Polynesia", "Oceania"),
    plain("TR", "Türkiye", "Western Asia", "Asia"),
    plain("TT", "Trinidad and Tobago", "Caribbean", "Americas"),
    plain("TV", "Tuvalu", "Polynesia", "Oceania"),
    the("TZ", "United Republic of Tanzania", "Eastern Africa", "Africa"),
    plain("UA", "Ukraine", "Eastern Europe", "Europe"),
    plain("UG", "Uganda", "Eastern Africa", "Africa"),
    the("UM", "United States Minor Outlying Islands", "Micronesia", "Oceania"),
    the("US", "United States of America", "Northern America", "Americas"),
    plain("UY", "Uruguay", "South America", "Americas"),
    plain("UZ", "Uzbekistan", "Central Asia", "Asia"),
    the("VA", "Holy See", "Southern Europe", "Europe"),
    plain("VC", "Saint Vincent and the Grenadines", "Caribbean", "Americas"),
    plain("VE", "Venezuela (Bolivarian Republic of)", "South America", "Americas"),
    the("VG", "British Virgin Islands", "Caribbean", "Americas"),
    the("VI", "United States Virgin Islands", "Caribbean", "Americas"),
    plain("VN", "Viet Nam", "South-eastern Asia", "Asia"),
    plain("VU", "Vanuatu", "Melanesia", "Oceania"),
    the("WF", "Wallis and Futuna Islands", "Polynesia", "Oceania"),
    plain("WS", "Samoa", "Polynesia", "Oceania"),
    plain("XK", "Kosovo", "Europe", "Europe"),
    plain("YE", "Yemen", "Western Asia", "Asia"),
    plain("YT", "Mayotte", "Eastern Africa", "Africa"),
    plain("ZA", "South Africa", "Southern Africa", "Africa"),
    plain("ZM", "Zambia", "Eastern Africa", "Africa"),
    plain("ZW", "Zimbabwe", "Eastern Africa", "Africa"),
];

#[cfg(test)]
mod tests {
    use super::{COUNTRIES, Country, country, in_language};
    use std::collections::{BTreeMap, BTreeSet};

    /// Looks up a code that must be in the table.
    fn get(code: &str) -> Country {
        *country(code).unwrap_or_else(|| panic!("{code} is not in the table"))
    }

    #[test]
    fn codes_are_sorted_and_unique() {
        for pair in COUNTRIES.windows(2) {
            assert!(pair[0].code < pair[1].code, "{} must come before {}", pair[0].code, pair[1].code);
        }
    }

    #[test]
    fn codes_are_two_capitals() {
        for entry in COUNTRIES {
            assert_eq!(entry.code.len(), 2, "{entry:?}");
            assert!(entry.code.bytes().all(|byte| byte.is_ascii_uppercase()), "{entry:?}");
        }
    }

    #[test]
    fn every_entry_is_found_by_its_code() {
        for entry in COUNTRIES {
            assert_eq!(country(entry.code), Some(entry));
        }
    }

    #[test]
    fn the_table_is_complete() {
        // M49: 248 areas with an alpha-2 code, without Antarctica, and with XK.
        assert_eq!(COUNTRIES.len(), 248);
    }

    #[test]
    fn names_are_unique_and_tidy() {
        let names: BTreeSet<&str> = COUNTRIES.iter().map(|entry| entry.name).collect();
        assert_eq!(names.len(), COUNTRIES.len());
        for name in names {
            assert_eq!(name, name.trim());
            assert!(!name.is_empty());
            assert!(!name.contains('*'), "{name} carries a mark");
            assert!(!name.to_lowercase().starts_with("the "), "{name} starts with the article");
        }
    }

    #[test]
    fn golden_values() {
        let expected = [
            ("AT", "Austria", "Western Europe", "Europe", false),
            ("BA", "Bosnia and Herzegovina", "Southern Europe", "Europe", false),
            ("BD", "Bangladesh", "Southern Asia", "Asia", false),
            ("BI", "Burundi", "Eastern Africa", "Africa", false),
            ("CH", "Switzerland", "Western Europe", "Europe", false),
            ("GB", "United Kingdom", "Northern Europe", "Europe", true),
            ("KE", "Kenya", "Eastern Africa", "Africa", false),
            ("LA", "Lao People's Democratic Republic", "South-eastern Asia", "Asia", true),
            ("MZ", "Mozambique", "Eastern Africa", "Africa", false),
            ("US", "United States of America", "Northern America", "Americas", true),
            ("XK", "Kosovo", "Europe", "Europe", false),
        ];
        for (code, name, sub_region, region, article) in expected {
            let expected = Country { code, name, sub_region, region, article };
            assert_eq!(get(code), expected);
        }
    }

    #[test]
    fn names_follow_the_current_un_short_form() {
        let expected = [
            ("BO", "Bolivia (Plurinational State of)"),
            ("CI", "Côte d'Ivoire"),
            ("CZ", "Czechia"),
            ("IR", "Iran (Islamic Republic of)"),
            ("MD", "Republic of Moldova"),
            ("MK", "North Macedonia"),
            ("NL", "Netherlands (Kingdom of the)"),
            ("PS", "State of Palestine"),
            ("SZ", "Eswatini"),
            ("TR", "Türkiye"),
            ("TZ", "United Republic of Tanzania"),
            ("VA", "Holy See"),
            ("VN", "Viet Nam"),
        ];
        for (code, name) in expected {
            assert_eq!(get(code).name, name);
        }
    }

    #[test]
    fn every_region_is_one_of_the_five() {
        for entry in COUNTRIES {
            assert!(["Africa", "Americas", "Asia", "Europe", "Oceania"].contains(&entry.region), "{entry:?}");
        }
    }

    #[test]
    fn every_sub_region_lies_in_one_region() {
        let mut regions = BTreeMap::new();
        for entry in COUNTRIES {
            let region = *regions.entry(entry.sub_region).or_insert(entry.region);
            assert_eq!(region, entry.region, "{entry:?}");
        }
        // The 22 of M49, and "Europe" for XK.
        assert_eq!(regions.len(), 23);
    }

    #[test]
    fn a_language_changes_the_names_and_nothing_else() {
        let kenya = country("KE").unwrap();
        let french = in_language(kenya, "fr-CH");
        assert_eq!((french.code, french.name, french.sub_region), ("KE", "Kenya", "Afrique orientale"));
        assert_eq!(in_language(country("XK").unwrap(), "ar").name, "كوسوفو");
        assert_eq!(in_language(kenya, "sw"), kenya);
    }

    #[test]
    fn an_unknown_code_gives_none() {
        for code in ["", "A", "AQ", "CHE", "TW", "UK", "ZZ", "ch", " CH", "Österreich"] {
            assert_eq!(country(code), None, "{code:?}");
        }
    }
}
