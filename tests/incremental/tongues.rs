//! What translators do to a site between two builds.

use super::steps::{letters, someone, word_of};
use super::world::World;
use crate::writer::Chance;

const DECLARED: &str = "\n[languages.fr]\ntitle = \"Vitrine\"\n";

pub(super) fn of_languages(world: &mut World, chance: &mut Chance) -> String {
    match chance.below(9) {
        0 => {
            world.change("site.toml", |text| text.replace(DECLARED, ""));
            "no language but the first".to_owned()
        }
        1..=3 => {
            world.change("site.toml", |text| text.replace(DECLARED, "") + DECLARED);
            "a second language".to_owned()
        }
        4 => {
            let all = world.paths("content/", ".fr.md");
            let Some(path) = all.get(chance.below(all.len().max(1))) else { return "nothing is translated".to_owned() };
            world.files.remove(path);
            format!("{path} is gone")
        }
        5 => {
            let text = format!("+++\ntitle = \"Titre {}\"\n+++\n\nUn texte.\n", letters(chance));
            world.put("content/pages/about.fr.md", &text);
            "a page is translated".to_owned()
        }
        6 => {
            let summary = format!("{{ en-GB = \"By the lake.\", fr = \"Au bord du lac {}.\" }}", letters(chance));
            world.set("content/offices/geneva.toml", "", "summary", Some(&summary));
            "an office is translated".to_owned()
        }
        _ => {
            let original = someone(world, chance);
            let (path, who) = (original.replace("index.md", "index.fr.md"), word_of(&original).to_owned());
            let body =
                if chance.below(3) == 0 { String::new() } else { format!("\nTexte {who}fr{}9.\n", letters(chance)) };
            let quote = if chance.below(2) == 0 { format!("quote = \"Cite {who}cite9\"\n") } else { String::new() };
            world.put(&path, &format!("+++\ntitle = \"Titre {who}titre9\"\n{quote}+++\n{body}"));
            format!("{path} is new")
        }
    }
}
