//! `showcase verify`: a published site against what was built.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{Exit, console, parse_base_url};
use crate::config::BaseUrl;
use crate::diagnostic::terminal;
use crate::disk::read_at_most;
use crate::external::Fetcher;
use crate::publish::{Expected, Finding};

/// So many requests are on their way at the same time.
const AT_ONCE: usize = 4;

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// Address of the published site.
    #[arg(value_parser = parse_base_url)]
    url: BaseUrl,
    /// Folder of the site, the one that holds site.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Where the site was written; `public` in the root without it.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How it is told.
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
    /// Let what is gone answer 404 instead of 410, for hosts that know no 410.
    #[arg(long)]
    allow_404: bool,
}

/// How findings are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people, as text.
    Human,
    /// A JSON document.
    Json,
}

/// Asks a published site for everything that it should be.
pub(super) fn verify(args: &VerifyArgs) -> Exit {
    let out = args.out.clone().unwrap_or_else(|| args.root.join("public"));
    let read = |name: &str| read_at_most(&out.join(name), 1 << 30).ok();
    let Some(expected) = Expected::of(&read) else {
        let place = out.display();
        console::complain(&format!(
            "error: {place} has no whole .showcase-manifest, which says what was built; build it, or name it with --out.\n"
        ));
        return Exit::Usage;
    };
    let site = args.url.full();
    let fetcher = Fetcher::new(&site);
    let ask = |address: &str, coding: Option<&str>| fetcher.get(address, coding);
    let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(AT_ONCE).build() else {
        console::complain("error: no threads can be started.\n");
        return Exit::Machine;
    };
    let findings = pool.install(|| expected.compared(&site, args.allow_404, &ask));
    console::out(&told(args, &site, &findings));
    if findings.is_empty() { Exit::Done } else { Exit::Content }
}

fn told(args: &VerifyArgs, site: &str, findings: &[Finding]) -> String {
    if args.format == Form::Json {
        let each = findings.iter().map(|finding| {
            json!({ "address": finding.address, "kind": finding.what.kind(), "message": finding.what.to_string() })
        });
        let document = json!({ "site": site, "findings": each.collect::<Vec<_>>() });
        return serde_json::to_string_pretty(&document).unwrap_or_default() + "\n";
    }
    let lines: String = findings.iter().map(|finding| format!("{} {}\n", finding.address, finding.what)).collect();
    let sum = match findings.len() {
        0 => format!("{site} is what was built.\n"),
        1 => "1 thing is not what was built.\n".to_owned(),
        n => format!("{n} things are not what was built.\n"),
    };
    terminal::harmless(&(lines + &sum))
}
