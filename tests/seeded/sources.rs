//! Faults of stories: those that the source shows by itself, and those that only
//! the output does.

use super::{Planted, line_of};
use crate::harness::Project;

/// What takes the place of a part of a story, by the code that it brings about.
/// These stop a site before any page of it is made.
const EARLY: [(&str, &str, &str); 12] = [
    ("office-unknown", "office = \"nairobi\"", "office = \"nairobbi\""),
    ("cohort-unknown", "cohort = \"2024\"", "cohort = \"2042\""),
    ("donor-unknown", "donors = [\"trust\"]", "donors = [\"trist\"]"),
    ("key-unknown", "unit = ", "unti = "),
    ("value-unknown", "level = \"postgraduate\"", "level = \"postgrad\""),
    ("date-invalid", "start = 2024-01-08", "start = \"8 January\""),
    ("target-unknown", "target = \"10.7\"", "target = \"10.77\""),
    ("link-dangling", "(office:nairobi)", "(office:nairob)"),
    ("fragment-dangling", "(office:nairobi)", "(#my-weak)"),
    ("heading-skipped", "## My desk", "#### My desk"),
    ("link-empty", "[office](office:nairobi)", "[](office:nairobi)"),
    ("link-unsafe", "(office:nairobi)", "(javascript:x)"),
];

pub(super) fn plant(project: &Project) -> Planted {
    let mut planted = Planted::default();
    let mut number = 10;
    for _ in 0..8 {
        for (code, from, to) in EARLY {
            number += 1;
            let path = format!("content/interns/i-{number}/index.md");
            project.edit(&path, from, to);
            let text = std::fs::read_to_string(project.root().join(&path)).unwrap();
            planted.note(code, &path, line_of(&text, to));
        }
    }
    planted
}
