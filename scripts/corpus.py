#!/usr/bin/env python3
"""Writes a made-up site of any size, to measure showcase with.

    python3 scripts/corpus.py --stories 1000 --seed 1 --out DIR

DIR becomes the root of a site: site.toml and content/. Nothing in it is true.
Names are strings of syllables, every story and record says that it is
generated, and the address of the site ends in `.example`. The same numbers give
the same bytes with the same Python. Standard library only.

With `--withheld PERCENT` so many people in a hundred have no consent in force:
some withdrew it, some let it run out, some never gave it. Whoever measures the
gate needs them; without the option everybody has agreed to everything.

Build it for a day on which all of it is public: `--date 2026-01-02`.
"""
import argparse
import datetime
import random
from pathlib import Path

MARK = "Generated"  # what every record says of itself
FIRST, LAST = 2017, 2025  # years of cohorts

# Real codes, so that the offices have a region; the cities are made up.
COUNTRIES = "AR BD BI BR CL CO EG ET FJ GE GH IN JO KE LA LK MA MW MZ NP PE PH RW SN TH TZ UG UY VN ZM".split()
KINDS = ("headquarters", "regional-office", "country-office", "country-office", "liaison-office")
GIVERS = ("trust", "individual", "corporate", "public-scheme", "university", "legacy")
TIERS = ("oak", "ash", "birch")
COURSES = ("Arithmetic BSc", "Cartography MA", "Applied Weather BSc", "Library Studies MA", "Rivers and Law LLM",
           "Soil Science BSc", "Translation MA", "Public Ledgers BA")
SCHOOLS = ("School of Examples", "School of Instances", "School of Samples")
SCOPES = '["story", "name", "photo", "quote", "outcome", "donor_link", "social"]'

# Small words that hold the made-up ones together, the frequent ones first.
GLUE = ("the of and to in a that was for it with as on my by at we from had were our this which they be not but "
        "one all there when their would so what up out who them then now only into over after where most some "
        "before two how these other than more any about").split()
OPENING = ("b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "br", "dr", "gl", "kr", "pl", "st", "tr")
MIDDLE = ("a", "e", "i", "o", "u", "a", "e", "o", "ei", "ou", "ó", "ü")
CLOSING = ("", "", "", "l", "n", "r", "s", "m", "nd", "rk", "sh")
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"

CODE = {
    "python": """def {a}_total(rows):
    \"\"\"Adds up what the {b} sheets say.\"\"\"
    total = 0
    for number, row in enumerate(rows, start=1):
        if row["{a}"] is None:  # sheet {n} has holes
            continue
        total += int(row["{a}"]) * {n}
    return total
""",
    "rust": """/// Lines of {a} that no {b} explains.
fn unexplained<'a>(lines: &'a [String], known: &[u32]) -> Vec<&'a str> {
    let wanted = |line: &&String| !line.contains("{b}") && line.len() > {n};
    lines.iter().filter(wanted).map(String::as_str).take(known.len()).collect()
}
""",
    "sh": """# counts {a} in every sheet
for sheet in {b}-*.csv; do
  printf '%s\\t%s\\n' "$sheet" "$(grep -c '{a}' "$sheet")"
done | sort -k2 -n | tail -n {n}
""",
    "sql": """select {a}, count(*) as many
from {b}_sheets
where checked and year > 20{n}
group by {a} order by many desc;
""",
}


def quoted(text):
    """A string of TOML."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def listed(items):
    return "[" + ", ".join(quoted(item) for item in items) + "]"


def name_of(number, width):
    """An id without meaning: digits and letters that cannot be mistaken."""
    out = ""
    for _ in range(width):
        number, digit = divmod(number, len(ALPHABET))
        out = ALPHABET[digit] + out
    return out


class Writer:
    """Words, sentences and stories, all from one source of chance."""

    def __init__(self, seed):
        self.chance = random.Random(f"showcase corpus {seed}")
        words = set()
        while len(words) < 2500:
            words.add(self.coin(self.chance.choice((1, 2, 2, 3))))
        # A set has no order of its own.
        self.words = sorted(word for word in words if len(word) > 2 and word not in GLUE)
        self.chance.shuffle(self.words)

    def coin(self, syllables):
        pick = self.chance.choice
        return "".join(pick(OPENING) + pick(MIDDLE) + pick(CLOSING) for _ in range(syllables))

    def plain(self):
        """A made-up word in ASCII, for code and addresses."""
        return self.word().replace("ó", "o").replace("ü", "u")

    def proper(self, syllables=(2, 3)):
        return self.coin(self.chance.choice(syllables)).capitalize()

    def word(self):
        # The square makes the front of the list frequent, as in any language.
        return self.words[int(self.chance.random() ** 2 * len(self.words))]

    def any_word(self):
        if self.chance.random() < 0.47:
            return GLUE[int(self.chance.random() ** 2 * len(GLUE))]
        return self.word()

    def phrase(self, least, most):
        return " ".join(self.any_word() for _ in range(self.chance.randint(least, most)))

    def line(self, least, most):
        """A phrase that begins like a sentence and ends openly."""
        text = self.phrase(least, most)
        return text[0].upper() + text[1:]

    def sentence(self):
        text = self.line(7, 18)
        if self.chance.random() < 0.3:
            text += ", " + self.phrase(3, 8)
        return text + self.chance.choice(".....!?")

    def sentences(self, least, most):
        return " ".join(self.sentence() for _ in range(self.chance.randint(least, most)))

    def short(self, most=240):
        """A summary: whole words, at most so many characters."""
        text = self.sentences(1, 2)
        while len(text) > most:
            text = text[:most].rsplit(" ", 1)[0]
        return text

    def paragraph(self, links):
        """A paragraph with what people do to words; takes a link if one is left."""
        parts = [self.sentence() for _ in range(self.chance.randint(3, 6))]
        mark = self.chance.random()
        if mark < 0.3:
            parts.insert(1, f"*{self.line(2, 4)}*, {self.phrase(4, 8)}.")
        elif mark < 0.6:
            parts.insert(1, f"It was **{self.phrase(2, 4)}** that {self.phrase(3, 7)}.")
        elif mark < 0.7:
            parts.insert(1, f"The key was `{self.plain()}_{self.plain()}`, {self.phrase(3, 6)}.")
        elif mark < 0.8:
            parts.insert(1, f'"{self.line(4, 9)}", {self.phrase(2, 4)} -- {self.phrase(3, 6)}...')
        if links:
            text, target = links.pop()
            parts.append(f"{self.line(2, 5)} [{text}]({target}) {self.phrase(2, 6)}.")
        return " ".join(parts)

    def items(self):
        lines = [self.line(3, 10) for _ in range(self.chance.randint(3, 6))]
        if self.chance.random() < 0.4:
            return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
        return "\n".join(f"- {line}" for line in lines)

    def table(self):
        head = [self.proper() for _ in range(3)]
        rows = [f"| {' | '.join(head)} |", "|---|---:|---|"]
        for _ in range(self.chance.randint(3, 7)):
            rows.append(f"| {self.phrase(1, 3)} | {self.chance.randint(1, 9999)} | {self.word()} |")
        return "\n".join(rows)

    def code(self):
        language = self.chance.choice(sorted(CODE))
        lines = CODE[language]
        for hole, word in (("{a}", self.plain()), ("{b}", self.plain()), ("{n}", str(self.chance.randint(10, 40)))):
            lines = lines.replace(hole, word)
        return f"```{language}\n{lines}```"

    def story(self, links):
        """Some six hundred words of Markdown; every link stands in it."""
        blocks = [self.paragraph(links)]
        notes = []
        for section in range(self.chance.randint(3, 5)):
            blocks.append(f"## {self.line(2, 6)}")
            blocks.append(self.paragraph(links))
            what = self.chance.random()
            if what < 0.3:
                blocks.append(self.items())
            elif what < 0.5:
                blocks.append(f"> {self.sentences(1, 3)}")
            elif what < 0.62:
                blocks.append(f"### {self.line(2, 5)}")
            elif what < 0.7:
                blocks.append(self.table())
            elif what < 0.76:
                blocks.append(self.code())
            elif what < 0.86:
                key = f"n{section}"
                blocks.append(f"{self.sentence()}[^{key}]")
                notes.append(f"[^{key}]: {self.sentence()}")
            blocks.append(self.paragraph(links))
        while links:
            blocks.append(self.paragraph(links))
        return "\n\n".join(blocks + notes) + "\n"


class Site:
    """A site of so many people, written file by file."""

    def __init__(self, stories, seed, withheld, out):
        self.w = Writer(seed)
        self.chance = self.w.chance
        self.stories = stories
        self.withheld = withheld
        self.out = Path(out)
        width = max(4, len(name_of(stories, 8).lstrip("0")) + 1)
        step = len(ALPHABET) ** width // max(stories, 1)
        self.people = [f"i-{name_of(number * step + self.chance.randrange(step), width)}" for number in range(stories)]
        # Decided before any is written: nobody links to those.
        count = round(stories * withheld / 100)
        self.hidden = set(self.chance.sample(range(stories), count))
        self.shown = [number for number in range(stories) if number not in self.hidden]
        self.offices = self.ids(min(120, 6 + stories // 60))
        self.donors = self.ids(min(2000, 4 + stories // 25))
        self.years = list(range(FIRST, LAST + 1))

    def ids(self, count):
        """So many different ids, each with the name that it stands for."""
        found = {}
        while len(found) < count:
            name = self.w.proper()
            slug = name.lower().replace("ó", "o").replace("ü", "u")
            found.setdefault(slug, name)
        return list(found.items())

    def file(self, path, text):
        full = self.out / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_bytes(text.encode())

    def write(self):
        self.settings()
        for number, office in enumerate(self.offices):
            self.office(number, *office)
        for year in self.years:
            self.cohort(year)
        for donor in self.donors:
            self.donor(*donor)
        self.goals()
        self.file("content/pages/about.md", f'+++\ntitle = "About"\n+++\n\n{MARK}: there is no such programme.\n')
        for number in range(self.stories):
            self.person(number)

    def settings(self):
        tiers = "".join(f'\n[[tiers]]\nid = "{tier}"\ntitle = "{tier.capitalize()}"\n' for tier in TIERS)
        menu = (("Interns", "/interns/"), ("Offices", "/offices/"), ("Donors", "/donors/"), ("About", "/about/"))
        menu = "".join(f'\n[[menu]]\ntitle = "{title}"\nurl = "{url}"\n' for title, url in menu)
        self.file("site.toml", f"""# Written by scripts/corpus.py. Nothing in this site is true.
title = "{MARK} showcase"
base_url = "https://generated.example/"
language = "en-GB"
description = "{self.stories} invented stories, for measuring."

[organisation]
name = "{MARK} University"
email = "nobody@generated.example"

[programme]
name = "{MARK} placements"
partner = "{MARK} Agency"
since = {FIRST}

# As on any site of this size: no page holds thousands.
[pagination]
interns = 24
facets = 60
{tiers}{menu}""")

    def office(self, number, slug, name):
        lat, lon = self.chance.randint(-5000, 6000) / 100, self.chance.randint(-17000, 17000) / 100
        self.file(f"content/offices/{slug}.toml", f"""name = "{name}"
country = "{COUNTRIES[number % len(COUNTRIES)]}"
latitude = {lat}
longitude = {lon}
kind = "{KINDS[number % len(KINDS)]}"
summary = {quoted(MARK + ". " + self.w.short())}
description = {quoted(self.w.sentences(3, 6))}
""")

    def cohort(self, year):
        self.file(f"content/cohorts/{year}.toml", f"""year = {year}
title = "The {year} cohort"
summary = {quoted(MARK + ". " + self.w.short())}
description = {quoted(self.w.sentences(2, 4))}
""")

    def donor(self, slug, name):
        pick = self.chance.choice
        # Years only: what a donor gives is nobody's measure.
        years = sorted(self.chance.sample(self.years, self.chance.randint(1, 4)))
        self.file(f"content/donors/{slug}.toml", f"""name = "{name} {pick(("Fund", "Trust", "Bursary", "Circle"))}"
kind = "{pick(GIVERS)}"
tier = "{pick(TIERS)}"
years = {years}
summary = {quoted(MARK + ". " + self.w.short())}
description = {quoted(self.w.sentences(2, 4))}

[permission]
on = {FIRST}-01-05
by = "{MARK}"
scopes = ["name", "quote"]
""")

    def goals(self):
        goals = (f"[[goal]]\nnumber = {n}\ncontribution = {quoted(self.w.short())}\n" for n in range(1, 18))
        self.file("content/sdgs.toml", "\n".join(goals))

    def links(self):
        """Where a story leads: to people, to an office, to somewhere outside."""
        found = [(self.w.phrase(1, 3), f"intern:{self.people[other]}")
                 for other in self.chance.choices(self.shown, k=self.chance.randint(1, 3))] if self.shown else []
        slug, name = self.chance.choice(self.offices)
        found.append((name, f"office:{slug}"))
        found.append((self.w.phrase(2, 3), f"https://{self.w.plain()}.example/{self.w.plain()}/"))
        self.chance.shuffle(found)
        return found

    def person(self, number):
        pick = self.chance.choice
        ident = self.people[number]
        year = pick(self.years)
        start = datetime.date(year, 1, 6) + datetime.timedelta(days=self.chance.randrange(180))
        end = start + datetime.timedelta(days=pick((58, 86, 114, 142, 170)))
        given = start + datetime.timedelta(days=14)
        # Up to the end of the last year, so that all is public on 2 January.
        published = min(end + datetime.timedelta(days=self.chance.randrange(20, 120)), datetime.date(LAST, 12, 30))
        goals = sorted(self.chance.sample(range(1, 18), self.chance.randint(1, 3)))
        donors = sorted({pick(self.donors)[0] for _ in range(pick((1, 1, 2)))})
        skills = sorted({self.w.word().capitalize() for _ in range(self.chance.randint(2, 4))})
        outcome = ""
        if self.chance.random() < 0.4:
            kind = pick(("partner", "sector", "employment", "study"))
            since = end + datetime.timedelta(days=60)
            outcome = f'\n[outcome]\nkind = "{kind}"\nrole = {quoted(self.w.line(2, 3))}\nsince = {since}\n'
        text = f"""+++
name = "{self.w.proper()} {self.w.proper((3, 4))}"
course = "{pick(COURSES)}"
level = "{pick(("undergraduate", "postgraduate"))}"
school = "{pick(SCHOOLS)}"
cohort = "{year}"
office = "{pick(self.offices)[0]}"
unit = {quoted(self.w.line(1, 2))}
start = {start}
end = {end}
donors = {listed(donors)}
sdgs = {goals}
skills = {listed(skills)}
title = {quoted(self.w.line(3, 8))}
summary = {quoted(self.w.short())}
quote = {quoted(self.w.sentence())}
published = {published}
{self.consent(number, given, published)}{outcome}+++

*{MARK}: nobody wrote this, and nobody of this name is meant.*

{self.w.story(self.links())}"""
        self.file(f"content/interns/{ident}/index.md", text)

    def consent(self, number, given, published):
        """What was agreed to; for the hidden ones, how it ended."""
        scopes, ending = SCOPES, ""
        if number in self.hidden:
            day = published + datetime.timedelta(days=1)
            way = self.chance.randrange(3)
            if way == 0:
                ending = f"withdrawn = {day}\n"
            elif way == 1:
                ending = f"expires = {day}\n"
            else:
                return ""
        return (f'\n[consent]\ngiven = {given}\nscopes = {scopes}\nmethod = "{MARK}"\n'
                f"review = 2040-01-01\n{ending}")


def main():
    parser = argparse.ArgumentParser(description="Writes a made-up site of any size.")
    parser.add_argument("--stories", type=int, required=True, help="how many people")
    parser.add_argument("--seed", type=int, default=1, help="another number, another site (default: 1)")
    parser.add_argument("--withheld", type=float, default=0, metavar="PERCENT", help="people without consent in force")
    parser.add_argument("--out", required=True, metavar="DIR", help="a folder that is empty or not there")
    args = parser.parse_args()
    if args.stories < 1 or not 0 <= args.withheld <= 100:
        parser.error("at least one story, and 0 to 100 percent")
    out = Path(args.out)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        parser.error(f"{out} is there already: files of another site would stay in it")
    Site(args.stories, args.seed, args.withheld, out).write()


if __name__ == "__main__":
    main()
