//! All SQL of this capability.

pub mod answers;
pub mod catalogue;
pub mod closed;
pub mod directory;
pub mod import_journal;
pub mod imports;
pub mod life;
pub mod plates;
pub mod stations;
