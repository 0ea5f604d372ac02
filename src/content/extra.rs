//! `[extra]` tables in what is kept for later runs: as JSON in a string, since
//! that form is not one that can tell its types.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};
use serde_json::{Map, Value};

pub(super) fn serialize<S: Serializer>(extra: &Map<String, Value>, serializer: S) -> Result<S::Ok, S::Error> {
    if extra.is_empty() {
        return serializer.serialize_str("");
    }
    serializer.serialize_str(&serde_json::to_string(extra).map_err(serde::ser::Error::custom)?)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
    match <&str>::deserialize(deserializer)? {
        "" => Ok(Map::new()),
        text => serde_json::from_str(text).map_err(D::Error::custom),
    }
}
