//! The gate: who is behind a request, and whether they may come in. What happens inside a route
//! to which unit is decided there, through the viewer.

use std::{
    collections::HashMap,
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::{
    extract::FromRequestParts,
    http::{Method, request::Parts},
};
use db::Instant;
use kernel::{App, Capability, Error, Gate, Permission, Result};
use parking_lot::Mutex;
use web::{Caller, Credentials, Ctx, Secret, sessions};

use crate::{
    access::{self, AccountId, Before, Role, Viewer, viewer_of_session, viewer_of_token},
    tokens,
    tree::Tree,
};

/// How long a viewer is kept without asking the store: what another process takes away is gone
/// here within a second.
const FRESH_MICROSECONDS: i64 = 500_000;
/// How long it may still be used while one request asks again for all.
const USABLE_MICROSECONDS: i64 = 900_000;
/// Viewers kept at once; beyond it those that are no longer usable are dropped, then all.
const MOST_KNOWN: usize = 50_000;
/// Where somebody may always go who has something to do first: there, and back out.
const DOORS: [&str; 2] = ["/sign-out", "/sign-in"];

/// The viewer behind a request, as an extractor; also of requests without credentials.
#[derive(Clone, Debug)]
pub struct Who(pub Arc<Viewer>);

impl Who {
    /// The viewer, to be moved into a transaction.
    pub fn viewer(&self) -> Arc<Viewer> {
        Arc::clone(&self.0)
    }
}

impl<S: Sync> FromRequestParts<S> for Who {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let who = parts.extensions.get::<Self>().cloned();
        who.ok_or_else(|| Error::Internal("a handler outside of the gate".to_owned()))
    }
}

/// Decides by the grants of the viewer behind a session or a token.
pub struct AccessGate {
    holders: HashMap<Permission, Vec<Role>>,
    known: Mutex<HashMap<Key, Arc<Known>>>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Token([u8; 32]),
    Session(Secret),
}

/// A viewer as it was loaded.
struct Known {
    viewer: Arc<Viewer>,
    /// The role and the name of the unit by which pages call them.
    place: Option<(Role, Arc<str>)>,
    version: i64,
    loaded_at: Instant,
    asked_again: AtomicBool,
}

impl AccessGate {
    /// A gate for the permissions of these capabilities.
    ///
    /// # Errors
    /// When one of them gives a permission to a role that does not exist.
    pub fn new(capabilities: &[Capability]) -> Result<Self> {
        let mut holders: HashMap<Permission, Vec<Role>> = HashMap::new();
        for (permission, roles) in capabilities.iter().flat_map(|each| each.permissions) {
            for word in *roles {
                let role = Role::parse(word).ok_or_else(|| {
                    Error::Internal(format!("{} is given to no role: {word}", permission.0))
                })?;
                holders.entry(*permission).or_default().push(role);
            }
        }
        Ok(Self { holders, known: Mutex::default() })
    }

    /// Whether the viewer holds a permission anywhere.
    pub fn may(&self, viewer: &Viewer, permission: Permission) -> bool {
        match permission {
            Permission::PUBLIC => true,
            Permission::SIGNED_IN => viewer.is_known(),
            _ => self
                .holders
                .get(&permission)
                .is_some_and(|roles| roles.iter().any(|role| viewer.has_role(*role))),
        }
    }

    async fn let_in(&self, app: &App, parts: &mut Parts, permission: Permission) -> Result<()> {
        let known = match Credentials::of(&parts.headers)? {
            Credentials::None => None,
            Credentials::Bearer(plain) => {
                let found = self.find(app, Key::Token(tokens::digest(&plain))).await?;
                Some(found.ok_or(Error::BadCredentials)?)
            }
            Credentials::Session(secret) => {
                let found = self.find(app, Key::Session(secret)).await?;
                if found.is_none() {
                    web::forget_session(parts)?;
                }
                found
            }
        };
        let Some(known) = known else {
            parts.extensions.insert(Who(Arc::new(Viewer::public(app.db.now().day()))));
            let public = permission == Permission::PUBLIC;
            return if public { Ok(()) } else { Err(Error::SignInFirst) };
        };
        let viewer = Arc::clone(&known.viewer);
        parts.extensions.insert(Caller(viewer.author()));
        parts.extensions.insert(Who(Arc::clone(&viewer)));
        let is_api = parts.uri.path().starts_with("/api/");
        if let Some(before) = viewer.before
            && !leads_through(before, parts.uri.path())
        {
            // Nobody has signed in for good yet: pages lead to the door, and the door to what is
            // to be done first.
            let page = parts.method == Method::GET && !is_api;
            return Err(if page { Error::SignInFirst } else { Error::Forbidden(before.refusal()) });
        }
        if !is_api {
            self.introduce(parts, &known).await?;
        }
        if self.may(&viewer, permission) {
            Ok(())
        } else {
            Err(Error::Forbidden("access.not-granted"))
        }
    }

    /// Tells the pages who is there.
    async fn introduce(&self, parts: &mut Parts, known: &Known) -> Result<()> {
        let viewer = &known.viewer;
        let subtitle = match &known.place {
            Some((role, unit)) => {
                let t = Ctx::from_request_parts(parts, &()).await?.t();
                let role = t.msg(role.message_key()).to_string();
                t.msg("org-role-at").arg("role", role).arg("unit", unit.as_ref()).to_string()
            }
            None => String::new(),
        };
        let who = web::Who { name: viewer.name.clone(), subtitle };
        let free = viewer.before.is_none();
        web::introduce(parts, who, |permission| free && self.may(viewer, permission))
    }

    /// The viewer of these credentials, from memory when nothing has changed since.
    async fn find(&self, app: &App, key: Key) -> Result<Option<Arc<Known>>> {
        let now = app.db.now();
        // Read before the store is: what changes meanwhile makes this version old at once.
        let version = app.db.latest_mark(access::TOPIC);
        if let Some(known) = self.remembered(&key, now, version) {
            return Ok(Some(known));
        }
        let loaded = load(app, key.clone()).await?;
        let mut all = self.known.lock();
        let Some((viewer, place)) = loaded else {
            all.remove(&key);
            return Ok(None);
        };
        let asked_again = AtomicBool::new(false);
        let viewer = Arc::new(viewer);
        let known = Arc::new(Known { viewer, place, version, loaded_at: now, asked_again });
        if all.len() >= MOST_KNOWN {
            all.retain(|_, known| known.age(now) < USABLE_MICROSECONDS);
        }
        if all.len() >= MOST_KNOWN {
            all.clear();
        }
        all.insert(key, Arc::clone(&known));
        Ok(Some(known))
    }

    fn remembered(&self, key: &Key, now: Instant, version: i64) -> Option<Arc<Known>> {
        let known = self.known.lock().get(key).cloned()?;
        let usable = known.version == version
            && known.viewer.day() == now.day()
            && known.age(now) < USABLE_MICROSECONDS;
        // The first who finds it no longer fresh loads it for all the others.
        let stale = known.age(now) >= FRESH_MICROSECONDS
            && !known.asked_again.swap(true, Ordering::Relaxed);
        (usable && !stale).then_some(known)
    }
}

/// Whether a path belongs to what is to be done first: its page and what its forms send.
fn leads_through(before: Before, path: &str) -> bool {
    let rest = path.strip_prefix(before.path());
    DOORS.contains(&path) || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Known {
    /// Microseconds since it was loaded; a clock that was set back makes it as old as can be.
    fn age(&self, now: Instant) -> i64 {
        let age = now.0 - self.loaded_at.0;
        if age < 0 { i64::MAX } else { age }
    }
}

impl Gate for AccessGate {
    fn admit<'a>(
        &'a self,
        app: &'a App,
        request: &'a mut Parts,
        permission: Permission,
    ) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>> {
        Box::pin(self.let_in(app, request, permission))
    }
}

type Loaded = Option<(Viewer, Option<(Role, Arc<str>)>)>;

async fn load(app: &App, key: Key) -> Result<Loaded> {
    let read = move |tx: &mut db::Tx<'_>| {
        let (viewer, session) = match key {
            Key::Token(digest) => (viewer_of_token(tx, &digest)?, None),
            Key::Session(secret) => match sessions::find(tx, &secret)? {
                Some(session) => {
                    let id = AccountId(session.subject);
                    (viewer_of_session(tx, id, session.assurance)?, Some(session))
                }
                None => (None, None),
            },
        };
        let Some(viewer) = viewer else { return Ok((None, None)) };
        // This also reads the marks, so that what others changed is known from here on.
        let tree = tx.cached::<Tree>()?;
        let place = place(&tree, &viewer);
        let due = session.filter(|session| session.is_due(tx.now()));
        Ok::<_, Error>((Some((viewer, place)), due))
    };
    let (loaded, due) = app.db.read(read).await?;
    if let Some(session) = due {
        // A store too busy to note the use of a session must not turn its owner away.
        if let Err(error) = app.db.write(move |tx| sessions::touch(tx, &session)).await {
            tracing::warn!(%error, "the use of a session could not be noted");
        }
    }
    Ok(loaded)
}

/// The first of the viewer's grants in the order in which people would name themselves.
fn place(tree: &Tree, viewer: &Viewer) -> Option<(Role, Arc<str>)> {
    const ORDER: [Role; 6] = [
        Role::Supervisor,
        Role::Ambassador,
        Role::Administrator,
        Role::Security,
        Role::Auditor,
        Role::Integration,
    ];
    let first = ORDER.into_iter().find(|role| viewer.has_role(*role))?;
    let unit = viewer.units_of(tree, &[first]).first().copied()?;
    tree.node(unit).map(|node| (first, Arc::clone(&node.name)))
}
