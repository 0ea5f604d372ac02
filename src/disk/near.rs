//! Files below one folder, looked at from there. A full path costs the system
//! a step for each of its parts, and there are tens of thousands of files; so
//! the folder is opened once, and the way begins at it.
//!
//! On systems where this is not to be had, it says that it does not know, and
//! files are looked at by their full paths.

use std::fs::Metadata;
#[cfg(not(target_os = "linux"))]
use std::path::Path;

use super::stamps::Stamp;

/// How a file looks from outside.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) size: u64,
    pub(super) stamp: Option<Stamp>,
}

impl Look {
    /// The same by the metadata of the file.
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self { size: metadata.len(), stamp: Stamp::of(metadata) }
    }
}

/// What is at a path.
#[derive(Debug, Clone, Copy)]
pub(super) enum There {
    /// A file, and no link to one.
    File(Look),
    /// Nothing, or no file.
    NoFile,
    /// This cannot be told from here.
    Unknown,
}

/// A folder.
#[derive(Debug)]
pub(super) struct Near {
    #[cfg(target_os = "linux")]
    folder: Option<std::os::fd::OwnedFd>,
}

#[cfg(not(target_os = "linux"))]
impl Near {
    pub(super) fn to(_: &Path) -> Self {
        Self {}
    }

    pub(super) fn look(&self, _: &str) -> There {
        There::Unknown
    }

    pub(super) fn files_in(&self, _: &str) -> Option<Vec<(String, Look)>> {
        None
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::mem::MaybeUninit;
    use std::path::Path;

    use rustix::fd::AsFd;
    use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, RawDir, Stat, openat, statat};
    use rustix::io::Errno;

    use super::{Look, Near, Stamp, There};

    const FOLDER: OFlags = OFlags::DIRECTORY.union(OFlags::RDONLY).union(OFlags::CLOEXEC);

    impl Near {
        /// The folder at a path.
        pub(in super::super) fn to(path: &Path) -> Self {
            Self { folder: openat(CWD, path, FOLDER, Mode::empty()).ok() }
        }

        /// What is at a path below the folder.
        pub(in super::super) fn look(&self, below: &str) -> There {
            self.folder.as_ref().map_or(There::Unknown, |folder| look(folder, below))
        }

        /// The files right in a folder below this one; `None` if there is
        /// anything else in it, or if it cannot be read.
        pub(in super::super) fn files_in(&self, below: &str) -> Option<Vec<(String, Look)>> {
            let folder = openat(self.folder.as_ref()?, below, FOLDER | OFlags::NOFOLLOW, Mode::empty()).ok()?;
            let mut files = Vec::with_capacity(2);
            let mut buffer = [MaybeUninit::<u8>::uninit(); 2048];
            let mut entries = RawDir::new(&folder, &mut buffer);
            while let Some(entry) = entries.next() {
                let entry = entry.ok()?;
                let name = entry.file_name();
                if matches!(name.to_bytes(), b"." | b"..") {
                    continue;
                }
                if entry.file_type() != FileType::RegularFile {
                    return None;
                }
                let name = name.to_str().ok()?;
                let There::File(look) = look(&folder, name) else { return None };
                files.push((name.to_owned(), look));
            }
            Some(files)
        }
    }

    fn look(folder: impl AsFd, below: &str) -> There {
        match statat(folder, below, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) if FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile => {
                There::File(Look { size: stat.st_size.cast_unsigned(), stamp: Some(stamp(&stat)) })
            }
            Ok(_) | Err(Errno::NOENT | Errno::NOTDIR) => There::NoFile,
            Err(_) => There::Unknown,
        }
    }

    /// As a stamp that was taken from the standard library's metadata.
    fn stamp(stat: &Stat) -> Stamp {
        // The widths of these differ between processors; all fit.
        let time = |seconds: i64, nanos: u64| {
            seconds.saturating_mul(1_000_000_000).saturating_add(i64::try_from(nanos).unwrap_or_default())
        };
        Stamp {
            size: stat.st_size.cast_unsigned(),
            modified: time(stat.st_mtime, stat.st_mtime_nsec),
            changed: time(stat.st_ctime, stat.st_ctime_nsec),
            inode: stat.st_ino,
            device: stat.st_dev,
        }
    }

    #[cfg(test)]
    #[expect(clippy::disallowed_methods, reason = "tests look at the disk themselves")]
    mod tests {
        use super::super::{Near, Stamp, There};

        #[test]
        fn both_ways_of_looking_see_the_same() {
            let folder = tempfile::tempdir().unwrap();
            std::fs::create_dir(folder.path().join("a")).unwrap();
            std::fs::write(folder.path().join("a/b"), "bytes").unwrap();
            let near = Near::to(folder.path());
            let by_path = Stamp::of(&std::fs::symlink_metadata(folder.path().join("a/b")).unwrap());
            let There::File(look) = near.look("a/b") else { panic!() };
            assert_eq!((look.size, look.stamp), (5, by_path));
            let files = near.files_in("a").unwrap();
            assert_eq!((files[0].0.as_str(), files[0].1.stamp, files.len()), ("b", by_path, 1));
            assert!(matches!(near.look("a"), There::NoFile) && matches!(near.look("a/c"), There::NoFile));
            std::os::unix::fs::symlink("b", folder.path().join("a/link")).unwrap();
            assert!(near.files_in("a").is_none() && matches!(near.look("a/link"), There::NoFile));
        }
    }
}
