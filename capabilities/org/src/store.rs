//! All SQL of this capability.

pub mod access;
pub mod units;
