//! Random bytes, drawn by whoever calls: so that the vault can be tested with known ones.

/// Fills bytes with random ones.
pub type Draw<'a> = &'a (dyn Fn(&mut [u8]) + Sync);

/// So many random bytes.
pub fn drawn<const N: usize>(draw: Draw<'_>) -> [u8; N] {
    let mut bytes = [0; N];
    draw(&mut bytes);
    bytes
}
