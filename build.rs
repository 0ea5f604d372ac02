//! Makes the built-in themes part of what the crate is compiled from, so that a
//! file that is added to them is noticed; gives the program a name of its own,
//! by which what an older one kept is known; tells it what it was built with;
//! and draws the land of the map, so that no run has to.

#![expect(clippy::disallowed_methods, reason = "a build script is not the program")]

use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

#[path = "src/asset/map/outline.rs"]
mod outline;
#[allow(dead_code, unreachable_pub, reason = "the program uses the rest")]
#[path = "src/asset/map/projection.rs"]
mod projection;

fn main() -> io::Result<()> {
    let mut hasher = DefaultHasher::new();
    for part in ["Cargo.toml", "Cargo.lock", "src", "themes"] {
        println!("cargo::rerun-if-changed={part}");
        feed(Path::new(part), &mut hasher)?;
    }
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    println!("cargo::rustc-env=SHOWCASE_PROGRAM={version}-{:016x}", hasher.finish());
    tell_build();
    draw_land()
}

/// What `--version --verbose` says of the compiler and the machine.
fn tell_build() {
    println!("cargo::rerun-if-env-changed=SHOWCASE_REVISION");
    let compiler = env::var_os("RUSTC").and_then(|rustc| Command::new(rustc).arg("--version").output().ok());
    let compiler = compiler.and_then(|output| String::from_utf8(output.stdout).ok()).unwrap_or_default();
    let features = env::var("CARGO_CFG_FEATURE").ok().filter(|features| !features.is_empty());
    println!("cargo::rustc-env=SHOWCASE_RUSTC={}", compiler.lines().next().unwrap_or("unknown"));
    println!("cargo::rustc-env=SHOWCASE_TARGET={}", env::var("TARGET").unwrap_or_default());
    println!("cargo::rustc-env=SHOWCASE_FEATURES={}", features.unwrap_or_else(|| "none".to_owned()));
}

fn draw_land() -> io::Result<()> {
    let land = outline::draw(&fs::read_to_string("src/asset/map/land-110m.json")?)?;
    let folder = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    fs::write(Path::new(&folder).join("land.svg"), land)
}

/// Feeds the names and bytes of all files, in the order of their names.
fn feed(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    if path.is_dir() {
        let mut inside: Vec<PathBuf> =
            fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
        inside.sort();
        return inside.iter().try_for_each(|path| feed(path, hasher));
    }
    // A crate that was packed may lack what only the repository has.
    if let Ok(bytes) = fs::read(path) {
        hasher.write(path.to_string_lossy().replace('\\', "/").as_bytes());
        hasher.write_usize(bytes.len());
        hasher.write(&bytes);
    }
    Ok(())
}
