//! People as those see them who look after them: lists, and who may do what to whose account.

use db::Tx;
use kernel::{Error, Result};

use crate::{
    access::{AccountId, Grant, Role, Viewer},
    accounts::{self, Account, NewAccount},
    grants, login, store,
    tree::Tree,
    unit::UnitId,
};

/// A page of a list of accounts, ordered by login.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Words that the login or the name contains.
    pub words: String,
    /// The last login of the page before; empty for the first.
    pub after: String,
    /// The most rows.
    pub limit: u32,
}

impl Page {
    /// The words as a pattern of `LIKE` with `!` as its escape.
    pub(crate) fn pattern(&self) -> String {
        let mut pattern = String::from("%");
        for c in login::normalised(&self.words).chars() {
            if matches!(c, '%' | '_' | '!') {
                pattern.push('!');
            }
            pattern.push(c);
        }
        pattern.push('%');
        pattern
    }
}

/// Accounts in the viewer's sight: of everybody to security and the nation's supervisors, else
/// of those who were ever granted or posted anything on `unit` or below it.
///
/// # Errors
/// 404 `units.unknown` when `unit` is out of scope.
pub fn list(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    unit: Option<UnitId>,
    page: &Page,
) -> Result<Vec<Account>> {
    let tree = tx.cached::<Tree>()?;
    if sees_everybody(&tree, viewer) && (unit.is_none() || unit == tree.nation()) {
        return Ok(store::accounts::all(tx, page)?);
    }
    let unit = unit.or_else(|| viewer.units_of(&tree, &[Role::Supervisor]).first().copied());
    let unit = unit.filter(|unit| {
        viewer.has_role(Role::Security) || viewer.holds(&tree, &[Role::Supervisor], *unit)
    });
    let unit = unit.ok_or(Error::NotFound("units.unknown"))?;
    Ok(store::accounts::below(tx, unit, page)?)
}

/// An account in the viewer's sight.
///
/// # Errors
/// 404 `accounts.unknown`.
pub fn visible(tx: &mut Tx<'_>, viewer: &Viewer, id: AccountId) -> Result<Account> {
    let account = accounts::get(tx, id)?;
    let tree = tx.cached::<Tree>()?;
    let own = viewer.person() == Some(account.person);
    if own || sees_everybody(&tree, viewer) {
        return Ok(account);
    }
    let units = store::grants::units_ever(tx, account.person)?;
    let seen = units.iter().any(|unit| viewer.holds(&tree, &[Role::Supervisor], *unit));
    if seen { Ok(account) } else { Err(Error::NotFound("accounts.unknown")) }
}

/// Makes a person and an account that holds one grant, which the viewer may give.
///
/// # Errors
/// Those of [`grants::check_giving`], [`accounts::create`] and [`grants::record`].
pub fn add(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    account: &NewAccount<'_>,
    grant: &Grant,
) -> Result<AccountId> {
    grants::check_giving(&*tx.cached::<Tree>()?, viewer, grant)?;
    let (id, _) = accounts::create(tx, account)?;
    let account = accounts::get(tx, id)?;
    grants::enter(tx, viewer, &account, grant)?;
    Ok(id)
}

/// Whether the viewer may close the account of somebody in sight and set their password: security
/// everybody's, supervisors that of people all of whose grants lie below their own unit. Nobody
/// their own.
pub fn manages(tx: &mut Tx<'_>, viewer: &Viewer, account: &Account) -> Result<bool> {
    if viewer.person() == Some(account.person) {
        return Ok(false);
    }
    if viewer.has_role(Role::Security) {
        return Ok(true);
    }
    let tree = tx.cached::<Tree>()?;
    let today = tx.today();
    let grants = store::grants::of_person(tx, account.person)?;
    let mut live = grants.iter().filter(|grant| grant.lasts_past(today));
    Ok(viewer.has_role(Role::Supervisor)
        && live.all(|grant| {
            !grant.role.is_system() && viewer.holds_above(&tree, &[Role::Supervisor], grant.unit)
        }))
}

/// An account that the viewer may close or give another password.
///
/// # Errors
/// 404 `accounts.unknown`; 403 `accounts.not-yours`.
pub fn managed(tx: &mut Tx<'_>, viewer: &Viewer, id: AccountId) -> Result<Account> {
    let account = visible(tx, viewer, id)?;
    if manages(tx, viewer, &account)? {
        Ok(account)
    } else {
        Err(Error::Forbidden("accounts.not-yours"))
    }
}

fn sees_everybody(tree: &Tree, viewer: &Viewer) -> bool {
    let nation = tree.nation();
    viewer.has_role(Role::Security)
        || nation.is_some_and(|nation| viewer.holds(tree, &[Role::Supervisor], nation))
}
