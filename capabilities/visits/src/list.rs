//! The register as a list: newest `recorded_at` first, then by id, in stable pages.

use std::collections::HashSet;

use db::{Instant, Tx};
use kernel::{Error, Result};
use org::{Tree, UnitId, Viewer, unit::Kind};
use stations::Catalogue;

use crate::{
    book::{Fact, RECORDERS},
    record::VisitId,
    store::{self, visits::Spot},
    tally::Range,
    totals::{self, Services},
};

/// A place in the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// `recorded_at` of the last row.
    pub at: Instant,
    /// Its id.
    pub id: VisitId,
}

/// A page of the list.
pub struct Page {
    /// Its rows.
    pub facts: Vec<Fact>,
    /// Where the next page begins; `None`: there is none.
    pub next: Option<Place>,
}

/// The unit or station with this code, if the viewer may read its records; what one may not see
/// does not exist.
pub fn readable(tx: &mut Tx<'_>, viewer: &Viewer, code: &str) -> Result<UnitId> {
    let tree = tx.cached::<Tree>()?;
    tree.by_code(code)
        .filter(|unit| viewer.holds(&tree, &RECORDERS, *unit))
        .ok_or(Error::NotFound("units.unknown"))
}

/// Refuses a service that the catalogue does not know.
pub fn check_service(tx: &mut Tx<'_>, service: Option<&str>) -> Result<()> {
    let catalogue = tx.cached::<Catalogue>()?;
    let unknown = service.is_some_and(|code| catalogue.service(code).is_none());
    if unknown { Err(Error::field("service", "visits.unknown-service")) } else { Ok(()) }
}

/// What a list is asked for.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// Days of `occurred_at`.
    pub days: Range,
    /// Code of a service; all when it is not named.
    pub service: Option<&'a str>,
    /// Only what comes after this place.
    pub after: Option<Place>,
    /// Rows of a page.
    pub limit: usize,
}

/// A page of the facts below a unit or at a station, as it was on their days.
///
/// Either everything of the days is gathered day by day, or the newest records of all units are
/// looked through until the page is full; the totals tell which is less work.
pub fn page(tx: &mut Tx<'_>, unit: UnitId, ask: Ask<'_>) -> Result<Page> {
    let tree = tx.cached::<Tree>()?;
    let wanted = ask.limit + 1;
    let mut spots = if is_sparse(tx, &tree, unit, &ask)? {
        gather(tx, &tree, unit, &ask)?
    } else {
        look_through(tx, &tree, unit, &ask, wanted)?
    };
    spots.sort_by(in_order);
    let more = spots.len() >= wanted;
    spots.truncate(ask.limit);
    let next = spots.last().filter(|_| more).map(|spot| Place { at: spot.at, id: spot.id });
    let mut facts = Vec::with_capacity(spots.len());
    for spot in &spots {
        facts.extend(store::visits::by_id(tx, spot.id)?);
    }
    Ok(Page { facts, next })
}

fn in_order(a: &Spot, b: &Spot) -> std::cmp::Ordering {
    b.at.cmp(&a.at).then(a.id.cmp(&b.id))
}

fn comes_after(spot: &Spot, after: Option<Place>) -> bool {
    after.is_none_or(|place| spot.at < place.at || (spot.at == place.at && spot.id > place.id))
}

/// Whether so little happened below the unit that gathering all of it is less than looking
/// through what all units recorded since.
fn is_sparse(tx: &mut Tx<'_>, tree: &Tree, unit: UnitId, ask: &Ask<'_>) -> Result<bool> {
    let Some(nation) = tree.nation().filter(|nation| *nation != unit) else { return Ok(false) };
    let counted = Services(ask.service.map(str::to_owned).into_iter().collect());
    let own = totals::Ask { services: &counted, ..totals::Ask::then(tree, ask.days) };
    let own = totals::total(tx, unit, own)?.visits.max(1);
    let since = Range { from: ask.days.from, to: tx.today().max(ask.days.to) };
    let all = totals::total(tx, nation, totals::Ask::then(tree, since))?.visits;
    let page = i64::try_from(ask.limit).unwrap_or(i64::MAX);
    // Each of its facts may lie in any stretch that the facts of its day fill.
    let days = i64::from(since.to.since(since.from)) + 1;
    let stretches = 1 + all / days / store::visits::STRETCH;
    Ok(own.saturating_mul(own).saturating_mul(stretches) < all.saturating_mul(page))
}

/// Everything of the days below the unit.
fn gather(tx: &mut Tx<'_>, tree: &Tree, unit: UnitId, ask: &Ask<'_>) -> Result<Vec<Spot>> {
    let station = tree.node(unit).filter(|node| node.kind == Kind::Station).map(|node| node.id);
    let offices = if station.is_some() { Vec::new() } else { offices_ever(tree, unit) };
    let mut spots = Vec::new();
    for day in store::tallies::days_between(tx, ask.days)? {
        let above = station.and_then(|station| tree.parent(station, day));
        let within = offices.iter().copied().filter(|office| tree.is_within(*office, unit, day));
        for office in above.into_iter().chain(within) {
            let found = store::visits::on_day(tx, day, office, station, ask.service)?;
            spots.extend(found.into_iter().filter(|spot| comes_after(spot, ask.after)));
        }
    }
    Ok(spots)
}

/// Rows read at once; more than one request can record, so that a moment is never cut twice.
const CHUNK: usize = 2_500;

/// The newest records of all units, until enough of them lie below this one.
fn look_through(
    tx: &mut Tx<'_>,
    tree: &Tree,
    unit: UnitId,
    ask: &Ask<'_>,
    wanted: usize,
) -> Result<Vec<Spot>> {
    // Nothing of a day is recorded before it but for the grace of clocks that are ahead.
    let earliest = ask.days.from.start().plus_seconds(-3600);
    let mut latest = ask.after.map_or(Instant(i64::MAX), |place| place.at);
    let mut spots = Vec::new();
    loop {
        let limit = i64::try_from(CHUNK).unwrap_or(i64::MAX);
        let mut chunk = store::visits::by_time(tx, latest, earliest, ask.service, limit)?;
        let is_last = chunk.len() < CHUNK;
        if let Some(last) = chunk.last().map(|spot| spot.at).filter(|_| !is_last) {
            // The last moment may be cut off in its middle: it begins the next chunk.
            chunk.retain(|spot| spot.at > last);
            latest = last;
        }
        let is_meant = |spot: &Spot| {
            ask.days.has(spot.day)
                && comes_after(spot, ask.after)
                && (spot.station == unit || tree.is_within(spot.unit, unit, spot.day))
        };
        spots.extend(chunk.into_iter().filter(is_meant));
        if is_last || spots.len() >= wanted {
            return Ok(spots);
        }
    }
}

/// The unit and every office that ever stood below it.
fn offices_ever(tree: &Tree, unit: UnitId) -> Vec<UnitId> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut open = vec![unit];
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        found.push(id);
        let offices = tree.children_ever(id).into_iter().filter(|child| child.kind == Kind::Unit);
        open.extend(offices.map(|child| child.id));
    }
    found
}
