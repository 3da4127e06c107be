//! Months that are over: keeping their cells changes no figure, at no step of it.

use db::Day;

use super::{Network, in_a_network, lanes::all_of};
use crate::{months, store, tally::Range};

const DAY: i64 = 86_400;

fn kept_of(network: &Network<'_>, unit: &str, range: Range) -> Vec<Day> {
    let (unit, months) = (network.unit(unit), range.whole_months().unwrap());
    network.read(move |tx| Ok(store::months::kept_of(tx, unit, months)?))
}

fn step(network: &Network<'_>) -> bool {
    network.write(months::step).unwrap()
}

/// Records at two stations on each of so many days, the clock going on with them.
fn live(network: &Network<'_>, days: i64) {
    let supervisor = network.supervisor("100000");
    for _ in 0..days {
        for station in [&network.futian, &network.nanshan] {
            network.record(&supervisor, &network.a_record(station));
        }
        network.store.clock.advance(DAY);
    }
}

#[test]
fn figures_stay_before_while_and_after_months_are_kept() {
    in_a_network(|network| {
        let supervisor = network.supervisor("100000");
        let first = network.now().day();
        live(network, 70);
        let range = Range { from: first.month_start(), to: network.now().day().month_end() };
        let figures = |network: &Network<'_>| {
            ["100000", "440000", "440304"].map(|unit| all_of(network, unit, range))
        };
        let before = figures(network);
        assert_eq!(kept_of(network, "100000", range), []);
        for number in 0.. {
            let more = step(network);
            if number % 25 == 0 {
                assert_eq!(figures(network), before, "after {number} steps");
                // What comes late goes to the days, and to the month if it is kept by then.
                let at = network.now().plus_seconds(-60 * DAY);
                let late = network.record_at(&network.futian, at);
                network.record(&supervisor, &late);
                network.recount();
                network.reverse(&supervisor, late.id).unwrap();
            }
            if !more {
                break;
            }
        }
        assert_eq!(figures(network), before);
        let kept = kept_of(network, "440304", range);
        assert_eq!(kept.first(), Some(&first.month_start()));
        let next = kept.last().map(|month| month.month_end().plus(1));
        assert_eq!(next, Some(network.now().day().month_start()), "not this month");
        assert!(!step(network), "twice is as once");
        network.recount();
    });
}

#[test]
fn a_month_long_past_is_kept_from_its_first_fact() {
    in_a_network(|network| {
        let supervisor = network.supervisor("100000");
        let late = network.record_at(&network.futian, network.now().plus_seconds(-200 * DAY));
        network.record(&supervisor, &late);
        network.record(&supervisor, &network.a_record(&network.futian));
        let day = late.day();
        let range = Range { from: day.month_start(), to: network.now().day().month_end() };
        assert_eq!(kept_of(network, "440304", range), [day.month_start()]);
        assert_eq!(network.over("440304", range).visits, 2);
        assert!(!step(network), "nothing is left to sum");
        network.recount();
    });
}

#[test]
fn nobody_keeps_months_beside_other_writers() {
    in_a_network(|network| {
        let kept = network.store.db.write_in_blocking(0, months::step);
        let lanes = network.store.db.engine() == db::Engine::Postgres;
        assert_eq!(kept.is_err(), lanes, "{kept:?}");
    });
}
