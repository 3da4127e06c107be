//! All SQL of this capability.

pub mod tallies;
pub mod visits;
