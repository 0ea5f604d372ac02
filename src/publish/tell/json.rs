//! A difference as JSON, for programs: everything that may be told, uncut.

use serde_json::{Value, json};

use super::{Difference, Head};
use crate::format::host::Rule;
use crate::path::OutPath;
use crate::publish::{Basis, Changed, Hunk, Lists, Parts, Replaced, Seen, Turn, Went};

/// As a JSON document.
pub fn json(head: &Head, difference: &Difference) -> String {
    let at = |out: &OutPath| format!("{}{}", difference.base, out.url().as_str().trim_start_matches('/'));
    let pages = |pages: &[OutPath]| pages.iter().map(at).collect::<Vec<_>>();
    let people = difference.people.as_ref().map(|people| {
        let each = people.people.iter().map(|person| {
            let mut value = json!({ "id": person.id, "turn": turn(person.turn), "parts": parts(&person.parts),
                "address": person.address, "consent": person.consent.as_ref().map(basis) });
            if let Some((fields, name)) = value.as_object_mut().zip(person.name.as_ref()) {
                fields.insert("name".to_owned(), json!(name));
            }
            value
        });
        let donors = people.donors.iter();
        let donors = donors.map(|d| json!({ "id": d.id, "turn": turn(d.turn), "parts": parts(&d.parts) }));
        json!({ "people": each.collect::<Vec<_>>(), "donors": donors.collect::<Vec<_>>(), "untold": people.untold })
    });
    let added = difference.added.iter().map(|(out, title)| json!({ "address": at(out), "title": title }));
    let moved = difference.moved.iter().map(|(from, to)| json!({ "from": at(from), "to": at(to) }));
    let shared =
        difference.shared.iter().map(|shared| json!({ "change": hunk(&shared.hunk), "pages": pages(&shared.pages) }));
    let pictures = difference.pictures.iter().map(|change| {
        json!({ "old": change.old.as_ref().map(seen), "new": change.new.as_ref().map(seen), "pages": pages(&change.pages) })
    });
    let visits =
        difference.transfer.visits.iter().map(|(out, was, is)| json!({ "address": at(out), "was": was, "is": is }));
    let (rules, (files, bytes)) = (&difference.rules, difference.transfer.upload);
    let document = json!({
        "old": head.old,
        "new": head.new,
        "same": difference.is_empty(),
        "words_untold": difference.untold,
        "people": people,
        "pages": {
            "added": added.collect::<Vec<_>>(),
            "removed": pages(&difference.removed.told),
            "removed_untold": difference.removed.untold,
            "moved": moved.collect::<Vec<_>>(),
            "changed": difference.changed.iter().map(|page| changed(page, at(&page.out))).collect::<Vec<_>>(),
            "shared": shared.collect::<Vec<_>>(),
            "markup_only": difference.markup,
        },
        "pictures": pictures.collect::<Vec<_>>(),
        "rules": {
            "come": rules.come.iter().map(rule).collect::<Vec<_>>(),
            "go": rules.go.iter().map(rule).collect::<Vec<_>>(),
            "go_untold": rules.untold,
        },
        "files": pages(&difference.files),
        "transfer": { "upload_files": files, "upload_bytes": bytes, "delete_files": difference.transfer.delete,
            "first_visit": visits.collect::<Vec<_>>() },
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Begins => "begins",
        Turn::Changes => "changes",
        Turn::Ends => "ends",
    }
}

fn parts(parts: &Parts) -> Value {
    json!({ "gained": parts.gained, "lost": parts.lost, "altered": parts.altered })
}

fn basis(consent: &Basis) -> Value {
    json!({
        "status": consent.status.word(),
        "granted": consent.granted.iter().map(|scope| scope.word()).collect::<Vec<_>>(),
        "given": consent.given.map(|date| date.to_string()),
        "until": consent.until.map(|date| date.to_string()),
    })
}

fn changed(page: &Changed, address: String) -> Value {
    json!({
        "address": address,
        "title": page.title,
        "text_changed": page.has_other_words,
        "words": page.words.iter().map(hunk).collect::<Vec<_>>(),
        "retitled": page.retitled.as_ref().map(replaced),
        "redescribed": page.redescribed.as_ref().map(replaced),
        "labels": lists(&page.labels),
        "links": lists(&page.links),
    })
}

fn hunk(hunk: &Hunk) -> Value {
    let mut value = json!({ "before": hunk.before, "came": hunk.came, "after": hunk.after });
    with_went(&mut value, &hunk.went);
    value
}

fn replaced(replaced: &Replaced) -> Value {
    let mut value = json!({ "came": replaced.came });
    with_went(&mut value, &replaced.went);
    value
}

/// Words, or how many there were.
fn with_went(value: &mut Value, went: &Went) {
    let (key, went) = match went {
        Went::Words(words) => ("went", json!(words)),
        Went::Count(count) => ("went_words", json!(count)),
    };
    if let Some(fields) = value.as_object_mut() {
        fields.insert(key.to_owned(), went);
    }
}

fn lists(lists: &Lists) -> Value {
    json!({ "went": lists.went, "gone": lists.gone, "came": lists.came })
}

fn seen(seen: &Seen) -> Value {
    let (width, height) = seen.size.unzip();
    json!({ "address": seen.address, "width": width, "height": height, "bytes": seen.bytes, "alt": seen.alt })
}

fn rule(rule: &Rule) -> Value {
    match rule {
        Rule::Moved { from, to } => json!({ "from": from, "to": to, "status": 301 }),
        Rule::Gone { folder, .. } => json!({ "from": folder, "status": 410 }),
    }
}
