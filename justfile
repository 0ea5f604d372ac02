# Tasks of a day. `just` lists them; CONTRIBUTING.md says when.

default:
    @just --list

# Format, lints, and the tests that are quick.
check:
    cargo fmt --check
    cargo clippy --all-targets --locked -- -D warnings
    cargo test --locked --lib
    cargo test --locked --test main -- docs tidy cli diagnostics

# Tests whose name has NAME.
test NAME:
    cargo test --locked --test main {{NAME}}

# Everything that CI runs.
all:
    tests/run

# Build the guide, and show it.
docs:
    cargo run --locked -- serve --root docs

# Write generated documents and expected reports anew. Read the difference.
bless:
    SHOWCASE_BLESS=1 cargo test --locked --test main -- docs diagnostics
    git diff --stat

# Take the pictures of the guide again.
pictures:
    cargo build --locked
    npm ci --prefix tests/browser
    node scripts/guide-pictures.mjs target/debug/showcase

# Licences and known holes of dependencies.
deny:
    cargo deny --locked check
    cargo audit

# The release of this machine: static program, Debian package, checksums.
package:
    packaging/musl dist
    packaging/deb dist/showcase dist
    cd dist && sha256sum *.deb *.tar.gz > SHA256SUMS
