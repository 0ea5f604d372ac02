//! Columns of numbers as they lie in memory, for `#[serde(with = "numbers")]`: four
//! bytes each, the least significant first. Files that hold hundreds of thousands
//! of them are read and written at every build.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

const WIDTH: usize = size_of::<u32>();

/// Writes a column.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer>(numbers: &impl AsRef<[u32]>, serializer: S) -> Result<S::Ok, S::Error> {
    let numbers = numbers.as_ref();
    let mut bytes = Vec::with_capacity(numbers.len() * WIDTH);
    for number in numbers {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    serializer.serialize_bytes(&bytes)
}

/// Reads a column.
///
/// # Errors
/// Those of the deserializer, and bytes that are no whole numbers.
pub fn deserialize<'de, N: From<Vec<u32>>, D: Deserializer<'de>>(deserializer: D) -> Result<N, D::Error> {
    let bytes = <&[u8]>::deserialize(deserializer)?;
    let (numbers, []) = bytes.as_chunks::<WIDTH>() else {
        return Err(D::Error::custom("a number is cut off"));
    };
    let numbers: Vec<u32> = numbers.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
    Ok(numbers.into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Column {
        #[serde(with = "super")]
        numbers: Vec<u32>,
        behind: u8,
    }

    proptest! {
        #[test]
        fn columns_are_read_back_whole_or_not_at_all(
            numbers in proptest::collection::vec(any::<u32>(), 0..20),
            cut in 1..9usize,
        ) {
            let column = Column { numbers, behind: 7 };
            let bytes = postcard::to_allocvec(&column).unwrap();
            prop_assert_eq!(postcard::from_bytes::<Column>(&bytes).unwrap(), column);
            let short = bytes.get(..bytes.len().saturating_sub(cut)).unwrap_or_default();
            prop_assert!(postcard::from_bytes::<Column>(short).is_err());
        }
    }
}
