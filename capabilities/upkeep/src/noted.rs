//! What the audit is told of copies of the whole store.

use audit::{Act, Entry, Object, note};
use db::Tx;
use serde_json::json;

/// A copy of the store was made.
pub const BACKED_UP: Act = Act("upkeep.backed-up");
/// A copy took the place of the store.
pub const RESTORED: Act = Act("upkeep.restored");

/// A copy of everything, as the audit tells it from others.
#[derive(Clone, Debug)]
pub struct Copy {
    /// When it was made.
    pub made_at: String,
    /// Length of its file.
    pub bytes: u64,
    /// SHA-256 of its file, in hexadecimal.
    pub sha256: String,
}

/// Notes that a copy was made, or took the place of the store.
pub fn copied(tx: &mut Tx<'_>, act: Act, copy: &Copy) {
    let (bytes, sha256) = (copy.bytes, &copy.sha256);
    let entry = Entry::of(act, Object::new("backup", &copy.made_at));
    note(tx, entry.after(json!({ "bytes": bytes, "sha256": sha256 })));
}
