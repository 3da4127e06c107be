//! The contract of the house: what a capability is, and what it may lean on.
//!
//! Nothing here knows a capability or a word of the domain. `app` collects the [`Capability`]
//! values, `web` serves their routes, `jobs` runs their jobs.

mod capability;
mod error;
mod settings;

use std::sync::Arc;

pub use db::{Clock, Day, Db, Instant, Tx};

pub use crate::{
    capability::{
        Capability, Gate, JobError, JobKind, JobRun, Menu, Permission, Progress, Route, Sample,
    },
    error::{Error, FieldError, Result},
    settings::{Brand, Settings},
};

/// What every handler, job and command is given; cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The store.
    pub db: Db,
    /// How this deployment was set up.
    pub settings: Arc<Settings>,
    /// The messages of all capabilities.
    pub messages: Arc<i18n::Catalog>,
}
