//! Writes the list of findings that are known, at an author's word.

use std::path::Path;

use crate::config::{BASELINE, Lints};
use crate::diagnostic::{Diagnostic, Report, Waiver};
use crate::disk::source;
use crate::lints;
use crate::path::SourcePath;
use crate::tree::Tree;

/// Writes all problems that are taken for known into the file of this name
/// beside `site.toml`, or else into the one that the site names. Returns what
/// there is to say of it.
///
/// # Errors
/// In words: the name is no fit one, or the file cannot be written.
pub fn write(
    root: &Path,
    name: Option<&str>,
    named: Option<&SourcePath>,
    tree: &Tree,
    problems: &[Diagnostic],
) -> Result<String, String> {
    let path = match (name, named) {
        (Some(name), _) => Lints::baseline_named(name).ok_or_else(|| {
            format!("{name} is no name for a list: it is a file beside site.toml that ends in .toml.")
        })?,
        (None, Some(named)) => named.clone(),
        (None, None) => SourcePath::new(BASELINE).map_err(|_| format!("{BASELINE} cannot be written."))?,
    };
    let report = Report::new(tree, problems.to_vec(), false);
    let known = || report.waived().filter(|located| located.diagnostic.waiver.as_deref() == Some(&Waiver::Baseline));
    source::put_beside(root, &path, &lints::render(known()))?;
    let many = known().count();
    let findings = if many == 1 { "1 finding".to_owned() } else { format!("{many} findings") };
    let hint = match named {
        Some(named) if *named == path => String::new(),
        _ => format!(" Write `baseline = \"{path}\"` below [lints] in site.toml, so that it is heeded."),
    };
    Ok(format!("{path} has {findings} now.{hint}\n"))
}
