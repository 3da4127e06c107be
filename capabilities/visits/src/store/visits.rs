//! SQL of service records and reversals.

use db::{Day, Instant, Result, Tx, args, row};
use org::UnitId;

use crate::{
    book::Fact,
    record::{RatingKey, VisitId},
};

row!(Fact {
    id,
    station,
    unit,
    service,
    people,
    arrivals,
    group,
    note,
    occurred_at,
    day,
    recorded_at,
    author,
    invited,
    reverses,
    reason,
    reversed
});

pub fn insert(tx: &mut Tx<'_>, fact: &Fact) -> Result<()> {
    tx.run(
        "INSERT INTO visit (id, station, unit, service, people, arrivals, guest_group, note,
                            occurred_at, day, recorded_at, author, invited, reverses, reason)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        args![
            fact.id,
            fact.station,
            fact.unit,
            fact.service,
            fact.people,
            fact.arrivals,
            fact.group,
            fact.note,
            fact.occurred_at,
            fact.day,
            fact.recorded_at,
            fact.author,
            fact.invited,
            fact.reverses,
            fact.reason
        ],
    )?;
    Ok(())
}

/// Keeps a right to rate; false when the same key was handed out before.
pub fn insert_rating_key(
    tx: &mut Tx<'_>,
    key: &RatingKey,
    station: UnitId,
    service: &str,
    day: Day,
) -> Result<bool> {
    let rows = tx.run(
        "INSERT INTO rating_key (key, station, service, day)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (key) DO NOTHING",
        args![key, station, service, day],
    )?;
    Ok(rows == 1)
}

pub fn by_id(tx: &mut Tx<'_>, id: VisitId) -> Result<Option<Fact>> {
    tx.maybe(
        "SELECT id, station, unit, service, people, arrivals, guest_group, note, occurred_at, day,
                recorded_at, author, invited, reverses, reason,
                EXISTS (SELECT 1 FROM visit AS later WHERE later.reverses = visit.id)
         FROM visit
         WHERE id = $1",
        args![id],
    )
}

pub fn reversal_of(tx: &mut Tx<'_>, id: VisitId) -> Result<Option<Fact>> {
    tx.maybe(
        "SELECT id, station, unit, service, people, arrivals, guest_group, note, occurred_at, day,
                recorded_at, author, invited, reverses, reason,
                EXISTS (SELECT 1 FROM visit AS later WHERE later.reverses = visit.id)
         FROM visit
         WHERE reverses = $1",
        args![id],
    )
}

/// What a list is asked for.
#[derive(Clone, Copy)]
pub struct Filter<'a> {
    pub from: Day,
    pub to: Day,
    pub service: Option<&'a str>,
    /// Only what comes after this place in the order of the list.
    pub after: (Instant, VisitId),
    pub limit: i64,
}

/// Facts of a station, newest `recorded_at` first, then by id.
pub fn of_station(tx: &mut Tx<'_>, station: UnitId, filter: &Filter<'_>) -> Result<Vec<Fact>> {
    let earliest = earliest(filter);
    tx.all(
        "SELECT id, station, unit, service, people, arrivals, guest_group, note, occurred_at, day,
                recorded_at, author, invited, reverses, reason,
                EXISTS (SELECT 1 FROM visit AS later WHERE later.reverses = visit.id)
         FROM visit
         WHERE station = $1 AND recorded_at >= $2 AND recorded_at <= $3
           AND (recorded_at < $3 OR id > $4)
           AND day >= $5 AND day <= $6
           AND (CAST($7 AS TEXT) IS NULL OR service = $7)
         ORDER BY recorded_at DESC, id
         LIMIT $8",
        args![
            station,
            earliest,
            filter.after.0,
            filter.after.1,
            filter.from,
            filter.to,
            filter.service,
            filter.limit
        ],
    )
}

/// Facts booked to a unit as the one directly above their station, in the same order; none that
/// were recorded before `floor`.
pub fn of_unit(
    tx: &mut Tx<'_>,
    unit: UnitId,
    filter: &Filter<'_>,
    floor: Option<Instant>,
) -> Result<Vec<Fact>> {
    let earliest = floor.unwrap_or(Instant(i64::MIN)).max(earliest(filter));
    tx.all(
        "SELECT id, station, unit, service, people, arrivals, guest_group, note, occurred_at, day,
                recorded_at, author, invited, reverses, reason,
                EXISTS (SELECT 1 FROM visit AS later WHERE later.reverses = visit.id)
         FROM visit
         WHERE unit = $1 AND recorded_at >= $2 AND recorded_at <= $3
           AND (recorded_at < $3 OR id > $4)
           AND day >= $5 AND day <= $6
           AND (CAST($7 AS TEXT) IS NULL OR service = $7)
         ORDER BY recorded_at DESC, id
         LIMIT $8",
        args![
            unit,
            earliest,
            filter.after.0,
            filter.after.1,
            filter.from,
            filter.to,
            filter.service,
            filter.limit
        ],
    )
}

/// Nothing of a day is recorded before it but for the grace of tablets whose clock is ahead.
fn earliest(filter: &Filter<'_>) -> Instant {
    filter.from.start().plus_seconds(-3600)
}

/// Facts of a station summed for the recount; a reversal counts against its record.
pub struct StationSum {
    pub day: Day,
    pub service: String,
    pub group: Option<String>,
    pub rows: i64,
    pub visits: i64,
    pub people: i64,
    pub arrivals: i64,
    pub invited: i64,
}
row!(StationSum { day, service, group, rows, visits, people, arrivals, invited });

pub fn sums_of_station(tx: &mut Tx<'_>, station: UnitId) -> Result<Vec<StationSum>> {
    tx.all(
        "SELECT day, service, guest_group, COUNT(*),
                CAST(SUM(CASE WHEN reverses IS NULL THEN 1 ELSE -1 END) AS BIGINT),
                CAST(SUM(CASE WHEN reverses IS NULL THEN people ELSE -people END) AS BIGINT),
                CAST(SUM(CASE WHEN reverses IS NULL THEN arrivals ELSE -arrivals END) AS BIGINT),
                CAST(SUM(CASE WHEN reverses IS NULL THEN invited ELSE -invited END) AS BIGINT)
         FROM visit
         WHERE station = $1
         GROUP BY day, service, guest_group",
        args![station],
    )
}
