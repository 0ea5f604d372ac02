//! Whatever happens to the sources: in the end, what is served is what a build
//! from nothing makes, byte for byte.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use super::client::{Preview, clean_build, read, without_script};
use crate::harness::Project;

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

fn story(number: usize, word: usize) -> String {
    format!(
        "+++\nname = \"Person Nr{number}\"\ncourse = \"Public Health\"\nlevel = \"postgraduate\"\ncohort = \"2024\"\n\
         office = \"nairobi\"\nstart = 2024-01-08\nend = 2024-07-05\ntitle = \"Story {word}\"\n\
         summary = \"A summary of {word}.\"\npublished = 2024-09-01\n\n[consent]\ngiven = 2024-08-20\n\
         scopes = [\"story\", \"name\", \"photo\", \"quote\", \"outcome\", \"donor_link\", \"social\"]\n\
         method = \"form\"\nreview = 2040-01-01\n+++\n\nText {word}.\n"
    )
}

/// The kinds of steps: what people, editors and version control do.
const KINDS: usize = 16;

struct World<'p> {
    root: &'p Path,
    dice: Dice,
    next: usize,
}

impl World<'_> {
    fn people(&self) -> Vec<PathBuf> {
        let mut folders: Vec<PathBuf> = fs::read_dir(self.root.join("content/interns"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("i-p"))
            .collect();
        folders.sort();
        folders
    }

    fn somebody(&mut self) -> PathBuf {
        let people = self.people();
        if people.is_empty() {
            return self.newcomer();
        }
        people[self.dice.below(people.len())].clone()
    }

    fn newcomer(&mut self) -> PathBuf {
        self.next += 1;
        let folder = self.root.join(format!("content/interns/i-p{}", self.next));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("index.md"), story(self.next, 0)).unwrap();
        folder
    }

    fn step(&mut self, kind: usize) {
        let word = self.dice.below(1_000_000);
        let (root, number) = (self.root.to_path_buf(), self.dice.below(1000));
        let about = root.join("content/pages/about.md");
        let page = format!("+++\ntitle = \"About {word}\"\n+++\n\nWhat {word} is.\n");
        match kind {
            // In place, with the same length now and then.
            0 => fs::write(self.somebody().join("index.md"), story(number, word)).unwrap(),
            // In place, in pieces.
            1 => {
                let mut file = fs::File::create(&about).unwrap();
                for piece in page.as_bytes().chunks(7) {
                    file.write_all(piece).unwrap();
                }
            }
            // Beside it, and renamed.
            2 => {
                let target = self.somebody().join("index.md");
                let beside = target.with_file_name(".index.md.tmp");
                fs::write(&beside, story(number, word)).unwrap();
                fs::rename(beside, target).unwrap();
            }
            // As some editors do: the old one becomes a backup.
            3 => {
                let backup = about.with_file_name("about.md~");
                fs::rename(&about, &backup).unwrap();
                fs::write(&about, page).unwrap();
                fs::remove_file(backup).unwrap();
            }
            // Deleted and made again.
            4 => {
                fs::remove_file(&about).unwrap();
                fs::write(&about, page).unwrap();
            }
            5 => drop(self.newcomer()),
            // A folder with files that comes from elsewhere.
            6 => {
                self.next += 1;
                let elsewhere = root.join("elsewhere");
                fs::create_dir_all(&elsewhere).unwrap();
                fs::write(elsewhere.join("index.md"), story(self.next, word)).unwrap();
                fs::rename(elsewhere, root.join(format!("content/interns/i-p{}", self.next))).unwrap();
            }
            // A folder renamed.
            7 => {
                let from = self.somebody();
                self.next += 1;
                fs::rename(from, root.join(format!("content/interns/i-p{}", self.next))).unwrap();
            }
            8 => {
                if let Some(last) = self.people().pop() {
                    fs::remove_dir_all(last).unwrap();
                }
            }
            // A name whose case alone changes, there and back.
            9 => {
                let folder = root.join("content/static/notes");
                fs::create_dir_all(&folder).unwrap();
                let (small, large) = (folder.join("note.txt"), folder.join("Note.txt"));
                if large.exists() {
                    fs::rename(large, small).unwrap();
                } else if small.exists() {
                    fs::rename(small, large).unwrap();
                } else {
                    fs::write(small, format!("{word}")).unwrap();
                }
            }
            // What a checkout does: many files at once.
            10 => {
                for _ in 0..12 {
                    self.newcomer();
                }
                for (index, folder) in self.people().into_iter().enumerate() {
                    match index % 3 {
                        0 => fs::write(folder.join("index.md"), story(index, word)).unwrap(),
                        1 if index > 20 => fs::remove_dir_all(folder).unwrap(),
                        _ => {}
                    }
                }
            }
            11 => {
                let path = root.join("site.toml");
                let text = fs::read_to_string(&path).unwrap();
                let (_, rest) = text.split_once('\n').unwrap();
                fs::write(path, format!("title = \"Showcase {word}\"\n{rest}")).unwrap();
            }
            // The theme, which may not be there yet.
            12 => {
                let styles = root.join("themes/own/styles");
                fs::create_dir_all(&styles).unwrap();
                fs::write(root.join("themes/own/theme.toml"), "name = \"own\"\nextends = \"showcase\"\n").unwrap();
                fs::write(styles.join("96-own.css"), format!("body {{ --own: {word}; }}\n")).unwrap();
                let path = root.join("site.toml");
                let text = fs::read_to_string(&path).unwrap();
                if !text.contains("theme = ") {
                    fs::write(path, text.replacen("language", "theme = \"own\"\nlanguage", 1)).unwrap();
                }
            }
            // Broken, and mended at once or by the next such step.
            13 => {
                let office = root.join("content/offices/nairobi.toml");
                let text = fs::read_to_string(&office).unwrap();
                let described = format!("description = \"The office on hill {word}.\"");
                fs::write(&office, format!("{text}nonsense = 1\n")).unwrap();
                let mended =
                    text.lines().map(|line| if line.starts_with("description") { described.as_str() } else { line });
                fs::write(&office, mended.collect::<Vec<_>>().join("\n") + "\n").unwrap();
            }
            // A picture.
            14 => {
                let mut picture = include_bytes!("../fixtures/pixel.png").to_vec();
                let path = root.join("content/interns/i-1/portrait.png");
                if word.is_multiple_of(2) {
                    picture = fs::read(&path).unwrap();
                }
                fs::write(path, picture).unwrap();
            }
            // The whole folder goes away and comes back.
            _ => {
                fs::rename(root.join("content"), root.join("put-away")).unwrap();
                fs::rename(root.join("put-away"), root.join("content")).unwrap();
            }
        }
    }
}

/// What is served of these files, over one connection.
fn served<'a>(preview: &Preview, paths: impl Iterator<Item = &'a String>) -> BTreeMap<String, Vec<u8>> {
    let mut stream = BufReader::new(preview.connect());
    let mut found = BTreeMap::new();
    for path in paths {
        let request = format!("GET /{path} HTTP/1.1\r\nHost: {}\r\n\r\n", preview.host());
        stream.get_mut().write_all(request.as_bytes()).unwrap();
        let answer = read(&mut stream, false).unwrap();
        if answer.status == 200 {
            found.insert(path.clone(), without_script(&answer.body));
        }
    }
    found
}

/// Waits until what is served is what a clean build makes, and nothing else is.
fn settles(preview: &Preview, root: &Path, ever: &mut BTreeMap<String, Vec<u8>>, what: &str) {
    let built = clean_build(root, &[]).unwrap_or_else(|problems| panic!("{what}: {problems}"));
    ever.extend(built.clone());
    preview.until(what, |preview| Some(()).filter(|()| served(preview, ever.keys()) == built));
    let state = preview.state();
    assert_eq!((&state["ok"], &state["busy"]), (&true.into(), &false.into()), "{what}");
}

fn walk(steps: usize, between: usize, args: &[&str]) {
    let project = Project::new();
    let preview = Preview::of(&project, args);
    let mut world = World { root: project.root(), dice: Dice(0x9e37_79b9_7f4a_7c15), next: 0 };
    let mut ever = BTreeMap::new();
    for step in 0..steps {
        // Each kind comes once before chance decides.
        let kind = if step < KINDS { step } else { world.dice.below(KINDS) };
        world.step(kind);
        if step % between == between - 1 || step + 1 == steps {
            settles(&preview, project.root(), &mut ever, &format!("step {step} of kind {kind}"));
        }
    }
    // Nothing that the preview itself does makes it build again.
    let builds = preview.state()["builds"].as_u64().unwrap();
    served(&preview, ever.keys());
    assert!(preview.state()["builds"].as_u64().unwrap() <= builds + 1, "it goes round in a circle");
}

#[test]
fn random_steps_end_in_what_a_clean_build_makes() {
    let steps = std::env::var("SHOWCASE_WATCHED").ok().and_then(|steps| steps.parse().ok()).unwrap_or(40);
    walk(steps, 4, &[]);
}

#[test]
fn each_step_is_seen_without_the_systems_help() {
    walk(KINDS, 8, &["--poll"]);
}
