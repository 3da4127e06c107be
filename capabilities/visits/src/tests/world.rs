//! A small network in a store beside the naive model of it, and what may be done to both.

use db::{Day, Db, Instant, Tx};
use org::{
    Grant, Role, Subject, TokenId, Tree, UnitId, Viewer,
    reorganisation::{self, Draft},
    reparenting::{self, Plan, ReorganisationId, Reparenting, ReparentingId},
    unit::{self, Kind, NewUnit},
};
use stations::station::{self, Change, Details, NewStation};
use testkit::Store;

use super::model::{Model, Record as Known};
use crate::{
    Totals,
    book::{self, Outcome},
    lens::Lens,
    record::{Record, VisitId},
    tally::Range,
    totals::{self, Ask, By},
};

/// Offices by their codes, each with the one above it.
pub const OFFICES: [(&str, &str); 11] = [
    ("100000", ""),
    ("440000", "100000"),
    ("110000", "100000"),
    ("440300", "440000"),
    ("440100", "440000"),
    ("110100", "110000"),
    ("440304", "440300"),
    ("440305", "440300"),
    ("440103", "440100"),
    ("110101", "110100"),
    ("110102", "110100"),
];
/// Stations by the offices they stand below at first; one hangs on a city.
pub const STATIONS: [&str; 6] = ["440304", "440304", "440305", "440103", "110101", "440300"];

/// A small network in a store, and what should be in it.
pub struct World<'s> {
    pub store: &'s Store,
    pub db: Db,
    /// Offices, then stations.
    pub nodes: Vec<UnitId>,
    pub numbers: Vec<String>,
    pub visits: Vec<VisitId>,
    pub ordered: Vec<Ordered>,
    pub model: Model,
}

/// Something that was ordered of the tree.
#[derive(Clone, Copy)]
pub enum Ordered {
    Move(ReparentingId),
    Whole(ReorganisationId),
}

impl<'s> World<'s> {
    pub fn new(store: &'s Store) -> Self {
        let made: kernel::Result<_> = store.db.write_blocking(|tx| {
            stations::catalogue::insert_defaults(tx)?;
            let (from, change) = (unit::beginning(), Change::begin(tx, None)?);
            let mut nodes = Vec::new();
            for (code, above) in OFFICES {
                let parent = OFFICES.iter().position(|(code, _)| *code == above);
                let parent = parent.map(|at: usize| nodes[at]);
                let office = NewUnit { code, name: code, kind: Kind::Unit, parent, from };
                nodes.push(unit::add(tx, change.units(), &office)?);
            }
            let mut numbers = Vec::new();
            for (serial, above) in STATIONS.into_iter().enumerate() {
                let parent = nodes[OFFICES.iter().position(|(code, _)| *code == above).unwrap()];
                let name = format!("翼站{serial}");
                let details = Details { name, division: "440305".to_owned(), ..Details::default() };
                let new = NewStation { details, services: 0b11, ..NewStation::default() };
                let station = station::register(tx, change, parent, &new)?;
                nodes.push(station.unit);
                numbers.push(station.number);
            }
            Ok((nodes, numbers))
        });
        let (nodes, numbers) = made.unwrap();
        let mut model = Model::default();
        let above = OFFICES.into_iter().map(|(_, above)| above).chain(STATIONS);
        for (node, above) in nodes.iter().zip(above) {
            if let Some(at) = OFFICES.iter().position(|(code, _)| *code == above) {
                model.place(*node, nodes[at], unit::beginning());
            }
        }
        let (visits, ordered) = (Vec::new(), Vec::new());
        Self { db: store.db.clone(), store, nodes, numbers, visits, ordered, model }
    }

    pub fn now(&self) -> Instant {
        self.db.now()
    }

    pub fn supervisor(&self) -> Viewer {
        let from = unit::beginning();
        let grant = Grant { role: Role::Supervisor, unit: self.nodes[0], from, to: None };
        let subject = Subject::Token(TokenId(9));
        Viewer::new(subject, "主管".to_owned(), vec![grant], self.now().day())
    }

    /// A record of a station, and what the model knows of it.
    pub fn a_record(&self, station: usize, days_ago: i64, people: i64) -> (Record, Known) {
        let occurred_at = self.now().plus_seconds(-days_ago * 86_400);
        let id = self.store.db.read_blocking(|tx| Ok::<_, db::Error>(tx.new_uuid())).unwrap();
        let record = Record {
            id: VisitId(id),
            station: self.numbers[station].clone(),
            service: ["A01", "A02", "B01"][usize::try_from(people).unwrap() % 3].to_owned(),
            people,
            arrivals: 1,
            group: None,
            note: None,
            occurred_at,
            rating_keys: Vec::new(),
        };
        let station = self.nodes[OFFICES.len() + station];
        (record, Known { station, day: occurred_at.day(), people })
    }

    pub fn record(&mut self, station: usize, days_ago: i64, people: i64) {
        let (record, known) = self.a_record(station, days_ago, people);
        self.visits.push(record.id);
        self.model.records.push(known);
        let viewer = self.supervisor();
        let record =
            move |tx: &mut Tx<'_>| book::record::<crate::NoRatings>(tx, &viewer, &[Ok(record)]);
        assert_eq!(self.db.write_blocking(record).unwrap(), [Outcome::Accepted]);
    }

    pub fn reverse(&mut self, which: usize) {
        if self.visits.is_empty() {
            return;
        }
        let at = which % self.visits.len();
        let (id, viewer) = (self.visits.swap_remove(at), self.supervisor());
        self.model.records.swap_remove(at);
        let reverse = move |tx: &mut Tx<'_>| {
            let reversal = VisitId(tx.new_uuid());
            book::reverse(tx, &viewer, id, reversal, None)
        };
        self.db.write_blocking(reverse).unwrap();
    }

    pub fn reparent(&mut self, node: usize, parent: usize, ahead: i32) {
        let (today, unit, parent) = (self.now().day(), self.nodes[node], self.nodes[parent]);
        let from = today.plus(ahead);
        let ordered = self.db.write_blocking(move |tx| order(tx, unit, parent, from));
        let allowed = self.model.allows(today, (unit, parent), from, false);
        assert_eq!(ordered.is_ok(), allowed, "{ordered:?}");
        if let Ok(ordered) = ordered {
            self.model.place(unit, parent, from);
            self.ordered.push(Ordered::Move(ordered.id));
        }
    }

    /// Closes offices into another one.
    pub fn merge(&mut self, offices: &[usize], successor: usize, ahead: i32) {
        let (today, successor) = (self.now().day(), self.nodes[successor]);
        let (kind, from) = (reorganisation::Kind::Merger, today.plus(ahead));
        let closes: Vec<(UnitId, UnitId)> =
            offices.iter().map(|office| (self.nodes[*office], successor)).collect();
        let draft = Draft { kind, unit: successor, from, closes: closes.clone() };
        let ordered = self.db.write_blocking(move |tx| {
            let id = ReorganisationId(tx.new_uuid());
            reorganisation::order::<Totals>(tx, &draft, (id, None))
        });
        let allowed = closes.iter().all(|ends| self.model.allows(today, *ends, from, true));
        assert_eq!(ordered.is_ok(), allowed, "{ordered:?}");
        if let Ok(ordered) = ordered {
            for (unit, successor) in closes {
                self.model.close(unit, successor, from);
            }
            self.ordered.push(Ordered::Whole(ordered.id));
        }
    }

    pub fn undo(&mut self, which: usize) {
        if self.ordered.is_empty() {
            return;
        }
        let ordered = self.ordered[which % self.ordered.len()];
        if let Ok(undone) = self.db.write_blocking(move |tx| take_back(tx, ordered)) {
            for it in undone {
                assert!(it.from > self.now().day(), "its day had come");
                self.model.undo(it.unit, it.from);
            }
        }
    }

    /// Compares every unit and station over some ranges in both trees.
    pub fn compare(&self) {
        let today = self.now().day();
        let ranges = [(0, 0), (45, 0), (600, 0), (40, 7), (1, -1)];
        let range = |(from, to): (i32, i32)| Range { from: today.plus(-from), to: today.plus(-to) };
        let units = self.nodes.iter().flat_map(|unit| ranges.map(|it| (*unit, range(it))));
        let asked: Vec<Asked> = units
            .flat_map(|(unit, range)| [Lens::Then, Lens::Now].map(|it| (unit, range, it)))
            .collect();
        let questions = asked.clone();
        let found = self.db.read_blocking(move |tx| -> kernel::Result<Vec<Found>> {
            questions.iter().map(|asked| find(tx, *asked)).collect()
        });
        for ((unit, range, lens), (total, splits, rows)) in asked.into_iter().zip(found.unwrap()) {
            let place = format!("{unit:?} {range:?} {lens:?}");
            assert_eq!(total, self.model.people(unit, range, lens, today), "{place}");
            assert_eq!(splits, [total; 3], "{place}");
            let expected: Vec<(UnitId, i64)> =
                self.model.by_child(unit, range, lens, today).into_iter().collect();
            assert_eq!(rows, expected, "{place}");
        }
        let recount = self.db.read_blocking(crate::doctor::recount::<crate::NoRatings>).unwrap();
        assert_eq!(recount.differences, [], "totals differ from their parts");
    }
}

pub fn order(
    tx: &mut Tx<'_>,
    unit: UnitId,
    parent: UnitId,
    from: Day,
) -> kernel::Result<Reparenting> {
    let tree = tx.cached::<Tree>()?;
    let plan = Plan::new(&tree, tx.today(), unit, parent, from)?;
    let (change, id) = (Change::begin(tx, None)?, ReparentingId(tx.new_uuid()));
    reparenting::order::<Totals>(tx, change.units(), &tree, &plan, (id, None))
}

/// Undoes what was ordered; returns the moves that it was made of.
fn take_back(tx: &mut Tx<'_>, ordered: Ordered) -> kernel::Result<Vec<Reparenting>> {
    let tree = tx.cached::<Tree>()?;
    match ordered {
        Ordered::Move(id) => {
            let it = reparenting::find(tx, id)?.unwrap();
            let change = unit::change(tx)?;
            Ok(vec![reparenting::undo::<Totals>(tx, change, &tree, &it, None)?])
        }
        Ordered::Whole(id) => {
            let it = reorganisation::find(tx, id)?.unwrap();
            reorganisation::undo::<Totals>(tx, &it, None)?;
            reorganisation::parts(tx, id)
        }
    }
}

type Asked = (UnitId, Range, Lens);
/// People in all, by three splits, and by child.
type Found = (i64, [i64; 3], Vec<(UnitId, i64)>);

fn find(tx: &mut Tx<'_>, (unit, range, lens): Asked) -> kernel::Result<Found> {
    let tree = tx.cached::<Tree>()?;
    let ask = Ask::then(&tree, range).by(lens);
    let total = totals::total(tx, unit, ask)?;
    let mut splits = [0; 3];
    for (sum, by) in splits.iter_mut().zip([By::Day, By::Month, By::Service]) {
        *sum = totals::split(tx, unit, by, ask)?.values().map(|it| it.people).sum();
    }
    let mut rows: Vec<(UnitId, i64)> = totals::by_child(tx, unit, ask, &total)?
        .into_iter()
        .map(|(unit, figures)| (unit, figures.people))
        .collect();
    rows.sort_unstable();
    Ok((total.people, splits, rows))
}
