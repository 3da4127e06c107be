//! What tests lean on: real stores of both engines, a clock that stands still, the whole house
//! behind requests that read as prose, and the source itself.
//!
//! Only tests and benches depend on this crate. It panics where a test should fail.

mod dumps;
mod house;
mod outage;
mod postgres;
mod request;
mod samples;
pub mod source;
mod statements;
mod store;
#[cfg(test)]
mod tests;

pub use crate::{
    dumps::{RestoredDatabase, dump},
    house::{HOST, House, catalog, migrations, on_each_house},
    outage::OwnPostgres,
    postgres::{Durability, fresh_schema, root},
    request::{Answer, Caller},
    samples::render_samples,
    statements::{Statement, statements_compile, statements_in},
    store::{BEGINNING, Store, on_each_engine},
};
