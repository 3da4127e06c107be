//! Org: units true in time, people, accounts, posts, grants, service tokens, sign-in.
//!
//! Owns `unit`, `unit_parent`, `unit_division`, `person`, `account`, `role_grant`, `post` and
//! `service_token`. Stations are leaves of the tree of units; everything else about them belongs
//! to `stations`. Everybody may lean on this crate, it leans on no other capability.

pub mod access;
mod store;
pub mod tree;
pub mod unit;

pub use access::{AccountId, Grant, PersonId, Role, Subject, TokenId, Viewer};
pub use tree::Tree;
pub use unit::UnitId;
