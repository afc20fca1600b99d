//! Tells cargo to build again when a migration is added. It makes nothing.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
