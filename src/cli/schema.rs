//! `showcase schema`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{Exit, console};
use crate::author::{FileKind, Known, schema};
use crate::disk::{self, held::Held, source};

#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// Which kind of file; every one without it, which needs --out.
    #[arg(value_enum)]
    kind: Option<Named>,
    /// Write into this folder, a file for each kind, instead of printing.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Folder of the site, the one that holds site.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

/// A kind of file, as the command line names it.
#[derive(Debug, Clone, Copy)]
struct Named(FileKind);

impl ValueEnum for Named {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [Named; 9] = {
            let [a, b, c, d, e, f, g, h, i] = FileKind::ALL;
            [Named(a), Named(b), Named(c), Named(d), Named(e), Named(f), Named(g), Named(h), Named(i)]
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.word()).help(self.0.files()))
    }
}

/// Prints the schema of a kind, or writes those of all.
pub(super) fn schema(args: &SchemaArgs) -> Exit {
    if !disk::is_folder(&args.root) {
        console::complain(&format!("error: there is no folder {}\n", args.root.display()));
        return Exit::Usage;
    }
    let known = Known::of(&disk::read(&args.root, &Held::default()).tree);
    match (args.kind, &args.out) {
        (Some(Named(kind)), None) => {
            console::out(&schema::text(kind, &known));
            Exit::Done
        }
        (None, None) => {
            let words = FileKind::ALL.map(FileKind::word).join(", ");
            console::complain(&format!(
                "error: say which kind to print ({words}), or where to write all with --out.\n"
            ));
            Exit::Usage
        }
        (kind, Some(out)) => write(out, kind, &known),
    }
}

/// Writes schemas; those that say what is there already stay.
fn write(out: &Path, kind: Option<Named>, known: &Known) -> Exit {
    let wanted = FileKind::ALL.into_iter().filter(|of| kind.is_none_or(|Named(kind)| kind == *of));
    for kind in wanted {
        if let Err(why) = source::renew_generated(out, &kind.schema_name(), &schema::text(kind, known)) {
            console::complain(&format!("error: {why}\n"));
            return Exit::Machine;
        }
    }
    console::complain(&format!("Schemas are in {}.\n", out.display()));
    Exit::Done
}
