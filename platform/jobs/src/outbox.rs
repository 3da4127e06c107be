//! Events: written with the fact, then handed to the subscriptions.
//!
//! An event waits in `outbox` until a worker of any node makes a job of it for each subscription,
//! in a line for each aggregate; from there on it is tried, held back, and given up as a job is.

use db::{Db, Instant, Tx};
use kernel::{Event, Subscription};
use serde_json::{Value, json};

use crate::{
    job::parse,
    runner,
    store::{
        outbox::{self, Told},
        queue::{self, New},
    },
};

/// Tells that something of this kind (`capability.what-happened`) happened to an aggregate, such
/// as `stations/440305-00121`. Subscriptions hear of it after the commit, and of nothing when
/// there is none.
pub fn emit(
    tx: &mut Tx<'_>,
    kind: &'static str,
    aggregate: &str,
    payload: &Value,
) -> db::Result<()> {
    let told = Told {
        aggregate: aggregate.to_owned(),
        number: outbox::next_number(tx, aggregate)?,
        kind: kind.to_owned(),
        payload: payload.to_string(),
        at: tx.now(),
    };
    outbox::insert(tx, &told)?;
    tx.after_commit(runner::ring);
    Ok(())
}

/// Hands on what waits, one round; false when nothing did.
pub(crate) fn post(db: &Db, subscriptions: &[Subscription]) -> db::Result<bool> {
    if db.read_blocking(outbox::count)? == 0 {
        return Ok(false);
    }
    let subscriptions = subscriptions.to_vec();
    db.write_blocking(move |tx| {
        for told in outbox::waiting(tx)? {
            if outbox::take(tx, &told)? {
                line_up(tx, &told, &subscriptions)?;
            }
        }
        Ok(true)
    })
}

fn line_up(tx: &mut Tx<'_>, told: &Told, subscriptions: &[Subscription]) -> db::Result<()> {
    let payload = json!({
        "event": told.kind,
        "aggregate": told.aggregate,
        "at": told.at.0,
        "payload": parse(&told.payload)?,
    });
    let payload = payload.to_string();
    for subscription in subscriptions.iter().filter(|each| each.event == told.kind) {
        let id = tx.new_uuid();
        let line = format!("{}/{}", subscription.name, told.aggregate);
        let new = New {
            kind: subscription.name,
            payload: &payload,
            line: Some(&line),
            place: Some(told.number),
            ..New::default()
        };
        queue::insert(tx, id, &new)?;
    }
    Ok(())
}

/// Does what a subscription asks about the event in the payload of its job.
pub(crate) fn handle(
    tx: &mut Tx<'_>,
    subscription: &Subscription,
    payload: &Value,
) -> kernel::Result<()> {
    let text = |name: &str| payload.get(name).and_then(Value::as_str).unwrap_or_default();
    let at = payload.get("at").and_then(Value::as_i64).unwrap_or_default();
    let event = Event {
        kind: text("event"),
        aggregate: text("aggregate"),
        at: Instant(at),
        payload: payload.get("payload").unwrap_or(&Value::Null),
    };
    (subscription.handle)(tx, &event)
}
