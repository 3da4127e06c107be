//! A station comes to stand below another unit, from a day on. Its number, its history and its
//! people stay with it; in which division it lies is another matter.

use std::sync::Arc;

use db::{Day, Tx};
use kernel::{Error, FieldError, Result};
use org::{
    Books, Tree, Viewer,
    reparenting::{self, Plan, ReparentingId},
    unit,
};
use serde_json::{Map, Value};

use crate::{
    scope::EDITORS,
    station::{self, Change, Station},
};

/// Where a change of a station wants it to stand: `unit` and `from`. `None`: where it is.
///
/// # Errors
/// 422 when one of them is missing or no text of its kind.
pub fn asked(fields: &Map<String, Value>) -> Result<Option<(String, Day)>> {
    let (unit, from) = match (fields.get("unit"), fields.get("from")) {
        (None, None) => return Ok(None),
        (None, Some(_)) => return Err(Error::field("unit", "request.missing")),
        (Some(_), None) => return Err(Error::field("from", "request.missing")),
        (Some(unit), Some(from)) => (unit, from),
    };
    let wrong = |field: &str| Error::field(field, "request.wrong-type");
    let unit = unit.as_str().ok_or_else(|| wrong("unit"))?;
    let from = from.as_str().and_then(|day| day.parse().ok()).ok_or_else(|| wrong("from"))?;
    Ok(Some((unit.to_owned(), from)))
}

/// The move of a station that a viewer asks for, if he answers for both ends and the tree allows.
///
/// # Errors
/// Those of [`reparenting::check_scope`] and of [`Plan::new`], whose `parent` is `unit` here.
pub fn plan(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    station: &Station,
    (unit, from): (&str, Day),
) -> Result<Plan> {
    let tree = tx.cached::<Tree>()?;
    let parent = unit::by_code(&tree, unit)?;
    reparenting::check_scope(&tree, viewer, &EDITORS, station.unit, parent)?;
    Plan::new(&tree, tx.today(), station.unit, parent, from).map_err(|error| match error {
        Error::Refused { status, code, fields, retry_after } => {
            let named = |it: FieldError| match it.field.as_str() {
                "parent" => FieldError { field: "unit".to_owned(), ..it },
                _ => it,
            };
            let fields = fields.into_iter().map(named).collect();
            Error::Refused { status, code, fields, retry_after }
        }
        other => other,
    })
}

/// Moves a station. `tree` is that of before `change` was begun. Returns its new version.
pub fn carry_out<B: Books>(
    tx: &mut Tx<'_>,
    change: Change,
    tree: &Arc<Tree>,
    station: &Station,
    plan: &Plan,
) -> Result<i64> {
    let version = station::touch(tx, change, station)?;
    let id = ReparentingId(tx.new_uuid());
    reparenting::order::<B>(tx, change.units(), tree, plan, (id, change.by()))?;
    Ok(version)
}
