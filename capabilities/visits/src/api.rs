//! The JSON of service records and totals, as the public contract has it.

pub mod tallies;
pub mod visits;
