//! Stations: registry, hours, finder.

pub mod hours;
pub mod import;
pub mod number;
