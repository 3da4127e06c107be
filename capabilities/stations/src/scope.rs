//! Which stations somebody sees, and which they may change. Scope is authorisation: what is out
//! of sight does not exist.

use db::Tx;
use kernel::{Error, Result};
use org::{Role, Tree, UnitId, Viewer};

use crate::{
    directory::{Directory, Entry},
    station::Station,
    store,
};

/// Roles that see stations of every status below their units.
pub const READERS: [Role; 3] = [Role::Ambassador, Role::Supervisor, Role::Integration];
/// Roles that may register and change stations below their units.
pub const EDITORS: [Role; 2] = [Role::Supervisor, Role::Integration];

/// Refusal of a number that does not exist, or not for this viewer.
pub const UNKNOWN: Error = Error::NotFound("stations.unknown");

/// Whether the viewer sees a station of whatever status.
pub fn reads(viewer: &Viewer, tree: &Tree, unit: UnitId) -> bool {
    viewer.holds(tree, &READERS, unit)
}

/// The station with this number, if the viewer may know of it: everybody knows of those that
/// are active or suspended today.
pub fn visible<'d>(
    tx: &mut Tx<'_>,
    directory: &'d Directory,
    viewer: &Viewer,
    number: &str,
) -> Result<&'d Entry> {
    let entry = directory.by_number(number).ok_or(UNKNOWN)?;
    let public = entry.status(tx.today()).is_public();
    if public || (viewer.is_known() && reads(viewer, &*tx.cached::<Tree>()?, entry.unit)) {
        Ok(entry)
    } else {
        Err(UNKNOWN)
    }
}

/// The station with this number, to be changed by the viewer: 404 out of scope, 403 in scope of
/// a role that may not.
pub fn editable(tx: &mut Tx<'_>, viewer: &Viewer, number: &str) -> Result<Station> {
    let station = store::stations::by_number(tx, number)?.ok_or(UNKNOWN)?;
    let tree = tx.cached::<Tree>()?;
    if viewer.holds(&tree, &EDITORS, station.unit) {
        Ok(station)
    } else if viewer.holds(&tree, &Role::ALL, station.unit) {
        Err(Error::Forbidden("access.not-granted"))
    } else {
        Err(UNKNOWN)
    }
}

/// The unit with this code, below which the viewer may register stations: 404 out of scope, 403
/// in scope of a role that may not.
pub fn editable_unit(tx: &mut Tx<'_>, viewer: &Viewer, code: &str) -> Result<UnitId> {
    let tree = tx.cached::<Tree>()?;
    let unit = org::unit::by_code(&tree, code)?;
    check_editable_unit(&tree, viewer, unit)?;
    Ok(unit)
}

/// The same for a unit that is known already.
pub fn check_editable_unit(tree: &Tree, viewer: &Viewer, unit: UnitId) -> Result<()> {
    if viewer.holds(tree, &EDITORS, unit) {
        Ok(())
    } else if viewer.holds(tree, &Role::ALL, unit) {
        Err(Error::Forbidden("access.not-granted"))
    } else {
        Err(Error::NotFound("units.unknown"))
    }
}
