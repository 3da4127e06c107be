//! All SQL of this capability.

pub mod accounts;
pub mod authors;
pub mod grants;
pub mod tokens;
pub mod units;
