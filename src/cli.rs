//! Commands, what they print, and exit codes.
//!
//! The only place that prints. 0 is done, 1 problems in the content, 2 wrong
//! usage, 3 the machine failed.

mod ask;
mod build;
mod consent;
mod console;
mod deploy;
mod diff;
mod examples;
mod explain;
mod external;
mod fmt;
mod help;
mod import;
mod init;
mod list;
mod manual;
mod many;
mod new;
mod people;
mod run;
mod schema;
mod serve;
mod stats;
mod timings;
mod unsaved;
mod verify;
mod version;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::config::BaseUrl;

pub use help::{Page, pages as guide_pages};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done,
    /// Problems in the content.
    Content,
    /// Wrong usage.
    Usage,
    /// The machine failed.
    Machine,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Content => 1,
            Exit::Usage => 2,
            Exit::Machine => 3,
        })
    }
}

/// Builds the public showcase of an internship programme.
#[derive(Debug, Parser)]
#[command(name = "showcase", disable_help_subcommand = true, disable_version_flag = true)]
#[command(arg_required_else_help = true, args_conflicts_with_subcommands = true, max_term_width = 100)]
struct Cli {
    /// Print the version.
    #[arg(short = 'V', long, action = ArgAction::SetTrue)]
    version: bool,
    /// With --version: what this program was built of and for.
    #[arg(long, requires = "version")]
    verbose: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check the content and write the whole site.
    ///
    /// Nothing is written if there is any error. Files that have not changed
    /// are not touched.
    Build(BuildArgs),
    /// Check the content without writing anything.
    Check(CheckArgs),
    /// Say why a problem matters and what to do about it.
    Explain {
        /// The code in square brackets, such as `office-unknown`; all of them without it.
        code: Option<String>,
    },
    /// List the records of a kind with what is public of them.
    List(ListArgs),
    /// Tell how every person's consent stands, and what is public because of it.
    Consent(consent::ConsentArgs),
    /// Take back a person's consent: from the day on, nothing of them is shown.
    ///
    /// Writes one date into one record, keeps every other byte, and says what
    /// disappears with the next build and what no tool can reach.
    Withdraw(people::PersonArgs),
    /// Delete a person's folder and everything that was made of it.
    ///
    /// Says what goes, asks, and notes the address in content/gone.toml if it
    /// was ever public. The site is built again.
    Erase(people::EraseArgs),
    /// Tell what changes on the site between two states of it, for whoever approves it.
    ///
    /// Compares two revisions of git, a revision and the sources as they are, or
    /// the folders of two finished sites. Writes nothing and leaves the working
    /// tree alone.
    Diff(diff::DiffArgs),
    /// Compare a published site with what was built: every file, header and old address.
    ///
    /// Asks the site for each file that the manifest of the output lists, four at
    /// a time.
    Verify(verify::VerifyArgs),
    /// Put the built site to where it is served: a folder, a store, a server or a branch.
    ///
    /// Puts only what differs, what pages use before the pages, and deletes only
    /// what it put there itself. A deploy that was cut goes on where it was.
    Deploy(deploy::DeployArgs),
    /// Show the site in the browser, and every change of it at once.
    ///
    /// Builds in memory and serves on this machine only. Ends with Ctrl-C.
    Serve(serve::ServeArgs),
    /// Lay out records and texts in one way; nothing that is shown changes.
    Fmt(fmt::FmtArgs),
    /// Make a new site: small, whole, with samples to replace.
    ///
    /// Never overwrites a file: if one is there already, nothing is written.
    Init(init::InitArgs),
    /// Make drafts of documents: .docx, .odt, HTML or Markdown.
    ///
    /// Headings, lists, links, footnotes, tables and pictures become a story, and
    /// what could not be carried is listed. Never overwrites a file, and fills in
    /// nobody's consent.
    Import(import::ImportArgs),
    /// Make a new record: asks for what is needed, or takes it from flags or a table.
    ///
    /// Never overwrites a file, and fills in nobody's consent.
    #[command(subcommand)]
    New(new::NewArgs),
    /// Count what is public: stories by cohort, office, goal and level, and what is to be done.
    Stats(stats::StatsArgs),
    /// Print or write JSON Schemas of the records, for editors.
    ///
    /// Made from the same tables that the checks use, with the ids that there are
    /// at the moment. Write them again when there are new offices, cohorts or donors.
    Schema(schema::SchemaArgs),
    /// Print a script that completes commands and flags in a shell.
    Completions(manual::CompletionsArgs),
    /// Write manual pages, one for each command.
    Man(manual::ManArgs),
    /// Print help on a command, or a page of the guide.
    Help(help::HelpArgs),
}

/// What build and check share.
#[derive(Debug, Args)]
pub(crate) struct SiteArgs {
    /// Folder of the site, the one that holds site.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// Build for this day instead of today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    pub(crate) date: Option<Date>,
    /// Address of the site, in place of `base_url` in site.toml.
    #[arg(long, value_name = "URL", value_parser = parse_base_url)]
    pub(crate) base_url: Option<BaseUrl>,
    /// Let warnings stop the build.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Show drafts, with a badge.
    #[arg(long)]
    pub(crate) drafts: bool,
    /// How problems are reported.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// Where to keep what later runs need not do again; `.showcase` in the root without it.
    #[arg(long, value_name = "DIR")]
    pub(crate) cache_dir: Option<PathBuf>,
    /// How many threads to use; all processors without it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub(crate) jobs: Option<u16>,
    /// Say how long each stage took, and which templates took longest.
    #[arg(long)]
    pub(crate) timings: bool,
    /// No progress and no summary; problems are reported all the same.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
struct BuildArgs {
    #[command(flatten)]
    site: SiteArgs,
    /// Where the site is written; `public` in the root without it.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Make every file again and compare it with the one that is there.
    ///
    /// Nothing is taken from earlier builds. Of the output directory only
    /// showcase's own files change or go; yours stay.
    #[arg(long)]
    clean: bool,
    /// Write .br and .gz beside each text, for servers that hand these out.
    #[arg(long)]
    precompress: bool,
    /// Print nothing but the day on which the site changes next by itself.
    ///
    /// That is the next day on which a record is published or expires, or a
    /// consent begins or ends. Nothing is printed if none is to be foreseen.
    #[arg(long)]
    next_change: bool,
}

#[derive(Debug, Args)]
struct CheckArgs {
    #[command(flatten)]
    site: SiteArgs,
    /// Write all that is found now into a list of known findings, beside site.toml.
    ///
    /// Named in [lints] of site.toml as `baseline`, it keeps them from being
    /// reported again; what is new is reported. Without NAME it is the file that
    /// is named there, or lints-baseline.toml.
    #[arg(long, value_name = "NAME", num_args = 0..=1)]
    #[expect(clippy::option_option, reason = "the flag may stand without a name")]
    write_baseline: Option<Option<String>>,
    /// Ask other sites too whether links to them still lead anywhere.
    ///
    /// No build and no other check opens a connection. Hosts are asked
    /// side by side, each one thing at a time; answers are kept in the cache with
    /// their age. What does not answer is a warning.
    #[arg(long)]
    external: bool,
    /// With --external, ask machines in private networks too.
    #[arg(long, requires = "external")]
    allow_private: bool,
}

#[derive(Debug, Args)]
struct ListArgs {
    /// Which kind.
    #[arg(value_enum)]
    kind: list::Kind,
    #[command(flatten)]
    site: SiteArgs,
}

impl SiteArgs {
    /// The site in a folder, with nothing else asked for.
    fn of(root: &std::path::Path) -> Self {
        Self {
            root: root.to_path_buf(),
            date: None,
            base_url: None,
            strict: false,
            drafts: false,
            format: Format::Human,
            cache_dir: None,
            jobs: None,
            timings: false,
            quiet: false,
        }
    }
}

/// How problems are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, on standard error.
    Human,
    /// One JSON document on standard output.
    Json,
    /// SARIF 2.1.0 on standard output, for code scanning.
    Sarif,
    /// Annotations on standard output, for GitHub Actions.
    Github,
    /// JSON Lines on standard output: one object a problem.
    Jsonl,
    /// JUnit XML on standard output, for programs that show tests.
    Junit,
}

/// All commands with their flags and examples: what help, manual pages,
/// completions and the tests of the documentation are made of.
pub fn command() -> clap::Command {
    examples::attach(Cli::command())
}

/// Runs the program.
pub fn main() -> ExitCode {
    let parsed = command().try_get_matches().and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            let wanted = !error.use_stderr();
            // A closed pipe is no reason to fail.
            drop(error.print());
            return if wanted { Exit::Done.into() } else { Exit::Usage.into() };
        }
    };
    match cli.command {
        Some(command) => run_command(command),
        None => version::version(cli.verbose),
    }
    .into()
}

fn run_command(command: Command) -> Exit {
    match command {
        Command::Build(args) => build::build(&args),
        Command::Check(args) => build::check(&args),
        Command::Explain { code } => explain::explain(code.as_deref()),
        Command::List(args) => list::list(args.kind, &args.site),
        Command::Consent(args) => consent::consent(&args),
        Command::Withdraw(args) => people::withdraw(&args),
        Command::Erase(args) => people::erase(&args),
        Command::Deploy(args) => deploy::deploy(&args),
        Command::Diff(args) => diff::diff(&args),
        Command::Verify(args) => verify::verify(&args),
        Command::Serve(args) => serve::serve(&args),
        Command::Fmt(args) => fmt::fmt(&args),
        Command::Import(args) => import::import(&args),
        Command::Init(args) => init::init(&args),
        Command::New(args) => new::new(&args),
        Command::Stats(args) => stats::stats(&args),
        Command::Schema(args) => schema::schema(&args),
        Command::Completions(args) => manual::completions(args.shell),
        Command::Man(args) => manual::man(&args.dir),
        Command::Help(args) => help::help(&args),
    }
}

fn parse_date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write it as in 2026-09-30".to_owned())
}

fn parse_base_url(text: &str) -> Result<BaseUrl, String> {
    BaseUrl::parse(text).ok_or_else(|| "write the full address, as in https://stories.example.org/".to_owned())
}
