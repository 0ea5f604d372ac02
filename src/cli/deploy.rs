//! `showcase deploy`: a finished site to where it is served.

mod known;
mod place;
mod told;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::build::{output_of, prepared};
use super::run::{Prepared, Run, now, run};
use super::{Exit, SiteArgs, console, parse_base_url, parse_date};
use crate::config::{self, BaseUrl, Config, Deploy, FORMS, Unfit};
use crate::diagnostic::{Report, did_you_mean};
use crate::disk::output::JOURNAL_NAME;
use crate::disk::{self, Root, read_at_most};
use crate::hash::Hash128;
use crate::path::OutPath;
use crate::publish::deploy::{Owner, Site, Taking, Unready, differing, made_of};

#[derive(Debug, Args)]
pub(super) struct DeployArgs {
    /// A name of [deploy] in site.toml, or an address such as sftp://user@host/path.
    target: String,
    /// Folder of the site, the one that holds site.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Where the site was written; `public` in the root without it.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The day that the output has to be right for, instead of today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    date: Option<Date>,
    /// Address of the site, in place of `base_url` in site.toml.
    #[arg(long, value_name = "URL", value_parser = parse_base_url)]
    base_url: Option<BaseUrl>,
    /// Say what would be put and deleted, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Deploy what is there, without asking whether the sources make the same today.
    ///
    /// Nobody looks then whether a consent has ended since, or whether drafts are in it.
    #[arg(long)]
    output_only: bool,
    /// Replace files at the target that have names of the site and that showcase did not put there.
    #[arg(long)]
    adopt: bool,
    /// Print the addresses whose copies in caches are no longer right, one a line.
    #[arg(long)]
    purge: bool,
    /// Wait so long for another deploy to end.
    #[arg(long, value_name = "SECONDS", default_value_t = 0, value_parser = clap::value_parser!(u64).range(0..=86_400))]
    wait: u64,
    /// Take the lock of a deploy that was cut. Only if it is certain that it no longer runs.
    #[arg(long)]
    break_lock: bool,
    /// So many files at the same time.
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=32))]
    jobs: u16,
    /// How often a store is asked that fails for a moment.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=20))]
    tries: u32,
    /// How it is told.
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
    /// No progress and no summary.
    #[arg(long, short)]
    quiet: bool,
}

/// How a deploy is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people, as text.
    Human,
    /// A JSON document.
    Json,
}

impl DeployArgs {
    fn site(&self) -> SiteArgs {
        let (date, base_url) = (self.date, self.base_url.clone());
        SiteArgs { date, base_url, quiet: self.quiet || self.format == Form::Json, ..SiteArgs::of(&self.root) }
    }

    fn taking(&self) -> Taking {
        if self.adopt { Taking::Adopt } else { Taking::Refuse }
    }
}

/// A deploy whose target is known and whose output may go there.
struct Ready<'a> {
    args: &'a DeployArgs,
    out: PathBuf,
    deploy: Deploy,
    site: Site,
    /// The address of the site, with a slash at the end.
    address: String,
    owner: Owner,
    quiet: &'a SiteArgs,
}

impl Ready<'_> {
    /// The bytes of a file of the site.
    fn read(&self, path: &OutPath) -> Option<Vec<u8>> {
        read_at_most(&self.out.join(path.as_str()), LARGEST).ok()
    }

    fn wait(&self) -> Duration {
        Duration::from_secs(self.args.wait)
    }
}

/// Bytes of a file of the site at most; none that showcase writes is as large.
const LARGEST: u64 = 1 << 32;

/// Puts a finished site to where it is served.
pub(super) fn deploy(args: &DeployArgs) -> Exit {
    let site = args.site();
    run(&site, |run| match ready(args, &site, run) {
        Ok(ready) => place::deploy(&ready),
        Err(exit) => exit,
    })
}

fn ready<'a>(args: &'a DeployArgs, quiet: &'a SiteArgs, run: &mut Run<'_>) -> Result<Ready<'a>, Exit> {
    let config = configured(args, run)?;
    let deploy = target(args, &config)?;
    let out = output_of(quiet, args.out.as_deref());
    let rules = !matches!(deploy.place, config::Place::S3 { .. });
    let read = |name: &str| read_at_most(&out.join(name), LARGEST).ok();
    let journal = disk::is_file(&out.join(JOURNAL_NAME));
    let site = Site::of(&read, journal, rules).map_err(|unready| unfit(&out, &unready))?;
    if !args.output_only {
        run.request.precompress = site.has_forms();
        up_to_date(&site, &out, run)?;
    }
    let since = now();
    let token = Hash128::of(format!("{} {}", std::process::id(), since.as_nanosecond()).as_bytes()).short();
    let owner = Owner { token, who: known::whoever(), since: since.as_second() };
    Ok(Ready { args, out, deploy, site, address: config.base.full(), owner, quiet })
}

fn configured(args: &DeployArgs, run: &mut Run<'_>) -> Result<Config, Exit> {
    let read = run.read(&disk::held::Held::default()).ok_or(run.exit)?;
    let (tree, mut problems) = (read.sources.tree, Vec::new());
    let config = config::load(&tree, args.base_url.as_ref(), &mut problems);
    let sound = problems.iter().all(|problem| problem.severity == crate::diagnostic::Severity::Warning);
    match config.filter(|_| sound) {
        Some(config) => Ok(config),
        None => {
            console::report(&Report::new(&tree, problems, false), super::Format::Human);
            Err(Exit::Content)
        }
    }
}

fn target(args: &DeployArgs, config: &Config) -> Result<Deploy, Exit> {
    if let Some(deploy) = config.deploy.get(&args.target) {
        return Ok(deploy.clone());
    }
    let complaint = if args.target.contains("://") {
        match Deploy::at(&args.target) {
            Ok(deploy) => return Ok(deploy),
            Err(Unfit::Credential) => "error: the address holds a password, a token or a key, or what looks like one. \
                 Passwords come from the environment or from files in your home directory; docs/deploy.md says \
                 which.\n"
                .to_owned(),
            Err(Unfit::Scheme | Unfit::Malformed) => {
                format!("error: `{}` is no place that a site can be put to. Write it as in {FORMS}.\n", args.target)
            }
        }
    } else {
        let names = || config.deploy.keys().map(String::as_str);
        let near = did_you_mean(&args.target, names()).map(|near| format!(" {near}")).unwrap_or_default();
        let all = match names().collect::<Vec<_>>().join(", ") {
            none if none.is_empty() => format!("There is none yet; give an address as in {FORMS}."),
            all => format!("There are: {all}."),
        };
        format!("error: site.toml has no [deploy.{}].{near} {all}\n", args.target)
    };
    console::complain(&complaint);
    Err(Exit::Usage)
}

fn unfit(out: &Path, unready: &Unready) -> Exit {
    let place = out.display();
    let (why, exit) = match unready {
        Unready::NoManifest => (
            format!(
                "{place} has no whole .showcase-manifest, which says what was built; build it, or name it with --out"
            ),
            Exit::Usage,
        ),
        Unready::Unfinished => {
            (format!("a build of {place} is under way, or was cut; run `showcase build` to its end"), Exit::Content)
        }
        Unready::Changed(first, count) => {
            let others = if *count > 1 { format!(" and {} other files are", count - 1) } else { " is".to_owned() };
            (format!("{first}{others} not what was built into {place}; run `showcase build` again"), Exit::Content)
        }
    };
    console::complain(&format!("error: {why}.\n"));
    exit
}

/// Whether the sources make the same site today.
fn up_to_date(site: &Site, out: &Path, run: &mut Run<'_>) -> Result<(), Exit> {
    let Some(Prepared { sources, ready, .. }) = prepared(run) else { return Err(run.exit) };
    let keys = match made_of(&ready, &sources.tree, &Root::new(&run.args.root), run.request.precompress) {
        Ok(keys) => keys,
        Err(problems) => return Err(run.report(&sources.tree, problems)),
    };
    let Some((first, count)) = differing(site, &keys) else { return Ok(()) };
    let others = if count > 1 { format!(", and {} other files", count - 1) } else { String::new() };
    console::complain(&format!(
        "error: the sources make something else today than what lies in {}: {first}{others}. Run `showcase build` \
         again, without --drafts; `--output-only` deploys what is there, whatever consents say today.\n",
        out.display()
    ));
    Err(Exit::Content)
}
