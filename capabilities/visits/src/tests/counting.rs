//! Totals by every split, lists, and random operations against a recount.

use std::collections::BTreeSet;

use db::Uuid;
use org::Tree;

use super::{Network, in_a_network};
use crate::{
    Record,
    book::Outcome::Accepted,
    list::{self, Ask, Place},
    record::VisitId,
    store,
    tally::{Cells, Figures, Range},
    totals::{self, By},
};

fn split(network: &Network<'_>, unit: &str, range: Range, by: By) -> Vec<(String, i64)> {
    let unit = network.unit(unit);
    network.read(move |tx| {
        let tree = tx.cached::<Tree>()?;
        let rows = totals::split(tx, unit, by, totals::Ask::then(&tree, range))?;
        Ok(rows.into_iter().map(|(key, figures)| (key, figures.people)).collect())
    })
}

#[test]
fn rows_add_up_to_the_total_whatever_the_split() {
    in_a_network(|network| {
        let supervisor = network.supervisor("100000");
        for (station, days) in
            [(&network.futian, 0), (&network.futian_too, 3), (&network.nanshan, 40)]
        {
            let record = network.record_at(station, network.now().plus_seconds(-days * 86_400));
            network.record(&supervisor, &record);
        }
        let today = network.now().day();
        let range = Range { from: today.plus(-60), to: today };
        let total = network.over("440300", range).people;
        assert_eq!(total, 9);
        for by in [By::Day, By::Week, By::Month, By::Service] {
            for unit in ["440300", "100000", &network.futian] {
                let rows = split(network, unit, range, by);
                let sum: i64 = rows.iter().map(|(_, people)| people).sum();
                assert_eq!(sum, network.over(unit, range).people, "{unit} {by:?}");
            }
        }
        assert_eq!(
            split(network, "440300", range, By::Month),
            [("2026-10".to_owned(), 3), ("2026-11".to_owned(), 6)]
        );
        assert_eq!(split(network, "440300", range, By::Week).last().unwrap().0, "2026-W48");
    });
}

#[test]
fn children_and_stations_add_up_to_their_unit() {
    in_a_network(|network| {
        let supervisor = network.supervisor("100000");
        for station in [&network.futian, &network.futian_too, &network.nanshan] {
            let record = network.a_record(station);
            network.record(&supervisor, &record);
        }
        let today = network.now().day();
        let range = Range { from: today, to: today };
        let children = |unit: &str| {
            let (unit, total) = (network.unit(unit), network.over(unit, range));
            network.read(move |tx| {
                let tree = tx.cached::<Tree>()?;
                let rows = totals::by_child(tx, unit, totals::Ask::then(&tree, range), &total)?;
                Ok(rows
                    .iter()
                    .map(|(id, sum)| (tree.code(*id).to_owned(), sum.people))
                    .collect::<Vec<_>>())
            })
        };
        let row = |code: &str, people| (code.to_owned(), people);
        assert_eq!(children("440300"), [row("440304", 6), row("440305", 3)]);
        assert_eq!(children("440304"), [row("440304", 6)]);
        assert_eq!(children(&network.nanshan), [row(&network.nanshan, 3)]);
        let unit = network.unit("440300");
        let page = |after: Option<String>| {
            network.read(move |tx| {
                let tree = tx.cached::<Tree>()?;
                let ask = totals::Ask::then(&tree, range);
                let (rows, more) = totals::by_station(tx, unit, ask, after.as_deref(), 2)?;
                let codes: Vec<String> =
                    rows.iter().map(|(id, _)| tree.code(*id).to_owned()).collect();
                Ok((codes, more))
            })
        };
        let (first, more) = page(None);
        assert!(more && first == [network.futian.clone(), network.futian_too.clone()]);
        assert_eq!(page(first.last().cloned()), (vec![network.nanshan.clone()], false));
    });
}

#[test]
fn the_list_is_newest_first_in_stable_pages() {
    in_a_network(|network| {
        let supervisor = network.supervisor("100000");
        let mut expected = Vec::new();
        for number in 0..9 {
            let station = [&network.futian, &network.futian_too, &network.nanshan][number % 3];
            let records = [network.a_record(station), network.a_record(station)];
            network.record_all(&supervisor, &records);
            let mut ids = records.map(|record| record.id);
            ids.sort();
            expected.splice(0..0, ids);
            network.store.clock.advance(1);
        }
        for unit in ["440300", "100000"] {
            let mut found: Vec<VisitId> = Vec::new();
            let mut after: Option<Place> = None;
            loop {
                let (unit, today) = (network.unit(unit), network.now().day());
                let days = Range { from: today, to: today };
                let ask = Ask { days, service: None, after, limit: 4 };
                let page = network.read(move |tx| list::page(tx, unit, ask));
                found.extend(page.facts.iter().map(|fact| fact.id));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(found, expected, "{unit}");
        }
        // Of a station there is so little that its days are gathered instead.
        let station = network.unit(&network.nanshan);
        let today = network.now().day();
        let ask =
            Ask { days: Range { from: today, to: today }, service: None, after: None, limit: 4 };
        let first = network.read(move |tx| list::page(tx, station, ask));
        let ask = Ask { after: first.next, ..ask };
        let second = network.read(move |tx| list::page(tx, station, ask));
        let found: Vec<VisitId> =
            first.facts.iter().chain(&second.facts).map(|fact| fact.id).collect();
        let own = |id: &&VisitId| found.contains(id);
        assert_eq!(found, expected.iter().filter(own).copied().collect::<Vec<_>>());
        assert_eq!((first.facts.len(), second.facts.len(), second.next), (4, 2, None));
    });
}

/// What a station did is found among more facts than a stretch of the index holds, before them and
/// behind them.
#[test]
fn a_day_is_gathered_from_all_its_stretches() {
    in_a_network(|network| {
        let supervisor = network.supervisor("100000");
        let own = [(); 2].map(|()| network.a_record(&network.nanshan));
        assert_eq!(network.record(&supervisor, &own[0]), Accepted);
        let others = (0..=store::visits::STRETCH).map(|_| network.a_record(&network.futian));
        let others: Vec<Record> = others.collect();
        for batch in others.chunks(1000) {
            network.record_all(&supervisor, batch);
        }
        assert_eq!(network.record(&supervisor, &own[1]), Accepted);
        let (station, county) = (network.unit(&network.nanshan), network.unit("440305"));
        let today = network.now().day();
        for at in [Some(station), None] {
            let found =
                network.read(move |tx| Ok(store::visits::on_day(tx, today, county, at, None)?));
            let found: BTreeSet<VisitId> = found.iter().map(|spot| spot.id).collect();
            assert_eq!(found, own.clone().map(|record| record.id).into());
        }
    });
}

/// Random records, late ones, repeats and reversals: totals equal a recount, and the nation what
/// a plain sum says.
#[test]
fn totals_equal_a_recount_after_random_operations() {
    in_a_network(|network| {
        let supervisor = network.supervisor("100000");
        let stations = [&network.futian, &network.futian_too, &network.nanshan];
        let services = ["A01", "A02", "B01"];
        let mut state = 42_u64;
        let mut random = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % below
        };
        let mut standing: Vec<(Uuid, i64)> = Vec::new();
        for _ in 0..120 {
            match random(6) {
                0 if !standing.is_empty() => {
                    let (id, _) = standing.swap_remove(random(standing.len()));
                    network.reverse(&supervisor, VisitId(id)).unwrap();
                }
                _ => {
                    let days = i64::try_from(random(90)).unwrap();
                    let at = network.now().plus_seconds(-days * 86_400 - 60);
                    let people = i64::try_from(random(5) + 1).unwrap();
                    let record = crate::Record {
                        people,
                        arrivals: people,
                        service: services[random(3)].to_owned(),
                        ..network.record_at(stations[random(3)], at)
                    };
                    network.record(&supervisor, &record);
                    network.record(&supervisor, &record);
                    standing.push((record.id.0, people));
                }
            }
            network.store.clock.advance(1);
        }
        let recount = network.recount();
        assert_eq!(recount.nation.visits, i64::try_from(standing.len()).unwrap());
        assert_eq!(recount.nation.people, standing.iter().map(|(_, people)| people).sum::<i64>());
    });
}

#[test]
fn a_total_without_its_fact_is_found() {
    in_a_network(|network| {
        let (station, today) = (network.unit(&network.futian), network.now().day());
        let book = move |tx: &mut db::Tx<'_>| {
            let (tree, catalogue) = (tx.cached::<Tree>()?, tx.cached::<stations::Catalogue>()?);
            let service = catalogue.service("A02").unwrap();
            let figures = Figures::of_record(3, 3, 0, None);
            tx.pending::<Cells>().book(&tree, station, today, service, &figures);
            Ok(())
        };
        network.write(book).unwrap();
        let differences = network.read(crate::doctor::recount::<crate::NoRatings>).differences;
        let found: Vec<(&str, i64, i64)> = differences
            .iter()
            .map(|it| (it.unit.as_str(), it.expected.people, it.found.people))
            .collect();
        assert_eq!(found, [(network.futian.as_str(), 0, 3)]);
    });
}
