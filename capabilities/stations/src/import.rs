//! The import of station lists, its pure part: from the cells of a table to a draft of a station.
//!
//! Which column means what (`headings`), what a cell holds once the dirt is off (`clean`), and what
//! a row says with everything doubtful about it (`row`). No SQL, no HTTP: whether the station is
//! known already, which division the hints mean and what is done with a doubt are decided by the
//! callers. Nothing here guesses in silence: what is not certain becomes a [`row::Doubt`].

pub mod clean;
pub mod headings;
pub mod host_type;
pub mod location;
pub mod phone;
pub mod row;

#[cfg(test)]
mod tests;
