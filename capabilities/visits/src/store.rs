//! All SQL of this capability.

pub mod cells;
pub mod lanes;
pub mod months;
pub mod tallies;
pub mod visits;
