//! Numbers as characters of JSON, so that a browser reads them without any
//! decoding of its own and hosts compress them as they compress text.

/// The first character: what comes before it would have to be escaped.
const FIRST: u32 = 35;

/// Numbers from here on take two characters.
const WIDE: u32 = 0x4000;

/// A string of JSON under construction, each number of which is a character or
/// two.
#[derive(Debug)]
pub struct Numbers(Vec<u8>);

impl Numbers {
    /// Begins a string at the end of what is there.
    pub fn begin(mut json: Vec<u8>) -> Self {
        json.push(b'"');
        Self(json)
    }

    /// Appends a number below 2^28; larger ones are cut.
    pub fn push(&mut self, number: u32) {
        if number < WIDE {
            self.character(number);
        } else {
            self.character(WIDE + (number >> 14).min(WIDE - 1));
            self.character(number & (WIDE - 1));
        }
    }

    /// Ends the string.
    pub fn end(mut self) -> Vec<u8> {
        self.0.push(b'"');
        self.0
    }

    fn character(&mut self, number: u32) {
        let code = FIRST + number;
        match u8::try_from(code) {
            Ok(b'\\') => self.0.extend_from_slice(b"\\\\"),
            Ok(ascii @ 0..0x80) => self.0.push(ascii),
            _ => {
                let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
                self.0.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Numbers;

    #[test]
    fn numbers_are_read_back_from_their_characters() {
        let all: Vec<u32> = (0..70_000).chain([99_999, 1 << 20, (1 << 28) - 1]).collect();
        let mut numbers = Numbers::begin(Vec::new());
        all.iter().for_each(|number| numbers.push(*number));
        let text: String = serde_json::from_slice(&numbers.end()).unwrap();
        let mut codes = text.chars().map(|c| u32::from(c) - 35);
        let mut found = Vec::new();
        while let Some(code) = codes.next() {
            found.push(if code < 0x4000 { code } else { (code - 0x4000) << 14 | codes.next().unwrap() });
        }
        assert_eq!(found, all);
        assert!(text.chars().all(|c| u32::from(c) < 0xd800), "no character takes two units of UTF-16");
    }
}
