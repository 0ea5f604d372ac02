//! What the program says of itself: help, pages of the guide, manual pages,
//! completions, its version.

use std::collections::BTreeSet;
use std::process::Command;

use crate::harness::{Project, tree};

#[test]
fn help_is_that_of_a_command_or_a_page() {
    let project = Project::empty();
    let build = project.run(&["help", "build"]);
    assert_eq!((build.code, build.stderr.as_str()), (0, ""));
    assert!(build.stdout.contains("Usage: showcase build") && build.stdout.contains("Examples:"), "{}", build.stdout);
    let below = project.run(&["help", "new", "intern"]);
    assert!(below.stdout.contains("Usage: showcase new intern"), "{}", below.stdout);

    let page = project.run(&["help", "hosting"]);
    assert!(page.stdout.starts_with("HOSTING\n"), "{}", page.stdout);
    assert!(!page.stdout.contains('\u{1b}') && !page.stdout.contains("```"), "plain where there is no terminal");
    let wide = page.stdout.lines().filter(|line| !line.starts_with("    ")).map(|line| line.chars().count()).max();
    assert!(wide.unwrap() <= 100, "{wide:?}");

    let both = project.run(&["help", "check"]);
    assert!(both.stdout.contains("showcase help --guide check"), "{}", both.stdout);
    let guide = project.run(&["help", "--guide", "check"]);
    assert!(guide.stdout.starts_with("WHAT IS LOOKED AT IN THE OUTPUT\n"), "{}", guide.stdout);
}

#[test]
fn help_alone_lists_commands_and_pages() {
    let ran = Project::empty().run(&["help"]);
    for word in ["  build", "  withdraw", "  hosting", "  content-reference"] {
        assert!(ran.stdout.contains(word), "{word}: {}", ran.stdout);
    }
}

#[test]
fn a_word_that_is_neither_is_told_with_the_nearest() {
    let ran = Project::empty().run(&["help", "hostin"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("Did you mean `hosting`?"), "{}", ran.stderr);
}

#[test]
fn there_is_a_manual_page_for_each_command() {
    let project = Project::empty();
    let ran = project.run(&["man", "man1"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let pages = tree(&project.root().join("man1"));
    let mut wanted = BTreeSet::from(["showcase.1".to_owned()]);
    for command in showcase::cli::command().get_subcommands() {
        wanted.insert(format!("showcase-{}.1", command.get_name()));
        wanted.extend(
            command.get_subcommands().map(|kind| format!("showcase-{}-{}.1", command.get_name(), kind.get_name())),
        );
    }
    assert_eq!(pages.keys().cloned().collect::<BTreeSet<_>>(), wanted);
    let build = String::from_utf8_lossy(&pages["showcase-build.1"]).into_owned();
    assert!(build.contains(".TH showcase-build 1") && build.contains("precompress"), "{build}");
    assert!(build.contains("showcase build"), "the examples are in it: {build}");
}

#[test]
fn shells_understand_their_completions() {
    let project = Project::empty();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let ran = project.run(&["completions", shell]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{shell}");
        for word in ["withdraw", "precompress", "completions"] {
            assert!(ran.stdout.contains(word), "{shell} lacks {word}");
        }
        if matches!(shell, "bash" | "zsh" | "fish") {
            project.file(shell, &ran.stdout);
            // Not every machine has every shell.
            if let Ok(read) = Command::new(shell).arg("-n").arg(project.root().join(shell)).output() {
                assert!(read.status.success(), "{shell}: {read:?}");
            }
        }
    }
}

#[test]
fn the_version_tells_what_it_was_built_of() {
    let project = Project::empty();
    for flag in ["--version", "-V"] {
        let ran = project.run(&[flag]);
        assert_eq!((ran.code, ran.stdout), (0, format!("showcase {}\n", env!("CARGO_PKG_VERSION"))));
    }
    let ran = project.run(&["--version", "--verbose"]);
    for line in ["revision: ", "program: ", "target: ", "compiler: rustc ", "profile: ", "features: "] {
        assert!(ran.stdout.contains(&format!("\n{line}")), "{line}: {}", ran.stdout);
    }
    assert_eq!(project.run(&["--verbose"]).code, 2, "it says nothing alone");
    assert_eq!(project.run(&["--version", "build"]).code, 2);
}

#[test]
fn a_page_may_begin_with_its_title() {
    let project = Project::new();
    project
        .file("content/pages/about.md", "# What we do\n\nWe tell [stories](office:nairobi).\n\n## How\n\nWith care.\n");
    let files = project.built();
    let page = String::from_utf8_lossy(&files["about/index.html"]).into_owned();
    assert!(page.contains("<h1>What we do</h1>") && page.matches("<h1").count() == 1, "{page}");
    assert!(page.contains("href=\"/offices/nairobi/\"") && page.contains("id=\"how\""), "{page}");
    // A person has to have a record, whatever the text begins with.
    project.file("content/interns/i-2/index.md", "# A story\n\nText.\n");
    let ran = project.build();
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("error[front-matter-missing]"), "{}", ran.stderr);
    project.run(&["fmt", "content/pages"]);
    let text = std::fs::read_to_string(project.root().join("content/pages/about.md")).unwrap();
    assert!(text.starts_with("# What we do\n\nWe tell"), "{text}");
}
