//! Facts of the past, kept as they were: for networks that are invented or taken over from another
//! system. Each call is one step: its facts and their totals are committed together.

use std::sync::Arc;

use db::{Instant, Tx};
use kernel::Result;
use org::{Tree, UnitId};
use stations::Catalogue;

use crate::{
    book::Fact,
    record::VisitId,
    store,
    tally::{Cells, Figures},
};

/// A record that was made at another time, and perhaps taken back.
#[derive(Clone, Debug)]
pub struct PastRecord {
    /// Its id.
    pub id: VisitId,
    /// Where it happened.
    pub station: UnitId,
    /// Code of the service.
    pub service: Arc<str>,
    /// Person-times.
    pub people: i64,
    /// Arrivals.
    pub arrivals: i64,
    /// Code of the guests' group.
    pub group: Option<Arc<str>>,
    /// When it happened.
    pub occurred_at: Instant,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// The person or token that recorded it.
    pub author: i64,
    /// Rights to rate that were handed out with it; nobody holds their tokens.
    pub invited: i64,
    /// The reversal that took it back, and when.
    pub reversal: Option<(VisitId, Instant)>,
}

/// Keeps records of the past; those whose ids are known, whose service is not in the catalogue or
/// whose station stood nowhere on that day are passed over. Returns those that were kept.
pub fn keep<'r>(tx: &mut Tx<'_>, records: &'r [PastRecord]) -> Result<Vec<&'r PastRecord>> {
    let (tree, catalogue) = (tx.cached::<Tree>()?, tx.cached::<Catalogue>()?);
    let mut kept = Vec::with_capacity(records.len());
    for record in records {
        let day = record.occurred_at.day();
        let Some(service) = catalogue.service(&record.service) else { continue };
        let Some(unit) = tree.parent(record.station, day) else { continue };
        let fact = Fact {
            id: record.id,
            station: record.station,
            unit,
            service: record.service.to_string(),
            people: record.people,
            arrivals: record.arrivals,
            group: record.group.as_deref().map(str::to_owned),
            note: None,
            occurred_at: record.occurred_at,
            day,
            recorded_at: record.recorded_at,
            author: record.author,
            invited: record.invited,
            reverses: None,
            reason: None,
            reversed: false,
        };
        if !store::visits::insert(tx, &fact)? {
            continue;
        }
        kept.push(record);
        if let Some((id, at)) = record.reversal {
            let reversal = Fact { id, recorded_at: at, reverses: Some(record.id), ..fact };
            store::visits::insert(tx, &reversal)?;
            continue;
        }
        let group = record.group.as_deref().and_then(|code| catalogue.group(code));
        let slot = group.map(|group| group.slot);
        let figures = Figures::of_record(record.people, record.arrivals, record.invited, slot);
        tx.pending::<Cells>().book(&tree, record.station, day, service, &figures);
    }
    Ok(kept)
}
