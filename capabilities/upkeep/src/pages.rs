//! Pages of the administrator.

pub mod jobs;
