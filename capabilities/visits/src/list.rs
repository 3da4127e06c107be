//! The register as a list: newest `recorded_at` first, then by id, in stable pages.

use std::collections::HashSet;

use db::{Instant, Tx, Uuid};
use kernel::{Error, Result};
use org::{Tree, UnitId, Viewer, unit::Kind};
use stations::Catalogue;

use crate::{
    book::{Fact, RECORDERS},
    record::VisitId,
    store::{
        self,
        visits::Filter,
    },
    tally::Range,
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

/// A page of the facts below a unit or at a station, as it was on their days.
pub fn page(
    tx: &mut Tx<'_>,
    unit: UnitId,
    days: Range,
    service: Option<&str>,
    after: Option<Place>,
    limit: usize,
) -> Result<Page> {
    let tree = tx.cached::<Tree>()?;
    let start = after.unwrap_or(Place { at: Instant(i64::MAX), id: VisitId(Uuid::max()) });
    let mut facts = match tree.node(unit).map(|node| node.kind) {
        Some(Kind::Station) => {
            let filter = filter(days, service, start, limit + 1);
            store::visits::of_station(tx, unit, &filter)?
        }
        _ => below(tx, &tree, unit, days, service, start, limit + 1)?,
    };
    let more = facts.len() > limit;
    facts.truncate(limit);
    let last = facts.last().filter(|_| more);
    let next = last.map(|fact| Place { at: fact.recorded_at, id: fact.id });
    Ok(Page { facts, next })
}

fn filter(days: Range, service: Option<&str>, after: Place, limit: usize) -> Filter<'_> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    Filter { from: days.from, to: days.to, service, after: (after.at, after.id), limit }
}

/// Merges the facts of all units below: each is read in the order of the list, and what is older
/// than the page as it stands is not read at all.
fn below(
    tx: &mut Tx<'_>,
    tree: &Tree,
    unit: UnitId,
    days: Range,
    service: Option<&str>,
    after: Place,
    wanted: usize,
) -> Result<Vec<Fact>> {
    let mut merged: Vec<Fact> = Vec::new();
    for office in offices_ever(tree, unit) {
        let filter = filter(days, service, after, wanted);
        let newest = (merged.len() == wanted).then(|| merged[wanted - 1].recorded_at);
        let found = store::visits::of_unit(tx, office, &filter, newest)?;
        let within = |fact: &Fact| tree.is_within(office, unit, fact.day);
        let before = merged.len();
        merged.extend(found.into_iter().filter(within));
        if merged.len() > before {
            merged.sort_by(|a, b| b.recorded_at.cmp(&a.recorded_at).then(a.id.cmp(&b.id)));
            merged.truncate(wanted);
        }
    }
    Ok(merged)
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
