//! Stations: the registry, the catalogue of services, hours, life, and finding one.
//!
//! Owns `service`, `guest_group`, `station`, `station_state`, `station_service`,
//! `station_serial`, `station_closed`, `plate`, `station_notice`, `station_answer`,
//! `station_import`, `station_import_row`,
//! `station_import_progress`, `station_import_change`, `station_import_reversal` and
//! `station_withdrawal`. Tells [`closing::CLOSED`]. A station is a leaf of the tree of units that `org` owns; what was given
//! at a station belongs to `visits`.

mod api;
mod capability;
pub mod catalogue;
pub mod closing;
pub mod directory;
pub mod exporting;
pub mod features;
pub mod figures;
pub mod finder;
pub mod hours;
mod idempotency;
pub mod import;
pub mod importing;
pub mod life;
pub mod moving;
pub mod noted;
pub mod notice;
pub mod number;
pub mod open;
mod pages;
pub mod plate;
mod samples;
pub mod scope;
pub mod station;
mod store;
#[cfg(test)]
mod tests;

use db::Migration;

pub use capability::{CATALOGUE, EDIT, capability, capability_with};
pub use catalogue::{Catalogue, Group, Service};
pub use directory::{Directory, Entry};
pub use figures::{Figures, NoFigures, PublicFigures, Scores};
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
    Migration {
        capability: "stations",
        number: 3,
        name: "0003_answers",
        sql: include_str!("../migrations/0003_answers.sql"),
    },
    Migration {
        capability: "stations",
        number: 4,
        name: "0004_import",
        sql: include_str!("../migrations/0004_import.sql"),
    },
    Migration {
        capability: "stations",
        number: 5,
        name: "0005_closed",
        sql: include_str!("../migrations/0005_closed.sql"),
    },
    Migration {
        capability: "stations",
        number: 6,
        name: "0006_import_journal",
        sql: include_str!("../migrations/0006_import_journal.sql"),
    },
];
