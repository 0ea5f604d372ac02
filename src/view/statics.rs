//! Views of the pages that are not about one record: impact, static pages,
//! the page for what is not found.

use super::contract::{Body, Open, Outline, Shared, view};
use super::lists::SourceView;
use super::profile::FacetGroup;
use super::{CountedLink, DateView, FigureView, LinkView, PageView, SiteView};

view! {
    /// The search page.
    pub struct SearchView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// Address of the search script, if the theme has one.
        pub script: Option<String>,
        /// What `integrity` says of the search script.
        pub script_integrity: Option<String>,
        /// Address of what the search script loads first.
        pub index: Option<String>,
        /// What results can be narrowed by, and lists for those without scripts.
        pub narrow: Shared<Vec<FacetGroup>>,
        /// A list of donors, likewise.
        pub donors: Vec<CountedLink>,
    }

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
        /// Figures as sentences, each with the place of what it counts.
        pub figures: Vec<FigureView>,
        /// One question each, with its answer.
        pub sections: Vec<ImpactSection>,
        /// Where the figures come from.
        pub sources: Vec<SourceView>,
        /// Tables of what is published, as files.
        pub records: Vec<FilesView>,
        /// Address of the schema of all tables.
        pub schema: String,
    }

    /// A table that there are files of.
    pub struct FilesView {
        /// What it is about.
        pub title: String,
        /// Address of the table as CSV.
        pub csv: String,
        /// Address of the table as JSON.
        pub json: String,
    }

    /// A question and its answer.
    pub struct ImpactSection {
        /// The fragment, without `#`.
        pub id: &'static str,
        /// The question.
        pub title: String,
        /// The answer in sentences.
        pub sentences: Vec<String>,
        /// The figures, those of the chart.
        pub table: TableView,
        /// Further tables.
        pub more: Vec<TableView>,
    }

    /// A table.
    pub struct TableView {
        /// Its name, which its files bear.
        pub id: &'static str,
        /// What it shows.
        pub caption: String,
        /// Headings of the columns; the first is that of the row headings.
        pub columns: Vec<String>,
        /// Rows.
        pub rows: Vec<RowView>,
        /// A chart of one of the columns.
        pub chart: Option<ChartView>,
        /// Where the figures come from.
        pub source: Option<String>,
        /// Address of the table as CSV.
        pub csv: String,
        /// Address of the table as JSON.
        pub json: String,
    }

    /// A chart: bars of which the longest is the whole width.
    pub struct ChartView {
        /// What it compares.
        pub title: String,
        /// Bars, in the order of the rows of the table.
        pub bars: Vec<BarView>,
    }

    /// A bar.
    pub struct BarView {
        /// What it stands for.
        pub label: String,
        /// Its number in words.
        pub value: String,
        /// Its length, 0.0 to 100.0, per cent of the longest.
        pub share: String,
        /// `known`; `least` for a lower bound; `unknown` where it counts what is not known; `unstated` where there is no number.
        pub state: &'static str,
        /// The goal that it stands for.
        pub goal: Option<usize>,
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

    /// The page for an address where nothing is, or nothing is any more.
    pub struct NotFoundView {
        /// The site.
        pub site: Shared<SiteView>,
        /// The page.
        pub page: PageView,
        /// Where to go instead.
        pub links: Vec<LinkView>,
    }
}
