//! Grants: who may give which role where, and to whom.

use audit::{Entry, note};
use db::Tx;
use kernel::{Error, Result};

use crate::{
    access::{self, AccountId, Grant, PersonId, Role, Viewer},
    accounts::{self, Account},
    delegation, noted, people,
    posts::{self, Post},
    store,
    tree::Tree,
    unit::{self, Kind, UnitId},
};

const UNKNOWN: Error = Error::NotFound("grants.unknown");

db::id!(
    /// A grant that was given.
    GrantId
);

/// A grant that a person holds.
#[derive(Clone, Debug)]
pub struct Held {
    /// Its id.
    pub id: GrantId,
    /// Who holds it.
    pub person: PersonId,
    /// Role, unit and days.
    pub grant: Grant,
    /// The grant that it was delegated from, if it was: it ends with that one.
    pub source: Option<GrantId>,
}

/// Whether the viewer may give and take back `role` on `unit`.
///
/// Security gives every role, the system ones on the nation; supervisors give the field's roles
/// below their own unit.
///
/// # Errors
/// 404 `units.unknown` out of scope; 403 `grants.system-by-security`, `grants.not-below`.
pub fn check_authority(tree: &Tree, viewer: &Viewer, role: Role, unit: UnitId) -> Result<()> {
    if viewer.has_role(Role::Security) {
        return Ok(());
    }
    if !viewer.holds(tree, &[Role::Supervisor], unit) {
        return Err(Error::NotFound("units.unknown"));
    }
    if role.is_system() {
        return Err(Error::Forbidden("grants.system-by-security"));
    }
    if !viewer.holds_above(tree, &[Role::Supervisor], unit) {
        return Err(Error::Forbidden("grants.not-below"));
    }
    Ok(())
}

/// Whether the viewer may give a grant: authority as in [`check_authority`], and for no longer
/// than it is held, for nobody gives more than he has.
///
/// # Errors
/// Those of [`check_authority`]; 422 on `to`: `grants.beyond-own`.
pub fn check_giving(tree: &Tree, viewer: &Viewer, grant: &Grant) -> Result<()> {
    check_authority(tree, viewer, grant.role, grant.unit)?;
    let lasts = viewer.has_role(Role::Security)
        || viewer.holds_above_until(tree, &[Role::Supervisor], grant.unit, grant.to);
    if lasts { Ok(()) } else { Err(Error::field("to", "grants.beyond-own")) }
}

/// Gives a role to the person of an account in sight; an ambassador's at a station as a post
/// there.
///
/// # Errors
/// 404 `accounts.unknown`, `units.unknown`; 403 `grants.own`; those of [`check_giving`] and
/// [`record`].
pub fn give(tx: &mut Tx<'_>, viewer: &Viewer, account: AccountId, grant: &Grant) -> Result<()> {
    let account = people::visible(tx, viewer, account)?;
    if viewer.person() == Some(account.person) {
        return Err(Error::Forbidden("grants.own"));
    }
    check_giving(&*tx.cached::<Tree>()?, viewer, grant)?;
    enter(tx, viewer, &account, grant)
}

/// Enters what was found to be in the viewer's power.
pub(crate) fn enter(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    account: &Account,
    grant: &Grant,
) -> Result<()> {
    let tree = tx.cached::<Tree>()?;
    let is_station = tree.node(grant.unit).is_some_and(|node| node.kind == Kind::Station);
    if is_station && grant.role == Role::Ambassador {
        let Grant { unit: station, from, to, .. } = *grant;
        return posts::record(tx, &Post { person: account.person, station, from, to });
    }
    record(tx, Some(viewer.author()), account.id, grant).map(drop)
}

/// Enters a grant whoever gives it: for the command line (`by` nobody), `init` and demonstrations.
///
/// # Errors
/// 422 `grants.days`, `grants.integration-for-tokens`, `grants.system-role-on-nation`,
/// `grants.system-roles-separate`; 409 `grants.already`, `accounts.closed`.
pub fn record(
    tx: &mut Tx<'_>,
    by: Option<i64>,
    account: AccountId,
    grant: &Grant,
) -> Result<GrantId> {
    record_from(tx, by, account, grant, None)
}

/// The same for a grant that may be delegated from another.
pub(crate) fn record_from(
    tx: &mut Tx<'_>,
    by: Option<i64>,
    account: AccountId,
    grant: &Grant,
    source: Option<GrantId>,
) -> Result<GrantId> {
    let account = accounts::get(tx, account)?;
    accounts::check_open(&account)?;
    let (code, _) = store::units::label(tx, grant.unit)?.ok_or(Error::NotFound("units.unknown"))?;
    unit::check_lasts(tx, grant.unit, grant.from.max(tx.today()))?;
    let held = store::grants::held(tx, account.person)?;
    let held: Vec<Grant> = held.into_iter().map(|held| held.grant).collect();
    check_grant(&held, grant, code == unit::NATION, account.is_first)?;
    tx.bump(access::TOPIC)?;
    let id = GrantId(tx.new_id());
    store::grants::insert(tx, &Held { id, person: account.person, grant: *grant, source }, by)?;
    let fields = noted::grant(tx, grant)?;
    note(tx, Entry::of(noted::GRANT_GIVEN, noted::account(account.id)).after(fields));
    Ok(id)
}

/// Takes a grant back, from now on, and what was delegated from it. Who delegated it may do so
/// as well.
///
/// # Errors
/// 404 `grants.unknown`; 403 `grants.own` and those of [`check_authority`].
pub fn revoke(tx: &mut Tx<'_>, viewer: &Viewer, id: GrantId) -> Result<()> {
    let held = store::grants::grant(tx, id)?.ok_or(UNKNOWN)?;
    if viewer.person() == Some(held.person) {
        return Err(Error::Forbidden("grants.own"));
    }
    if !delegation::is_of(tx, viewer, &held)? {
        let tree = tx.cached::<Tree>()?;
        check_authority(&tree, viewer, held.grant.role, held.grant.unit).map_err(|error| {
            // Where the unit is out of sight, so is the grant on it.
            if matches!(error, Error::NotFound(_)) { UNKNOWN } else { error }
        })?;
    }
    end(tx, Some(viewer.author()), &held)
}

/// Takes every grant of a person back: they have left.
pub(crate) fn end_all_of(tx: &mut Tx<'_>, by: Option<i64>, person: PersonId) -> Result<()> {
    let held = store::grants::held(tx, person)?;
    held.iter().try_for_each(|held| end(tx, by, held))
}

/// Ends a grant now; what was delegated from it, which nobody can delegate further, goes first.
fn end(tx: &mut Tx<'_>, by: Option<i64>, held: &Held) -> Result<()> {
    tx.bump(access::TOPIC)?;
    for delegated in store::grants::delegated_from(tx, held.id)? {
        take_back(tx, by, &delegated)?;
    }
    take_back(tx, by, held)
}

fn take_back(tx: &mut Tx<'_>, by: Option<i64>, held: &Held) -> Result<()> {
    store::grants::revoke(tx, held.id, by)?;
    let (object, fields) = (noted::of_person(tx, held.person)?, noted::grant(tx, &held.grant)?);
    note(tx, Entry::of(noted::GRANT_TAKEN_BACK, object).before(fields));
    Ok(())
}

/// Whose grant it is, whatever the caller may see.
pub(crate) fn person_of(tx: &mut Tx<'_>, id: GrantId) -> Result<PersonId> {
    Ok(store::grants::grant(tx, id)?.ok_or(UNKNOWN)?.person)
}

/// The grants of a person that were not taken back, ended ones too, oldest first.
pub fn list(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Held>> {
    Ok(store::grants::held(tx, person)?)
}

/// The rules that hold for everybody who gives.
fn check_grant(held: &[Grant], grant: &Grant, on_nation: bool, is_first: bool) -> Result<()> {
    if grant.to.is_some_and(|to| to < grant.from) {
        return Err(Error::field("to", "grants.days"));
    }
    if grant.role == Role::Integration {
        return Err(Error::field("role", "grants.integration-for-tokens"));
    }
    if grant.role.is_system() && !on_nation {
        return Err(Error::field("unit", "grants.system-role-on-nation"));
    }
    let others = held.iter().filter(|other| other.overlaps(grant));
    for other in others {
        if other.role == grant.role && other.unit == grant.unit {
            return Err(Error::conflict("grants.already"));
        }
        if other.role.is_system() && grant.role.is_system() && !is_first && other.role != grant.role
        {
            return Err(Error::refused("grants.system-roles-separate"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(role: Role, unit: i64, from: &str, to: Option<&str>) -> Grant {
        let to = to.map(|day| day.parse().unwrap());
        Grant { role, unit: UnitId(unit), from: from.parse().unwrap(), to }
    }

    fn code(held: &[Grant], new: &Grant, on_nation: bool, is_first: bool) -> Option<String> {
        check_grant(held, new, on_nation, is_first).err().map(|error| match error {
            Error::Refused { fields, code, .. } => {
                fields.first().map_or(code, |field| field.code).to_owned()
            }
            other => other.code().to_owned(),
        })
    }

    #[test]
    fn system_roles_stand_on_the_nation_and_apart() {
        let security = grant(Role::Security, 1, "2026-01-01", Some("2026-06-30"));
        let audit = |from| grant(Role::Auditor, 1, from, None);
        let apart = Some("grants.system-roles-separate".to_owned());
        assert_eq!(code(&[security], &audit("2026-06-30"), true, false), apart);
        assert_eq!(code(&[security], &audit("2026-07-01"), true, false), None);
        assert_eq!(code(&[security], &audit("2026-06-30"), true, true), None);
        let nation = Some("grants.system-role-on-nation".to_owned());
        assert_eq!(code(&[], &audit("2026-06-30"), false, false), nation);
    }

    #[test]
    fn a_grant_is_given_once_for_its_days() {
        let held = grant(Role::Ambassador, 5, "2026-01-01", Some("2026-03-31"));
        let again = grant(Role::Ambassador, 5, "2026-03-31", None);
        assert_eq!(code(&[held], &again, false, false).as_deref(), Some("grants.already"));
        let later = grant(Role::Ambassador, 5, "2026-04-01", None);
        assert_eq!(code(&[held], &later, false, false), None);
        let before = |to| grant(Role::Ambassador, 5, "2025-01-01", Some(to));
        assert_eq!(code(&[held], &before("2025-12-31"), false, false), None);
        let meets = code(&[held], &before("2026-01-01"), false, false);
        assert_eq!(meets.as_deref(), Some("grants.already"));
        let other = grant(Role::Supervisor, 5, "2026-01-01", None);
        assert_eq!(code(&[held], &other, false, false), None);
        let elsewhere = grant(Role::Ambassador, 6, "2026-01-01", None);
        assert_eq!(code(&[held], &elsewhere, false, false), None);
    }

    #[test]
    fn days_in_order_and_no_integration_for_people() {
        let backwards = grant(Role::Ambassador, 5, "2026-03-31", Some("2026-03-30"));
        assert_eq!(code(&[], &backwards, false, false).as_deref(), Some("grants.days"));
        let machine = grant(Role::Integration, 5, "2026-03-31", None);
        let expected = Some("grants.integration-for-tokens");
        assert_eq!(code(&[], &machine, false, false).as_deref(), expected);
    }
}
