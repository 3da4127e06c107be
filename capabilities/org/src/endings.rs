//! What ends with a station that closes for good: the posts and the grants there.
//!
//! Stations are known to another capability, which tells of it by an event. Service tokens are
//! left alone: who runs a system behind one ends it.

use audit::{Entry, note};
use db::{Day, Tx};
use kernel::{Error, Event, Result, Subscription};

use crate::{
    access::{self, Grant},
    grants::Held,
    noted, posts, store,
    unit::UnitId,
};

/// Ends posts and grants at a station that closed for good.
pub const AT_CLOSED_STATION: Subscription = Subscription {
    name: "org.end-at-closed-station",
    event: "stations.closed",
    handle: |tx, event| {
        let (station, from) = read(event)?;
        end_all_at(tx, station, from)
    },
};

/// The station and its first closed day.
fn read(event: &Event<'_>) -> Result<(UnitId, Day)> {
    let station = event.payload.get("station").and_then(serde_json::Value::as_i64);
    let from = event.payload.get("from").and_then(serde_json::Value::as_str);
    let from = from.and_then(|day| day.parse().ok());
    let unreadable = || Error::Internal(format!("no closed station: {}", event.payload));
    station.map(UnitId).zip(from).ok_or_else(unreadable)
}

/// Ends every post and grant at a unit with `last` as their last day; those that would begin later
/// are undone. The first closed day is the last one, so that whoever served there can still send
/// what a tablet held back.
fn end_all_at(tx: &mut Tx<'_>, unit: UnitId, last: Day) -> Result<()> {
    let ends = |from: Day| if from <= last { last } else { from.plus(-1) };
    for post in store::endings::posts_past(tx, unit, last)? {
        posts::finish(tx, &post, ends(post.from))?;
    }
    for id in store::endings::grants_past(tx, unit, last)? {
        if let Some(held) = store::grants::grant(tx, id)? {
            end_grant(tx, &held, ends(held.grant.from))?;
        }
    }
    tx.bump(access::TOPIC)?;
    Ok(())
}

fn end_grant(tx: &mut Tx<'_>, held: &Held, last: Day) -> Result<()> {
    store::endings::end_grant(tx, held.id, last)?;
    let (object, before) = (noted::of_person(tx, held.person)?, noted::grant(tx, &held.grant)?);
    let after = noted::grant(tx, &Grant { to: Some(last), ..held.grant })?;
    note(tx, Entry::of(noted::GRANT_ENDED, object).before(before).after(after));
    Ok(())
}
