//! The site on disk, for those who ask for it: through the staging area, as a
//! build does.

use std::path::Path;

use super::shelf::Files;
use crate::disk::output::{Output, OutputError, Reuse, Written};
use crate::render::Sink;

/// Writes a site.
///
/// # Errors
/// As a build.
pub(super) fn write(out: &Path, root: &Path, files: &Files) -> Result<Written, OutputError> {
    let mut output = Output::open(out, root, None)?;
    output.claim(&|| {})?;
    let staging = output.staging(Reuse::default(), &|| {})?;
    for (path, file) in files {
        // What is not there is missed; an empty file would be taken for whole.
        if !staging.has(path, file.key) && !file.is_lost() {
            let put = staging.put(path, file.key, &file.bytes());
            put.map_err(|error| OutputError::Failed { path: out.join(path.as_str()), error })?;
        }
    }
    staging.commit()
}
