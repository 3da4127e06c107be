//! The circumstances of a request: for handlers as an extractor, for the gate to fill in.

use std::sync::{Arc, atomic::Ordering};

use axum::{extract::FromRequestParts, http::request::Parts};
use i18n::{Lang, T};
use kernel::{Error, Menu, Permission, Result};

use crate::{asked::Asked, shell::Shell};

/// The person or token behind a request, as pages name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The name.
    pub name: String,
    /// Role and place, in the language of the page.
    pub subtitle: String,
}

/// The number of the account or token behind a request, left in it by the gate: whoever asks from
/// many places is still one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller(pub i64);

/// What the gate found out about a request.
pub(crate) struct Introduced {
    pub(crate) who: Who,
    pub(crate) menus: Vec<Menu>,
}

/// Tells pages who is asking; called once by the gate. `may` says which permissions are held,
/// and so which menu entries are shown. The answer is then kept by no cache.
pub fn introduce(parts: &Parts, who: Who, may: impl Fn(Permission) -> bool) -> Result<()> {
    let asked = Asked::find(parts)?;
    let menus = asked.house.menus.iter().filter(|menu| may(menu.permission)).copied().collect();
    // A second introduction would be the same person.
    let _ = asked.introduced.set(Introduced { who, menus });
    Ok(())
}

/// Says that the session cookie of a request is stale; the answer clears it.
pub fn forget_session(parts: &Parts) -> Result<()> {
    Asked::find(parts)?.stale.store(true, Ordering::Relaxed);
    Ok(())
}

/// The circumstances of a request, as an extractor.
#[derive(Clone)]
pub struct Ctx(Arc<Asked>);

impl Ctx {
    /// The language of the answer.
    pub fn lang(&self) -> Lang {
        self.0.lang()
    }

    /// The messages in that language.
    pub fn t(&self) -> T {
        self.0.house.app.messages.speak(self.lang())
    }

    /// A cookie of the request.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.0.cookie(name)
    }

    /// The number of this request, for people who ask for help.
    pub fn request_id(&self) -> &str {
        &self.0.id
    }

    /// The frame of a page.
    pub fn shell(&self) -> Shell {
        Shell::of(&self.0)
    }
}

impl<S: Sync> FromRequestParts<S> for Ctx {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        Asked::find(parts).map(Self)
    }
}
