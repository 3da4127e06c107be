//! What guests see.

mod address;
mod closed;
pub mod figures;
mod form;
pub mod rate;
mod samples;
mod thanks;
pub mod unserved;

pub use samples::samples;
