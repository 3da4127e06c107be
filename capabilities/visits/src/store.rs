//! All SQL of this capability.

pub mod cells;
pub mod lanes;
pub mod months;
pub mod rights;
pub mod series;
pub mod tallies;
pub mod visits;
