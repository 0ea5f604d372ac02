//! One answer: from what somebody typed to a value in TOML.
//!
//! Takes what people write for what they mean where there is no doubt (a
//! country by its name, `Country office` for `country-office`), and says in
//! words what will not do.

use jiff::civil::Date;

use super::Amidst;
use super::text::quoted;
use crate::diagnostic::did_you_mean;
use crate::kind::RecordKind;
use crate::path::slugify;
use crate::record::{Form, Meaning, is_stray_control};
use crate::reference::countries::{COUNTRIES, country};
use crate::reference::goals::{self, Target};

/// What there is to choose from, where that is a short list.
pub fn choices(form: &Form, amidst: &Amidst<'_>) -> Vec<String> {
    match form {
        Form::OneOf(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        Form::Word(Meaning::Id(kind)) => amidst.known.ids(*kind).into_iter().map(str::to_owned).collect(),
        Form::Word(Meaning::Tier) => amidst.known.tiers.clone(),
        Form::List(item) => choices(item, amidst),
        _ => Vec::new(),
    }
}

/// The value that some answers mean, as TOML.
///
/// # Errors
/// Why they will not do, as a sentence.
pub fn literal(form: &Form, values: &[String], amidst: &Amidst<'_>) -> Result<String, String> {
    if let Form::List(item) = form {
        let items: Result<Vec<String>, String> = values.iter().map(|value| one(item, value, amidst)).collect();
        return Ok(format!("[{}]", items?.join(", ")));
    }
    match values {
        [value] => one(form, value, amidst),
        _ => Err("There should be one answer, and not several.".to_owned()),
    }
}

fn one(form: &Form, value: &str, amidst: &Amidst<'_>) -> Result<String, String> {
    let value = value.trim();
    if value.is_empty() {
        return Err("The answer is empty.".to_owned());
    }
    if value.contains(is_stray_control) {
        return Err("There is an invisible control character in it; type it afresh.".to_owned());
    }
    match form {
        Form::Str | Form::Text | Form::Markdown => Ok(quoted(value)),
        Form::Short(most) => {
            let length = value.chars().count();
            if length > *most {
                Err(format!("It has {length} characters; at most {most} fit."))
            } else {
                Ok(quoted(value))
            }
        }
        Form::Word(meaning) => word(*meaning, value, amidst),
        Form::Date => date(value, amidst.dates).map(|date| date.to_string()),
        Form::Bool => match value.to_lowercase().as_str() {
            "true" | "yes" | "y" => Ok("true".to_owned()),
            "false" | "no" | "n" => Ok("false".to_owned()),
            _ => Err(format!("`{value}` is neither yes nor no.")),
        },
        Form::Int(least, most) => match value.parse::<i64>() {
            Ok(number) if (*least..=*most).contains(&number) => Ok(number.to_string()),
            Ok(_) => Err(format!("It should lie between {least} and {most}.")),
            Err(_) => Err(format!("`{value}` is no whole number.")),
        },
        Form::Float(least, most) => match value.parse::<f64>() {
            Ok(number) if (*least..=*most).contains(&number) => Ok(toml::Value::Float(number).to_string()),
            Ok(_) => Err(format!("It should lie between {least} and {most}.")),
            Err(_) => Err(format!("`{value}` is no number; write it as in 46.2.")),
        },
        Form::Goal => goal(value),
        Form::OneOf(words) => {
            let meant = value.to_lowercase().replace([' ', '_'], "-");
            let found = words.iter().find(|word| **word == value || word.replace('_', "-") == meant);
            found.map(|word| quoted(word)).ok_or_else(|| {
                let near = near(value, words.iter().copied());
                format!("`{value}` is none of {}.{near}", words.join(", "))
            })
        }
        // Goals, which may be named by one of their targets.
        Form::Either(..) => match Target::parse(value) {
            Some(target) => Ok(format!("{{ goal = {}, target = {} }}", target.goal(), quoted(&target.to_string()))),
            None => goal(value),
        },
        Form::List(_) | Form::Table(_) | Form::Named(_) | Form::Open => {
            Err("This is a group of keys; fill it in in the file.".to_owned())
        }
    }
}

fn word(meaning: Meaning, value: &str, amidst: &Amidst<'_>) -> Result<String, String> {
    match meaning {
        Meaning::Id(kind) => id(kind, value, amidst),
        Meaning::Tier => {
            let tiers = &amidst.known.tiers;
            if tiers.is_empty() || tiers.iter().any(|tier| tier == value) {
                return Ok(quoted(value));
            }
            let near = near(value, tiers.iter().map(String::as_str));
            Err(format!("There is no tier `{value}` in site.toml.{near}"))
        }
        Meaning::Country => {
            let named = || COUNTRIES.iter().find(|country| country.name.to_lowercase() == value.to_lowercase());
            let found = country(&value.to_uppercase()).or_else(named);
            found.map(|country| quoted(country.code)).ok_or_else(|| {
                let near = near(value, COUNTRIES.iter().map(|country| country.name));
                format!("There is no country or area `{value}`; write its name or its code of two letters.{near}")
            })
        }
        Meaning::Target => match Target::parse(value) {
            Some(target) => Ok(quoted(&target.to_string())),
            None => Err(format!("There is no target `{value}`; write it as in 10.7.")),
        },
        Meaning::Url => {
            let lower = value.to_ascii_lowercase();
            let web = lower.starts_with("https://") || lower.starts_with("http://");
            if web { Ok(quoted(value)) } else { Err("Write the full address, beginning with https://.".to_owned()) }
        }
        Meaning::Alias if value.starts_with('/') => Ok(quoted(value)),
        Meaning::Alias => Err("Write the address with a slash before it, as in /old/address/.".to_owned()),
    }
}

fn id(kind: RecordKind, value: &str, amidst: &Amidst<'_>) -> Result<String, String> {
    let known = amidst.known;
    if known.has(kind, value) {
        return Ok(quoted(value));
    }
    // `Geneva` for `geneva`, as forms and tables have it.
    if let Some(slug) = slugify(value).filter(|slug| known.has(kind, slug)) {
        return Ok(quoted(&slug));
    }
    let ids = known.ids(kind);
    let near = near(value, ids.iter().copied());
    let what = kind.scheme();
    let rest = if !near.is_empty() {
        near
    } else if ids.is_empty() {
        format!(" There is none yet: make one with `showcase new {what}`.")
    } else {
        format!(" There are: {}.", ids.iter().take(12).copied().collect::<Vec<_>>().join(", "))
    };
    Err(format!("There is no {what} `{value}`.{rest}"))
}

fn goal(value: &str) -> Result<String, String> {
    let found = value.parse::<u8>().ok().and_then(goals::goal);
    found
        .map(|goal| goal.number.to_string())
        .ok_or_else(|| format!("There is no goal `{value}`; write a number from 1 to 17, or a target such as 10.7."))
}

fn date(value: &str, formats: &[String]) -> Result<Date, String> {
    // Longer texts, as with a time, are not cut: nobody knows the zone.
    let plain = || value.parse::<Date>().ok().filter(|_| value.len() == 10);
    let found = plain().or_else(|| formats.iter().find_map(|format| Date::strptime(format, value).ok()));
    found.ok_or_else(|| match formats {
        [] => format!("`{value}` is no date; write it year first, as in 2026-09-30."),
        _ => format!("`{value}` is no date as in 2026-09-30, nor as in {}.", formats.join(" or ")),
    })
}

/// " Did you mean …?", or nothing.
fn near<'a>(value: &str, words: impl Iterator<Item = &'a str>) -> String {
    did_you_mean(value, words).map(|help| format!(" {help}")).unwrap_or_default()
}
