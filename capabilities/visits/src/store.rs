//! All SQL of this capability.

pub mod cells;
pub mod lanes;
pub mod tallies;
pub mod visits;
