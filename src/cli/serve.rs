//! `showcase serve`.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use clap::Args;
use jiff::civil::Date;

use super::{Exit, Format, build, console, parse_base_url, parse_date};
use crate::config::BaseUrl;
use crate::diagnostic::{Report, Severity};
use crate::disk;
use crate::disk::cache::{self, Cache};
use crate::disk::output::{OutputError, Written};
use crate::serve::{self, ListenError, Listeners, Options, PORT, Told};

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// Folder of the site, the one that holds site.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Port to listen on; 4000 or the next that is free without it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    port: Option<u16>,
    /// Address to listen on; this machine alone without it.
    ///
    /// With any other address everybody in the network can read the preview.
    #[arg(long, value_name = "ADDR")]
    host: Option<String>,
    /// Open the site in the browser.
    #[arg(long)]
    open: bool,
    /// Show drafts, with a badge.
    #[arg(long)]
    drafts: bool,
    /// Show the site of this day instead of today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    date: Option<Date>,
    /// Address of the site, in place of `base_url` in site.toml.
    #[arg(long, value_name = "URL", value_parser = parse_base_url)]
    base_url: Option<BaseUrl>,
    /// Look for changes again and again, for disks that tell of none.
    #[arg(long)]
    poll: bool,
    /// Write the site to `public` in the root too.
    #[arg(long)]
    write: bool,
    /// Where earlier builds kept what need not be done again; `.showcase` in the root without it.
    #[arg(long, value_name = "DIR")]
    cache_dir: Option<PathBuf>,
    /// How many threads to build on; all processors without it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,
    /// Report problems and nothing else.
    #[arg(long, short)]
    quiet: bool,
}

/// Shows the site until it is stopped.
pub(super) fn serve(args: &ServeArgs) -> Exit {
    if !disk::is_folder(&args.root) {
        console::complain(&format!("error: there is no folder {}\n", args.root.display()));
        return Exit::Usage;
    }
    let listeners = match Listeners::open(args.host.as_deref(), args.port) {
        Ok(listeners) => listeners,
        Err(error) => return cannot_listen(&error),
    };
    if listeners.is_open() {
        console::complain(BANNER);
    }
    let port = listeners.port();
    if args.port.is_none() && port != PORT {
        console::complain(&format!("Port {PORT} is taken; the preview is on port {port}.\n"));
    }
    let cache = Cache::at(&args.cache_dir.clone().unwrap_or_else(|| args.root.join(cache::NAME)));
    let options = Options {
        root: args.root.clone(),
        host: args.host.clone(),
        date: args.date,
        base_url: args.base_url.clone(),
        drafts: args.drafts,
        poll: args.poll,
        write: args.write.then(|| args.root.join("public")),
        cache: Some(cache.path().to_path_buf()),
    };
    let (kept, held) = build::recalled(&cache);
    let console = Console { quiet: args.quiet, open: args.open, failing: Mutex::new(false) };
    let threads = usize::from(args.jobs.unwrap_or(0));
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(|| serve::run(&options, listeners, kept, held, &|told| console.tell(told))),
        Err(error) => {
            console::complain(&format!("error: no threads can be started: {error}\n"));
            return Exit::Machine;
        }
    }
    Exit::Done
}

/// What is said when others can look in.
const BANNER: &str = "\
warning: this preview can be read by everybody in the network, drafts included. There is no password.
         Leave out `--host` to keep it to this machine.
";

fn cannot_listen(error: &ListenError) -> Exit {
    match error {
        ListenError::Taken(port) => console::complain(&format!(
            "error: port {port} is taken, perhaps by another preview. End that one, or choose another with `--port`.\n"
        )),
        ListenError::Failed(host, error) => {
            console::complain(&format!("error: nothing can listen on {host}: {error}\n"));
        }
    }
    Exit::Machine
}

/// Says what happens.
struct Console {
    quiet: bool,
    open: bool,
    /// Whether the last build failed.
    failing: Mutex<bool>,
}

impl Console {
    fn tell(&self, told: Told<'_>) {
        match told {
            Told::Ready { url } => {
                self.say(&format!("The preview is at {url} (Ctrl-C ends it).\n"));
                if self.open && !open(url) {
                    console::complain("warning: no browser could be opened.\n");
                }
            }
            Told::Polling(why) => console::complain(&format!(
                "warning: the system does not tell of changes ({why}); they are looked for, which takes a moment longer.\n"
            )),
            Told::Built { report, pages, changed, took } => {
                self.report(report, false);
                let files = if changed == 1 { "1 file".to_owned() } else { format!("{changed} files") };
                self.say(&format!("{pages} pages, {files} new; {} ms\n", took.as_millis()));
            }
            Told::Failed { report } => self.report(report, true),
            Told::Written { out, result } => self.written(out, result),
        }
    }

    fn report(&self, report: &Report<'_>, failed: bool) {
        console::report(report, Format::Human);
        let before = self.failing.lock().map(|mut failing| std::mem::replace(&mut *failing, failed));
        if failed {
            let tally = console::tally(report).unwrap_or_default();
            console::err(&format!("{tally}; the preview shows the last good site.\n"));
        } else if before.is_ok_and(|before| before) && report.count(Severity::Error) == 0 {
            console::err("All errors are mended.\n");
        }
    }

    fn written(&self, out: &Path, result: Result<Written, OutputError>) {
        match result {
            Ok(written) => {
                let (new, deleted) = (written.written, written.deleted);
                self.say(&format!("{}: {new} written, {deleted} deleted\n", out.display()));
            }
            Err(OutputError::Refused(message)) => console::complain(&format!("error: {message}\n")),
            Err(OutputError::Failed { path, error }) => {
                console::complain(&format!("error[output-failed]: {} cannot be written: {error}\n", path.display()));
            }
        }
    }

    fn say(&self, text: &str) {
        if !self.quiet {
            console::complain(text);
        }
    }
}

/// Opens an address in the browser.
#[expect(clippy::disallowed_methods, reason = "a preview is no build, and the browser was asked for")]
fn open(url: &str) -> bool {
    let program = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let nothing = std::process::Stdio::null;
    let mut command = std::process::Command::new(program);
    command.arg(url).stdin(nothing()).stdout(nothing()).stderr(nothing()).spawn().is_ok()
}
