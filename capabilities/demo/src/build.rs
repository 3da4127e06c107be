//! Making an invented network and carrying it on, in short steps that each commit by themselves
//! and can be gone on with after any of them.

use std::sync::mpsc::sync_channel;

use db::{Day, Db, Instant, Tx};
use kernel::{Error, Result};
use org::{Tree, UnitId, is_initialised};
use stations::{
    Catalogue, Directory, StationNumber, catalogue,
    station::{self, Change, NewStation},
};
use visits::past::{self, PastRecord};

use crate::{
    accounts::{self, DemoAccount},
    life::Places,
    network::{self, HOME, Scale},
    quotas::{self, Plan},
    store::{self, State},
    voices::Voices,
};

/// Stations and records of one step: well under 50 ms.
const STATIONS_A_STEP: usize = 120;
const RECORDS_A_STEP: usize = 600;
/// What there is now.
#[derive(Clone, Debug)]
pub struct Built {
    /// Offices.
    pub units: usize,
    /// Stations.
    pub stations: usize,
    /// Records that were made in this run.
    pub visits: usize,
    /// The accounts, of a demonstration.
    pub accounts: Vec<DemoAccount>,
}

/// Says how far it is: a word of what, done, of how many.
pub type Progress<'p> = &'p dyn Fn(&'static str, usize, usize);

/// Whether the store holds a demonstration.
pub fn is_demo(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(store::state(tx)?.is_some())
}

/// Makes the demonstration where there is none, and carries it on to the present.
///
/// # Errors
/// 409 `demo.other-network` where the store holds a network that is not a demonstration.
pub fn live(db: &Db, plan: Plan, progress: Progress<'_>) -> Result<Built> {
    let now = db.now();
    let state = db.write_blocking(move |tx| begin(tx, plan, now))?;
    // A demonstration keeps the seed and scale it was made with.
    let plan = Plan {
        scale: Scale::parse(&state.scale).unwrap_or(plan.scale),
        visits: state.visits.unsigned_abs(),
        seed: state.seed.unsigned_abs(),
        ..plan
    };
    let stations = ensure_stations(db, plan, progress)?;
    let accounts = accounts::accounts(plan.seed, &home_station()?);
    ensure_accounts(db, plan.seed, &accounts)?;
    let author = db.read_blocking(ambassador)?;
    let days = quotas(db, plan, state.made_at, now, author)?;
    let visits = fill(db, plan, &days, (state.filled_until, now), author, true, progress)?;
    Ok(Built { units: units(db)?, stations, visits, accounts })
}

/// Makes the same stations and records in an initialised store, without accounts.
pub fn seed(db: &Db, plan: Plan, progress: Progress<'_>) -> Result<Built> {
    let now = db.now();
    let stations = ensure_stations(db, plan, progress)?;
    let days = quotas(db, plan, now, now, None)?;
    let visits = fill(db, plan, &days, (Instant(0), now), None, false, progress)?;
    Ok(Built { units: units(db)?, stations, visits, accounts: Vec::new() })
}

fn begin(tx: &mut Tx<'_>, plan: Plan, now: Instant) -> Result<State> {
    if let Some(state) = store::state(tx)? {
        return Ok(state);
    }
    if is_initialised(tx)? {
        return Err(Error::conflict("demo.other-network"));
    }
    audit::invented(tx);
    org::unit::mirror_divisions(tx)?;
    catalogue::insert_defaults(tx)?;
    let state = State {
        seed: i64::try_from(plan.seed).unwrap_or(i64::MAX),
        scale: plan.scale.as_str().to_owned(),
        visits: i64::try_from(plan.visits).unwrap_or(i64::MAX),
        made_at: now,
        filled_until: Instant(0),
    };
    store::insert(tx, &state)?;
    Ok(state)
}

fn units(db: &Db) -> Result<usize> {
    db.read_blocking(|tx| {
        let (tree, directory) = (tx.cached::<Tree>()?, tx.cached::<Directory>()?);
        Ok(tree.len() - directory.len())
    })
}

/// Registers what is missing of the planned stations of each county.
fn ensure_stations(db: &Db, plan: Plan, progress: Progress<'_>) -> Result<usize> {
    let (directory, catalogue) = db.read_blocking(|tx| {
        Ok::<_, Error>((tx.cached::<Directory>()?, tx.cached::<Catalogue>()?))
    })?;
    let (planned, ground) = (network::plan(plan.scale), network::ground());
    let total: usize = planned.iter().map(|(_, count)| count).sum();
    let (mut done, mut step) = (0, Vec::new());
    for (county, count) in planned {
        let stations = network::stations_of(county, count, plan.seed, &catalogue, &ground);
        for (index, station) in stations.into_iter().enumerate() {
            let number = number(county.code, index)?;
            if directory.by_number(number.as_str()).is_none() {
                step.push((county.code, NewStation { number: Some(number), ..station }));
            }
            done += 1;
        }
        if step.len() >= STATIONS_A_STEP {
            register(db, &step)?;
            step.clear();
            progress("stations", done, total);
        }
    }
    register(db, &step)?;
    progress("stations", done, total);
    Ok(total)
}

fn register(db: &Db, step: &[(&'static str, NewStation)]) -> Result<()> {
    for chunk in step.chunks(STATIONS_A_STEP) {
        let chunk = chunk.to_vec();
        db.write_blocking(move |tx| {
            audit::invented(tx);
            let today = tx.today();
            let mut parents: Vec<(&str, UnitId)> = Vec::new();
            for (county, _) in &chunk {
                if parents.last().is_none_or(|(known, _)| known != county) {
                    parents.push((county, station::unit_of(tx, county, today)?));
                }
            }
            let change = Change::begin(tx, None)?;
            for (county, new) in &chunk {
                let parent = parents.iter().find(|(known, _)| known == county);
                let (_, parent) = parent.ok_or(Error::NotFound("units.unknown"))?;
                station::register(tx, change, *parent, new)?;
            }
            Ok::<_, Error>(())
        })?;
    }
    Ok(())
}

fn number(county: &str, index: usize) -> Result<StationNumber> {
    let serial = u32::try_from(index + 1).unwrap_or(u32::MAX);
    StationNumber::make(county, serial).map_err(|error| Error::refused(error.code()))
}

/// The station of the demonstration's ambassador.
fn home_station() -> Result<String> {
    Ok(number(HOME, 0)?.to_string())
}

fn ensure_accounts(db: &Db, seed: u64, accounts: &[DemoAccount]) -> Result<()> {
    let known = |tx: &mut Tx<'_>| match org::accounts::by_login(tx, "auditor") {
        Ok(_) => Ok(true),
        Err(Error::NotFound(_)) => Ok(false),
        Err(error) => Err(error),
    };
    if db.read_blocking(known)? {
        return Ok(());
    }
    let ready = accounts::prepare(seed, accounts.to_vec())?;
    db.write_blocking(move |tx| accounts::make(tx, &ready, org::unit::beginning()))
}

/// The ambassador's station and person: she has recorded there herself.
fn ambassador(tx: &mut Tx<'_>) -> Result<Option<(UnitId, i64)>> {
    let station = org::unit::by_code(&*tx.cached::<Tree>()?, &home_station()?)?;
    let account = org::accounts::by_login(tx, "ambassador")?;
    Ok(Some((station, account.person.0)))
}

/// How many records each day has: together as many as planned up to the moment the network was
/// made; of the days after that, as many as on the days before.
fn quotas(
    db: &Db,
    plan: Plan,
    made_at: Instant,
    now: Instant,
    author: Option<(UnitId, i64)>,
) -> Result<Vec<(Day, usize)>> {
    let made_on = made_at.day();
    let places = places(db, plan, made_on, author)?;
    let already = |count: usize| {
        let begun = places.day(made_on, count);
        begun.iter().filter(|record| record.occurred_at <= made_at).count()
    };
    let mut quotas = quotas::first(plan, made_on, already);
    quotas.extend(quotas::later(plan, made_on, now.day()));
    Ok(quotas)
}

fn places(db: &Db, plan: Plan, day: Day, author: Option<(UnitId, i64)>) -> Result<Places> {
    db.read_blocking(move |tx| {
        let (directory, catalogue) = (tx.cached::<Directory>()?, tx.cached::<Catalogue>()?);
        Ok(Places::of(&directory, &catalogue, day, plan.a_day(), author, plan.seed))
    })
}

/// Lets the days happen from one moment to another. One thread invents, the store's writes.
fn fill(
    db: &Db,
    plan: Plan,
    days: &[(Day, usize)],
    (after, until): (Instant, Instant),
    author: Option<(UnitId, i64)>,
    remembered: bool,
    progress: Progress<'_>,
) -> Result<usize> {
    let days: Vec<(Day, usize)> = days
        .iter()
        .copied()
        .filter(|(day, _)| after == Instant(0) || *day >= after.day())
        .collect();
    let total: usize = days.iter().map(|(_, count)| count).sum();
    let places = places(db, plan, until.day(), author)?;
    let voices = Voices::at(&places, plan.seed);
    let (send, steps) = sync_channel::<Vec<PastRecord>>(8);
    let mut kept = 0;
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for (day, count) in days {
                let records = places.day(day, count);
                let due: Vec<PastRecord> = records
                    .into_iter()
                    .filter(|it| it.occurred_at > after && it.occurred_at <= until)
                    .map(|it| not_before_it_happens(it, until))
                    .collect();
                for step in due.chunks(RECORDS_A_STEP) {
                    if send.send(step.to_vec()).is_err() {
                        return;
                    }
                }
            }
        });
        let mut done = 0;
        for step in steps {
            done += step.len();
            let voices = voices.clone();
            kept += db.write_blocking(move |tx| {
                let kept = past::keep(tx, &step)?;
                let said: Vec<_> = kept.iter().filter_map(|record| voices.of(record)).collect();
                ratings::past::keep(tx, &said)?;
                let kept = kept.len();
                if let Some(last) = step.last().filter(|_| remembered) {
                    store::filled(tx, last.occurred_at)?;
                }
                Ok::<_, Error>(kept)
            })?;
            progress("records", done, total);
        }
        Ok(kept)
    })
}

/// What would be recorded or taken back only later is so by the present moment.
fn not_before_it_happens(record: PastRecord, now: Instant) -> PastRecord {
    PastRecord {
        recorded_at: record.recorded_at.min(now),
        reversal: record.reversal.map(|(id, at)| (id, at.min(now))),
        ..record
    }
}
