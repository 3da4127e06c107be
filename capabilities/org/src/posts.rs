//! Posts: who serves at which stations from when to when; many to many.

use audit::{Entry, note};
use db::{Day, Tx};
use kernel::{Error, Result};

use crate::{
    access::{self, AccountId, Grant, PersonId, Role, Viewer},
    accounts, grants, noted, people, store,
    tree::Tree,
    unit::{Kind, UnitId},
};

/// Somebody's time at a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Post {
    /// Who serves.
    pub person: PersonId,
    /// Where.
    pub station: UnitId,
    /// From this day.
    pub from: Day,
    /// To this day, if it ends.
    pub to: Option<Day>,
}

impl Post {
    /// Whether it overlaps another at the same station that was not undone.
    fn meets(&self, other: &Self) -> bool {
        self.station == other.station
            && other.to.is_none_or(|to| other.from <= to)
            && other.to.is_none_or(|to| self.from <= to)
            && self.to.is_none_or(|to| other.from <= to)
    }
}

/// Posts the person of an account in sight at a station below the viewer's unit.
///
/// # Errors
/// 404 `accounts.unknown`, `units.unknown`; 403 `grants.own`; those of [`grants::check_giving`]
/// and [`record`].
pub fn add(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    account: AccountId,
    (station, from, to): (UnitId, Day, Option<Day>),
) -> Result<()> {
    let account = people::visible(tx, viewer, account)?;
    let post = Post { person: account.person, station, from, to };
    if viewer.person() == Some(post.person) {
        return Err(Error::Forbidden("grants.own"));
    }
    let grant = Grant { role: Role::Ambassador, unit: station, from, to };
    grants::check_giving(&*tx.cached::<Tree>()?, viewer, &grant)?;
    record(tx, &post)
}

/// Enters a post whoever gives it: for demonstrations and imports.
///
/// # Errors
/// 422 `posts.not-a-station`, `grants.days`; 409 `posts.already`, `accounts.closed`.
pub fn record(tx: &mut Tx<'_>, post: &Post) -> Result<()> {
    accounts::check_open(&accounts::of_person(tx, post.person)?)?;
    if post.to.is_some_and(|to| to < post.from) {
        return Err(Error::field("to", "grants.days"));
    }
    let tree = tx.cached::<Tree>()?;
    match tree.node(post.station).map(|node| node.kind) {
        Some(Kind::Station) => {}
        Some(Kind::Unit) => return Err(Error::field("unit", "posts.not-a-station")),
        None => return Err(Error::NotFound("units.unknown")),
    }
    if store::grants::posts_of(tx, post.person)?.iter().any(|other| post.meets(other)) {
        return Err(Error::conflict("posts.already"));
    }
    tx.bump(access::TOPIC)?;
    store::grants::insert_post(tx, post)?;
    let (object, fields) = (noted::of_person(tx, post.person)?, noted::post(tx, post)?);
    note(tx, Entry::of(noted::POST_GIVEN, object).after(fields));
    Ok(())
}

/// Ends a post with `last` as its last day; the day before it began undoes it.
///
/// # Errors
/// 404 `posts.unknown`; 403 as for [`add`]; 422 `grants.days`.
pub fn end(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    account: AccountId,
    (station, from, last): (UnitId, Day, Day),
) -> Result<()> {
    let account = people::visible(tx, viewer, account)?;
    let posts = store::grants::posts_of(tx, account.person)?;
    let found = posts.into_iter().find(|post| post.station == station && post.from == from);
    let post = found.ok_or(Error::NotFound("posts.unknown"))?;
    if viewer.person() == Some(post.person) {
        return Err(Error::Forbidden("grants.own"));
    }
    grants::check_authority(&*tx.cached::<Tree>()?, viewer, Role::Ambassador, station)?;
    if last < from.plus(-1) {
        return Err(Error::field("to", "grants.days"));
    }
    finish(tx, &post, last)
}

/// Ends every post of a person who leaves today: yesterday was the last day, and posts that
/// begin later never were.
pub(crate) fn end_all_of(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    let yesterday = tx.today().plus(-1);
    for post in store::grants::posts_of(tx, person)? {
        if post.to.is_none_or(|to| yesterday < to && post.from <= to) {
            finish(tx, &post, yesterday.max(post.from.plus(-1)))?;
        }
    }
    Ok(())
}

/// Ends a post and notes it.
pub(crate) fn finish(tx: &mut Tx<'_>, post: &Post, last: Day) -> Result<()> {
    tx.bump(access::TOPIC)?;
    store::grants::end_post(tx, post, last)?;
    let (object, fields) = (noted::of_person(tx, post.person)?, noted::post(tx, post)?);
    let ended = noted::post(tx, &Post { to: Some(last), ..*post })?;
    note(tx, Entry::of(noted::POST_ENDED, object).before(fields).after(ended));
    Ok(())
}

/// The posts of a person, ended ones too, oldest first.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Post>> {
    Ok(store::grants::posts_of(tx, person)?)
}

/// Who serves at a station on a day.
pub fn at_station(tx: &mut Tx<'_>, station: UnitId, day: Day) -> Result<Vec<Post>> {
    Ok(store::grants::posts_at(tx, station, day)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_at_one_station_meet_on_any_day_that_both_have() {
        let post = |station, from: &str, to: Option<&str>| Post {
            person: PersonId(1),
            station: UnitId(station),
            from: from.parse().unwrap(),
            to: to.map(|day| day.parse().unwrap()),
        };
        let held = post(5, "2026-03-01", Some("2026-03-31"));
        for (other, meets) in [
            (post(5, "2026-03-31", None), true),
            (post(5, "2026-04-01", None), false),
            (post(5, "2026-02-01", Some("2026-03-01")), true),
            (post(5, "2026-02-01", Some("2026-02-28")), false),
            (post(5, "2026-02-01", None), true),
            (post(6, "2026-03-01", None), false),
        ] {
            assert_eq!((held.meets(&other), other.meets(&held)), (meets, meets), "{other:?}");
        }
        // One that was undone is in nobody's way.
        let undone = post(5, "2026-03-10", Some("2026-03-09"));
        assert!(!held.meets(&undone));
    }
}
