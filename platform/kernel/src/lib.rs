//! The contract of the house: what a capability is, and what it may lean on.
//!
//! Nothing here knows a capability or a word of the domain. `app` collects the [`Capability`]
//! values, `web` serves their routes, `jobs` runs their jobs.

mod capability;
mod error;
mod settings;
mod work;

use std::{ops::Deref, sync::Arc};

pub use db::{Clock, Day, Db, Instant, Tx};

pub use crate::{
    capability::{Capability, Gate, Menu, Permission, Route, Sample},
    error::{Error, FieldError, Result},
    settings::{Brand, ChangeWindow, Settings},
    work::{Event, Every, JobError, JobKind, JobRun, Periodic, Progress, Subscription},
};

/// What every handler, job and command is given; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What an [`App`] holds.
pub struct Parts {
    /// The store.
    pub db: Db,
    /// How this deployment was set up.
    pub settings: Settings,
    /// The messages of all capabilities.
    pub messages: Arc<i18n::Catalog>,
}

impl App {
    /// Puts together what a node, a command or a test runs with.
    pub fn new(db: Db, settings: Settings, messages: Arc<i18n::Catalog>) -> Self {
        Self(Arc::new(Parts { db, settings, messages }))
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
