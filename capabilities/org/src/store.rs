//! All SQL of this capability.

pub mod accounts;
pub mod authors;
pub mod endings;
pub mod factors;
pub mod grants;
pub mod renamings;
pub mod reorganisations;
pub mod reparentings;
pub mod tokens;
pub mod units;
