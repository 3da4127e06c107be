//! What the command line does to accounts and tokens: the operator of the machine is asked for no
//! grant. Passwords are prepared before (see [`Prepared::blocking`]), so that no transaction waits
//! for a hash.

use audit::{Entry, Object, note};
use db::{Day, Instant, Tx};
use kernel::{Error, Result};

use crate::{
    access::{Grant, Role, TokenId},
    accounts::{self, NewAccount},
    factor, grants,
    login::Login,
    noted,
    password::Prepared,
    people::Page,
    posts, store,
    tokens::{self, NewToken},
    unit::{self, NATION, UnitId},
};

/// Accounts read at a time for the list.
const LIST_STEP: u32 = 500;

/// An account that was made, or given another password.
pub struct Given {
    /// Under which name its owner signs in.
    pub login: String,
    /// The password, to be shown once.
    pub password: String,
}

/// A line of the list of accounts.
pub struct UserLine {
    /// Under which name they sign in.
    pub login: String,
    /// What to call them.
    pub name: String,
    /// Roles that hold today, each with the code of its unit or station.
    pub grants: Vec<(Role, String)>,
    /// Since when the account is closed.
    pub disabled_at: Option<Instant>,
}

/// A line of the list of tokens.
pub struct TokenLine {
    /// Its id, by which it is revoked.
    pub id: TokenId,
    /// What it is for.
    pub label: String,
    /// What it may do.
    pub role: Role,
    /// Code of the unit or station below which it may.
    pub unit: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it ends by itself.
    pub expires_at: Option<Instant>,
    /// When it was taken back.
    pub revoked_at: Option<Instant>,
}

/// Whether `init` has been run on this store.
pub fn is_initialised(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(store::units::by_code(tx, NATION)?.is_some())
}

/// Makes the units of the divisions and the first account, with `administrator` and `security` on
/// the nation. A generated password must be changed at the first sign-in.
///
/// # Errors
/// 409 `org.initialised`.
pub fn init(tx: &mut Tx<'_>, name: &str, login: &Login, password: &Prepared) -> Result<Given> {
    if is_initialised(tx)? {
        return Err(Error::conflict("org.initialised"));
    }
    unit::mirror_divisions(tx)?;
    note(tx, Entry::of(noted::NETWORK_MADE, Object::new("unit", NATION)));
    let account = NewAccount {
        name,
        login,
        password: &password.hashed,
        must_change: password.generated,
        is_fixed: false,
        is_first: true,
    };
    let (id, _) = accounts::create(tx, &account)?;
    let unit = unit_of(tx, NATION)?;
    for role in [Role::Administrator, Role::Security] {
        let grant = Grant { role, unit, from: tx.today(), to: None };
        grants::record(tx, None, id, &grant)?;
    }
    Ok(given(login, password))
}

/// Makes an account with one grant from today on. Its password must be changed at the first
/// sign-in, for whoever runs the command knows it.
pub fn user_add(
    tx: &mut Tx<'_>,
    (name, login, password): (&str, &Login, &Prepared),
    (role, unit): (Role, &str),
) -> Result<Given> {
    let account = NewAccount {
        name,
        login,
        password: &password.hashed,
        must_change: true,
        is_fixed: false,
        is_first: false,
    };
    let unit = unit_of(tx, unit)?;
    let (id, _) = accounts::create(tx, &account)?;
    let grant = Grant { role, unit, from: tx.today(), to: None };
    grants::record(tx, None, id, &grant)?;
    Ok(given(login, password))
}

/// All accounts by login, with what they hold today; who reads them all is in the audit.
pub fn user_list(tx: &mut Tx<'_>) -> Result<Vec<UserLine>> {
    note(tx, Entry::of(noted::ACCOUNTS_LISTED, Object::new("unit", NATION)));
    let mut lines: Vec<UserLine> = Vec::new();
    loop {
        let after = lines.last().map(|line| line.login.clone()).unwrap_or_default();
        let page = Page { words: String::new(), after, limit: LIST_STEP };
        let accounts = store::accounts::all(tx, &page)?;
        if accounts.is_empty() {
            return Ok(lines);
        }
        for account in accounts {
            let grants = held_today(tx, account.person)?;
            let accounts::Account { login, name, disabled_at, .. } = account;
            lines.push(UserLine { login, name, grants, disabled_at });
        }
    }
}

/// Closes an account, as [`accounts::disable`] does.
pub fn user_disable(tx: &mut Tx<'_>, login: &str) -> Result<()> {
    let account = accounts::by_login(tx, login)?;
    accounts::disable(tx, None, account.id)
}

/// Gives an account another password, to be changed at the next sign-in.
pub fn user_reset_password(tx: &mut Tx<'_>, login: &str, password: &Prepared) -> Result<Given> {
    let account = accounts::by_login(tx, login)?;
    accounts::reset_password(tx, account.id, &password.hashed)?;
    let password = password.plain.as_str().to_owned();
    Ok(Given { login: account.login, password })
}

/// Takes away the second factor of an account, whose owner sets up another one at the next sign-in.
pub fn user_reset_factor(tx: &mut Tx<'_>, login: &str) -> Result<()> {
    let account = accounts::by_login(tx, login)?;
    factor::remove(tx, account.id)
}

/// Makes a service token; its text is shown once.
pub fn token_create(
    tx: &mut Tx<'_>,
    label: &str,
    (role, unit): (Role, &str),
    expires_days: Option<u32>,
) -> Result<(TokenId, String)> {
    let unit = unit_of(tx, unit)?;
    tokens::create(tx, &NewToken { label, role, unit, expires_days, by: None })
}

/// All service tokens, the newest first.
pub fn token_list(tx: &mut Tx<'_>) -> Result<Vec<TokenLine>> {
    let mut lines = Vec::new();
    for token in tokens::list(tx)? {
        let tokens::Token { id, label, role, created_at, expires_at, revoked_at, .. } = token;
        let unit = code_of(tx, token.unit)?;
        lines.push(TokenLine { id, label, role, unit, created_at, expires_at, revoked_at });
    }
    Ok(lines)
}

/// Takes a service token back.
pub fn token_revoke(tx: &mut Tx<'_>, id: TokenId) -> Result<()> {
    tokens::revoke(tx, None, id)
}

fn given(login: &Login, password: &Prepared) -> Given {
    let password = password.plain.as_str().to_owned();
    Given { login: login.as_str().to_owned(), password }
}

fn unit_of(tx: &mut Tx<'_>, code: &str) -> Result<UnitId> {
    store::units::by_code(tx, code)?.ok_or(Error::NotFound("units.unknown"))
}

fn code_of(tx: &mut Tx<'_>, unit: UnitId) -> Result<String> {
    Ok(store::units::label(tx, unit)?.map(|(code, _)| code).unwrap_or_default())
}

fn held_today(tx: &mut Tx<'_>, person: crate::PersonId) -> Result<Vec<(Role, String)>> {
    let today = tx.today();
    let holds = |from: Day, to: Option<Day>| from <= today && to.is_none_or(|to| today <= to);
    let mut held = Vec::new();
    for grant in grants::list(tx, person)?.into_iter().map(|held| held.grant) {
        if holds(grant.from, grant.to) {
            held.push((grant.role, code_of(tx, grant.unit)?));
        }
    }
    for post in posts::of_person(tx, person)? {
        if holds(post.from, post.to) {
            held.push((Role::Ambassador, code_of(tx, post.station)?));
        }
    }
    Ok(held)
}
