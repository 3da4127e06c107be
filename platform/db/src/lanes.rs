//! The lanes: writers beside each other, each with its own connection and its own queue.

use std::sync::Arc;

use crate::{
    Inner,
    backend::{Engine, Purpose},
    error::Result,
    writer::Writer,
};

pub struct Lanes(Vec<Writer>);

impl Lanes {
    /// None on SQLite, which has one writer at a time in any case.
    pub fn start(inner: &Arc<Inner>, count: usize, capacity: usize) -> Result<Self> {
        let count = if inner.target.engine() == Engine::Sqlite { 0 } else { count };
        let name = |number| format!("db-lane-{number}");
        let lanes = (0..count).map(|at| Writer::start(inner, Purpose::Lane, &name(at), capacity));
        Ok(Self(lanes.collect::<Result<_>>()?))
    }

    /// The lane of a number, if there are lanes.
    pub fn of(&self, number: u64) -> Option<&Writer> {
        // Neighbouring numbers mean things of one size: they are dealt out in turn.
        let index = number.checked_rem(self.0.len() as u64)?;
        self.0.get(usize::try_from(index).ok()?)
    }
}
