//! All SQL of this capability.

pub mod held;
pub mod ratings;
pub mod ties;
pub mod unserved;
pub mod words;

/// Thirty-two bytes of a column.
fn digest(bytes: Vec<u8>) -> db::Result<[u8; 32]> {
    let length = bytes.len();
    bytes.try_into().map_err(|_| db::Error::Decode(format!("{length} bytes, not 32")))
}
