//! SQL of grants and posts.

use db::{Day, Result, Tx, args, row};

use crate::{
    access::{Grant, PersonId, Role},
    grants::{GrantId, Held},
    posts::Post,
    unit::UnitId,
};

row!(Grant { role, unit, from, to });

struct HeldRow {
    id: GrantId,
    person: PersonId,
    role: Role,
    unit: UnitId,
    from: Day,
    to: Option<Day>,
    source: Option<GrantId>,
}
row!(HeldRow { id, person, role, unit, from, to, source });

impl From<HeldRow> for Held {
    fn from(row: HeldRow) -> Self {
        let HeldRow { id, person, role, unit, from, to, source } = row;
        Self { id, person, grant: Grant { role, unit, from, to }, source }
    }
}

row!(Post { person, station, from, to });

/// Grants that were not revoked, and posts as the ambassador grants they amount to.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Grant>> {
    tx.all(
        "SELECT role, unit, from_day, to_day
         FROM role_grant
         WHERE person = $1 AND revoked_at IS NULL
         UNION ALL
         SELECT 'ambassador', station, from_day, to_day
         FROM post
         WHERE person = $1",
        args![person],
    )
}

/// Every unit and station on which a person ever held anything.
pub fn units_ever(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<UnitId>> {
    let rows: Vec<(UnitId,)> = tx.all(
        "SELECT unit
         FROM role_grant
         WHERE person = $1
         UNION
         SELECT station
         FROM post
         WHERE person = $1",
        args![person],
    )?;
    Ok(rows.into_iter().map(|(unit,)| unit).collect())
}

/// Who holds what on which unit or station on a day or later, by grant or post.
pub fn holders(tx: &mut Tx<'_>, day: Day) -> Result<Vec<(PersonId, UnitId)>> {
    tx.all(
        "SELECT person, unit
         FROM role_grant
         WHERE revoked_at IS NULL AND (to_day IS NULL OR to_day >= $1)
         UNION
         SELECT person, station
         FROM post
         WHERE to_day IS NULL OR to_day >= $1",
        args![day],
    )
}

/// How many grants on a unit hold on a day or later.
pub fn count_on(tx: &mut Tx<'_>, unit: UnitId, day: Day) -> Result<usize> {
    let grants: Vec<(GrantId,)> = tx.all(
        "SELECT id
         FROM role_grant
         WHERE unit = $1 AND revoked_at IS NULL AND (to_day IS NULL OR to_day >= $2)",
        args![unit, day],
    )?;
    Ok(grants.len())
}

/// Grants that were not revoked, ended ones too, oldest first.
pub fn held(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Held>> {
    let rows: Vec<HeldRow> = tx.all(
        "SELECT id, person, role, unit, from_day, to_day, delegated_from
         FROM role_grant
         WHERE person = $1 AND revoked_at IS NULL
         ORDER BY from_day, id",
        args![person],
    )?;
    Ok(rows.into_iter().map(Held::from).collect())
}

pub fn grant(tx: &mut Tx<'_>, id: GrantId) -> Result<Option<Held>> {
    let row: Option<HeldRow> = tx.maybe(
        "SELECT id, person, role, unit, from_day, to_day, delegated_from
         FROM role_grant
         WHERE id = $1 AND revoked_at IS NULL",
        args![id],
    )?;
    Ok(row.map(Held::from))
}

/// What was delegated from a grant and not taken back.
pub fn delegated_from(tx: &mut Tx<'_>, id: GrantId) -> Result<Vec<Held>> {
    let rows: Vec<HeldRow> = tx.all(
        "SELECT id, person, role, unit, from_day, to_day, delegated_from
         FROM role_grant
         WHERE delegated_from = $1 AND revoked_at IS NULL
         ORDER BY id",
        args![id],
    )?;
    Ok(rows.into_iter().map(Held::from).collect())
}

pub fn insert(tx: &mut Tx<'_>, held: &Held, by: Option<i64>) -> Result<()> {
    let (now, grant) = (tx.now(), &held.grant);
    tx.run(
        "INSERT INTO role_grant (id, person, role, unit, from_day, to_day, granted_at, granted_by,
                                 revoked_at, revoked_by, delegated_from)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL, $9)",
        args![
            held.id,
            held.person,
            grant.role.as_str(),
            grant.unit,
            grant.from,
            grant.to,
            now,
            by,
            held.source
        ],
    )?;
    Ok(())
}

pub fn revoke(tx: &mut Tx<'_>, id: GrantId, by: Option<i64>) -> Result<()> {
    let now = tx.now();
    tx.run(
        "UPDATE role_grant
         SET revoked_at = $2, revoked_by = $3
         WHERE id = $1",
        args![id, now, by],
    )?;
    Ok(())
}

/// A post, also in the place of one that was undone before it began.
pub fn insert_post(tx: &mut Tx<'_>, post: &Post) -> Result<()> {
    tx.run(
        "INSERT INTO post (person, station, from_day, to_day)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (person, station, from_day) DO UPDATE
         SET to_day = excluded.to_day",
        args![post.person, post.station, post.from, post.to],
    )?;
    Ok(())
}

pub fn end_post(tx: &mut Tx<'_>, post: &Post, last: Day) -> Result<()> {
    tx.run(
        "UPDATE post
         SET to_day = $4
         WHERE person = $1 AND station = $2 AND from_day = $3",
        args![post.person, post.station, post.from, last],
    )?;
    Ok(())
}

pub fn posts_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Post>> {
    tx.all(
        "SELECT person, station, from_day, to_day
         FROM post
         WHERE person = $1
         ORDER BY from_day, station",
        args![person],
    )
}

pub fn posts_at(tx: &mut Tx<'_>, station: UnitId, day: Day) -> Result<Vec<Post>> {
    tx.all(
        "SELECT person, station, from_day, to_day
         FROM post
         WHERE station = $1 AND from_day <= $2 AND (to_day IS NULL OR to_day >= $2)
         ORDER BY from_day, person",
        args![station, day],
    )
}
