//! Noting: what the callers of a batch note is appended together, right before the commit that
//! makes their work durable. So the end of the chain is held for no longer than the appending
//! takes, whatever else the batch does.

use db::{Instant, Pending, Tx};
use serde_json::{Map, Value};

use crate::{
    chain::Content,
    entry::Entry,
    store::{self, Head},
};

/// The author of what nobody asked for over HTTP: the command line, or the product itself.
pub const NOBODY_ASKED: i64 = -1;

/// Notes an act in the transaction that does it. Only inside [`db::Db::write`].
pub fn note(tx: &mut Tx<'_>, entry: Entry) {
    if entry.is_nothing() {
        return;
    }
    let (at, author) = (tx.now(), entry.author.or(tx.author()).unwrap_or(NOBODY_ASKED));
    let log = tx.pending::<Log>();
    if !log.is_invented {
        log.drafts.push(Draft { at, author, entry });
    }
}

/// Says that what this caller writes is invented, for a demonstration: nobody has done it, so
/// nothing of it is noted.
pub fn invented(tx: &mut Tx<'_>) {
    *tx.pending::<Log>() = Log { drafts: Vec::new(), is_invented: true };
}

#[derive(Default)]
struct Log {
    drafts: Vec<Draft>,
    is_invented: bool,
}

/// An entry that has no place in the chain yet.
struct Draft {
    at: Instant,
    author: i64,
    entry: Entry,
}

impl Pending for Log {
    fn merge(&mut self, other: Self) {
        self.drafts.extend(other.drafts);
    }

    fn settle(&self, tx: &mut Tx<'_>) -> db::Result<()> {
        if self.drafts.is_empty() {
            return Ok(());
        }
        let mut head = store::hold_head(tx)?;
        let mut first = head.seq + 1;
        for draft in &self.drafts {
            // A clock that was set back, or a neighbour that began before midnight, opens no day
            // again that has ended.
            let day = draft.at.day().max(head.day);
            if day != head.day {
                if head.seq >= first {
                    store::tell_day(tx, first, &head)?;
                }
                first = head.seq + 1;
            }
            head = draft.append(tx, Head { day, ..head })?;
        }
        store::tell_day(tx, first, &head)?;
        store::move_head(tx, &head)
    }
}

impl Draft {
    fn append(&self, tx: &mut Tx<'_>, head: Head) -> db::Result<Head> {
        let Entry { act, object, before, after, purpose, .. } = &self.entry;
        let (before, after) = (text(before), text(after));
        let seq = head.seq + 1;
        let content = Content {
            seq,
            day: head.day,
            at: self.at,
            author: self.author,
            act: act.0,
            object_kind: object.kind,
            object: &object.name,
            before: before.as_deref(),
            after: after.as_deref(),
            purpose: purpose.as_deref(),
        };
        let digest = content.digest(head.digest);
        store::append(tx, &content, digest)?;
        Ok(Head { seq, digest, ..head })
    }
}

fn text(fields: &Map<String, Value>) -> Option<String> {
    (!fields.is_empty()).then(|| Value::Object(fields.clone()).to_string())
}
