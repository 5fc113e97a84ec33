//! A new policy or demo file is a reason to build again: cargo sees only changed ones by itself.
fn main() {
    println!("cargo:rerun-if-changed=policies");
    println!("cargo:rerun-if-changed=demo");
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    // Same functions of different types once, addresses to relocate packed: a twentieth of the program.
    if of("PROFILE") == "release" && of("TARGET") == "x86_64-unknown-linux-gnu" {
        println!("cargo:rustc-link-arg-bins=-Wl,--icf=all,-z,pack-relative-relocs");
    }
}
