//! Files that cannot be used, as problems.

use std::io;

use crate::diagnostic::{Code, Diagnostic, reason};
use crate::path::SourcePath;
use crate::text::{FileId, Span};
use crate::tree::Fault;

/// A text that could not be read.
pub fn fault_problem(source: &SourcePath, file: FileId, fault: &Fault) -> Diagnostic {
    match fault {
        Fault::Unreadable(error) => unreadable(source, error),
        Fault::TooLarge { most } => too_large(source, None, *most, "text_kib"),
        Fault::NotUtf8(at) => not_utf8(file, *at),
    }
}

/// A file that the machine could not read.
pub fn unreadable(source: &SourcePath, error: &io::Error) -> Diagnostic {
    let message = format!("{source} cannot be read: {}.", reason(error));
    Diagnostic::new(Code::FileUnreadable, source.clone(), message)
}

/// A file of more bytes than the limit that the key sets.
pub fn too_large(source: &SourcePath, bytes: Option<u64>, most: u64, key: &str) -> Diagnostic {
    let has = bytes.map_or_else(String::new, |bytes| format!(" has {};", size(bytes)));
    let message = format!("{source}{has} at most {} are read.", size(most));
    let help = format!("If it is meant to be so large, raise `{key}` under [limits] in site.toml.");
    Diagnostic::new(Code::FileTooLarge, source.clone(), message).help(help)
}

/// A text that stops being one.
pub fn not_utf8(file: FileId, at: usize) -> Diagnostic {
    let message = "This file is not UTF-8 text from here on.";
    Diagnostic::new(Code::FileNotUtf8, Span::new(file, at..at + 1), message)
        .help("Open it in an editor and save it again with the encoding UTF-8.")
}

fn size(bytes: u64) -> String {
    match bytes {
        n if n >= 1 << 20 => format!("{} MiB", n >> 20),
        n if n >= 1 << 10 => format!("{} KiB", n >> 10),
        n => format!("{n} bytes"),
    }
}
