//! What the program takes from earlier builds, and `--clean`, which takes
//! nothing.

use std::fs;

use crate::harness::{DATE, Project, tree};

#[test]
fn a_clean_build_removes_only_what_the_manifest_owns() {
    let project = Project::new();
    let expected = project.built();
    let public = project.public();
    fs::create_dir_all(public.join("interns/mine")).unwrap();
    for mine in ["mine.html", "interns/mine/index.html", "CNAME"] {
        fs::write(public.join(mine), "mine").unwrap();
    }
    project.file("content/pages/old.md", "+++\ntitle = \"Old\"\n+++\n\nOld.\n");
    assert_eq!(project.build().code, 0);
    fs::remove_file(project.root().join("content/pages/old.md")).unwrap();
    fs::write(public.join("feed.xml"), "by hand").unwrap();
    let ran = project.run(&["build", "--date", DATE, "--clean"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stderr.contains("1 of the written files had been changed by hand"), "{}", ran.stderr);
    let mut found = tree(&public);
    for mine in ["mine.html", "interns/mine/index.html", "CNAME"] {
        assert_eq!(found.remove(mine).as_deref(), Some(b"mine".as_slice()), "{mine}");
    }
    assert_eq!(found, expected);
}

#[test]
fn the_manifest_does_not_tell_how_the_site_was_built() {
    let project = Project::new();
    let expected = project.built();
    project.edit("site.toml", "Small showcase", "Another showcase");
    assert_ne!(project.built(), expected);
    project.edit("site.toml", "Another showcase", "Small showcase");
    assert_eq!(project.built(), expected);
    fs::remove_dir_all(project.root().join(".showcase")).unwrap();
    assert_eq!(project.built(), expected, "without the cache");
}

#[test]
fn a_cache_that_cannot_be_kept_is_a_warning() {
    let project = Project::new();
    fs::write(project.root().join(".showcase"), "a file").unwrap();
    let ran = project.build();
    assert_eq!(ran.code, 0, "{ran:?}");
    let warning = "warning: the cache in ./.showcase cannot be written: a file is where a folder has to be; the next \
                   build takes longer\n";
    assert_eq!(ran.stderr, warning);
    assert!(project.public().join("index.html").exists());
}
