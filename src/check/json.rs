//! Addresses in feeds and manifests that are JSON, found while the text is read:
//! nothing of it is kept.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Keys of feeds and manifests whose value is an address.
const KEYS: [&str; 8] = ["src", "start_url", "url", "home_page_url", "feed_url", "next_url", "image", "icon"];

/// Gives each address, as far as the text is JSON.
pub(super) fn addresses(text: &str, each: &mut dyn FnMut(&str)) {
    let value = Value { each, is_address: false };
    // What is no JSON is no feed, and somebody else's to complain of.
    drop(value.deserialize(&mut serde_json::Deserializer::from_str(text)));
}

/// A value, which is an address if it is a text behind such a key.
struct Value<'e> {
    each: &'e mut dyn FnMut(&str),
    is_address: bool,
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if self.is_address {
            (self.each)(text);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Name<'de>>()? {
            map.next_value_seed(Value { each: &mut *self.each, is_address: KEYS.contains(&&*key.0) })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<(), A::Error> {
        while values.next_element_seed(Value { each: &mut *self.each, is_address: false })?.is_some() {}
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A key, borrowed where it has nothing to decode.
#[derive(serde::Deserialize)]
struct Name<'k>(#[serde(borrow)] Cow<'k, str>);

#[cfg(test)]
mod tests {
    use super::addresses;

    fn found(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        addresses(text, &mut |address| found.push(address.to_owned()));
        found
    }

    #[test]
    fn addresses_stand_behind_their_keys_at_any_depth() {
        let text = r#"{"feed_url": "a", "title": "url", "items": [{"url": "b\/c", "n": [1, -2, 0.5, true, null, {"u\u0072l": "d"}]}], "icon": {"src": "e"}, "image": ["f"]}"#;
        assert_eq!(found(text), ["a", "b/c", "d", "e"]);
        assert_eq!(found("{\"url\": \"a\", "), ["a"]);
        assert!(found("").is_empty() && found(&"[".repeat(100_000)).is_empty());
    }
}
