//! Writers beside each other: each record counts once, and folding changes no figure.

use std::thread;

use db::{Db, Engine};
use org::Role;

use super::{Network, in_a_network};
use crate::{
    Record, book,
    book::Outcome,
    folding, store,
    tally::{Figures, Range},
    totals::{self, Ask, By, Services},
};

/// Sends all of it in pieces, and again what others were in the way of; tells how many were new.
fn send(db: &Db, viewer: &org::Viewer, records: &[Record]) -> usize {
    let mut accepted = 0;
    for piece in records.chunks(4) {
        let piece: Vec<_> = piece.iter().cloned().map(Ok).collect();
        let outcomes = loop {
            let (viewer, piece) = (viewer.clone(), piece.clone());
            let lane = book::lane(&piece);
            match db.write_in_blocking(lane, move |tx| {
                book::record::<crate::NoRatings>(tx, &viewer, &piece)
            }) {
                Err(kernel::Error::Busy(_)) => {}
                outcomes => break outcomes.unwrap(),
            }
        };
        assert!(!outcomes.iter().any(|outcome| matches!(outcome, Outcome::Refused(_))));
        accepted += outcomes.iter().filter(|outcome| **outcome == Outcome::Accepted).count();
    }
    accepted
}

#[test]
fn what_two_nodes_are_sent_in_any_order_counts_once() {
    in_a_network(|network| {
        let integration = network.holder(Role::Integration, "100000");
        let stations = [&network.futian, &network.nanshan, &network.futian_too];
        let records: Vec<Record> =
            stations.iter().cycle().take(90).map(|station| network.a_record(station)).collect();
        let nodes = [network.store.db.clone(), network.store.beside()];
        let senders: Vec<_> = (0..4)
            .map(|sender| {
                let (db, viewer) = (nodes[sender % 2].clone(), integration.clone());
                let mut records = records.clone();
                records.rotate_left(sender * 11);
                if sender == 3 {
                    records.reverse();
                }
                thread::spawn(move || send(&db, &viewer, &records))
            })
            .collect();
        let accepted: usize = senders.into_iter().map(|sender| sender.join().unwrap()).sum();
        assert_eq!(accepted, records.len());
        for unit in ["100000", "440000", "440300"] {
            assert_eq!(network.today(unit).visits, 90, "{unit}");
        }
        assert_eq!(network.recount().facts, 90);
    });
}

/// Everything that is read of a unit's totals.
pub fn all_of(network: &Network<'_>, unit: &str, range: Range) -> Vec<String> {
    let unit = network.unit(unit);
    network.read(move |tx| {
        let tree = tx.cached::<org::Tree>()?;
        let every = Services::default();
        let one = Services(vec!["A02".to_owned()]);
        let mut said = Vec::new();
        for services in [&every, &one] {
            let ask = Ask { services, ..Ask::then(&tree, range) };
            let total = totals::total(tx, unit, ask)?;
            said.push(format!("{total:?}"));
            for by in [By::Day, By::Week, By::Month, By::Service] {
                let rows = totals::split(tx, unit, by, ask)?;
                said.push(format!("{by:?} {rows:?}"));
            }
            let rows = totals::by_child(tx, unit, ask, &total)?;
            said.push(format!("{rows:?}"));
        }
        let people = store::tallies::people_by_day(tx, unit, range.from, range.to)?;
        said.push(format!("{people:?}"));
        said.push(format!("{:?}", crate::exporting::cells_of(tx, unit, range.from)?.len()));
        Ok(said)
    })
}

fn rows_of_lanes(network: &Network<'_>, range: Range) -> usize {
    network.read(move |tx| {
        let mut rows = 0;
        store::lanes::each_of_all(tx, range, &mut |_, _, _: &Figures| rows += 1)?;
        Ok(rows)
    })
}

/// How many days were folded.
fn fold_all(network: &Network<'_>) -> usize {
    std::iter::from_fn(|| network.write(folding::fold).unwrap()).count()
}

#[test]
fn folding_changes_no_figure_and_leaves_today_alone() {
    in_a_network(|network| {
        let supervisor = network.supervisor("100000");
        let day = 86_400;
        for (station, days) in [(&network.futian, 0), (&network.nanshan, 1), (&network.futian, 30)]
        {
            let at = network.now().plus_seconds(-60 - days * day);
            network.record(&supervisor, &network.record_at(station, at));
        }
        let today = network.now().day();
        let range = Range { from: today.plus(-40), to: today.plus(2) };
        let before = all_of(network, "100000", range);
        let lanes = network.store.db.engine() == Engine::Postgres;
        assert_eq!(rows_of_lanes(network, range), if lanes { 3 } else { 0 });
        let folded = fold_all(network);
        assert_eq!(folded, if lanes { 2 } else { 0 }, "yesterday and last month");
        assert_eq!(rows_of_lanes(network, range), usize::from(lanes));
        assert_eq!(all_of(network, "100000", range), before);
        assert_eq!(fold_all(network), 0, "twice is as once");

        // A late fact and a reversal after the fold, then tomorrow.
        let late = network.record_at(&network.futian, network.now().plus_seconds(-30 * day));
        network.record(&supervisor, &late);
        network.reverse(&supervisor, late.id).unwrap();
        assert_eq!(all_of(network, "100000", range), before);
        network.store.clock.advance(day);
        let folded = fold_all(network);
        assert_eq!(folded, if lanes { 2 } else { 0 }, "the late fact and what was today");
        assert_eq!(rows_of_lanes(network, range), 0);
        assert_eq!(all_of(network, "100000", range), before);
        assert_eq!(network.recount().facts, 5);
    });
}

#[test]
fn nobody_folds_beside_other_writers() {
    in_a_network(|network| {
        let folded = network.store.db.write_in_blocking(0, folding::fold);
        let lanes = network.store.db.engine() == Engine::Postgres;
        assert_eq!(folded.is_err(), lanes, "{folded:?}");
    });
}
