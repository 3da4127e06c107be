//! All SQL of the queue.

pub mod dead;
pub mod outbox;
pub mod periods;
pub mod queue;
