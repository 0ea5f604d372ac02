//! Deploys to a folder with releases.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use showcase::disk::ops::{Op, Ops, Verdict};
use showcase::disk::release::{Opened, Releases};
use showcase::hash::Hash128;
use showcase::path::OutPath;

use super::{built, deploy, deployed, site, there, withdraw};

fn target(project: &crate::harness::Project) -> (String, std::path::PathBuf) {
    let folder = project.root().join("www");
    (format!("file://{}", folder.display()), folder.join("current"))
}

fn releases(project: &crate::harness::Project) -> usize {
    let names = fs::read_dir(project.root().join("www/releases")).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| !name.to_string_lossy().ends_with(".list")).count()
}

#[test]
fn a_release_is_served_at_once_and_shares_what_is_the_same() {
    use std::os::unix::fs::MetadataExt as _;
    let project = site();
    let (url, current) = target(&project);
    let ran = deploy(&project, &url, &["--dry-run"], &[]);
    assert!(ran.code == 0 && ran.stdout.contains("put index.html") && !current.exists(), "{ran:?}");
    assert_eq!(deploy(&project, &url, &[], &[]).code, 0);
    assert_eq!(there(&current.canonicalize().unwrap()), deployed(&project.public(), true));
    let inode = |name: &str| fs::metadata(current.join(name)).unwrap().ino();
    let (old, home) = (inode("offices/nairobi/index.html"), inode("interns/i-1/index.html"));
    project.edit("content/interns/i-1/index.md", "Monday was for the", "Tuesday was for the");
    built(&project);
    fs::write(current.join("theirs.txt"), "theirs").unwrap();
    let ran = deploy(&project, &url, &["--format", "json", "--purge"], &[]);
    let told: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert!(told["put"].as_array().unwrap().len() < 10, "{told}");
    let purge: Vec<&str> = told["purge"].as_array().unwrap().iter().map(|url| url.as_str().unwrap()).collect();
    assert!(purge.contains(&"https://small.example/interns/i-1/"), "{purge:?}");
    let named = |path: &str| path.contains("assets/") || path.contains("media/");
    let put = told["put"].as_array().unwrap().iter().map(|put| put["path"].as_str().unwrap());
    let put: Vec<&str> = put.filter(|path| named(path)).collect();
    assert!(!put.iter().any(|path| purge.iter().any(|url| url.ends_with(path))), "{purge:?}");
    let deleted: Vec<&str> = told["delete"].as_array().unwrap().iter().map(|path| path.as_str().unwrap()).collect();
    assert!(!deleted.is_empty() && deleted.iter().all(|path| purge.iter().any(|url| url.ends_with(path))), "{told}");
    assert_eq!(inode("offices/nairobi/index.html"), old, "what is the same is shared");
    assert_ne!(inode("interns/i-1/index.html"), home);
    let mut wanted = deployed(&project.public(), true);
    wanted.insert("theirs.txt".to_owned(), b"theirs".to_vec());
    assert_eq!(there(&current.canonicalize().unwrap()), wanted);
    assert_eq!(releases(&project), 2);
    let ran = deploy(&project, &url, &[], &[]);
    assert!(ran.code == 0 && ran.stderr.contains("is what was built"), "{ran:?}");
}

#[test]
fn who_takes_something_back_is_in_no_earlier_release() {
    let project = site();
    let (url, current) = target(&project);
    assert_eq!(deploy(&project, &url, &[], &[]).code, 0);
    assert!(current.join("interns/i-2/index.html").exists());
    withdraw(&project);
    assert_eq!(deploy(&project, &url, &[], &[]).code, 0);
    assert!(!current.join("interns/i-2").exists());
    assert_eq!(releases(&project), 1);
    assert!(
        walkdir::WalkDir::new(project.root().join("www")).into_iter().all(|entry| entry.unwrap().file_name() != "i-2")
    );
}

#[test]
fn a_folder_with_anything_else_is_refused() {
    let project = site();
    project.file("www/index.html", "theirs");
    let ran = deploy(&project, &target(&project).0, &[], &[]);
    assert!(ran.code == 2 && ran.stderr.contains("no folder of releases"), "{ran:?}");
    assert_eq!(fs::read_to_string(project.root().join("www/index.html")).unwrap(), "theirs");
}

#[test]
fn another_deploy_is_waited_for_or_told() {
    let project = site();
    let (url, current) = target(&project);
    assert_eq!(deploy(&project, &url, &[], &[]).code, 0);
    let lock = fs::File::open(project.root().join("www")).unwrap();
    lock.lock().unwrap();
    let ran = deploy(&project, &url, &[], &[]);
    assert!(ran.code == 3 && ran.stderr.contains("another deploy"), "{ran:?}");
    project.edit("content/interns/i-1/index.md", "Monday was for the", "Tuesday was for the");
    built(&project);
    let waiting = std::thread::scope(|scope| {
        let ran = scope.spawn(|| deploy(&project, &url, &["--wait", "300"], &[]));
        lock.unlock().unwrap();
        ran.join().unwrap()
    });
    assert_eq!(waiting.code, 0, "{waiting:?}");
    assert_eq!(there(&current.canonicalize().unwrap()), deployed(&project.public(), true));
}

/// The disk fails at each change in turn: what is served is the old site or the new
/// one, whole, and the next deploy ends with the new one.
#[test]
fn a_cut_at_any_change_leaves_a_whole_site() {
    let project = site();
    let (url, current) = target(&project);
    let files = |out: &Path| -> Vec<(OutPath, Hash128)> {
        let all = deployed(out, true).into_iter();
        all.map(|(path, bytes)| (OutPath::new(&path).unwrap(), Hash128::of(&bytes))).collect()
    };
    assert_eq!(deploy(&project, &url, &[], &[]).code, 0);
    let old = deployed(&project.public(), true);
    // A process that another test is just starting has all that this one has open.
    let open = || loop {
        if let Opened::Ours(releases) = Releases::open(&project.root().join("www")).unwrap() {
            return releases;
        }
        std::thread::yield_now();
    };
    withdraw(&project);
    let new = deployed(&project.public(), true);
    let read = |path: &OutPath| fs::read(project.public().join(path.as_str())).ok();
    let (mut cut, mut failures) = (0, 0);
    loop {
        let count = Arc::new(AtomicUsize::new(0));
        let ops = Ops::watched(Arc::new(move |_: Op<'_>| {
            let at = count.fetch_add(1, Ordering::Relaxed);
            if at >= cut { Verdict::Half(std::io::Error::other("cut")) } else { Verdict::Go }
        }));
        let done = open().watched(ops).release(&files(&project.public()), &read, 0);
        let served = there(&current.canonicalize().unwrap());
        assert!(served == old || served == new, "at {cut}");
        if done.is_ok() {
            assert!(served == new);
            break;
        }
        failures += 1;
        // Each cut goes on from what the ones before left; the later ones get further.
        cut += 1;
    }
    assert!(failures > 5, "{failures}");
    assert_eq!(deploy(&project, &url, &[], &[]).code, 0);
    assert_eq!(there(&current.canonicalize().unwrap()), new);
    assert_eq!(releases(&project), 1);
}
