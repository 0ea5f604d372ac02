"""What the scripts that measure have in common: programs, sites, one timed run.

Not a script. Standard library only.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import namedtuple
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATE = "2026-01-02"  # everything in the made-up sites is public on it
SETTLED = 3.0        # seconds after which a build believes a file by its looks

# Seconds from start to end, seconds of processors, most bytes held at once. The
# last is never less than what Python itself holds, some 15 MB.
Cost = namedtuple("Cost", "wall cpu memory")


def fail(message):
    sys.exit(f"error: {message}")


def say(message):
    print(message, file=sys.stderr, flush=True)


def git(*args):
    return subprocess.run(["git", "-C", str(ROOT), *args], capture_output=True, text=True)


def program(name, place):
    """The program that a path or a git revision stands for, and what to call it.

    A revision is checked out and compiled below `place`. The folder is kept, so
    that libraries are compiled once only.
    """
    path = Path(name)
    if path.is_file():
        if not os.access(path, os.X_OK):
            fail(f"{name} is a file, but not one that can be run")
        return path.resolve(), name
    found = git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if found.returncode != 0:
        fail(f"{name} is neither a file nor a revision of this repository (cargo build --release compiles target/release/showcase)")
    revision = found.stdout.strip()
    tree = place / "tree"
    place.mkdir(parents=True, exist_ok=True)
    git("worktree", "remove", "--force", str(tree))
    shutil.rmtree(tree, ignore_errors=True)
    added = git("worktree", "add", "--detach", "--force", str(tree), revision)
    if added.returncode != 0:
        fail(f"{revision} cannot be checked out: {added.stderr.strip()}")
    try:
        say(f"compiling {name} ({revision[:12]})")
        environment = {**os.environ, "CARGO_TARGET_DIR": str(place / "target")}
        command = ["cargo", "build", "--release", "--locked", "--bin", "showcase", "--quiet"]
        if subprocess.run(command, cwd=tree, env=environment).returncode != 0:
            fail(f"{name} does not compile")
        # The next revision in this place must not take it away.
        built = place / f"showcase-{revision[:12]}"
        shutil.copy2(place / "target" / "release" / "showcase", built)
    finally:
        git("worktree", "remove", "--force", str(tree))
    return built, f"{name} ({revision[:12]})" if name != revision else revision[:12]


def folder(given):
    """An empty folder for sites: below the one given, else in memory if there is such a place."""
    shared = "/dev/shm"
    if given is None and os.path.isdir(shared) and os.access(shared, os.W_OK):
        given = shared
    return Path(tempfile.mkdtemp(prefix="showcase-measure-", dir=given))


def corpus(stories, seed, out):
    """A made-up site, by a process of its own: this one stays small."""
    script = ROOT / "scripts" / "corpus.py"
    command = [sys.executable, str(script), "--stories", str(stories), "--seed", str(seed), "--out", str(out)]
    if subprocess.run(command).returncode != 0:
        fail("the site could not be written")


def build(binary, site, out):
    """One build, timed. Only options that the first version had."""
    command = [str(binary), "build", "--root", str(site), "--out", str(out), "--date", DATE, "--quiet"]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        fail(f"{binary} ended with {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit)


def forget(site, out):
    """Takes away all that a build could know from earlier ones."""
    shutil.rmtree(site / ".showcase", ignore_errors=True)
    shutil.rmtree(out, ignore_errors=True)


def stories(site):
    """The files of the stories, in order."""
    return sorted(site.glob("content/interns/*/index.md"))


def edit(site, number):
    """Adds a paragraph to one story, another for each number."""
    files = stories(site)
    with open(files[number * 7919 % len(files)], "a", encoding="utf-8") as file:
        file.write(f"\nOne paragraph more, the {number + 1}. of its kind.\n")


def touch(site):
    """Gives every source the time of now, as a fresh checkout does."""
    for path in site.rglob("*"):
        if path.is_file() and ".showcase" not in path.parts:
            os.utime(path)


def load():
    """How busy the machine is."""
    return "load average {:.2f} {:.2f} {:.2f}, {} processors".format(*os.getloadavg(), os.cpu_count() or 1)


def table(head, rows, markdown):
    """Rows as text: for people, or for a page in Markdown."""
    if markdown:
        lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)
    widths = [max(map(len, column)) for column in zip(head, *rows)]
    first, rest = widths[0], widths[1:]
    lines = ([row[0].ljust(first), *(cell.rjust(width) for cell, width in zip(row[1:], rest))] for row in [head, *rows])
    return "\n".join("  ".join(line).rstrip() for line in lines)


def seconds(value):
    return f"{value * 1000:.0f} ms" if value < 10 else f"{value:.1f} s"


def megabytes(value):
    return f"{value / 1e6:.0f} MB"
