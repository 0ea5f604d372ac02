//! What both forms of a feed hold, whatever stands in it.

use jiff::civil::date;

use super::{Entry, Feed, Subject, atom, json, permanent_id};

fn entry(text: &str, content: Option<&str>) -> Entry {
    Entry {
        id: permanent_id("s", "intern i-1"),
        title: text.to_owned(),
        url: "https://x.example/interns/i-1/".to_owned(),
        author: text.to_owned(),
        summary: text.to_owned(),
        content: content.map(str::to_owned),
        published: date(2024, 9, 1),
        updated: date(2024, 10, 2),
        subjects: vec![Subject {
            term: "nairobi".to_owned(),
            scheme: "https://x.example/offices/".to_owned(),
            label: text.to_owned(),
        }],
    }
}

fn feed<'e>(text: &str, entries: Vec<&'e Entry>) -> Feed<'e> {
    Feed {
        id: permanent_id("s", "feed"),
        title: text.to_owned(),
        description: Some(text.to_owned()),
        home: "https://x.example/".to_owned(),
        atom: "https://x.example/feed.xml".to_owned(),
        json: "https://x.example/feed.json".to_owned(),
        icon: Some("https://x.example/icon-192.png".to_owned()),
        language: "en-GB".to_owned(),
        author: text.to_owned(),
        author_url: Some("https://u.example/?a&b".to_owned()),
        updated: date(2024, 10, 2),
        entries,
    }
}

/// The texts of all elements of a name, once read as XML.
fn texts(document: &str, name: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(document);
    reader.config_mut().check_end_names = true;
    let (mut found, mut inside) = (Vec::new(), None::<String>);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) if element.name().as_ref() == name => inside = Some(String::new()),
            Event::End(element) if element.name().as_ref() == name => found.extend(inside.take()),
            Event::Text(text) => inside.iter_mut().for_each(|inside| inside.push_str(&text)),
            Event::GeneralRef(reference) => {
                let entity = format!("&{};", &*reference);
                let plain = quick_xml::escape::unescape(&entity).unwrap().into_owned();
                inside.iter_mut().for_each(|inside| inside.push_str(&plain));
            }
            Event::CData(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => panic!("{document}"),
            Event::Eof => return found,
            _ => {}
        }
    }
}

const HOSTILE: [&str; 6] = [
    "</title></entry><script>alert(1)</script>",
    "]]><![CDATA[ x ]]>",
    "<!-- & --> &amp; &lt; \" '",
    "<?xml?><!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>&y;",
    "\u{2028}\u{202e}é👩🏽‍💻",
    "]]>",
];

#[test]
fn whatever_is_written_stays_a_text() {
    for text in HOSTILE {
        let entry = entry(text, Some(text));
        let feed = feed(text, vec![&entry]);
        let document = atom(&feed);
        assert_eq!(texts(&document, "title"), [text, text], "{document}");
        assert_eq!((texts(&document, "summary"), texts(&document, "content")), (vec![text.into()], vec![text.into()]));
        assert_eq!(texts(&document, "name"), [text, text]);
        let read: serde_json::Value = serde_json::from_str(&json(&feed)).unwrap();
        assert_eq!((&read["title"], &read["items"][0]["content_html"]), (&text.into(), &text.into()));
        assert_eq!(read["items"][0]["tags"][0], text);
    }
}

#[test]
fn what_xml_cannot_say_is_marked_as_lost() {
    let entry = entry("a\u{0}b\u{8}c\u{1b}[0m\u{fffe}\u{ffff}d\t\n", None);
    let document = atom(&feed("t", vec![&entry]));
    assert_eq!(texts(&document, "summary"), ["a\u{fffd}b\u{fffd}c\u{fffd}[0m\u{fffd}\u{fffd}d\t\n"]);
    let read: serde_json::Value = serde_json::from_str(&json(&feed("t", vec![&entry]))).unwrap();
    assert_eq!(read["items"][0]["content_text"], entry.summary);
}

#[test]
fn an_item_has_its_text_or_its_summary_as_content() {
    let (short, long) = (entry("t", None), entry("t", Some("<p>all</p>")));
    let read: serde_json::Value = serde_json::from_str(&json(&feed("t", vec![&short, &long]))).unwrap();
    let (short, long) = (&read["items"][0], &read["items"][1]);
    assert_eq!(
        (&short["content_text"], &short["content_html"], &short["summary"]),
        (&"t".into(), &().into(), &().into())
    );
    assert_eq!(
        (&long["content_text"], &long["content_html"], &long["summary"]),
        (&().into(), &"<p>all</p>".into(), &"t".into())
    );
    assert_eq!(short["date_modified"], "2024-10-02T00:00:00Z");
}

#[test]
fn ids_are_uuids_that_stay_and_differ_by_site_and_record() {
    let id = permanent_id("https://x.example/", "intern i-7f3k");
    assert_eq!(id, permanent_id("https://x.example/", "intern i-7f3k"));
    assert_ne!(id, permanent_id("https://y.example/", "intern i-7f3k"));
    assert_ne!(id, permanent_id("https://x.example/", "intern i-7f3l"));
    let groups: Vec<&str> = id.strip_prefix("urn:uuid:").unwrap().split('-').collect();
    assert_eq!(groups.iter().map(|group| group.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
    assert!(groups[2].starts_with('8') && groups[3].starts_with('a') && !id.contains("7f3k"), "{id}");
}
