//! Sessions of browsers, kept in the store: a random secret in a cookie, its digest in a row.
//!
//! Who a subject is, and whether it may still come in, is known to the capability that owns
//! accounts; it ends their sessions through here.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use db::{Instant, Tx};
use kernel::Result;
use sha2::{Digest, Sha256};

use crate::store;

/// The cookie: of this host alone, never sent over plain HTTP but to loopback.
pub const COOKIE: &str = "__Host-session";

/// Seconds after which a use is noted again.
const TOUCH_AFTER: i64 = 600;
const HOUR: i64 = 3600;
/// Between the password and the second factor.
const STEP: i64 = HOUR / 4;
/// A session that ends with the browser, in any case after a long shift.
const SHIFT: i64 = 12 * HOUR;
/// A session on a device of one's own.
const OWN_DEVICE: i64 = 30 * 24 * HOUR;

/// What the cookie holds. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(String);

impl Secret {
    /// What a cookie says it is.
    pub fn from_cookie(value: &str) -> Self {
        Self(value.to_owned())
    }

    fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// The `Set-Cookie` that hands it to the browser.
    pub fn set_cookie(&self, stay: Stay) -> String {
        let value = &self.0;
        match stay {
            Stay::Step | Stay::Browser => {
                format!("{COOKIE}={value}; Secure; HttpOnly; SameSite=Lax; Path=/")
            }
            Stay::OwnDevice => format!(
                "{COOKIE}={value}; Max-Age={OWN_DEVICE}; Secure; HttpOnly; SameSite=Lax; Path=/"
            ),
        }
    }
}

/// The `Set-Cookie` that takes the session away from the browser.
pub const CLEAR_COOKIE: &str = "__Host-session=; Max-Age=0; Secure; HttpOnly; SameSite=Lax; Path=/";

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stay {
    /// A quarter of an hour, until the second factor is shown.
    Step,
    /// Until the browser is closed, 12 hours at most.
    Browser,
    /// 30 days on a device that nobody else uses.
    OwnDevice,
}

/// How sure a sign-in was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Assurance {
    /// A password.
    Password,
    /// A second factor as well.
    SecondFactor,
}

impl Assurance {
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Password => 1,
            Self::SecondFactor => 2,
        }
    }

    pub(crate) fn of_number(number: i64) -> Self {
        if number == 2 { Self::SecondFactor } else { Self::Password }
    }
}

/// A running session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub(crate) digest: [u8; 32],
    /// The account.
    pub subject: i64,
    /// Family of browser and system.
    pub browser: String,
    /// How sure the sign-in was.
    pub assurance: Assurance,
    /// When it began.
    pub created_at: Instant,
    /// When its use was last noted.
    pub seen_at: Instant,
    /// When it ends by itself.
    pub expires_at: Instant,
}

impl Session {
    /// What a page calls it by: a part of its digest, from which nothing opens.
    pub fn handle(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.digest[..12])
    }

    /// Whether a secret is that of this session.
    pub fn is_of(&self, secret: &Secret) -> bool {
        self.digest == secret.digest()
    }

    /// Whether its use is to be noted again, with [`touch`].
    pub fn is_due(&self, now: Instant) -> bool {
        now >= self.seen_at.plus_seconds(TOUCH_AFTER)
    }
}

/// Begins a session of an account; `user_agent` is the header of that name.
pub fn begin(
    tx: &mut Tx<'_>,
    subject: i64,
    user_agent: &str,
    assurance: Assurance,
    stay: Stay,
) -> Result<Secret> {
    let now = tx.now();
    let secret = Secret(URL_SAFE_NO_PAD.encode(tx.random::<32>()));
    let lasts = match stay {
        Stay::Step => STEP,
        Stay::Browser => SHIFT,
        Stay::OwnDevice => OWN_DEVICE,
    };
    let session = Session {
        digest: secret.digest(),
        subject,
        browser: browser(user_agent),
        assurance,
        created_at: now,
        seen_at: now,
        expires_at: now.plus_seconds(lasts),
    };
    store::insert(tx, &session)?;
    Ok(secret)
}

/// The running session of a secret.
pub fn find(tx: &mut Tx<'_>, secret: &Secret) -> Result<Option<Session>> {
    let now = tx.now();
    Ok(store::session(tx, &secret.digest(), now)?)
}

/// All running sessions of an account, the latest used first.
pub fn all_of(tx: &mut Tx<'_>, subject: i64) -> Result<Vec<Session>> {
    let now = tx.now();
    Ok(store::sessions_of(tx, subject, now)?)
}

/// Notes that a session was used; worth a write only when [`Session::is_due`].
pub fn touch(tx: &mut Tx<'_>, session: &Session) -> Result<()> {
    let now = tx.now();
    Ok(store::touch(tx, &session.digest, now)?)
}

/// Sweeps out sessions that are over, which [`find`] does not find any more; tells how many.
pub fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    let now = tx.now();
    Ok(store::delete_expired(tx, now)?)
}

/// Ends one session.
pub fn end(tx: &mut Tx<'_>, secret: &Secret) -> Result<()> {
    Ok(store::delete(tx, &secret.digest())?)
}

/// Ends the session of an account that a page called by this handle; false when there is none.
pub fn end_called(tx: &mut Tx<'_>, subject: i64, handle: &str) -> Result<bool> {
    let found = all_of(tx, subject)?.into_iter().find(|session| session.handle() == handle);
    if let Some(session) = &found {
        store::delete(tx, &session.digest)?;
    }
    Ok(found.is_some())
}

/// Ends all sessions of an account but the one at hand.
pub fn end_others_of(tx: &mut Tx<'_>, subject: i64, own: &Secret) -> Result<()> {
    Ok(store::delete_others(tx, subject, &own.digest())?)
}

/// Ends all sessions of an account: its password changed, or it was disabled.
pub fn end_all_of(tx: &mut Tx<'_>, subject: i64) -> Result<()> {
    Ok(store::delete_of(tx, subject)?)
}

/// `Chrome · Android`: enough to know one's own device by, no more.
fn browser(user_agent: &str) -> String {
    // The order matters: every one of them calls itself Chrome or Safari as well.
    const FAMILIES: [(&str, &str); 6] = [
        ("MicroMessenger", "WeChat"),
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
    ];
    let named = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let parts = [named(&FAMILIES), named(&SYSTEMS)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
