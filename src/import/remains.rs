//! What an import did not carry, or carried in another shape: a list that the
//! author reads. Whatever a reader leaves out, it puts in here.

/// What became of a part of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It is not in the story.
    Left,
    /// It is, in another shape.
    Changed,
    /// It is, and somebody has to see to it.
    ToDo,
}

/// A kind of thing that is not simply carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Words that a tracked change deletes.
    Deleted,
    /// A comment in the margin.
    Comment,
    /// Words that are hidden.
    Hidden,
    /// The head or foot of pages.
    PageFurniture,
    /// A table of contents or an index.
    Index,
    /// A formula.
    Equation,
    /// A chart, a sheet, a drawing or another object.
    Object,
    /// A film, a sound or a frame of another site.
    Embedded,
    /// A field of a form.
    FormField,
    /// A program.
    Program,
    /// A command of another site generator.
    Shortcode,
    /// A note in the source of a page.
    SourceNote,
    /// A sign of a font that has pictures for letters.
    Symbol,
    /// A picture that lies on another site.
    RemotePicture,
    /// A picture that cannot be published.
    UnfitPicture,
    /// A picture that is not there.
    LostPicture,
    /// An address that is not carried; its words are.
    Address,
    /// A footnote that nobody wrote, or that nothing refers to.
    LooseNote,
    /// What the document says of itself.
    Metadata,
    /// A key of a record that there is no place for.
    Key,
    /// A file of a site that is no text.
    File,
    /// Words that a tracked change adds.
    Inserted,
    /// A text in a box.
    TextBox,
    /// A table whose cells were joined, or hold more than words.
    TableShape,
    /// Headings whose levels were moved.
    HeadingLevel,
    /// Numbers that the program counted: of headings, or with letters.
    AutomaticNumber,
    /// Underlined, raised, lowered or coloured words.
    Styling,
    /// Text that runs from right to left.
    Direction,
    /// Emphasis that Markdown cannot write.
    Emphasis,
    /// Hidden data of a picture.
    PictureData,
    /// A picture without words for those who cannot see it.
    NoAlt,
    /// A title that is still to be written.
    NoTitle,
    /// A picture, of which nobody said whether beneficiaries can be seen.
    Beneficiaries,
}

impl Kind {
    /// What became of it.
    pub fn fate(self) -> Fate {
        match self {
            Self::Inserted
            | Self::TextBox
            | Self::TableShape
            | Self::HeadingLevel
            | Self::AutomaticNumber
            | Self::Styling
            | Self::Direction
            | Self::Emphasis
            | Self::PictureData => Fate::Changed,
            Self::NoAlt | Self::NoTitle | Self::Beneficiaries => Fate::ToDo,
            _ => Fate::Left,
        }
    }

    /// Its name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Deleted => "deleted",
            Self::Comment => "comment",
            Self::Hidden => "hidden",
            Self::PageFurniture => "page-furniture",
            Self::Index => "index",
            Self::Equation => "equation",
            Self::Object => "object",
            Self::Embedded => "embedded",
            Self::FormField => "form-field",
            Self::Program => "program",
            Self::Shortcode => "shortcode",
            Self::SourceNote => "source-note",
            Self::Symbol => "symbol",
            Self::RemotePicture => "remote-picture",
            Self::UnfitPicture => "unfit-picture",
            Self::LostPicture => "lost-picture",
            Self::Address => "address",
            Self::LooseNote => "loose-note",
            Self::Metadata => "metadata",
            Self::Key => "key",
            Self::File => "file",
            Self::Inserted => "inserted",
            Self::TextBox => "text-box",
            Self::TableShape => "table-shape",
            Self::HeadingLevel => "heading-level",
            Self::AutomaticNumber => "automatic-number",
            Self::Styling => "styling",
            Self::Direction => "direction",
            Self::Emphasis => "emphasis",
            Self::PictureData => "picture-data",
            Self::NoAlt => "no-alt",
            Self::NoTitle => "no-title",
            Self::Beneficiaries => "beneficiaries",
        }
    }

    /// What it is, as a heading of a list.
    pub fn words(self) -> &'static str {
        match self {
            Self::Deleted => "Words that a tracked change deletes",
            Self::Comment => "Comments in the margin",
            Self::Hidden => "Hidden words",
            Self::PageFurniture => "Heads and feet of pages",
            Self::Index => "Tables of contents and indexes",
            Self::Equation => "Formulas",
            Self::Object => "Charts, drawings and other objects",
            Self::Embedded => "Films, sounds and frames of other sites",
            Self::FormField => "Fields of forms",
            Self::Program => "Programs and style sheets",
            Self::Shortcode => "Commands of another program (shortcodes)",
            Self::SourceNote => "Notes in the source",
            Self::Symbol => "Signs of a symbol font",
            Self::RemotePicture => "Pictures on other sites, which are never fetched",
            Self::UnfitPicture => "Pictures that cannot be published",
            Self::LostPicture => "Pictures that are not there",
            Self::Address => "Addresses of links; their words are there",
            Self::LooseNote => "Footnotes without a text, or that nothing refers to",
            Self::Metadata => "What the document says of itself",
            Self::Key => "Keys of the old records",
            Self::File => "Files that are no texts",
            Self::Inserted => "Tracked insertions, which are in the story as if they were accepted",
            Self::TextBox => "Text boxes, which became paragraphs",
            Self::TableShape => "Tables that lost their shape: joined cells, lists or tables in cells",
            Self::HeadingLevel => "Headings whose level was moved",
            Self::AutomaticNumber => {
                "Automatic numbers: those of headings are gone, letters and Roman numerals became digits"
            }
            Self::Styling => "Underlined, raised, lowered or coloured words, which became plain",
            Self::Direction => "Paragraphs set from right to left, whose setting is gone",
            Self::Emphasis => "Bold or slanted words that Markdown cannot write, which became plain",
            Self::PictureData => "Pictures that lost hidden data, such as the place where they were taken",
            Self::NoAlt => "Pictures that need words for people who cannot see them",
            Self::NoTitle => "Texts that need a title",
            Self::Beneficiaries => "Pictures of which to say whether beneficiaries can be seen",
        }
    }
}

/// One thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remain {
    /// Of which kind.
    pub kind: Kind,
    /// The heading that it stands below, or nothing before the first.
    pub place: String,
    /// Its words, or what tells it; may be empty.
    pub words: String,
}

/// What an import did not simply carry, in the order of the document.
#[derive(Debug, Default, Clone)]
pub struct Remains {
    /// Everything.
    pub list: Vec<Remain>,
    place: String,
}

impl Remains {
    /// Takes note of the heading that comes now.
    pub fn below(&mut self, heading: &str) {
        self.place = squeezed(heading);
    }

    /// Takes note of something.
    pub fn add(&mut self, kind: Kind, words: &str) {
        self.list.push(Remain { kind, place: self.place.clone(), words: squeezed(words) });
    }

    /// The same once for the whole document.
    pub fn once(&mut self, kind: Kind, words: &str) {
        let words = squeezed(words);
        if !self.list.iter().any(|remain| remain.kind == kind && remain.words == words) {
            self.list.push(Remain { kind, place: String::new(), words });
        }
    }

    /// How many of a kind there are.
    pub fn count(&self, kind: Kind) -> usize {
        self.list.iter().filter(|remain| remain.kind == kind).count()
    }
}

/// Words with single spaces between them.
pub(super) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
