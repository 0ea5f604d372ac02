//! The words that the HTML of a text needs and that the author did not write.

/// Words in the language of the page. The default is British English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Heading of the list of footnotes.
    pub footnotes: String,
    /// Name of the link from a footnote to its place in the text.
    pub back_to_text: String,
    /// Title of a note.
    pub note: String,
    /// Title of a tip.
    pub tip: String,
    /// Title of what is important.
    pub important: String,
    /// Title of a warning.
    pub warning: String,
    /// Title of a call for caution.
    pub caution: String,
    /// Name of the mark of a task that is done.
    pub task_done: String,
    /// Name of the mark of a task that is not.
    pub task_open: String,
    /// Name of a table's scrollable region.
    pub table: String,
    /// Name of a code block.
    pub code: String,
    /// Says that a link leads to a video.
    pub video: String,
    /// Title of key facts that have none.
    pub facts: String,
}

impl Default for Wording {
    fn default() -> Self {
        Self {
            footnotes: "Footnotes".into(),
            back_to_text: "Back to text".into(),
            note: "Note".into(),
            tip: "Tip".into(),
            important: "Important".into(),
            warning: "Warning".into(),
            caution: "Caution".into(),
            task_done: "Done".into(),
            task_open: "To do".into(),
            table: "Table".into(),
            code: "Code".into(),
            video: "Video".into(),
            facts: "Key facts".into(),
        }
    }
}

/// One of the words, before the language of the page is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Footnotes,
    Note,
    Tip,
    Important,
    Warning,
    Caution,
    TaskDone,
    TaskOpen,
    Table,
    Code,
    Video,
    Facts,
}

impl Word {
    pub(super) fn of(self, words: &Wording) -> &str {
        match self {
            Self::Footnotes => &words.footnotes,
            Self::Note => &words.note,
            Self::Tip => &words.tip,
            Self::Important => &words.important,
            Self::Warning => &words.warning,
            Self::Caution => &words.caution,
            Self::TaskDone => &words.task_done,
            Self::TaskOpen => &words.task_open,
            Self::Table => &words.table,
            Self::Code => &words.code,
            Self::Video => &words.video,
            Self::Facts => &words.facts,
        }
    }
}
