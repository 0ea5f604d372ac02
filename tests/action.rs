//! What runs in other people's CI: the scripts of action.yml and of the template
//! for GitLab, with values that nobody should trust.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::harness::{DATE, Project};

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// A step with a script.
#[derive(Debug, Default)]
struct Step {
    id: String,
    env: BTreeMap<String, String>,
    script: String,
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The steps of action.yml that have a script, read by its indentation.
fn steps(text: &str) -> Vec<Step> {
    let (mut steps, mut within) = (Vec::<Step>::new(), "");
    for line in text.lines().skip_while(|line| line.trim() != "steps:").skip(1) {
        let depth = indent(line);
        if line.starts_with("    - ") {
            steps.push(Step::default());
            within = "";
        } else if depth == 6 {
            within = line.trim().split(':').next().unwrap();
            if let Some(id) = line.trim().strip_prefix("id: ") {
                steps.last_mut().unwrap().id = id.to_owned();
            }
        } else if let Some(step) = steps.last_mut() {
            match within {
                "env" => {
                    let (name, value) = line.trim().split_once(": ").unwrap();
                    step.env.insert(name.to_owned(), value.to_owned());
                }
                "run" => {
                    step.script.push_str(line.get(8..).unwrap_or_default());
                    step.script.push('\n');
                }
                _ => {}
            }
        }
    }
    steps.retain(|step| !step.script.is_empty());
    steps
}

/// A run of the action in a folder, with the values of expressions.
struct Action<'p> {
    project: &'p Project,
    values: BTreeMap<String, String>,
}

impl Action<'_> {
    /// Runs a step as GitHub does; what it puts out can be named by later ones.
    fn step(&mut self, step: &Step) -> Output {
        let root = self.project.root();
        let told = |name: &str| root.join("temp").join(name);
        fs::create_dir_all(root.join("temp")).unwrap();
        fs::write(told("output"), "").unwrap();
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", &step.script]).current_dir(root);
        command.env("GITHUB_OUTPUT", told("output")).env("GITHUB_STEP_SUMMARY", told("summary"));
        command.env("GITHUB_WORKSPACE", root).env("GITHUB_ACTIONS", "true").env("CI", "true");
        for (name, expression) in &step.env {
            let key = expression.trim_start_matches("${{ ").trim_end_matches(" }}");
            let value = self.values.get(key).unwrap_or_else(|| panic!("nobody knows {expression}"));
            command.env(name, value);
        }
        let output = command.output().unwrap();
        for line in fs::read_to_string(told("output")).unwrap().lines() {
            let (name, value) = line.split_once('=').unwrap();
            self.values.insert(format!("steps.{}.outputs.{name}", step.id), value.to_owned());
        }
        output
    }

    /// Runs all steps, up to the first that fails; gives its exit code and all
    /// that was printed.
    fn run(&mut self) -> (i32, String) {
        let mut printed = String::new();
        for step in steps(&file("action.yml")) {
            let output = self.step(&step);
            printed.push_str(&String::from_utf8_lossy(&output.stdout));
            printed.push_str(&String::from_utf8_lossy(&output.stderr));
            if !output.status.success() {
                return (output.status.code().unwrap_or(-1), printed);
            }
        }
        (0, printed)
    }
}

/// A site in a folder of this name, and what the action is called with.
fn action<'p>(project: &'p Project, folder: &str, out: &str, args: &str) -> Action<'p> {
    let site = Project::new();
    fs::create_dir_all(project.root().join(folder)).unwrap();
    for (path, bytes) in crate::harness::tree(site.root()) {
        let full = project.root().join(folder).join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, bytes).unwrap();
    }
    let value = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let temp = project.root().join("temp").to_str().unwrap().to_owned();
    let values = BTreeMap::from([
        value("github.action_path", env!("CARGO_MANIFEST_DIR")),
        value("runner.temp", &temp),
        value("inputs.binary", env!("CARGO_BIN_EXE_showcase")),
        value("inputs.working-directory", folder),
        value("inputs.out", out),
        value("inputs.args", args),
        value("inputs.deploy", &format!("file://{}/www", project.root().display())),
        value("github.event.pull_request.base.sha", ""),
    ]);
    Action { project, values }
}

#[cfg(unix)]
#[test]
fn the_action_says_what_a_pull_request_changes() {
    let project = Project::empty();
    let mut action = action(&project, "it's a \"site\"", "", &format!("--date={DATE}\n--strict\n"));
    crate::diff::kept(&project);
    project.edit("it's a \"site\"/content/interns/i-1/index.md", "Monday", "Tuesday");
    for (base, told) in
        [("HEAD", "<ins>Tuesday</ins>"), ("--help", "cannot be told"), ("$(touch owned)", "cannot be told")]
    {
        action.values.insert("github.event.pull_request.base.sha".to_owned(), base.to_owned());
        let (code, printed) = action.run();
        let summary = fs::read_to_string(project.root().join("temp/summary")).unwrap();
        assert!(code == 0 && summary.contains(told), "{base}: {summary} {printed}");
        assert!(!project.root().join("owned").exists());
        fs::remove_file(project.root().join("temp/summary")).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn the_action_builds_a_site() {
    let project = Project::empty();
    let mut action = action(&project, "site", "", &format!("--date={DATE}\n--strict\n"));
    let (code, printed) = action.run();
    assert_eq!(code, 0, "{printed}");
    assert_eq!(action.values["steps.build.outputs.site"], "site/public");
    assert!(project.root().join("site/public/index.html").is_file());
    assert!(project.root().join("www/current/index.html").is_file());
    let sarif = fs::read_to_string(&action.values["steps.check.outputs.sarif"]).unwrap();
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"], serde_json::json!([]));
    let summary = fs::read_to_string(project.root().join("temp/summary")).unwrap();
    assert!(summary.contains("| 0 | 0 | 0 |\n"), "{summary}");
}

#[cfg(unix)]
#[test]
fn problems_are_told_and_end_the_job() {
    let project = Project::empty();
    let mut action = action(&project, "site", "", &format!("--date\n{DATE}"));
    project.edit("site/content/interns/i-1/index.md", "office = \"nairobi\"", "office = \"nairobbi\"");
    project.edit("site/content/interns/i-1/index.md", "## My week", "# My week");
    let (code, printed) = action.run();
    assert_eq!(code, 1, "{printed}");
    assert!(printed.contains("::error file=content/interns/i-1/index.md,line="), "{printed}");
    assert!(!action.values.contains_key("steps.build.outputs.site"));
    let sarif = fs::read_to_string(&action.values["steps.check.outputs.sarif"]).unwrap();
    assert!(sarif.contains("office-unknown"));
    let summary = fs::read_to_string(project.root().join("temp/summary")).unwrap();
    assert!(summary.ends_with("| 1 | 1 | 1 |\n"), "{summary}");
}

#[cfg(unix)]
#[test]
fn no_value_is_obeyed() {
    let folder = "a \"site\"; $(touch pwned) `touch pwned` 'x' && touch pwned #";
    let project = Project::empty();
    let out = "-out $(touch pwned) *";
    let mut first = action(&project, folder, out, &format!("--date={DATE}"));
    let (code, printed) = first.run();
    assert_eq!(code, 0, "{printed}");
    assert_eq!(first.values["steps.build.outputs.site"], out);
    assert!(project.root().join(out).join("index.html").is_file());
    for args in ["$(touch pwned)", "; touch pwned", "--date=2026-11-23 --strict; touch pwned", "`touch pwned`"] {
        let (code, printed) = action(&project, "site", "", args).run();
        assert_eq!(code, 2, "{args}: {printed}");
    }
    for target in ["$(touch pwned)", "--help; touch pwned", "`touch pwned`"] {
        let mut deployed = action(&project, "site", "", &format!("--date={DATE}"));
        deployed.values.insert("inputs.deploy".to_owned(), target.to_owned());
        assert_eq!(deployed.run().0, 2, "{target}");
    }
    let mut broken = action(&project, "site", "out\nsite=/etc", &format!("--date={DATE}"));
    assert_eq!(broken.run().0, 2);
    assert!(!broken.values.contains_key("steps.build.outputs.site"));
    let found = crate::harness::tree(project.root());
    assert!(found.keys().all(|path| !path.ends_with("pwned")), "something was obeyed");
}

/// An expression is replaced before the shell sees the script, so none may stand
/// in one.
#[test]
fn expressions_stand_where_no_shell_reads_them() {
    let text = file("action.yml");
    assert_eq!(steps(&text).len(), 5);
    for step in steps(&text) {
        assert!(!step.script.contains("${{"), "{}", step.script);
    }
    let mut keys: Vec<(usize, String)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.trim().starts_with('#')) {
        keys.retain(|(depth, _)| *depth < indent(line));
        if line.contains("${{") {
            let own = line.trim().trim_start_matches("- ").split(':').next().unwrap();
            let above = keys.iter().map(|(_, key)| key.as_str()).chain([own]);
            assert!(above.into_iter().any(|key| ["env", "with", "if", "outputs"].contains(&key)), "{line}");
        }
        keys.push((indent(line), line.trim().trim_start_matches("- ").split(':').next().unwrap().to_owned()));
    }
    assert!(text.matches("${{").count() > 10);
}

#[cfg(unix)]
#[test]
fn the_template_for_gitlab_runs() {
    let text = file("docs/ci/gitlab.yml");
    let scripts: Vec<&str> = text.lines().map(str::trim).filter(|line| line.starts_with("\"$SHOWCASE\" ")).collect();
    assert_eq!(scripts.len(), 2, "{scripts:?}");
    let project = Project::new();
    for script in scripts {
        let mut command = Command::new("sh");
        command.args(["-e", "-c", script]).current_dir(project.root());
        command.env("SHOWCASE", env!("CARGO_BIN_EXE_showcase")).env("SITE", ".");
        let output = command.output().unwrap();
        assert!(output.status.success(), "{script}: {output:?}");
        let report = fs::read_to_string(project.root().join("showcase.xml")).unwrap();
        assert!(report.starts_with("<?xml") && report.ends_with("</testsuites>\n"), "{report}");
        fs::remove_file(project.root().join("showcase.xml")).unwrap();
    }
    assert!(project.public().join("index.html").is_file());
    let jobs = text.lines().filter(|line| line.contains("junit: showcase.xml")).count();
    assert_eq!(jobs, 2, "each job hands over its report");
}
