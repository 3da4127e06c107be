//! The door: whether login and password belong together, and then the second factor. The same
//! answer after the same time for an account that is unknown, closed or has another password.

use std::net::IpAddr;

use kernel::{App, Error, Result};

use crate::{
    access::AccountId,
    accounts::{self, Account},
    factor, login,
    password::{HASHING, Hashed},
    store,
    throttle::Throttle,
};

/// Why somebody did not come in.
#[derive(Debug)]
pub enum Refusal {
    /// Login and password, or account and code, do not go together; so many tries are left before
    /// a rest.
    Wrong {
        /// Tries left, 0 to 4.
        tries_left: u32,
    },
    /// The login or the address rests for so many seconds.
    Resting {
        /// Seconds until the next try.
        seconds: u32,
    },
    /// Something else is in the way.
    Other(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

/// Checks what somebody typed at the door.
pub async fn check(
    app: &App,
    throttle: &Throttle,
    (typed_login, password): (&str, String),
    address: Option<IpAddr>,
) -> Result<AccountId, Refusal> {
    let login = login::normalised(typed_login);
    let now = app.db.now();
    let tries_left =
        throttle.begin(&login, address, now).map_err(|seconds| Refusal::Resting { seconds })?;
    match verified_account(app, &login, password).await {
        Ok(Some(id)) => {
            throttle.succeeded(&login, address);
            Ok(id)
        }
        Ok(None) => Err(Refusal::Wrong { tries_left }),
        Err(error) => {
            throttle.not_tried(&login, address);
            Err(error.into())
        }
    }
}

/// The open account of this login and password.
async fn verified_account(app: &App, login: &str, password: String) -> Result<Option<AccountId>> {
    let asked = login.to_owned();
    let found: Option<(Account, Hashed)> = app
        .db
        .read(move |tx| {
            let Some(account) = store::accounts::by_login(tx, &asked)? else { return Ok(None) };
            let hash = accounts::hash(tx, account.id)?;
            Ok::<_, Error>(Some((account, hash)))
        })
        .await?;
    let right = verified(found.as_ref().map(|(_, hash)| hash.clone()), password).await?;
    let account = found.map(|(account, _)| account).filter(|account| account.disabled_at.is_none());
    Ok(account.filter(|_| right).map(|account| account.id))
}

/// Checks the old password of somebody who wants another one; returns what is kept of it.
///
/// # Errors
/// 422 on the field `old`: `accounts.old-password`; 429 `accounts.resting` as at the door.
pub async fn check_old(
    app: &App,
    throttle: &Throttle,
    id: AccountId,
    old: String,
) -> Result<Hashed> {
    let load = move |tx: &mut db::Tx<'_>| {
        Ok::<_, Error>((accounts::get(tx, id)?, accounts::hash(tx, id)?))
    };
    let (account, hash) = app.db.read(load).await?;
    accounts::check_not_fixed(&account)?;
    throttle
        .begin(&account.login, None, app.db.now())
        .map_err(|seconds| Error::too_often("accounts.resting", seconds))?;
    match verified(Some(hash.clone()), old).await {
        Ok(true) => {
            throttle.succeeded(&account.login, None);
            Ok(hash)
        }
        Ok(false) => Err(Error::field("old", "accounts.old-password")),
        Err(error) => {
            throttle.not_tried(&account.login, None);
            Err(error)
        }
    }
}

/// Spends a code of the second factor, or a recovery code, of somebody whose password was right,
/// and does what it opens in the same transaction.
pub async fn with_code<T: Send + 'static>(
    app: &App,
    throttle: &Throttle,
    (id, typed): (AccountId, String),
    address: IpAddr,
    act: impl FnOnce(&mut db::Tx<'_>) -> Result<T> + Send + 'static,
) -> Result<T, Refusal> {
    let account = app.db.read(move |tx| accounts::get(tx, id)).await?;
    // Counted apart: a right password must not give the codes their tries back. No login that
    // anybody types has a capital letter.
    let (key, address) = (format!("CODE {}", account.login), Some(address));
    let tries_left = throttle
        .begin(&key, address, app.db.now())
        .map_err(|seconds| Refusal::Resting { seconds })?;
    let spend = move |tx: &mut db::Tx<'_>| {
        if factor::spend(tx, id, &typed)? { act(tx).map(Some) } else { Ok(None) }
    };
    match app.db.write(spend).await {
        Ok(Some(done)) => {
            throttle.succeeded(&key, address);
            Ok(done)
        }
        Ok(None) => Err(Refusal::Wrong { tries_left }),
        Err(error) => {
            throttle.not_tried(&key, address);
            Err(error.into())
        }
    }
}

/// Verifies a password on a thread of its own; against nobody's when there is no account, so that
/// both take the same time.
async fn verified(hash: Option<Hashed>, password: String) -> Result<bool> {
    let compare = move || {
        let nobody = Hashed::of_nobody();
        hash.as_ref().unwrap_or(nobody).matches(&password) && hash.is_some()
    };
    HASHING.pass(compare).await
}
