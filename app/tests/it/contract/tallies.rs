//! Totals: every split adds up, and everybody sees what is theirs.

use std::collections::BTreeMap;

use org::Role;
use serde_json::{Value, json};
use testkit::Caller;

use super::{Contract, each, on_each_engine, reads_hold, text, told, with};

const DAY: i64 = 24 * 3600;
const FIGURES: [&str; 8] =
    ["visits", "people", "arrivals", "invited", "rated", "score_sum", "satisfied", "dissatisfied"];

/// What happened over three weeks at four stations: Thursday the 26th is today.
struct Weeks {
    beside: String,
    futian: String,
    beijing: String,
}

fn weeks(contract: &Contract<'_>) -> Weeks {
    let weeks = Weeks {
        beside: contract.registered("440305", "石桥翼站"),
        futian: contract.registered("440304", "白鹭翼站"),
        beijing: contract.registered("110101", "槐树翼站"),
    };
    let at = |station: &str, days: i64, service: &str, people: i64, group: Option<&str>| {
        let record = with(&contract.record(), "occurred_at", contract.moment(-days * DAY));
        let record = with(&with(&record, "station", station), "service", service);
        with(&with(&record, "people", people), "group", group)
    };
    let own = contract.station.as_str();
    let records = [
        at(own, 0, "A02", 3, None),
        at(own, 0, "A01", 1, Some("elder")),
        // Sunday the 22nd and Monday the 23rd lie in two ISO weeks.
        at(own, 3, "A02", 2, Some("outdoor")),
        at(own, 4, "A02", 5, Some("outdoor")),
        at(own, 26, "A02", 7, None),
        at(&weeks.beside, 0, "A02", 11, Some("outdoor")),
        at(&weeks.futian, 0, "A02", 13, None),
        at(&weeks.futian, 30, "A01", 17, Some("child")),
        at(&weeks.beijing, 0, "A02", 19, None),
        // Taken back below: nothing of it is left anywhere.
        at(own, 1, "B01", 23, Some("elder")),
    ];
    let ids = contract.recorded(&records);
    let reversal = json!({ "id": contract.id() });
    let path = format!("/api/v1/visits/{}/reversal", ids[9]);
    drop(contract.nation.post(&path, &reversal).expect(201));
    weeks
}

fn path(contract: &Contract<'_>, unit: &str, more: &str) -> String {
    let (from, to) = (contract.day(-40), contract.day(0));
    format!("/api/v1/tallies?unit={unit}&from={from}&to={to}{more}")
}

fn tallies(contract: &Contract<'_>, unit: &str, more: &str) -> Value {
    contract.nation.get(&path(contract, unit, more)).expect(200).json()
}

/// Key and people of each row.
fn people(tallies: &Value) -> Vec<(String, i64)> {
    let keys = each(&tallies["rows"], "key");
    let rows = tallies["rows"].as_array().unwrap().iter();
    keys.into_iter().zip(rows.map(|row| row["people"].as_i64().unwrap())).collect()
}

fn rows(expected: &[(&str, i64)]) -> Vec<(String, i64)> {
    expected.iter().map(|(key, people)| ((*key).to_owned(), *people)).collect()
}

/// Adds rows up: the figures, and each group.
fn sum(rows: &[Value]) -> BTreeMap<String, i64> {
    let mut sum = BTreeMap::new();
    for row in rows {
        let groups = row["groups"].as_object().unwrap().iter();
        let groups = groups.map(|(group, people)| (format!("group {group}"), people));
        let figures = FIGURES.iter().map(|figure| ((*figure).to_owned(), &row[*figure]));
        for (name, value) in figures.chain(groups) {
            *sum.entry(name).or_default() += value.as_i64().unwrap();
        }
    }
    sum
}

#[test]
fn rows_always_add_up_to_the_total() {
    on_each_engine(|contract| {
        let weeks = weeks(contract);
        let stations = [&contract.station, &weeks.beside, &weeks.futian, &weeks.beijing];
        let units =
            ["100000", "440000", "440300", "440305", "440304", "110000", "110101", "650000"];
        for unit in units.into_iter().chain(stations.map(String::as_str)) {
            for by in ["day", "week", "month", "service", "child", "station"] {
                for service in ["", "&service=A02", "&service=A02,B01", "&service=A01,C01"] {
                    let split = tallies(contract, unit, &format!("&by={by}{service}"));
                    let rows = split["rows"].as_array().unwrap();
                    let total = sum(std::slice::from_ref(&split["total"]));
                    let mut added = sum(rows);
                    if rows.is_empty() {
                        added = total.keys().map(|name| (name.clone(), 0)).collect();
                    }
                    assert_eq!(added, total, "{unit} {by} {service}");
                    let keys = each(&split["rows"], "key");
                    assert!(keys.is_sorted(), "{keys:?}");
                    assert!(rows.iter().all(|row| row["visits"] != 0), "{rows:?}");
                    let now = tallies(contract, unit, &format!("&by={by}{service}&tree=now"));
                    assert_eq!((&now["rows"], &now["tree"]), (&split["rows"], &json!("now")));
                    assert_eq!(now["total"], split["total"]);
                }
            }
            let whole = tallies(contract, unit, "");
            assert_eq!((&whole["rows"], &whole["tree"]), (&json!([]), &json!("then")));
        }
    });
}

#[test]
fn every_split_has_its_keys() {
    on_each_engine(|contract| {
        let weeks = weeks(contract);
        let split = |unit: &str, by: &str| people(&tallies(contract, unit, &format!("&by={by}")));
        let own = contract.station.as_str();
        let mut two = [(own, 18), (weeks.beside.as_str(), 11)];
        two.sort_unstable();
        for (unit, by, expected) in [
            (
                own,
                "day",
                &[("2026-10-31", 7), ("2026-11-22", 5), ("2026-11-23", 2), ("2026-11-26", 4)][..],
            ),
            (own, "week", &[("2026-W44", 7), ("2026-W47", 5), ("2026-W48", 6)]),
            (own, "month", &[("2026-10", 7), ("2026-11", 11)]),
            ("440304", "month", &[("2026-10", 17), ("2026-11", 13)]),
            (own, "service", &[("A01", 1), ("A02", 17)]),
            // A unit for each unit below; what hangs directly on it has its own code.
            ("100000", "child", &[("110000", 19), ("440000", 59)]),
            ("440000", "child", &[("440300", 59)]),
            ("440300", "child", &[("440304", 30), ("440305", 29)]),
            ("440305", "child", &[("440305", 29)]),
            (own, "child", &[(own, 18)]),
            ("440305", "station", &two),
            (own, "station", &[(own, 18)]),
            ("650000", "child", &[]),
            ("650000", "station", &[]),
        ] {
            assert_eq!(split(unit, by), rows(expected), "{unit} by {by}");
        }
        // The turn of the year lies in a week of the old one.
        let at = with(&contract.record(), "occurred_at", "2026-01-01T00:00:00+08:00");
        let before = with(&contract.record(), "occurred_at", "2025-12-28T23:59:59+08:00");
        contract.recorded(&[at, before]);
        let path = format!("/api/v1/tallies?unit={own}&from=2025-12-01&to=2026-01-31&by=week");
        let turn = contract.nation.get(&path).expect(200).json();
        assert_eq!(people(&turn), rows(&[("2025-W52", 3), ("2026-W01", 3)]));
        assert_eq!(each(&turn["rows"], "name"), each(&turn["rows"], "key"));
        let names = |by: &str| each(&tallies(contract, "440300", by)["rows"], "name");
        assert_eq!(names("&by=child"), ["福田区", "南山区"]);
        assert_eq!(names("&by=service").len(), 2);
    });
}

#[test]
fn the_answer_says_what_was_asked_and_when_it_is_exact() {
    on_each_engine(|contract| {
        weeks(contract);
        let unit = contract.station.as_str();
        let answer = tallies(contract, unit, "&by=month");
        let fields: Vec<&String> = answer.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["as_of", "from", "rows", "to", "total", "tree", "unit"]);
        assert_eq!(answer["as_of"], contract.moment(0));
        assert_eq!((&answer["unit"], &answer["to"]), (&json!(unit), &json!(contract.day(0))));
        assert_eq!(
            answer["rows"][1],
            json!({
                "key": "2026-11", "name": "2026-11", "visits": 4, "people": 11, "arrivals": 4,
                "invited": 0, "rated": 0, "score_sum": 0, "satisfied": 0, "dissatisfied": 0,
                "groups": { "elder": 1, "outdoor": 7 },
            })
        );
        let keyed = with(&contract.record(), "rating_keys", json!([format!("{:042}A", 1)]));
        let id = contract.recorded(&[keyed]).remove(0);
        let invited = || tallies(contract, "100000", "")["total"]["invited"].clone();
        assert_eq!(invited(), 1);
        let path = format!("/api/v1/visits/{id}/reversal");
        drop(contract.nation.post(&path, &json!({ "id": contract.id() })).expect(201));
        assert_eq!(invited(), 0);
    });
}

#[test]
fn stations_come_in_pages_with_the_whole_total() {
    on_each_engine(|contract| {
        weeks(contract);
        let (mut keys, mut next, mut totals) = (Vec::new(), String::new(), Vec::new());
        loop {
            let page = tallies(contract, "100000", &format!("&by=station&limit=1{next}"));
            keys.extend(each(&page["rows"], "key"));
            totals.push(page["total"]["people"].clone());
            match page["next"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(keys, each(&tallies(contract, "100000", "&by=station")["rows"], "key"));
        assert_eq!((keys.len(), totals), (4, vec![json!(78); 4]));
    });
}

#[test]
fn the_public_sees_three_figures_of_counties_and_above() {
    on_each_engine(|contract| {
        weeks(contract);
        let nobody = contract.house.visitor();
        for by in ["none", "day", "week", "month", "service", "child"] {
            for unit in ["100000", "440300", "440305"] {
                let asked = path(contract, unit, &format!("&by={by}"));
                let (seen, full) = (
                    nobody.get(&asked).expect(200).json(),
                    contract.nation.get(&asked).expect(200).json(),
                );
                let total: Vec<&String> = seen["total"].as_object().unwrap().keys().collect();
                assert_eq!(total, ["arrivals", "people", "visits"], "{by}");
                for row in seen["rows"].as_array().unwrap() {
                    let row: Vec<&String> = row.as_object().unwrap().keys().collect();
                    assert_eq!(row, ["arrivals", "key", "name", "people", "visits"], "{by}");
                }
                assert_eq!(people(&seen), people(&full));
                assert_eq!(seen["total"]["people"], full["total"]["people"]);
            }
        }
        let ask = |unit: &str, more: &str| told(&nobody.get(&path(contract, unit, more)));
        let narrower = "401 request.sign-in-first";
        assert_eq!(ask(&contract.station, ""), narrower);
        // A number that nobody has is refused alike.
        assert_eq!(ask("440305-99999", ""), narrower);
        assert_eq!(ask("440305", "&by=station"), narrower);
        assert_eq!(ask("999999", ""), "404 units.unknown");
        // A town is a division, not a unit.
        assert_eq!(ask("440305001", ""), "404 units.unknown");
    });
}

#[test]
fn with_credentials_what_is_out_of_scope_does_not_exist() {
    on_each_engine(|contract| {
        let weeks = weeks(contract);
        let own = contract.station.as_str();
        let ambassador = contract.bearer(Role::Ambassador, own);
        let county = contract.bearer(Role::Supervisor, "440305");
        let city = contract.system_of("440300");
        let auditor = contract.bearer(Role::Auditor, "100000");
        let (ok, unknown) = ("200", "404 units.unknown");
        for (unit, expected) in [
            //              ambassador, county, city, auditor
            (own, [ok, ok, ok, unknown]),
            (&weeks.beside, [unknown, ok, ok, unknown]),
            ("440305", [unknown, ok, ok, unknown]),
            (&weeks.futian, [unknown, unknown, ok, unknown]),
            ("440304", [unknown, unknown, ok, unknown]),
            ("440300", [unknown, unknown, ok, unknown]),
            (&weeks.beijing, [unknown; 4]),
            ("100000", [unknown; 4]),
            ("999999", [unknown; 4]),
            ("440305001", [unknown; 4]),
        ] {
            let told = |who: &Caller<'_>, by: &str| told(&who.get(&path(contract, unit, by)));
            for by in ["", "&by=station"] {
                let answers = [&ambassador, &county, &city, &auditor].map(|who| told(who, by));
                assert_eq!(answers, expected, "{unit} {by}");
            }
        }
    });
}

#[test]
fn what_is_asked_wrongly_is_named() {
    on_each_engine(|contract| {
        let day = text(&json!(contract.day(0)));
        let ask = |more: &str| format!("/api/v1/tallies?unit=440305&from={day}&to={day}{more}");
        reads_hold(
            &contract.nation,
            &[
                (&ask(""), "200"),
                (&ask("&service=A02,A01"), "200"),
                (&ask("&by=year"), "422 by request.unknown-value"),
                (&ask("&tree=later"), "422 tree request.unknown-value"),
                (&ask("&service=Z99"), "422 service visits.unknown-service"),
                (&ask("&service=A02,Z99"), "422 service visits.unknown-service"),
                ("/api/v1/tallies", "422 unit request.missing"),
                ("/api/v1/tallies?unit=440305", "422 from request.missing"),
                (&format!("/api/v1/tallies?unit=440305&from={day}"), "422 to request.missing"),
                ("/api/v1/tallies?unit=440305&from=x&to=x", "422 from request.wrong-type"),
                (
                    &format!("/api/v1/tallies?unit=440305&from={day}&to=2026-11-25"),
                    "422 to request.days-in-order",
                ),
                (
                    &format!("/api/v1/tallies?unit=440305&from={day}&to=2026-02-30"),
                    "422 to request.wrong-type",
                ),
            ],
        );
    });
}
