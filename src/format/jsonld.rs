//! Structured data as schema.org has it: JSON-LD for a data block in a page.
//!
//! Knows no page. What is printed is safe inside a `script` element, whatever
//! an author wrote: no text can end the element, begin a comment, or break a
//! line of a program that takes it for one.

use std::borrow::Cow;
use std::io;

use memchr::{memchr, memchr3};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::ser::Formatter;

/// Something of a type, with properties in order.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    kind: &'static str,
    properties: Vec<(&'static str, Value<'a>)>,
}

/// The value of a property.
#[derive(Debug, Clone)]
enum Value<'a> {
    Text(Cow<'a, str>),
    Whole(usize),
    Number(f64),
    Reference(Cow<'a, str>),
    Node(Node<'a>),
    Nodes(Vec<Node<'a>>),
}

impl<'a> Node<'a> {
    /// Something of a type of schema.org.
    pub fn new(kind: &'static str) -> Self {
        Self { kind, properties: Vec::with_capacity(8) }
    }

    /// The address that it is known by.
    pub fn id(self, address: impl Into<Cow<'a, str>>) -> Self {
        self.text("@id", address)
    }

    /// A text, an address or a date.
    pub fn text(self, name: &'static str, text: impl Into<Cow<'a, str>>) -> Self {
        self.with(name, Value::Text(text.into()))
    }

    /// The same where there is one; an empty one is none.
    pub fn perhaps(self, name: &'static str, text: Option<impl Into<Cow<'a, str>>>) -> Self {
        match text.map(Into::into).filter(|text: &Cow<'a, str>| !text.is_empty()) {
            Some(text) => self.text(name, text),
            None => self,
        }
    }

    /// A whole number.
    pub fn whole(self, name: &'static str, number: usize) -> Self {
        self.with(name, Value::Whole(number))
    }

    /// A number.
    pub fn number(self, name: &'static str, number: f64) -> Self {
        self.with(name, Value::Number(number))
    }

    /// Something that is described elsewhere, by the address that it is known
    /// by there.
    pub fn reference(self, name: &'static str, address: impl Into<Cow<'a, str>>) -> Self {
        self.with(name, Value::Reference(address.into()))
    }

    /// Something else.
    pub fn node(self, name: &'static str, node: Option<Node<'a>>) -> Self {
        match node {
            Some(node) => self.with(name, Value::Node(node)),
            None => self,
        }
    }

    /// Several other things; none is no property.
    pub fn nodes(self, name: &'static str, nodes: Vec<Node<'a>>) -> Self {
        if nodes.is_empty() { self } else { self.with(name, Value::Nodes(nodes)) }
    }

    fn with(mut self, name: &'static str, value: Value<'a>) -> Self {
        self.properties.push((name, value));
        self
    }
}

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("@type", self.kind)?;
        for (name, value) in &self.properties {
            match value {
                Value::Text(text) => map.serialize_entry(name, text)?,
                Value::Whole(number) => map.serialize_entry(name, number)?,
                Value::Number(number) => map.serialize_entry(name, number)?,
                Value::Reference(address) => map.serialize_entry(name, &Reference { id: address })?,
                Value::Node(node) => map.serialize_entry(name, node)?,
                Value::Nodes(nodes) => map.serialize_entry(name, nodes)?,
            }
        }
        map.end()
    }
}

#[derive(serde::Serialize)]
struct Reference<'a> {
    #[serde(rename = "@id")]
    id: &'a str,
}

#[derive(serde::Serialize)]
struct Document<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: &'a [Node<'a>],
}

/// What stands between the tags of the data block.
pub fn block(nodes: &[Node<'_>]) -> String {
    let mut out = Vec::with_capacity(2048);
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, InScript);
    // Texts and numbers into memory: nothing here can fail.
    let done = Document { context: "https://schema.org", graph: nodes }.serialize(&mut serializer);
    let text = done.ok().and_then(|()| String::from_utf8(out).ok());
    text.unwrap_or_default()
}

/// JSON on one line in which the signs of HTML stand as codes.
struct InScript;

impl Formatter for InScript {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        let bytes = text.as_bytes();
        // Both separators of lines begin with this byte.
        if memchr3(b'<', b'>', b'&', bytes).is_none() && memchr(0xE2, bytes).is_none() {
            return writer.write_all(bytes);
        }
        let mut letter = [0; 4];
        for c in text.chars() {
            match c {
                '<' => writer.write_all(b"\\u003c"),
                '>' => writer.write_all(b"\\u003e"),
                '&' => writer.write_all(b"\\u0026"),
                '\u{2028}' => writer.write_all(b"\\u2028"),
                '\u{2029}' => writer.write_all(b"\\u2029"),
                c => writer.write_all(c.encode_utf8(&mut letter).as_bytes()),
            }?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Node, block};

    #[test]
    fn no_text_ends_the_element() {
        for text in [
            "</script><script>alert(1)</script>",
            "<!--<script>",
            "]]>&amp;&quot;",
            "\u{2028}\u{2029}",
            "\u{0}\u{1}\u{8}\u{1f}\u{7f}",
            "\\\"'`${x}\n\r\t",
            "é–👩🏽‍💻\u{202e}",
        ] {
            let made = block(&[Node::new("Article").text("headline", text)]);
            assert!(!made.contains(['<', '>', '&', '\u{2028}', '\u{2029}', '\n', '\0']), "{made}");
            let read: serde_json::Value = serde_json::from_str(&made).unwrap();
            assert_eq!(read["@graph"][0]["headline"], text, "{made}");
        }
    }

    #[test]
    fn what_is_not_there_is_not_said() {
        let node = Node::new("Place").perhaps("name", None::<&str>).perhaps("url", Some("")).nodes("about", Vec::new());
        let node =
            node.node("geo", None).whole("position", 1).number("latitude", -1.3).reference("author", "https://x/#p");
        assert_eq!(
            block(&[node]),
            "{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":\"Place\",\"position\":1,\"latitude\":-1.3,\
             \"author\":{\"@id\":\"https://x/#p\"}}]}"
        );
    }
}
