//! Service tokens: how other systems come in. A token is shown once and kept as its digest.

use audit::{Entry, note};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use db::{Instant, Tx};
use kernel::{Error, Result};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    access::{self, PersonId, Role, TokenId},
    noted, store,
    unit::{self, NATION, UnitId},
};

/// What every token begins with, so that a scanner for leaked secrets knows one.
const PREFIX: &str = "yz_";
/// Random bytes of a token.
const BYTES: usize = 32;
/// Most characters of a label.
const LABEL_CHARS: usize = 60;
/// Longest life of a token that has an end, in days.
const MOST_DAYS: u32 = 3_650;
const DAY_SECONDS: i64 = 24 * 3600;

/// A token as it is listed; its text is not kept.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// What it is for.
    pub label: String,
    /// What it may do.
    pub role: Role,
    /// Where, with everything below.
    pub unit: UnitId,
    /// When it was made.
    pub created_at: Instant,
    /// When it ends by itself.
    pub expires_at: Option<Instant>,
    /// When it was taken back.
    pub revoked_at: Option<Instant>,
}

impl Token {
    /// Whether it opens anything at that moment.
    pub fn holds_at(&self, now: Instant) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }
}

/// A token to be made.
pub struct NewToken<'a> {
    /// What it is for.
    pub label: &'a str,
    /// What it may do.
    pub role: Role,
    /// Where, with everything below.
    pub unit: UnitId,
    /// Days after which it ends; none: when it is revoked.
    pub expires_days: Option<u32>,
    /// Who makes it; nobody: the command line.
    pub by: Option<i64>,
}

/// Makes a token and returns its text, which cannot be had again: `yz_` and 43 base64url
/// characters of 32 random bytes.
///
/// # Errors
/// 422 on `label`: `tokens.label`; on `expires`: `tokens.expires`; on `unit`:
/// `grants.system-role-on-nation`.
pub fn create(tx: &mut Tx<'_>, token: &NewToken<'_>) -> Result<(TokenId, String)> {
    let label = token.label.trim();
    if label.is_empty()
        || label.chars().count() > LABEL_CHARS
        || label.chars().any(char::is_control)
    {
        return Err(Error::field("label", "tokens.label"));
    }
    if token.expires_days.is_some_and(|days| !(1..=MOST_DAYS).contains(&days)) {
        return Err(Error::field("expires", "tokens.expires"));
    }
    let (code, _) = store::units::label(tx, token.unit)?.ok_or(Error::NotFound("units.unknown"))?;
    unit::check_lasts(tx, token.unit, tx.today())?;
    if token.role.is_system() && code != NATION {
        return Err(Error::field("unit", "grants.system-role-on-nation"));
    }
    let plain = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(tx.random::<BYTES>()));
    let expires_at =
        token.expires_days.map(|days| tx.now().plus_seconds(i64::from(days) * DAY_SECONDS));
    tx.bump(access::TOPIC)?;
    let id = TokenId(tx.new_id());
    let kept = NewToken { label, ..*token };
    store::tokens::insert(tx, id, &kept, (&digest(&plain), expires_at))?;
    let role = token.role.as_str();
    let fields = json!({ "label": label, "role": role, "unit": code, "expires_at": expires_at });
    note(tx, Entry::of(noted::TOKEN_ISSUED, noted::token(id)).after(fields));
    Ok((id, plain))
}

/// What is kept of a token: SHA-256 of its text.
pub fn digest(plain: &str) -> [u8; 32] {
    Sha256::digest(plain.as_bytes()).into()
}

/// All tokens, the newest first.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Token>> {
    Ok(store::tokens::all(tx)?)
}

/// Takes a token back, from now on; again changes nothing.
///
/// # Errors
/// 404 `tokens.unknown`.
pub fn revoke(tx: &mut Tx<'_>, by: Option<i64>, id: TokenId) -> Result<()> {
    let token = store::tokens::token(tx, id)?.ok_or(Error::NotFound("tokens.unknown"))?;
    if token.revoked_at.is_none() {
        tx.bump(access::TOPIC)?;
        store::tokens::revoke(tx, id, by)?;
        let (role, unit) = (token.role.as_str(), noted::code(tx, token.unit)?);
        let fields = json!({ "label": token.label, "role": role, "unit": unit });
        note(tx, Entry::of(noted::TOKEN_REVOKED, noted::token(id)).before(fields));
    }
    Ok(())
}

/// Takes back every token that a person made and so may know.
pub(crate) fn revoke_all_of(tx: &mut Tx<'_>, by: Option<i64>, maker: PersonId) -> Result<()> {
    let made = store::tokens::live_of(tx, maker)?;
    made.into_iter().try_for_each(|id| revoke(tx, by, id))
}
