//! A new policy or demo file is a reason to build again: cargo sees only changed ones by itself.
fn main() {
    println!("cargo:rerun-if-changed=policies");
    println!("cargo:rerun-if-changed=demo");
}
