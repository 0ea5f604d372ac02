//! A build as the kernel sees it: without a network, and with each socket and
//! each program that it asks for. Needs strace and unshare; tests/run has them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::harness::{DATE, Project};

/// Runs a program without a network, and gives what it asked of the system.
fn traced(program: &str, args: &[&str]) -> (Output, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("calls");
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--net", "strace", "-f", "-qq", "--seccomp-bpf"]);
    command.args(["-e", "trace=%network,execve,execveat,fork,vfork", "-o"]).arg(&log).arg(program).args(args);
    let ran = command.output().unwrap();
    (ran, fs::read_to_string(&log).unwrap().lines().map(str::to_owned).collect())
}

#[test]
#[ignore = "needs strace"]
fn traced_build_opens_no_socket_and_starts_no_program() {
    let project = Project::copy_of(Path::new(env!("CARGO_MANIFEST_DIR")), &["content", "site.toml"]);
    let root = project.root().to_str().unwrap();
    let (ran, calls) = traced(env!("CARGO_BIN_EXE_showcase"), &["build", "--quiet", "--date", DATE, "--root", root]);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert!(project.root().join("public/index.html").is_file());
    let (started, other): (Vec<_>, Vec<_>) = calls.iter().partition(|call| call.contains("execve("));
    // The one is strace starting the build itself.
    assert_eq!((started.len(), other), (1, Vec::new()), "{started:#?}");
}

/// Or the test above would see nothing, whatever a build did.
#[test]
#[ignore = "needs strace"]
fn traced_programs_and_sockets_are_seen() {
    let (_, calls) = traced("bash", &["-c", "(exec 3<>/dev/tcp/127.0.0.1/9); /bin/true; exit"]);
    assert!(calls.iter().any(|call| call.contains("socket(")), "{calls:#?}");
    assert!(calls.iter().filter(|call| call.contains("execve(")).count() > 1, "{calls:#?}");
}
