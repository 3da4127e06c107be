//! Org: units true in time, people, accounts, posts, grants, service tokens, sign-in.
//!
//! Owns `unit`, `unit_parent`, `unit_division`, `person`, `account`, `role_grant`, `post` and
//! `service_token`. Stations are leaves of the tree of units; everything else about them belongs
//! to `stations`. Everybody may lean on this crate, it leans on no other capability.

pub mod access;
pub mod accounts;
pub mod commands;
pub mod grants;
pub mod login;
pub mod password;
pub mod people;
pub mod posts;
mod sign_in;
mod store;
#[cfg(test)]
mod tests;
mod throttle;
pub mod tokens;
pub mod tree;
pub mod unit;

use db::Migration;

pub use access::{AccountId, Grant, PersonId, Role, Subject, TokenId, Viewer};
pub use commands::is_initialised;
pub use tree::Tree;
pub use unit::UnitId;

/// The schema of this capability.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        capability: "org",
        number: 1,
        name: "0001_units",
        sql: include_str!("../migrations/0001_units.sql"),
    },
    Migration {
        capability: "org",
        number: 2,
        name: "0002_access",
        sql: include_str!("../migrations/0002_access.sql"),
    },
];
