//! Visits: every service given, recorded once, and the totals it adds up to.
//!
//! Owns `visit`, `rating_key`, `tally_day` and `tally_month`. A fact and its totals are committed
//! together; a correction is a reversal. The register with its sequence is the stream that others
//! follow, so records write no event beside themselves.

mod api;
mod book;
pub mod doctor;
mod list;
mod record;
mod store;
pub mod tally;
pub mod totals;

pub use book::{Fact, Outcome, record as record_batch, reverse};
pub use record::{Record, Refusal, VisitId};
