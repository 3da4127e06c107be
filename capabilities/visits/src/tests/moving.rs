//! Random records, late records, reversals, moves of units and stations, closings and
//! mergers, all of them undone, days that
//! pass and restarts, against the naive model; and a recount.

use kernel::Error;
use proptest::prelude::*;

use super::{
    migrations,
    world::{OFFICES, STATIONS, World, order},
};
use crate::book::{self, Outcome};

const NODES: usize = OFFICES.len() + STATIONS.len();

#[derive(Clone, Debug)]
enum Step {
    Record { station: usize, days_ago: i64, people: i64 },
    Reverse { which: usize },
    Move { node: usize, parent: usize, ahead: i32 },
    Merge { offices: [usize; 2], successor: usize, ahead: i32 },
    Undo { which: usize },
    Pass { hours: i64 },
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Most of what is recorded is of today or of a few days ago, and some of it of last year.
    let days_ago = prop_oneof![4 => 0..3_i64, 2 => 0..40_i64, 1 => 0..500_i64];
    let step = prop_oneof![
        8 => (0..STATIONS.len(), days_ago, 1..9_i64)
            .prop_map(|(station, days_ago, people)| Step::Record { station, days_ago, people }),
        2 => any::<usize>().prop_map(|which| Step::Reverse { which }),
        4 => (1..NODES, 0..OFFICES.len(), prop_oneof![3 => Just(0), 1 => 1..4_i32])
            .prop_map(|(node, parent, ahead)| Step::Move { node, parent, ahead }),
        2 => (1..OFFICES.len(), 1..OFFICES.len(), 0..OFFICES.len(), prop_oneof![Just(0), 1..4_i32])
            .prop_map(|(a, b, successor, ahead)| Step::Merge { offices: [a, b], successor, ahead }),
        1 => any::<usize>().prop_map(|which| Step::Undo { which }),
        3 => (1..40_i64).prop_map(|hours| Step::Pass { hours }),
        1 => Just(Step::Restart),
    ];
    prop::collection::vec(step, 1..60)
}

fn take(world: &mut World<'_>, step: &Step) {
    match step {
        Step::Record { station, days_ago, people } => world.record(*station, *days_ago, *people),
        Step::Reverse { which } => world.reverse(*which),
        Step::Move { node, parent, ahead } => world.reparent(*node, *parent, *ahead),
        Step::Merge { offices, successor, ahead } => {
            // One that is drawn twice closes alone.
            let offices = if offices[0] == offices[1] { &offices[..1] } else { &offices[..] };
            world.merge(offices, *successor, *ahead);
        }
        Step::Undo { which } => world.undo(*which),
        Step::Pass { hours } => world.store.clock.advance(hours * 3600),
        Step::Restart => world.db = world.store.beside(),
    }
}

fn check(steps: &[Step]) {
    testkit::on_each_engine(&migrations(), |store| {
        let mut world = World::new(store);
        for (number, step) in steps.iter().enumerate() {
            take(&mut world, step);
            if number % 20 == 19 {
                world.compare();
            }
        }
        world.compare();
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn both_trees_are_what_the_naive_model_says(steps in steps()) {
        check(&steps);
    }
}

/// A record, and a move of its station, in one batch: the record is not written yet when the move
/// books its day anew, and is not lost when the move is taken back after that.
#[test]
fn what_neighbours_in_a_batch_record_goes_along() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    testkit::on_each_engine(&migrations(), |store| {
        let mut world = World::new(store);
        let (nanshan, today) = (world.nodes[7], world.now().day());
        for (station, refused) in [(0, true), (1, false)] {
            let (unit, db) = (world.nodes[OFFICES.len() + station], world.db.clone());
            let (record, known) = world.a_record(station, 0, 5);
            let viewer = world.supervisor();
            // The writer is held until all three stand in its queue.
            let (open, gate) = std::sync::mpsc::channel::<()>();
            let hold = db.write(move |_| gate.recv().map_err(|_| Error::Busy(1)));
            let record =
                db.write(move |tx| book::record::<crate::NoRatings>(tx, &viewer, &[Ok(record)]));
            let order = db.write(move |tx| {
                order(tx, unit, nanshan, today)?;
                if refused { Err(Error::Busy(1)) } else { Ok(()) }
            });
            let opened = async move { open.send(()) };
            let (_, recorded, ordered, _) =
                runtime.block_on(async { tokio::join!(hold, record, order, opened) });
            assert_eq!(recorded.unwrap(), [Outcome::Accepted]);
            assert_eq!(ordered.is_err(), refused);
            world.model.records.push(known);
            if !refused {
                world.model.place(unit, nanshan, today);
            }
            world.compare();
        }
    });
}
