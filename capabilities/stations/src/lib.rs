//! Stations: the registry, the catalogue of services, hours, life, and finding one.
//!
//! Owns `service`, `guest_group`, `station`, `station_state`, `station_service`,
//! `station_serial`, `plate` and `station_notice`. A station is a leaf of the tree of units that
//! `org` owns; what was given at a station belongs to `visits`.

pub mod catalogue;
pub mod directory;
pub mod features;
pub mod hours;
pub mod import;
pub mod life;
pub mod number;
pub mod open;
pub mod station;
mod store;
#[cfg(test)]
mod tests;

use db::Migration;

pub use catalogue::{Catalogue, Group, Service};
pub use directory::{Directory, Entry};
pub use life::Status;
pub use number::StationNumber;

/// The schema of this capability.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        capability: "stations",
        number: 1,
        name: "0001_catalogue",
        sql: include_str!("../migrations/0001_catalogue.sql"),
    },
    Migration {
        capability: "stations",
        number: 2,
        name: "0002_stations",
        sql: include_str!("../migrations/0002_stations.sql"),
    },
];
