//! Records, reversals and moves beside each other, while somebody reads: every answer is exact in
//! its own snapshot, and what is left at the end is what a recount says.

use std::sync::atomic::{AtomicUsize, Ordering};

use db::{Db, Tx};
use kernel::{Error, Result};
use org::{Tree, UnitId, Viewer};

use super::{
    migrations,
    world::{OFFICES, STATIONS, World, order},
};
use crate::{
    book,
    lens::Lens,
    record::{Record, VisitId},
    tally::Range,
    totals::{self, Ask},
};

const WRITERS: u64 = 3;
const RECORDS: usize = 40;
const MOVES: usize = 40;

/// Numbers without an order, the same at each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// Says that a thread has ended, however it did.
struct Ends<'a>(&'a AtomicUsize);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Records a lot, late and of today, and takes every fourth record back.
fn write(db: &Db, viewer: &Viewer, numbers: &[String], (lane, mut dice): (u64, Dice)) {
    for number in 0..RECORDS {
        let at = |days: usize| db.now().plus_seconds(-86_400 * i64::try_from(days).unwrap());
        let station = numbers[dice.below(numbers.len())].clone();
        let days_ago = [0, 0, 1, 40][dice.below(4)];
        let (occurred_at, viewer) = (at(days_ago), viewer.clone());
        let record = Record {
            id: VisitId(db.read_blocking(|tx| Ok::<_, db::Error>(tx.new_uuid())).unwrap()),
            station,
            service: "A02".to_owned(),
            people: 2,
            arrivals: 1,
            group: None,
            note: None,
            occurred_at,
            rating_keys: Vec::new(),
        };
        while let Err(error) = take(db, lane, &viewer, &record, number % 4 == 0) {
            // Others were in the way, eight times.
            assert!(matches!(error, Error::Busy(_)), "{error}");
        }
    }
}

/// Records in a lane, and takes it back if so.
fn take(db: &Db, lane: u64, viewer: &Viewer, record: &Record, reversed: bool) -> Result<()> {
    let (viewer, record) = (viewer.clone(), record.clone());
    db.write_in_blocking(lane, move |tx: &mut Tx<'_>| {
        book::record::<crate::NoRatings>(tx, &viewer, &[Ok(record.clone())])?;
        if reversed {
            book::reverse(tx, &viewer, record.id, VisitId(tx.new_uuid()), None)?;
        }
        Ok(())
    })
}

/// Moves stations and offices of today; what the tree does not allow is passed over.
fn reparent(db: &Db, nodes: &[UnitId], mut dice: Dice) {
    for _ in 0..MOVES {
        let unit = nodes[1 + dice.below(nodes.len() - 1)];
        let parent = nodes[dice.below(OFFICES.len())];
        let ordered = db.write_blocking(move |tx| order(tx, unit, parent, tx.today()));
        assert!(ordered.is_ok() || ordered.is_err_and(|it| it.http_status() == 422));
    }
}

/// What each office counts, by its cells and as the sum of its stations' cells.
fn check(tx: &mut Tx<'_>, nodes: &[UnitId]) -> Result<()> {
    let (tree, today) = (tx.cached::<Tree>()?, tx.today());
    let range = Range { from: today.plus(-60), to: today };
    let (offices, stations) = nodes.split_at(OFFICES.len());
    for lens in [Lens::Then, Lens::Now] {
        for office in offices {
            let mut expected = 0;
            for station in stations {
                for day in [0, 1, 40].map(|ago| today.plus(-ago)) {
                    let at = if lens == Lens::Now { today } else { day };
                    let of_day = Ask::then(&tree, Range { from: day, to: day });
                    if tree.is_within(*station, *office, at) {
                        expected += totals::total(tx, *station, of_day)?.people;
                    }
                }
            }
            let found = totals::total(tx, *office, Ask::then(&tree, range).by(lens))?.people;
            assert_eq!(found, expected, "{} {lens:?}", tree.code(*office));
        }
    }
    Ok(())
}

#[test]
fn every_answer_is_exact_while_units_move() {
    testkit::on_each_engine(&migrations(), |store| {
        let world = World::new(store);
        let (viewer, nodes, numbers) = (world.supervisor(), &world.nodes, &world.numbers);
        assert_eq!(nodes.len(), OFFICES.len() + STATIONS.len());
        let at_work = AtomicUsize::new(usize::try_from(WRITERS).unwrap() + 1);
        std::thread::scope(|scope| {
            let (at_work, db, viewer) = (&at_work, &world.db, &viewer);
            for seed in 0..WRITERS {
                scope.spawn(move || {
                    let _ends = Ends(at_work);
                    write(db, viewer, numbers, (seed, Dice(seed)));
                });
            }
            scope.spawn(move || {
                let _ends = Ends(at_work);
                reparent(db, nodes, Dice(99));
            });
            while at_work.load(Ordering::SeqCst) > 0 {
                let nodes = nodes.clone();
                db.read_blocking(move |tx| check(tx, &nodes)).unwrap();
            }
        });
        let nodes = nodes.clone();
        world.db.read_blocking(move |tx| check(tx, &nodes)).unwrap();
        let recount = world.db.read_blocking(crate::doctor::recount::<crate::NoRatings>).unwrap();
        assert_eq!(recount.differences, [], "totals differ from their parts");
        assert!(recount.nation.people > 0);
    });
}
