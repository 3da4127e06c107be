//! SQL of service records and reversals.

use db::{Day, Instant, Result, Tx, args, row};
use org::UnitId;

use crate::{book::Fact, record::VisitId};

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

/// Keeps a fact; false when there is one with its id already.
pub fn insert(tx: &mut Tx<'_>, fact: &Fact) -> Result<bool> {
    let rows = tx.run(
        "INSERT INTO visit (id, station, unit, service, people, arrivals, guest_group, note,
                            occurred_at, day, recorded_at, author, invited, reverses, reason)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         ON CONFLICT (id) DO NOTHING",
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

/// Every fact of a day, in the order in which they came.
pub fn all_of_day(tx: &mut Tx<'_>, day: Day) -> Result<Vec<Fact>> {
    tx.all(
        "SELECT id, station, unit, service, people, arrivals, guest_group, note, occurred_at, day,
                recorded_at, author, invited, reverses, reason,
                EXISTS (SELECT 1 FROM visit AS later WHERE later.reverses = visit.id)
         FROM visit
         WHERE day = $1
         ORDER BY seq",
        args![day],
    )
}

/// Where facts were recorded, by the columns that put them in the order of the list.
pub struct Spot {
    pub at: Instant,
    pub id: VisitId,
    pub unit: UnitId,
    pub station: UnitId,
    pub day: Day,
}
row!(Spot { at, id, unit, station, day });

/// Facts of a stretch of the index by day and place.
pub const STRETCH: i64 = 8192;

/// Facts of one day below one unit, as the one directly above their station; of one station
/// alone when it is named. Each stretch that has facts of the day is sought in, when the totals say
/// that the unit has any; `CROSS JOIN` is how SQLite is told to begin with the stretches.
pub fn on_day(
    tx: &mut Tx<'_>,
    day: Day,
    unit: UnitId,
    station: Option<UnitId>,
    service: Option<&str>,
) -> Result<Vec<Spot>> {
    tx.all(
        "WITH RECURSIVE stretch (number) AS (
             SELECT (SELECT seq / 8192
                     FROM visit
                     WHERE day = $1
                     ORDER BY seq / 8192
                     LIMIT 1)
             WHERE EXISTS (SELECT 1 FROM tally_day WHERE day = $1 AND unit = $2)
                OR EXISTS (SELECT 1 FROM tally_lane WHERE day = $1 AND unit = $2)
             UNION ALL
             SELECT (SELECT seq / 8192
                     FROM visit
                     WHERE day = $1 AND seq / 8192 > stretch.number
                     ORDER BY seq / 8192
                     LIMIT 1)
             FROM stretch
             WHERE stretch.number IS NOT NULL
         )
         SELECT recorded_at, id, unit, station, day
         FROM stretch
         CROSS JOIN visit
         WHERE visit.day = $1 AND visit.seq / 8192 = stretch.number AND visit.unit = $2
           AND (CAST($3 AS BIGINT) IS NULL OR station = $3)
           AND (CAST($4 AS TEXT) IS NULL OR service = $4)",
        args![day, unit, station, service],
    )
}

/// Facts of all units from the newest on, recorded not after `latest` and not before `earliest`,
/// by `recorded_at` alone; at most `limit`.
pub fn by_time(
    tx: &mut Tx<'_>,
    latest: Instant,
    earliest: Instant,
    service: Option<&str>,
    limit: i64,
) -> Result<Vec<Spot>> {
    tx.all(
        "SELECT recorded_at, id, unit, station, day
         FROM visit
         WHERE recorded_at <= $1 AND recorded_at >= $2
           AND (CAST($3 AS TEXT) IS NULL OR service = $3)
         ORDER BY recorded_at DESC
         LIMIT $4",
        args![latest, earliest, service, limit],
    )
}

/// Says who stands above a station on and after a day, for the facts that were recorded already.
pub fn set_unit(tx: &mut Tx<'_>, station: UnitId, from: Day, unit: UnitId) -> Result<()> {
    tx.run(
        "UPDATE visit
         SET unit = $3
         WHERE day >= $2 AND station = $1 AND unit <> $3",
        args![station, from, unit],
    )?;
    Ok(())
}

/// The same of all stations that stood below an office.
pub fn hand_over(tx: &mut Tx<'_>, office: UnitId, from: Day, unit: UnitId) -> Result<()> {
    tx.run(
        "UPDATE visit
         SET unit = $3
         WHERE day >= $2 AND unit = $1",
        args![office, from, unit],
    )?;
    Ok(())
}

/// Facts of a station on a day summed for the recount; a reversal counts against its record.
pub struct StationSum {
    pub station: UnitId,
    pub service: String,
    pub group: Option<String>,
    pub rows: i64,
    pub visits: i64,
    pub people: i64,
    pub arrivals: i64,
    pub invited: i64,
}
row!(StationSum { station, service, group, rows, visits, people, arrivals, invited });

pub fn sums_of_day(tx: &mut Tx<'_>, day: Day) -> Result<Vec<StationSum>> {
    tx.all(
        "SELECT station, service, guest_group, COUNT(*),
                CAST(SUM(CASE WHEN reverses IS NULL THEN 1 ELSE -1 END) AS BIGINT),
                CAST(SUM(CASE WHEN reverses IS NULL THEN people ELSE -people END) AS BIGINT),
                CAST(SUM(CASE WHEN reverses IS NULL THEN arrivals ELSE -arrivals END) AS BIGINT),
                CAST(SUM(CASE WHEN reverses IS NULL THEN invited ELSE -invited END) AS BIGINT)
         FROM visit
         WHERE day = $1
         GROUP BY station, service, guest_group",
        args![day],
    )
}

/// The first day after `day` on which anything happened.
pub fn next_day(tx: &mut Tx<'_>, day: Day) -> Result<Option<Day>> {
    let (next,) = tx.one("SELECT MIN(day) FROM visit WHERE day > $1", args![day])?;
    Ok(next)
}

/// The stations of what was recorded since a moment.
pub fn stations_since(tx: &mut Tx<'_>, since: Instant) -> Result<Vec<UnitId>> {
    let stations: Vec<(UnitId,)> = tx.all(
        "SELECT DISTINCT station
         FROM visit
         WHERE recorded_at >= $1",
        args![since],
    )?;
    Ok(stations.into_iter().map(|(station,)| station).collect())
}
