//! A report that everybody may read says nothing that the new site does not say.

use super::site::{ALL, DONOR_SHOWN, SHOWN, canaries, donor, person};
use super::{consent, planted, search};
use crate::diff::kept;
use crate::harness::{DATE, Project, tree};

/// Everything that a person and two donors say.
fn all() -> std::collections::BTreeSet<String> {
    let mut all = canaries("diff", SHOWN);
    all.extend(canaries("full", DONOR_SHOWN));
    all
}

fn report(project: &Project, format: &str) -> String {
    let ran = project.run(&["diff", "HEAD", "--date", DATE, "--format", format]);
    assert_eq!(ran.code, 0, "{format}: {ran:?}");
    ran.stdout
}

/// What the disk's sources say once they are built.
fn is_no_more_than_the_new_site(what: &str, project: &Project) {
    let ran = project.build();
    assert_eq!(ran.code, 0, "{what}: {ran:?}");
    let new = search(&tree(&project.public()), &[&all()]);
    for format in ["markdown", "html", "human", "json"] {
        let told = [(format.to_owned(), report(project, format).into_bytes())].into();
        let told = search(&told, &[&all()]);
        for canary in all() {
            // Those who look after the sources know files by their names.
            let is_id = canary == "qzfullidzq" && ["human", "json"].contains(&format);
            let leaks = !told.files(&canary).is_empty() && new.files(&canary).is_empty();
            assert!(!leaks || is_id, "{what}: {format} tells {canary}, which the new site does not");
        }
    }
}

#[test]
fn a_report_says_no_more_than_the_new_site() {
    let without = |scope: &str| ALL.replace(&format!("\"{scope}\", "), "").replace(&format!(", \"{scope}\""), "");
    let mut changes: Vec<(String, Option<String>)> = ["name", "photo", "quote", "outcome", "donor_link", "social"]
        .map(|scope| (format!("without {scope}"), Some(consent(&without(scope)))))
        .to_vec();
    changes.push(("withdrawn".to_owned(), Some(format!("{}\nwithdrawn = 2026-11-01", consent(ALL)))));
    changes.push(("expired".to_owned(), Some(format!("{}\nexpires = 2026-11-01", consent(ALL)))));
    changes.push(("no consent".to_owned(), None));
    for (what, consent_now) in changes {
        let project = planted();
        person(&project, "diff", "", Some(&consent(ALL)));
        kept(&project);
        person(&project, "diff", "", consent_now.as_deref());
        // Somebody else's page changes too.
        project.edit("content/pages/about.md", "What this is.", "What that is.");
        is_no_more_than_the_new_site(&what, &project);
    }
}

#[test]
fn a_report_does_not_tell_of_donors_who_are_named_no_longer() {
    for (what, permission) in [
        ("anonymous", None),
        ("name alone", Some("\"name\"")),
        ("no amount", Some("\"name\", \"logo\", \"photo\", \"quote\"")),
    ] {
        let project = planted();
        person(&project, "diff", "", Some(&consent(ALL)));
        kept(&project);
        donor(&project, "full", "", permission);
        is_no_more_than_the_new_site(what, &project);
    }
}

#[test]
fn a_report_does_not_tell_the_name_in_an_id() {
    let project = planted();
    person(&project, "diff", "", Some(&consent(ALL)));
    let folder = project.root().join("content/interns");
    std::fs::rename(folder.join("i-diff"), folder.join("qzdiffnamezq-qzdiffkinzq")).unwrap();
    kept(&project);
    std::fs::remove_dir_all(folder.join("qzdiffnamezq-qzdiffkinzq")).unwrap();
    let told = ["markdown", "html"].map(|format| (format.to_owned(), report(&project, format).into_bytes()));
    search(&told.into(), &[&all()]).expect_nowhere(&canaries("diff", SHOWN));
}

#[test]
fn a_report_shows_no_picture_that_is_no_longer_public() {
    let project = planted();
    person(&project, "diff", "", Some(&consent(ALL)));
    kept(&project);
    person(&project, "diff", "", Some(&consent(&ALL.replace("\"photo\", ", ""))));
    let html = report(&project, "html");
    search(&[("html".to_owned(), html.into_bytes())].into(), &[&all()])
        .expect_nowhere(&canaries("diff", &["pixels", "figpixels", "alt"]));
    let ran = project.run(&["diff", "HEAD", "--date", DATE, "--format", "html", "--names"]);
    assert!(ran.stdout.contains("data:image/png"), "at one's own screen it is: {}", ran.stdout);
}
