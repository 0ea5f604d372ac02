//! Views of the pages that are not about one record: impact, static pages,
//! the page for what is not found.

use super::contract::{Body, Open, Outline, Shared, view};
use super::lists::SourceView;
use super::{DateView, LinkView, PageView, SiteView};

view! {
    /// The impact page.
    pub struct ImpactView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// A paragraph that can be read aloud.
        pub opening: String,
        /// The day that the data goes up to.
        pub as_of: Option<Shared<DateView>>,
        /// One question each, with its answer.
        pub sections: Vec<ImpactSection>,
        /// Where the figures come from.
        pub sources: Vec<SourceView>,
    }

    /// A question and its answer.
    pub struct ImpactSection {
        /// The fragment, without `#`.
        pub id: &'static str,
        /// The question.
        pub title: String,
        /// The answer in sentences.
        pub sentences: Vec<String>,
        /// The figures.
        pub table: TableView,
    }

    /// A table.
    pub struct TableView {
        /// What it shows.
        pub caption: String,
        /// Headings of the columns; the first is that of the row headings.
        pub columns: Vec<String>,
        /// Rows.
        pub rows: Vec<RowView>,
    }

    /// A row of a table.
    pub struct RowView {
        /// Heading of the row.
        pub heading: String,
        /// Where its rows can be followed to.
        pub href: Option<String>,
        /// The other cells.
        pub cells: Vec<String>,
    }

    /// A static page.
    pub struct StaticView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// Summary.
        pub summary: Option<String>,
        /// The text.
        pub body: Body,
        /// Its headings.
        pub outline: Outline,
        /// Day of publication.
        pub published: Option<Shared<DateView>>,
        /// `[extra]` of the record.
        pub extra: Open,
    }

    /// The pages of a folder.
    pub struct SectionView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// Its pages, newest first.
        pub entries: Vec<EntryView>,
    }

    /// A page in a list.
    pub struct EntryView {
        /// Address.
        pub href: String,
        /// Title.
        pub title: String,
        /// Summary.
        pub summary: Option<String>,
        /// Day of publication.
        pub published: Option<Shared<DateView>>,
    }

    /// The page for an address that does not exist.
    pub struct NotFoundView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// Where to go instead.
        pub links: Vec<LinkView>,
    }
}
