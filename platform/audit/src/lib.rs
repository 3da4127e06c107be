//! The audit: who did what to what, with before and after, in a chain that shows where it was cut.
//!
//! Owns `audit_entry`, `audit_day` and `audit_head`. An act is noted with [`note`] in the
//! transaction that does it, so that neither stands without the other. Acts, objects and their
//! fields are named by the capabilities; this crate knows no word of theirs. What a service record
//! says is in the register, which is a log of its own, and never here.
//!
//! What the chain shows and what it cannot show is in `docs/decisions/0012-audit.md`.

mod chain;
mod entry;
mod log;
pub mod read;
mod refusals;
mod store;
mod taken;
#[cfg(test)]
mod tests;
pub mod verify;

use db::Migration;

pub use crate::{
    chain::Digest,
    entry::{Act, Entry, Object},
    log::{NOBODY_ASKED, invented, note},
    read::{Day, Filter, Noted},
    refusals::{REFUSED, Refusals},
    taken::{Measure, Measured, TAKEN, Taken},
    verify::{Fault, Finding, Verified},
};

/// The schema of the audit.
pub const MIGRATIONS: &[Migration] = &[Migration {
    capability: "audit",
    number: 1,
    name: "0001_audit",
    sql: include_str!("../migrations/0001_audit.sql"),
}];
