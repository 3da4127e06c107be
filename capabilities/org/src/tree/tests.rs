//! Who stands above whom on which day.

use super::*;
use crate::store::units::{NodeRow, ParentRow};

const NATION_ID: UnitId = UnitId(1);
const EAST: UnitId = UnitId(2);
const WEST: UnitId = UnitId(3);
const COUNTY: UnitId = UnitId(4);
const STATION: UnitId = UnitId(5);

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn node(id: UnitId, code: &str, kind: Kind, (from, to): (&str, Option<&str>)) -> NodeRow {
    let (code, name) = (code.to_owned(), format!("name of {code}"));
    NodeRow { id, code, name, kind, from_day: day(from), to_day: to.map(day), revision: 1 }
}

fn below(unit: UnitId, parent: UnitId, from: &str, to: Option<&str>) -> ParentRow {
    ParentRow { unit, parent, from_day: day(from), to_day: to.map(day), revision: 1 }
}

/// A county that moved from the east to the west on 1 July 2026, with its station.
fn moved() -> Tree {
    let mut tree = Tree::default();
    let ever = ("1970-01-01", None);
    tree.take_node(node(NATION_ID, NATION, Kind::Unit, ever));
    tree.take_node(node(EAST, "330000", Kind::Unit, ever));
    tree.take_node(node(WEST, "320000", Kind::Unit, ever));
    tree.take_node(node(COUNTY, "330100", Kind::Unit, ever));
    tree.take_node(node(
        STATION,
        "330100-00017",
        Kind::Station,
        ("2026-03-01", Some("2026-10-31")),
    ));
    for row in [
        below(EAST, NATION_ID, "1970-01-01", None),
        below(WEST, NATION_ID, "1970-01-01", None),
        below(COUNTY, EAST, "1970-01-01", None),
        below(STATION, COUNTY, "2026-03-01", None),
        // The old place gets its end, the new one begins the day after.
        below(COUNTY, EAST, "1970-01-01", Some("2026-06-30")),
        below(COUNTY, WEST, "2026-07-01", None),
    ] {
        tree.take_placement(&row);
    }
    tree
}

fn chain(tree: &Tree, on: &str) -> Vec<UnitId> {
    tree.chain(STATION, day(on)).collect()
}

#[test]
fn everyone_above_is_who_stood_there_on_that_day() {
    let tree = moved();
    assert_eq!(chain(&tree, "2026-06-30"), [STATION, COUNTY, EAST, NATION_ID]);
    assert_eq!(chain(&tree, "2026-07-01"), [STATION, COUNTY, WEST, NATION_ID]);
    // Before its first day a station stands nowhere.
    assert_eq!(chain(&tree, "2026-02-28"), [STATION]);
    assert!(tree.is_within(STATION, EAST, day("2026-06-30")));
    assert!(!tree.is_within(STATION, EAST, day("2026-07-01")));
}

#[test]
fn children_are_those_of_the_day_and_exist_on_it() {
    let tree = moved();
    let codes = |unit, on: &str| -> Vec<String> {
        tree.children(unit, day(on)).iter().map(|node| node.code.to_string()).collect()
    };
    assert_eq!(codes(NATION_ID, "2026-06-30"), ["320000", "330000"]);
    assert_eq!(codes(EAST, "2026-06-30"), ["330100"]);
    assert!(codes(EAST, "2026-07-01").is_empty());
    assert_eq!(codes(COUNTY, "2026-10-31"), ["330100-00017"]);
    assert!(codes(COUNTY, "2026-11-01").is_empty());
    assert_eq!(tree.children_ever(EAST).len(), 1);
    assert_eq!(tree.stations_below(WEST, day("2026-07-01")).len(), 1);
    assert!(tree.stations_below(EAST, day("2026-07-01")).is_empty());
}

#[test]
fn spans_say_on_which_days_a_unit_stood_below_another() {
    let tree = moved();
    let spans = |ancestor| tree.spans_within(STATION, ancestor);
    assert_eq!(spans(EAST), [(day("2026-03-01"), Some(day("2026-06-30")))]);
    assert_eq!(spans(WEST), [(day("2026-07-01"), None)]);
    assert_eq!(tree.spans_within(EAST, WEST), []);
}

#[test]
fn a_load_takes_up_what_changed_and_keeps_the_rest() {
    let mut tree = moved();
    let renamed = NodeRow {
        name: "renamed".to_owned(),
        ..node(COUNTY, "330100", Kind::Unit, ("1970-01-01", None))
    };
    tree.take_node(renamed);
    assert_eq!(tree.name(COUNTY), "renamed");
    assert_eq!(tree.placements(COUNTY).len(), 2);
    assert_eq!(chain(&tree, "2026-07-01"), [STATION, COUNTY, WEST, NATION_ID]);
    assert_eq!(tree.len(), 5);
}
