//! What a capability hands to the house.

use std::{future::Future, pin::Pin};

use axum::{
    handler::Handler,
    http::{Method, request::Parts},
    routing::{MethodFilter, MethodRouter, on},
};
use db::Migration;
use i18n::Lang;

use crate::{App, JobKind, Periodic, Result, Subscription};

/// One thing that the product does: a crate that owns its tables, routes, pages, messages, jobs
/// and permissions.
pub struct Capability {
    /// The name of its crate.
    pub name: &'static str,
    /// Its schema, forward only.
    pub migrations: &'static [Migration],
    /// Its messages, in every language.
    pub messages: &'static [(Lang, &'static str)],
    /// Its pages and API, each with the permission it needs.
    pub routes: fn() -> Vec<Route>,
    /// The part of the API document that describes its routes under `/api`.
    pub api: Option<fn() -> utoipa::openapi::OpenApi>,
    /// Which roles hold its permissions.
    pub permissions: &'static [(Permission, &'static [&'static str])],
    /// Its entries in the menus of workspace, console and administration.
    pub menu: &'static [Menu],
    /// Work it does after the answer.
    pub jobs: &'static [JobKind],
    /// Work it does by the clock.
    pub periodic: &'static [Periodic],
    /// The kinds of events that it tells, `capability.what-happened`.
    pub events: &'static [&'static str],
    /// What it does about events, its own or those of others.
    pub subscriptions: &'static [Subscription],
    /// Every page of it, filled with invented content, for the test that renders them all.
    pub samples: fn(&i18n::T) -> Vec<Sample>,
}

impl Capability {
    /// A capability of that name that does nothing yet.
    pub const fn named(name: &'static str) -> Self {
        Self {
            name,
            migrations: &[],
            messages: &[],
            routes: Vec::new,
            api: None,
            permissions: &[],
            menu: &[],
            jobs: &[],
            periodic: &[],
            events: &[],
            subscriptions: &[],
            samples: |_| Vec::new(),
        }
    }
}

/// A right that a route asks for; roles hold it by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Permission(pub &'static str);

impl Permission {
    /// Anybody, with or without an account.
    pub const PUBLIC: Self = Self("public");
    /// Anybody with an account or a token, whatever it may do.
    pub const SIGNED_IN: Self = Self("signed-in");
}

/// One method on one path.
pub struct Route {
    /// `GET`, `POST`, `PUT` or `PATCH`.
    pub method: Method,
    /// The path as axum writes it: `/stations/{code}`.
    pub path: &'static str,
    /// What the caller must hold.
    pub permission: Permission,
    /// The handler behind it.
    pub handler: MethodRouter<App>,
    /// The largest body it takes, in bytes.
    pub body_limit: usize,
}

/// Bodies of ordinary forms and requests.
const SMALL_BODY: usize = 256 * 1024;

macro_rules! method {
    ($(#[$doc:meta])* $name:ident, $method:ident) => {
        $(#[$doc])*
        pub fn $name<H, T>(path: &'static str, permission: Permission, handler: H) -> Self
        where
            H: Handler<T, App>,
            T: 'static,
        {
            let handler = on(MethodFilter::$method, handler);
            Self { method: Method::$method, path, permission, handler, body_limit: SMALL_BODY }
        }
    };
}

impl Route {
    method!(/** A page or a read. `HEAD` is answered too. */ get, GET);
    method!(/** Something new, or an act. */ post, POST);
    method!(/** A replacement. */ put, PUT);
    method!(/** A change of parts. */ patch, PATCH);

    /// The same route for bodies of up to so many bytes.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }
}

/// Decides whether a request may reach a route, and leaves in it who is asking.
pub trait Gate: Send + Sync + 'static {
    /// Lets the request in, or says why not.
    fn admit<'a>(
        &'a self,
        app: &'a App,
        request: &'a mut Parts,
        permission: Permission,
    ) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;
}

/// An entry of a menu, shown to those who hold its permission.
#[derive(Clone, Copy, Debug)]
pub struct Menu {
    /// Which menu: `public` (the ways in the header), `desk`, `console`, `admin` (beside the work
    /// under these paths), `mine` (beside the own name) or `foot`.
    pub place: &'static str,
    /// Key of its word.
    pub label: &'static str,
    /// Name of its symbol in the sprite, such as `i-home`.
    pub icon: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// What one must hold to see it.
    pub permission: Permission,
    /// Entries stand by this number.
    pub order: u16,
}

/// A page rendered from invented content.
pub struct Sample {
    /// `crate/page-state`, such as `stations/finder-empty`.
    pub name: &'static str,
    /// The page, or why it could not be rendered.
    pub html: std::result::Result<String, String>,
}
