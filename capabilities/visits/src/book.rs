//! Recording and taking back: the verbs that commit facts and their totals together.

use std::sync::Arc;

use db::{Day, Instant, Tx};
use kernel::{Error, Result};
use org::{Role, Subject, Tree, UnitId, Viewer};
use stations::{Catalogue, Directory, Service};

use crate::{
    record::{Record, Refusal, VisitId},
    rights::{self, Ratings, Right},
    store,
    tally::{Cells, Figures},
};

/// Roles that may record at a station.
pub const RECORDERS: [Role; 3] = [Role::Ambassador, Role::Supervisor, Role::Integration];
/// Roles that may record what happened long ago, and take back what others recorded.
pub const BACKFILLERS: [Role; 2] = [Role::Supervisor, Role::Integration];
/// For so long from `recorded_at` one may take back one's own record.
pub const UNDO_SECONDS: i64 = 10 * 60;

/// Characters of a reason.
const REASON_CHARS: usize = 500;

/// A row of the register: a record, or a reversal that repeats what it takes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its id.
    pub id: VisitId,
    /// Where it happened.
    pub station: UnitId,
    /// Who stood above the station on that day.
    pub unit: UnitId,
    /// Code of the service.
    pub service: String,
    /// Person-times, positive in a reversal too.
    pub people: i64,
    /// Arrivals.
    pub arrivals: i64,
    /// Code of the guests' group.
    pub group: Option<String>,
    /// What the ambassador wrote.
    pub note: Option<String>,
    /// When it happened.
    pub occurred_at: Instant,
    /// The Shanghai day of that.
    pub day: Day,
    /// When it was recorded, or taken back.
    pub recorded_at: Instant,
    /// The person or token that did it.
    pub author: i64,
    /// Rating keys kept with it.
    pub invited: i64,
    /// The record that it takes back.
    pub reverses: Option<VisitId>,
    /// Why.
    pub reason: Option<String>,
    /// Whether a reversal takes it back.
    pub reversed: bool,
}

/// What became of one record of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Stored and counted at every level.
    Accepted,
    /// Stored before, with the same content.
    Duplicate,
    /// Not stored.
    Refused(Refusal),
}

/// What a batch is judged against, loaded once in its transaction.
struct Desk<'v> {
    viewer: &'v Viewer,
    tree: Arc<Tree>,
    directory: Arc<Directory>,
    catalogue: Arc<Catalogue>,
}

/// The lane in which records are written: that of the province of the first one's station, so
/// that mostly no two lanes add to the same figures below the nation.
pub fn lane(records: &[Result<Record, Refusal>]) -> u64 {
    let first = records.iter().find_map(|record| record.as_ref().ok());
    let province = first.and_then(|record| record.station.get(..2)?.parse().ok());
    province.unwrap_or_default()
}

/// Records a batch: each record by itself, in order, and their totals in the same transaction.
pub fn record<R: Ratings>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    records: &[Result<Record, Refusal>],
) -> Result<Vec<Outcome>> {
    let desk =
        Desk { viewer, tree: tx.cached()?, directory: tx.cached()?, catalogue: tx.cached()? };
    let mut outcomes = Vec::with_capacity(records.len());
    for record in records {
        let outcome = match record {
            Ok(record) => record_one::<R>(tx, &desk, record)?,
            Err(refusal) => Outcome::Refused(refusal),
        };
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

fn record_one<R: Ratings>(tx: &mut Tx<'_>, desk: &Desk<'_>, record: &Record) -> Result<Outcome> {
    let judged = desk.judge(record, tx.now());
    // What was accepted before is a duplicate, whatever would be said of it now. A sound record
    // is looked for by the insert itself.
    if (judged.is_err() || !record.rating_keys.is_empty())
        && let Some(outcome) = known_already(tx, desk, record)?
    {
        return Ok(outcome);
    }
    let (station, unit, service, slot) = match judged {
        Ok(judged) => judged,
        Err(refusal) => return Ok(Outcome::Refused(refusal)),
    };
    let mut invited = 0;
    if !record.rating_keys.is_empty() {
        let right = Right { station, service: record.service.clone(), day: record.day() };
        for key in &record.rating_keys {
            invited += i64::from(rights::hand_out::<R>(tx, key, &right)?);
        }
    }
    let fact = Fact {
        id: record.id,
        station,
        unit,
        service: record.service.clone(),
        people: record.people,
        arrivals: record.arrivals,
        group: record.group.clone(),
        note: record.note.clone(),
        occurred_at: record.occurred_at,
        day: record.day(),
        recorded_at: tx.now(),
        author: desk.viewer.author(),
        invited,
        reverses: None,
        reason: None,
        reversed: false,
    };
    if !store::visits::insert(tx, &fact)? {
        let outcome = known_already(tx, desk, record)?;
        return outcome.ok_or_else(|| Error::Internal(format!("{} came and went", record.id)));
    }
    let figures = Figures::of_record(fact.people, fact.arrivals, invited, slot);
    tx.pending::<Cells>().book(&desk.tree, station, fact.day, service, &figures);
    Ok(Outcome::Accepted)
}

/// What is said of a record whose id is taken.
fn known_already(tx: &mut Tx<'_>, desk: &Desk<'_>, record: &Record) -> Result<Option<Outcome>> {
    let known = store::visits::by_id(tx, record.id)?;
    Ok(known.map(|known| {
        let same = is_same(&known, record, &desk.tree);
        if same { Outcome::Duplicate } else { Outcome::Refused("visits.id-conflict") }
    }))
}

/// Same content as parsed: instants as instants, defaults filled in, rating keys left out.
fn is_same(known: &Fact, record: &Record, tree: &Tree) -> bool {
    known.reverses.is_none()
        && tree.code(known.station) == record.station
        && known.service == record.service
        && known.people == record.people
        && known.arrivals == record.arrivals
        && known.occurred_at == record.occurred_at
        && known.group == record.group
        && known.note == record.note
}

impl Desk<'_> {
    /// The station, the unit above it on the day, the service, and the slot of the guests' group.
    fn judge(
        &self,
        record: &Record,
        now: Instant,
    ) -> Result<(UnitId, UnitId, &Service, Option<u8>), Refusal> {
        let entry = self.directory.by_number(&record.station);
        let entry = entry
            .filter(|entry| self.viewer.holds(&self.tree, &RECORDERS, entry.unit))
            .ok_or("visits.unknown-station")?;
        let day = record.day();
        let unit = self.tree.parent(entry.unit, day).filter(|_| entry.takes_records_on(day));
        let may_backfill = self.viewer.holds(&self.tree, &BACKFILLERS, entry.unit);
        // A time that cannot be is said before what the station did on that day.
        record.check_time(now, may_backfill)?;
        let unit = unit.ok_or("visits.station-closed")?;
        let service = self.catalogue.service(&record.service).ok_or("visits.unknown-service")?;
        record.check_people()?;
        let slot = match &record.group {
            None => None,
            Some(code) => Some(self.catalogue.group(code).ok_or("visits.group")?.slot),
        };
        Ok((entry.unit, unit, service, slot))
    }
}

/// Reads why a record is taken back.
pub fn reason(text: Option<String>) -> Result<Option<String>> {
    let reason = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if reason.as_ref().is_some_and(|text| text.chars().count() > REASON_CHARS) {
        return Err(Error::field("reason", "visits.reason-too-long"));
    }
    Ok(reason)
}

/// The reversal of a record, if there is one.
pub fn reversal_of(tx: &mut Tx<'_>, id: VisitId) -> Result<Option<Fact>> {
    Ok(store::visits::reversal_of(tx, id)?)
}

/// A fact in the viewer's scope; what is not, does not exist.
pub fn visible(tx: &mut Tx<'_>, viewer: &Viewer, id: VisitId) -> Result<Fact> {
    let tree = tx.cached::<Tree>()?;
    store::visits::by_id(tx, id)?
        .filter(|fact| viewer.holds(&tree, &RECORDERS, fact.station))
        .ok_or(Error::NotFound("visits.unknown"))
}

/// Takes a record back, on its own day and at every level. The same reversal again changes
/// nothing and answers the same.
pub fn reverse(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: VisitId,
    reversal: VisitId,
    reason: Option<&str>,
) -> Result<Fact> {
    let record = visible(tx, viewer, id)?;
    if record.reverses.is_some() {
        return Err(Error::refused("visits.is-reversal"));
    }
    if let Some(known) = store::visits::reversal_of(tx, id)? {
        let same = known.id == reversal && known.reason.as_deref() == reason;
        return if same { Ok(known) } else { Err(Error::conflict("visits.reversed")) };
    }
    let tree = tx.cached::<Tree>()?;
    let own = record.author == viewer.author()
        && tx.now() <= record.recorded_at.plus_seconds(UNDO_SECONDS)
        && viewer.subject != Subject::Public;
    if !own && !viewer.holds(&tree, &BACKFILLERS, record.station) {
        return Err(Error::Forbidden("visits.not-yours-to-reverse"));
    }
    let taken_back = Fact {
        id: reversal,
        recorded_at: tx.now(),
        author: viewer.author(),
        reverses: Some(id),
        reason: reason.map(str::to_owned),
        note: None,
        reversed: false,
        ..record
    };
    if !store::visits::insert(tx, &taken_back)? {
        return Err(Error::conflict("visits.id-conflict"));
    }
    let catalogue = tx.cached::<Catalogue>()?;
    let group = taken_back.group.as_deref().and_then(|code| catalogue.group(code));
    let figures = Figures::of_record(
        taken_back.people,
        taken_back.arrivals,
        taken_back.invited,
        group.map(|group| group.slot),
    );
    let service = catalogue
        .service(&taken_back.service)
        .ok_or_else(|| Error::Internal(format!("the service {} is gone", taken_back.service)))?;
    let (station, day) = (taken_back.station, taken_back.day);
    tx.pending::<Cells>().book(&tree, station, day, service, &figures.negated());
    Ok(taken_back)
}
