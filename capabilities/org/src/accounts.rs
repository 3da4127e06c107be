//! Accounts: how people come by one, and what happens to its password. Who may do it to whom is
//! in [`crate::people`]; how a password is checked at the door in `sign_in`.

use audit::{Act, Entry, note};
use db::{Instant, Tx};
use kernel::{Error, Result};
use serde_json::json;

use crate::{
    access::{self, AccountId, PersonId},
    grants,
    login::{self, Login},
    noted,
    password::Hashed,
    posts, store, tokens,
};

/// Most characters of a person's name.
const NAME_CHARS: usize = 60;

/// An account and the person it belongs to.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Whose it is.
    pub person: PersonId,
    /// What to call them.
    pub name: String,
    /// Under which name they sign in.
    pub login: String,
    /// The password was given by somebody else and must be changed first.
    pub must_change: bool,
    /// Of a demonstration: password and state stay.
    pub is_fixed: bool,
    /// The first one of the network, which may hold several system roles.
    pub is_first: bool,
    /// When it was made.
    pub created_at: Instant,
    /// When it was closed.
    pub disabled_at: Option<Instant>,
}

/// An account to be made, with a person of its own.
pub struct NewAccount<'a> {
    /// What to call them.
    pub name: &'a str,
    /// Under which name they sign in.
    pub login: &'a Login,
    /// What is kept of the password.
    pub password: &'a Hashed,
    /// Somebody else knows the password: it must be changed before anything else.
    pub must_change: bool,
    /// Of a demonstration.
    pub is_fixed: bool,
    /// The first account of the network.
    pub is_first: bool,
}

/// Makes a person and an account without any grant.
///
/// # Errors
/// 422 on the field `name`: `accounts.name`; 409 `accounts.login-taken`.
pub fn create(tx: &mut Tx<'_>, account: &NewAccount<'_>) -> Result<(AccountId, PersonId)> {
    let name = clean_name(account.name)?;
    tx.bump(access::TOPIC)?;
    let ids = (AccountId(tx.new_id()), PersonId(tx.new_id()));
    let inserted = store::accounts::insert(tx, ids, &NewAccount { name: &name, ..*account });
    match inserted {
        Err(db::Error::NotUnique(rule)) if rule.contains("login") => {
            Err(Error::conflict("accounts.login-taken"))
        }
        other => {
            other?;
            let fields = json!({ "name": name, "login": account.login.as_str() });
            note(tx, Entry::of(noted::ACCOUNT_MADE, noted::account(ids.0)).after(fields));
            Ok(ids)
        }
    }
}

/// A name as it is kept: spaces drawn together, nothing that cannot be seen.
fn clean_name(typed: &str) -> Result<String> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (1..=NAME_CHARS).contains(&name.chars().count());
    let visible = !name.chars().any(|c| c.is_control() || is_mark_of_direction(c));
    if fits && visible { Ok(name) } else { Err(Error::field("name", "accounts.name")) }
}

/// Marks that turn the direction of the text around a name.
fn is_mark_of_direction(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The account of a login as somebody typed it, whatever the caller may see.
///
/// # Errors
/// 404 `accounts.unknown`.
pub fn by_login(tx: &mut Tx<'_>, typed: &str) -> Result<Account> {
    let found = store::accounts::by_login(tx, &login::normalised(typed))?;
    found.ok_or(Error::NotFound("accounts.unknown"))
}

/// An account, whatever the caller may see.
///
/// # Errors
/// 404 `accounts.unknown`.
pub fn get(tx: &mut Tx<'_>, id: AccountId) -> Result<Account> {
    store::accounts::account(tx, id)?.ok_or(Error::NotFound("accounts.unknown"))
}

/// The account of a person.
pub(crate) fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Account> {
    store::accounts::of_person(tx, person)?.ok_or(Error::NotFound("accounts.unknown"))
}

/// What is kept of its password.
pub(crate) fn hash(tx: &mut Tx<'_>, id: AccountId) -> Result<Hashed> {
    store::accounts::hash(tx, id)?.ok_or(Error::NotFound("accounts.unknown"))
}

/// Says no for an account of a demonstration, whose password is printed at each start.
///
/// # Errors
/// 422 `accounts.fixed`.
pub fn check_not_fixed(account: &Account) -> Result<()> {
    if account.is_fixed { Err(Error::refused("accounts.fixed")) } else { Ok(()) }
}

/// Sets the password that its owner chose; `old` is what was checked a moment ago. All sessions
/// end, also the one at hand, which the caller begins anew.
///
/// # Errors
/// 422 `accounts.fixed`; 409 `accounts.changed-meanwhile` when `old` is no longer kept.
pub fn change_password(tx: &mut Tx<'_>, id: AccountId, old: &Hashed, new: &Hashed) -> Result<()> {
    check_not_fixed(&get(tx, id)?)?;
    if hash(tx, id)? != *old {
        return Err(Error::conflict("accounts.changed-meanwhile"));
    }
    set_password(tx, id, new, noted::PASSWORD_CHANGED)
}

/// Sets a password that must be changed at the next sign-in. Sessions end.
///
/// # Errors
/// 422 `accounts.fixed`.
pub fn reset_password(tx: &mut Tx<'_>, id: AccountId, new: &Hashed) -> Result<()> {
    check_not_fixed(&get(tx, id)?)?;
    set_password(tx, id, new, noted::PASSWORD_RESET)
}

fn set_password(tx: &mut Tx<'_>, id: AccountId, new: &Hashed, act: Act) -> Result<()> {
    tx.bump(access::TOPIC)?;
    store::accounts::set_password(tx, id, new, act == noted::PASSWORD_RESET)?;
    note(tx, Entry::of(act, noted::account(id)));
    web::sessions::end_all_of(tx, id.0)
}

/// Says no for a closed account: it is opened again before anything is given to it.
///
/// # Errors
/// 409 `accounts.closed`.
pub(crate) fn check_open(account: &Account) -> Result<()> {
    if account.disabled_at.is_none() { Ok(()) } else { Err(Error::conflict("accounts.closed")) }
}

/// Closes an account, whose owner leaves: at once its sessions end, its grants, what was
/// delegated from them and its posts as well, and the tokens that its owner made are taken back.
///
/// # Errors
/// 422 `accounts.fixed`.
pub fn disable(tx: &mut Tx<'_>, by: Option<i64>, id: AccountId) -> Result<()> {
    let account = get(tx, id)?;
    check_not_fixed(&account)?;
    if account.disabled_at.is_some() {
        return Ok(());
    }
    tx.bump(access::TOPIC)?;
    let now = tx.now();
    store::accounts::set_disabled(tx, id, Some(now))?;
    note(tx, Entry::of(noted::ACCOUNT_CLOSED, noted::account(id)));
    web::sessions::end_all_of(tx, id.0)?;
    grants::end_all_of(tx, by, account.person)?;
    posts::end_all_of(tx, account.person)?;
    tokens::revoke_all_of(tx, by, account.person)
}

/// Opens a closed account again, with the password that it had; what its owner may do is given
/// anew.
pub fn enable(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    if get(tx, id)?.disabled_at.is_some() {
        tx.bump(access::TOPIC)?;
        store::accounts::set_disabled(tx, id, None)?;
        note(tx, Entry::of(noted::ACCOUNT_REOPENED, noted::account(id)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cleaned_and_what_cannot_be_seen_is_refused() {
        assert_eq!(clean_name("  沈　岚 ").ok().as_deref(), Some("沈 岚"));
        assert_eq!(clean_name("Aygül  Tursun").ok().as_deref(), Some("Aygül Tursun"));
        for bad in ["", "   ", "a\u{202e}b", "a\0b", &"名".repeat(61)] {
            assert!(clean_name(bad).is_err(), "{bad:?}");
        }
    }
}
