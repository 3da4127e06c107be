//! All SQL of this capability.

pub mod accounts;
pub mod endings;
pub mod grants;
pub mod reparentings;
pub mod tokens;
pub mod units;
