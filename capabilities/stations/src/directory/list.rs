//! What a list of stations may be narrowed by.

use std::{collections::HashMap, sync::Arc};

use db::Instant;
use geo::divisions;

use super::Entry;
use crate::{
    features::Features,
    life::Status,
    open::{Open, State},
};

/// Whether divisions lie in one division; each is looked up once.
pub struct Within {
    ancestor: Arc<str>,
    known: HashMap<Box<str>, bool>,
}

impl Within {
    /// Asks for divisions in this one.
    pub fn new(ancestor: &str) -> Self {
        Self { ancestor: ancestor.into(), known: HashMap::new() }
    }

    /// Whether `division` is it or lies in it.
    pub fn has(&mut self, division: &str) -> bool {
        if let Some(known) = self.known.get(division) {
            return *known;
        }
        let is_within = divisions::is_within(division, &self.ancestor);
        self.known.insert(division.into(), is_within);
        is_within
    }
}

/// What stations must be to be listed. Services are a set that the index knows by itself.
pub struct Filter {
    /// Bits of services, all of which must be loaded.
    pub services: u64,
    /// Features, all of which it must have.
    pub features: Features,
    /// The moment at which it must be open.
    pub open_at: Option<Instant>,
    /// The division it must lie in.
    pub division: Option<Within>,
    /// Part of its name, address or number, in lower case.
    pub part: Option<String>,
    /// One of which it must be today.
    pub statuses: Vec<Status>,
    /// Now: what "today" is.
    pub now: Instant,
}

impl Filter {
    /// Everything that everybody may see.
    pub fn public(now: Instant) -> Self {
        Self {
            services: 0,
            features: Features::default(),
            open_at: None,
            division: None,
            part: None,
            statuses: vec![Status::Active, Status::Suspended],
            now,
        }
    }

    /// Whether a station passes.
    pub fn passes(&mut self, entry: &Entry) -> bool {
        entry.services & self.services == self.services
            && entry.features.has_all(self.features)
            && self.statuses.contains(&entry.status(self.now.day()))
            && self.open_at.is_none_or(|at| Open::of(entry, at).state == State::Open)
            && self.part.as_deref().is_none_or(|part| mentions(entry, part))
            && self.division.as_mut().is_none_or(|within| within.has(&entry.division))
    }
}

fn mentions(entry: &Entry, part: &str) -> bool {
    // Most names have no capitals, so that nothing needs to be copied.
    let has = |text: &str| {
        text.contains(part)
            || (text.bytes().any(|byte| byte.is_ascii_uppercase())
                && text.to_ascii_lowercase().contains(part))
    };
    has(&entry.name) || has(&entry.address) || has(&entry.number)
}
