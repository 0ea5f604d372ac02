//! The pages of `docs/`, as they were when the program was built. A test holds
//! the list against the folder.

/// A page of the guide.
#[derive(Debug)]
pub struct Page {
    /// The word that asks for it: the name of its file without `.md`.
    pub topic: &'static str,
    /// Its Markdown.
    pub text: &'static str,
}

impl Page {
    /// Its top heading.
    pub fn title(&self) -> &'static str {
        self.text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or(self.topic)
    }
}

/// All pages, in the order in which they are listed.
pub fn pages() -> &'static [Page] {
    PAGES
}

const PAGES: &[Page] = &[
    page("index", include_str!("../../../docs/index.md")),
    page("comms-guide", include_str!("../../../docs/comms-guide.md")),
    page("authoring", include_str!("../../../docs/authoring.md")),
    page("consent", include_str!("../../../docs/consent.md")),
    page("data-protection", include_str!("../../../docs/data-protection.md")),
    page("markdown", include_str!("../../../docs/markdown.md")),
    page("pictures", include_str!("../../../docs/pictures.md")),
    page("languages", include_str!("../../../docs/languages.md")),
    page("content-reference", include_str!("../../../docs/content-reference.md")),
    page("importing", include_str!("../../../docs/importing.md")),
    page("migrating", include_str!("../../../docs/migrating.md")),
    page("editor", include_str!("../../../docs/editor.md")),
    page("preview", include_str!("../../../docs/preview.md")),
    page("cli", include_str!("../../../docs/cli.md")),
    page("diagnostics", include_str!("../../../docs/diagnostics.md")),
    page("codes", include_str!("../../../docs/codes.md")),
    page("check", include_str!("../../../docs/check.md")),
    page("diff", include_str!("../../../docs/diff.md")),
    page("installing", include_str!("../../../docs/installing.md")),
    page("ci", include_str!("../../../docs/ci.md")),
    page("deploy", include_str!("../../../docs/deploy.md")),
    page("hosting", include_str!("../../../docs/hosting.md")),
    page("programs", include_str!("../../../docs/programs.md")),
    page("searching", include_str!("../../../docs/searching.md")),
    page("cards", include_str!("../../../docs/cards.md")),
    page("themes", include_str!("../../../docs/themes.md")),
    page("views", include_str!("../../../docs/views.md")),
    page("architecture", include_str!("../../../docs/architecture.md")),
];

const fn page(topic: &'static str, text: &'static str) -> Page {
    Page { topic, text }
}
