//! All SQL of this capability.

pub mod accounts;
pub mod factors;
pub mod grants;
pub mod tokens;
pub mod units;
