//! The import of station lists.
//!
//! First the pure part, from the cells of a table to a draft of a station: which column means what
//! (`headings`), what a cell holds once the dirt is off (`clean`), what a row says (`row`), which
//! division and place it means (`prepare`, `place`). Nothing there guesses in silence: what is not certain becomes a
//! doubt with its readings. Then what a row is among the stations that are known (`settle`), and
//! the run over a whole list in short steps (`run`). No HTTP.

mod alike;
pub mod clean;
pub mod date;
mod earlier;
pub mod grade;
pub mod headings;
pub mod host_type;
mod known;
pub mod location;
mod odd_rows;
pub mod phone;
pub mod place;
pub mod prepare;
pub mod rejects;
pub mod report;
pub mod row;
pub mod run;
mod settle;

#[cfg(test)]
mod tests;

pub use alike::ALIKE;
pub use earlier::Earlier;
pub use prepare::Choices;
pub use report::{Done, Outcome, Report, Wrote};
pub use run::{
    ImportError, Ledger, Options, Start, Unwatched, Watch, import_from, import_stations,
};
