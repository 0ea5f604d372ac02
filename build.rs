//! Makes the built-in themes part of what the crate is compiled from: a file
//! that is added to them is noticed.

fn main() {
    println!("cargo::rerun-if-changed=themes");
}
