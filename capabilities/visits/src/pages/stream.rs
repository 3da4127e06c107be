//! Streams that tell an open page that its figures have moved; the page then fetches itself, so
//! that rights are checked and figures made in one place only.
//!
//! What has moved is asked of the store once a second and stream: it is right on every node and
//! whichever process recorded. Pages are only streamed to while they are seen.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::{Path, State},
    response::sse::{Event, KeepAlive, Sse},
};
use db::{Day, Tx};
use futures_util::{Stream, stream};
use kernel::{App, Error, Result};
use org::{UnitId, Viewer, Who};
use serde::Deserialize;
use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::{
    list, store,
    tally::{Figures, Part},
};

const REFRESH: &str = r#"<turbo-stream action="refresh"></turbo-stream>"#;
/// How often the store is asked.
const EVERY: Duration = Duration::from_secs(1);
/// A stream ends after so many questions; the browser opens another one, whose rights are new.
const MOST_TICKS: u32 = 600;

#[derive(Deserialize)]
pub struct DeskStreamQuery {
    station: String,
}

/// `GET /console/units/{code}/stream`
pub async fn of_unit(
    app: State<App>,
    who: Who,
    Path(code): Path<String>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    open(app.0, &who.viewer(), code).await
}

/// `GET /desk/stream?station=`
pub async fn of_station(
    app: State<App>,
    who: Who,
    query: web::Query<DeskStreamQuery>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    open(app.0, &who.viewer(), query.0.station).await
}

/// What a stream watches: the figures of a unit today.
struct Watch {
    app: App,
    unit: UnitId,
    seen: (Day, Figures),
    ticks: Interval,
    left: u32,
}

async fn open(
    app: App,
    viewer: &Viewer,
    code: String,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>> + use<>>> {
    let viewer = viewer.clone();
    let (unit, seen) = app
        .db
        .read(move |tx| {
            let unit = list::readable(tx, &viewer, &code)?;
            Ok::<_, Error>((unit, today(tx, unit)?))
        })
        .await?;
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let watch = Watch { app, unit, seen, ticks, left: MOST_TICKS };
    Ok(Sse::new(stream::unfold(watch, next)).keep_alive(KeepAlive::default()))
}

fn today(tx: &mut Tx<'_>, unit: UnitId) -> Result<(Day, Figures)> {
    let today = tx.today();
    let sum = store::tallies::sum(tx, unit, Part::Days(crate::overview::day(today)))?;
    Ok((today, sum))
}

/// Waits for the next change; ends when the store cannot be asked, so that the browser comes back.
async fn next(mut watch: Watch) -> Option<(Result<Event, Infallible>, Watch)> {
    while watch.left > 0 {
        watch.left -= 1;
        watch.ticks.tick().await;
        let unit = watch.unit;
        let now = watch.app.db.read(move |tx| today(tx, unit)).await.ok()?;
        if now != watch.seen {
            watch.seen = now;
            return Some((Ok(Event::default().data(REFRESH)), watch));
        }
    }
    None
}
