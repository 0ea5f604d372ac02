//! Commands, what they print, and exit codes.
//!
//! The only place that prints. 0 is done, 1 problems in the content, 2 wrong
//! usage, 3 the machine failed.

mod build;
mod console;
mod explain;
mod list;
mod run;
mod timings;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::config::BaseUrl;

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
#[command(name = "showcase", version, arg_required_else_help = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
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
}

#[derive(Debug, Args)]
struct CheckArgs {
    #[command(flatten)]
    site: SiteArgs,
}

#[derive(Debug, Args)]
struct ListArgs {
    /// Which kind.
    #[arg(value_enum)]
    kind: list::Kind,
    #[command(flatten)]
    site: SiteArgs,
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
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let wanted = !error.use_stderr();
            // A closed pipe is no reason to fail.
            drop(error.print());
            return if wanted { Exit::Done.into() } else { Exit::Usage.into() };
        }
    };
    let exit = match cli.command {
        Command::Build(args) => build::build(&args.site, args.out.as_deref(), args.clean),
        Command::Check(args) => build::check(&args.site),
        Command::Explain { code } => explain::explain(code.as_deref()),
        Command::List(args) => list::list(args.kind, &args.site),
    };
    exit.into()
}

fn parse_date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write it as in 2026-09-30".to_owned())
}

fn parse_base_url(text: &str) -> Result<BaseUrl, String> {
    BaseUrl::parse(text).ok_or_else(|| "write the full address, as in https://stories.example.org/".to_owned())
}
