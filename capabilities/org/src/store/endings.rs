//! SQL of what ends at a unit.

use db::{Day, Result, Tx, args};

use crate::{grants::GrantId, posts::Post, unit::UnitId};

/// Posts at a station that last past a day.
pub fn posts_past(tx: &mut Tx<'_>, station: UnitId, day: Day) -> Result<Vec<Post>> {
    tx.all(
        "SELECT person, station, from_day, to_day
         FROM post
         WHERE station = $1 AND (to_day IS NULL OR to_day > $2)
         ORDER BY from_day, person",
        args![station, day],
    )
}

/// Grants on a unit that last past a day.
pub fn grants_past(tx: &mut Tx<'_>, unit: UnitId, day: Day) -> Result<Vec<GrantId>> {
    let rows: Vec<(GrantId,)> = tx.all(
        "SELECT id
         FROM role_grant
         WHERE unit = $1 AND revoked_at IS NULL AND (to_day IS NULL OR to_day > $2)
         ORDER BY id",
        args![unit, day],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub fn end_grant(tx: &mut Tx<'_>, id: GrantId, last: Day) -> Result<()> {
    tx.run(
        "UPDATE role_grant
         SET to_day = $2
         WHERE id = $1",
        args![id, last],
    )?;
    Ok(())
}
