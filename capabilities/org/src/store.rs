//! All SQL of this capability.

pub mod accounts;
pub mod grants;
pub mod reparentings;
pub mod tokens;
pub mod units;
