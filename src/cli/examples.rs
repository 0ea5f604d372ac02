//! Examples of each command, for its help and its manual page. Tests hold that
//! every command has some, and that each one is a command line that is understood.

use clap::Command;

/// A command, examples of it, and what each does.
type Examples = (&'static str, &'static [(&'static str, &'static str)]);

/// Puts the examples under the help of each command.
pub(super) fn attach(command: Command) -> Command {
    attach_below(command.after_help(PAGES), "")
}

const PAGES: &str =
    "`showcase help COMMAND` says more of a command; `showcase help` alone lists the pages of the guide,
and `showcase help PAGE` shows one.

Examples:
  showcase init my-site       make a new site, small and whole
  showcase serve              see it in the browser, with every change
  showcase check              look for mistakes, write nothing
  showcase build              write the finished site into public/";

fn attach_below(command: Command, path: &str) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    names.into_iter().fold(command, |whole, name| {
        let path = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        whole.mut_subcommand(name, |below| attach_below(with_examples(below, &path), &path))
    })
}

fn with_examples(command: Command, path: &str) -> Command {
    let Some((_, examples)) = EXAMPLES.iter().find(|(of, _)| *of == path) else { return command };
    let lines = examples.iter().map(|(line, what)| format!("\n  {line}\n      {what}"));
    command.after_help(format!("Examples:{}", lines.collect::<String>()))
}

const EXAMPLES: &[Examples] = &[
    (
        "build",
        &[
            ("showcase build", "Write the site of this folder into public/."),
            ("showcase build --date 2026-11-23 --out dist", "Write it as it is on a day, into another folder."),
            ("showcase build --strict --precompress", "As for a release: no warning passes, .br and .gz beside texts."),
        ],
    ),
    (
        "check",
        &[
            ("showcase check", "Report everything that is wrong, and write nothing."),
            ("showcase check --format json --quiet", "The same for a program to read."),
            ("showcase check --write-baseline", "Note what is known now, so that only what is new is reported."),
        ],
    ),
    (
        "explain",
        &[
            ("showcase explain office-unknown", "Why this matters, and what to do."),
            ("showcase explain", "Every code in a line."),
        ],
    ),
    (
        "list",
        &[
            ("showcase list interns", "Who is shown, and what of each."),
            ("showcase list offices --format json", "Offices as JSON."),
        ],
    ),
    (
        "consent",
        &[
            ("showcase consent", "How every consent stands today."),
            ("showcase consent --within 90 --fail-on review-due", "Fail if a review is due within ninety days."),
            ("showcase consent --format ics", "Reviews and endings as a calendar, without names."),
        ],
    ),
    (
        "withdraw",
        &[
            ("showcase withdraw i-7f3k --dry-run", "What would disappear, and what no tool can reach."),
            ("showcase withdraw i-7f3k", "Take the consent back from today on."),
        ],
    ),
    (
        "erase",
        &[
            ("showcase erase i-7f3k --dry-run", "Which files would go."),
            ("showcase erase i-7f3k", "Delete the person's folder, after a question."),
        ],
    ),
    (
        "diff",
        &[
            ("showcase diff HEAD", "What the changes on the disk do to the site."),
            ("showcase diff main HEAD --format markdown", "What a branch does, for a pull request."),
        ],
    ),
    (
        "deploy",
        &[
            ("showcase deploy live --dry-run", "Say what would be put and deleted at the target `live` of site.toml."),
            ("showcase deploy live --wait 600", "Put the built site there, after whoever is at it already."),
            ("showcase deploy file:///srv/www/stories", "Put it into a folder of this machine."),
        ],
    ),
    ("verify", &[("showcase verify https://stories.example.org/", "Compare what is online with public/.")]),
    (
        "serve",
        &[
            ("showcase serve", "Preview on this machine."),
            ("showcase serve --drafts --port 4000", "With drafts, on another port."),
        ],
    ),
    (
        "fmt",
        &[
            ("showcase fmt", "Lay out every record in one way."),
            ("showcase fmt --check content/offices", "Say which offices would change, and change none."),
        ],
    ),
    ("init", &[("showcase init my-site", "A new site in the folder my-site, after a few questions.")]),
    (
        "import",
        &[
            ("showcase import letter.docx --dry-run", "Print the draft, and what cannot be carried."),
            ("showcase import --wordpress export.xml", "Bring the pages of a WordPress site."),
        ],
    ),
    (
        "new",
        &[
            ("showcase new intern", "Ask for what a record needs."),
            ("showcase new intern --from answers.csv --map map.toml", "A draft for each row of a table."),
        ],
    ),
    (
        "new intern",
        &[("showcase new intern --name \"Ada Example\" --cohort 2024 --office nairobi", "Ask for the rest.")],
    ),
    ("new update", &[("showcase new update --intern i-7f3k --title \"Where next\"", "A later story of a person.")]),
    ("new office", &[("showcase new office --name Nairobi", "An office; country and position are suggested.")]),
    ("new cohort", &[("showcase new cohort --year 2027", "A cohort.")]),
    (
        "new donor",
        &[("showcase new donor --name \"Example Trust\" --kind trust", "A donor, not shown before a permission.")],
    ),
    ("new page", &[("showcase new page --title \"Frequent questions\"", "A page, as a draft.")]),
    (
        "stats",
        &[
            ("showcase stats", "What is public, counted, and what is to be done."),
            ("showcase stats --format csv", "The same for a spreadsheet."),
        ],
    ),
    (
        "schema",
        &[
            ("showcase schema --out schemas", "Schemas of all records, for editors."),
            ("showcase schema intern", "Print one."),
        ],
    ),
    (
        "completions",
        &[
            ("showcase completions bash > ~/.local/share/bash-completion/completions/showcase", "For bash."),
            ("showcase completions zsh > _showcase", "For zsh: put the file into a folder of $fpath."),
            ("showcase completions fish > ~/.config/fish/completions/showcase.fish", "For fish."),
            ("showcase completions powershell >> $PROFILE", "For PowerShell."),
        ],
    ),
    ("man", &[("showcase man man1", "Write showcase.1, showcase-build.1 and so on into man1.")]),
    (
        "help",
        &[
            ("showcase help", "All commands, and all pages of the guide."),
            ("showcase help new intern", "One command."),
            ("showcase help hosting", "A page of the guide."),
            ("showcase help --guide check", "The page, where a command has the same name."),
        ],
    ),
];
