//! What tests lean on: real stores of both engines, a clock that stands still, the whole house
//! behind requests that read as prose.
//!
//! Only tests and benches depend on this crate. It panics where a test should fail.

mod postgres;
mod store;
#[cfg(test)]
mod tests;

pub use crate::{
    postgres::{Durability, fresh_schema, root},
    store::{BEGINNING, Store, on_each_engine},
};
