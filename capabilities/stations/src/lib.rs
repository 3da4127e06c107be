//! Stations: registry, hours, finder.
