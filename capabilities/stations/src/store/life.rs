//! SQL of what a station is and offers from which day on, and of its notices.

use db::{Day, Result, Tx, args, row};
use org::UnitId;

use crate::{life::Stage, notice::Notice, station::Change};

pub fn insert_stage(tx: &mut Tx<'_>, change: Change, unit: UnitId, stage: &Stage) -> Result<()> {
    let (id, now) = (tx.new_id(), tx.now());
    tx.run(
        "INSERT INTO station_state (id, station, from_day, state, reason, until_day, changed_at,
                                    changed_by, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            id,
            unit,
            stage.from,
            stage.status.as_str(),
            stage.reason.as_deref(),
            stage.until,
            now,
            change.by(),
            change.revision()
        ],
    )?;
    Ok(())
}

/// Everything that was said of a life, in the order in which it was said.
pub fn stages(tx: &mut Tx<'_>, unit: UnitId, mut each: impl FnMut(Stage)) -> Result<()> {
    tx.each(
        "SELECT from_day, state, reason, until_day
         FROM station_state
         WHERE station = $1
         ORDER BY id",
        args![unit],
        |row| {
            let (from, status) = (row.get(0)?, row.get(1)?);
            each(Stage { from, status, reason: row.get(2)?, until: row.get(3)? });
            Ok(())
        },
    )
}

/// A service of a station.
pub struct ServiceState {
    pub service: String,
    /// `planned`, `loaded` or `suspended`.
    pub state: String,
    pub since: Day,
}
row!(ServiceState { service, state, since });

pub fn services(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<ServiceState>> {
    tx.all(
        "SELECT station_service.service, state, since
         FROM station_service JOIN service ON service.code = station_service.service
         WHERE station = $1
         ORDER BY ordinal",
        args![unit],
    )
}

/// Those of the set that the station does not have in any state.
pub fn insert_services(
    tx: &mut Tx<'_>,
    change: Change,
    unit: UnitId,
    services: u64,
    since: Day,
) -> Result<()> {
    let now = tx.now();
    tx.run(
        "INSERT INTO station_service (station, service, state, since, changed_at, changed_by)
         SELECT CAST($1 AS BIGINT), code, 'loaded', CAST($2 AS TEXT), CAST($3 AS BIGINT),
                CAST($4 AS BIGINT)
         FROM service
         WHERE (mask & CAST($5 AS BIGINT)) <> 0
         ON CONFLICT (station, service) DO NOTHING",
        args![unit, since, now, change.by(), services.cast_signed()],
    )?;
    Ok(())
}

/// Those of the set that were planned or suspended.
pub fn load_services(
    tx: &mut Tx<'_>,
    change: Change,
    unit: UnitId,
    services: u64,
    since: Day,
) -> Result<()> {
    let now = tx.now();
    tx.run(
        "UPDATE station_service
         SET state = 'loaded', since = $3, changed_at = $4, changed_by = $5
         WHERE station = $1 AND state <> 'loaded'
           AND service IN (SELECT code FROM service WHERE (mask & CAST($2 AS BIGINT)) <> 0)",
        args![unit, services.cast_signed(), since, now, change.by()],
    )?;
    Ok(())
}

/// Those that are not in the set.
pub fn delete_services_except(tx: &mut Tx<'_>, unit: UnitId, services: u64) -> Result<()> {
    tx.run(
        "DELETE FROM station_service
         WHERE station = $1
           AND service IN (SELECT code FROM service WHERE (mask & CAST($2 AS BIGINT)) = 0)",
        args![unit, services.cast_signed()],
    )?;
    Ok(())
}

row!(Notice { id, text, from, to });

/// Notices that hold on a day, the newest first.
pub fn notices_on(tx: &mut Tx<'_>, unit: UnitId, day: Day) -> Result<Vec<Notice>> {
    tx.all(
        "SELECT id, text, from_day, to_day
         FROM station_notice
         WHERE station = $1 AND from_day <= $2 AND (to_day IS NULL OR to_day >= $2)
         ORDER BY id DESC",
        args![unit, day],
    )
}

pub fn insert_notice(
    tx: &mut Tx<'_>,
    by: Option<i64>,
    unit: UnitId,
    text: &str,
    to: Option<Day>,
) -> Result<()> {
    let (id, now, today) = (tx.new_id(), tx.now(), tx.today());
    tx.run(
        "INSERT INTO station_notice (id, station, text, from_day, to_day, created_at, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![id, unit, text, today, to, now, by],
    )?;
    Ok(())
}

pub fn end_notice(tx: &mut Tx<'_>, unit: UnitId, id: i64, last: Day) -> Result<u64> {
    tx.run(
        "UPDATE station_notice
         SET to_day = $3
         WHERE id = $2 AND station = $1",
        args![unit, id, last],
    )
}
