//! Stations: registry, hours, finder.

pub mod hours;
pub mod number;
