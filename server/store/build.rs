//! A new migration file is a reason to build again: cargo sees only changed ones by itself.
fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
