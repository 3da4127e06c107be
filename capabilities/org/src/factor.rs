//! The second factor: what somebody shows besides the password, and the ways in when it is lost.
//!
//! Who has to have one is in [`crate::access`]; how often one may try in `throttle`; the pages that
//! ask for it in `pages::code` and `pages::factor`. Why codes by time and no passkeys yet:
//! `docs/decisions/0013-second-factor.md`.

mod totp;

use audit::{Entry, note};
use db::{Instant, Tx};
use kernel::{Error, Result};
use sha2::{Digest, Sha256};

pub use totp::{Secret, step_at};

use crate::{
    access::{self, AccountId},
    accounts, noted,
    password::Password,
    store,
};

/// Recovery codes made at once.
pub const RECOVERY_CODES: usize = 10;
/// A set-up that was left alone for so long begins anew with another secret.
const SET_UP_SECONDS: i64 = 3600;

/// The factor of an account.
#[derive(Clone)]
pub struct Factor {
    /// What the account and the app share.
    pub secret: Secret,
    /// The step of the last code that was taken.
    pub last_step: i64,
    /// When its set-up began.
    pub created_at: Instant,
    /// Since when it is asked for; nothing: it is being set up.
    pub confirmed_at: Option<Instant>,
}

/// Recovery codes in plain text, for the one page that shows them.
#[derive(Clone)]
pub struct RecoveryCodes(pub Vec<String>);

/// The factor of an account that is asked for at sign-in.
pub fn confirmed(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Factor>> {
    let factor = store::factors::factor(tx, id)?;
    Ok(factor.filter(|factor| factor.confirmed_at.is_some()))
}

/// How many recovery codes an account has left.
pub fn codes_left(tx: &mut Tx<'_>, id: AccountId) -> Result<i64> {
    Ok(store::factors::codes_left(tx, id)?)
}

/// The secret with which an account sets up its factor: the one that was begun, or a new one.
///
/// # Errors
/// 422 `accounts.fixed`; 409 `factor.already`.
pub fn set_up(tx: &mut Tx<'_>, id: AccountId) -> Result<Secret> {
    accounts::check_not_fixed(&accounts::get(tx, id)?)?;
    let now = tx.now();
    match store::factors::factor(tx, id)? {
        Some(Factor { confirmed_at: Some(_), .. }) => Err(Error::conflict("factor.already")),
        Some(begun) if now < begun.created_at.plus_seconds(SET_UP_SECONDS) => Ok(begun.secret),
        _ => {
            let secret = Secret::of(tx.random());
            store::factors::begin(tx, id, &secret)?;
            Ok(secret)
        }
    }
}

/// Ends the set-up: the app of the account's owner makes the right codes. Other sessions of the
/// account have to show one from here on.
///
/// # Errors
/// 422 on the field `code`: `factor.wrong`; 409 `factor.already`, `factor.none`.
pub fn confirm(tx: &mut Tx<'_>, id: AccountId, typed: &str) -> Result<RecoveryCodes> {
    let factor = store::factors::factor(tx, id)?.ok_or(Error::conflict("factor.none"))?;
    if factor.confirmed_at.is_some() {
        return Err(Error::conflict("factor.already"));
    }
    let step = step_of(&factor, typed, tx.now())?.ok_or(Error::field("code", "factor.wrong"))?;
    tx.bump(access::TOPIC)?;
    store::factors::confirm(tx, id, step)?;
    note(tx, Entry::of(noted::FACTOR_SET_UP, noted::account(id)));
    replace_codes(tx, id)
}

/// Takes a code of the app or a recovery code and spends it: it opens nothing a second time, not
/// even at the same moment on another node.
pub fn spend(tx: &mut Tx<'_>, id: AccountId, typed: &str) -> Result<bool> {
    let Some(factor) = confirmed(tx, id)? else { return Ok(false) };
    if let Some(step) = step_of(&factor, typed, tx.now())? {
        return Ok(store::factors::advance(tx, id, step)?);
    }
    Ok(store::factors::spend_code(tx, id, &digest(typed))?)
}

/// New recovery codes in the place of those that are left.
pub fn replace_codes(tx: &mut Tx<'_>, id: AccountId) -> Result<RecoveryCodes> {
    store::factors::delete_codes(tx, id)?;
    note(tx, Entry::of(noted::CODES_MADE, noted::account(id)));
    let mut codes = Vec::new();
    for _ in 0..RECOVERY_CODES {
        // 59 bits, tried five times in a quarter of an hour.
        let code = Password::spell(tx.random()).as_str().to_owned();
        store::factors::insert_code(tx, id, &digest(&code))?;
        codes.push(code);
    }
    Ok(RecoveryCodes(codes))
}

/// Takes the factor away, that its owner may set up another one; all sessions end.
///
/// # Errors
/// 409 `factor.none`.
pub fn remove(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    if confirmed(tx, id)?.is_none() {
        return Err(Error::conflict("factor.none"));
    }
    tx.bump(access::TOPIC)?;
    store::factors::delete_codes(tx, id)?;
    store::factors::delete(tx, id)?;
    note(tx, Entry::of(noted::FACTOR_REMOVED, noted::account(id)));
    web::sessions::end_all_of(tx, id.0)
}

fn step_of(factor: &Factor, typed: &str, now: Instant) -> Result<Option<i64>> {
    let Some(code) = totp::read(typed) else { return Ok(None) };
    factor.secret.step_of(code, factor.last_step, now)
}

/// The digest of a recovery code, however its groups were typed. Nothing slower is needed: unlike
/// a password, it was not chosen by anybody.
fn digest(typed: &str) -> [u8; 32] {
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    Sha256::digest(plain.to_ascii_lowercase()).into()
}
