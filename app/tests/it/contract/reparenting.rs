//! The tree in time: moves of units and stations, and what both trees say afterwards.

use org::Role;
use serde_json::{Value, json};
use testkit::Caller;

use super::{Contract, all_hold, each, on_each_engine, text, with};

fn order(contract: &Contract<'_>, parent: &str, days: i32) -> Value {
    json!({ "id": contract.id(), "parent": parent, "from": contract.day(days) })
}

pub fn people(contract: &Contract<'_>, unit: &str, tree: &str) -> i64 {
    let (from, to) = (contract.day(-60), contract.day(0));
    let path = format!("/api/v1/tallies?unit={unit}&from={from}&to={to}&tree={tree}");
    contract.nation.get(&path).expect(200).json()["total"]["people"].as_i64().unwrap()
}

/// Three people today and five of a month ago, at the station in Nanshan.
pub fn recorded(contract: &Contract<'_>) {
    let past = with(&contract.record(), "occurred_at", contract.moment(-30 * 86_400));
    contract.recorded(&[contract.record(), with(&past, "people", 5)]);
}

#[test]
fn a_county_moves_today_with_what_was_recorded_today() {
    on_each_engine(|contract| {
        recorded(contract);
        let province = contract.bearer(Role::Supervisor, "440000");
        let (path, body) = ("/api/v1/units/440305/reparenting", order(contract, "440100", 0));
        let moved = province.post(path, &body).expect(201).json();
        let fields: Vec<&String> = moved.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["before", "from", "id", "ordered_at", "parent", "undone_at", "unit"]);
        assert_eq!((&moved["before"], &moved["parent"]), (&json!("440300"), &json!("440100")));
        assert_eq!(province.post(path, &body).expect(201).json(), moved);
        let other = with(&body, "parent", "440200");
        all_hold(
            &province,
            &[("POST /api/v1/units/440305/reparenting", other, "409 idempotency.conflict")],
        );
        for (unit, then, now) in [
            ("440305", 8, 8),
            ("440300", 5, 0),
            ("440100", 3, 8),
            ("440000", 8, 8),
            ("100000", 8, 8),
        ] {
            let found = (people(contract, unit, "then"), people(contract, unit, "now"));
            assert_eq!(found, (then, now), "{unit}");
        }
        // A late record of before the move goes by the old tree and by the new one.
        let late = with(&contract.record(), "occurred_at", contract.moment(-86_400));
        contract.recorded(&[late]);
        assert_eq!((people(contract, "440300", "then"), people(contract, "440300", "now")), (8, 0));
        assert_eq!(
            (people(contract, "440100", "then"), people(contract, "440100", "now")),
            (3, 11)
        );
        // The unit is asked by day.
        let parent = |at: i32| {
            let path = format!("/api/v1/units/440305?at={}", contract.day(at));
            text(&contract.nation.get(&path).expect(200).json()["parent"]["code"])
        };
        assert_eq!((parent(-1), parent(0)), ("440300".to_owned(), "440100".to_owned()));
    });
}

#[test]
fn a_move_to_come_takes_effect_on_its_day_and_is_undone_until_then() {
    on_each_engine(|contract| {
        recorded(contract);
        let province = contract.bearer(Role::Supervisor, "440000");
        let path = "/api/v1/units/440305/reparenting";
        let undone =
            text(&province.post(path, &order(contract, "440100", 1)).expect(201).json()["id"]);
        let undo = |id: &str| format!("POST {path}/{id}/withdrawal");
        all_hold(
            &province,
            &[
                (
                    "POST /api/v1/units/440305/reparenting",
                    order(contract, "440200", 2),
                    "409 units.move-ahead",
                ),
                (&undo(&undone), Value::Null, "201"),
                (&undo(&undone), Value::Null, "201"),
                (&undo(&contract.id()), Value::Null, "404 units.move-unknown"),
            ],
        );
        let kept =
            text(&province.post(path, &order(contract, "440200", 1)).expect(201).json()["id"]);
        assert_eq!(people(contract, "440200", "now"), 0);
        contract.pass(86_400);
        assert_eq!((people(contract, "440200", "then"), people(contract, "440200", "now")), (0, 8));
        assert_eq!((people(contract, "440300", "then"), people(contract, "440300", "now")), (8, 0));
        assert_eq!((people(contract, "440100", "then"), people(contract, "440100", "now")), (0, 0));
        all_hold(&province, &[(&undo(&kept), Value::Null, "409 units.moved-already")]);
    });
}

#[test]
fn a_station_moves_and_keeps_its_number_and_history() {
    on_each_engine(|contract| {
        recorded(contract);
        let path = format!("/api/v1/stations/{}", contract.station);
        let first = contract.nation.clone().with("if-match", "\"1\"");
        let moved = first.patch(&path, &json!({ "unit": "440304", "from": contract.day(0) }));
        let moved = moved.expect(200).json();
        assert_eq!(moved["code"], contract.station.as_str());
        assert_eq!((&moved["unit"]["code"], &moved["version"]), (&json!("440304"), &json!(2)));
        for (unit, then, now) in [("440304", 3, 8), ("440305", 5, 0), (&*contract.station, 8, 8)] {
            let found = (people(contract, unit, "then"), people(contract, unit, "now"));
            assert_eq!(found, (then, now), "{unit}");
        }
        // Its records are found where it stood.
        let list = |unit: &str| {
            let (from, to) = (contract.day(-60), contract.day(0));
            let path = format!("/api/v1/visits?unit={unit}&from={from}&to={to}");
            each(&contract.nation.get(&path).expect(200).json()["items"], "people")
        };
        assert_eq!((list("440304"), list("440305")), (vec!["3".to_owned()], vec!["5".to_owned()]));
        // By its number as well, and back on the same day.
        let city = contract.bearer(Role::Supervisor, "440300");
        let path = format!("/api/v1/units/{}/reparenting", contract.station);
        drop(city.post(&path, &order(contract, "440305", 0)).expect(201));
        for unit in ["440304", "440305"] {
            let expected = if unit == "440305" { (8, 8) } else { (0, 0) };
            let found = (people(contract, unit, "then"), people(contract, unit, "now"));
            assert_eq!(found, expected, "{unit}");
        }
    });
}

#[test]
fn who_may_move_what_where() {
    on_each_engine(|contract| {
        let request = "POST /api/v1/units/440305/reparenting";
        let station = format!("POST /api/v1/units/{}/reparenting", contract.station);
        let patch = format!("PATCH /api/v1/stations/{}", contract.station);
        let (to_city, to_county) = (order(contract, "440100", 0), order(contract, "440304", 0));
        let to = json!({ "unit": "440304", "from": contract.day(0) });
        let unit = "404 units.unknown";
        let none = "403 access.not-granted";
        let who = |role, unit: &str| contract.bearer(role, unit).with("if-match", "\"9\"");
        // Moving a county to another city, a station to another county, the same as a station.
        for (caller, expected) in [
            (who(Role::Supervisor, "440305"), [none, unit, "412 stations.version-stale"]),
            (who(Role::Supervisor, "440300"), [unit, "201", "412 stations.version-stale"]),
            (who(Role::Supervisor, "110000"), [unit, unit, "404 stations.unknown"]),
            (who(Role::Integration, "440000"), [none, none, "412 stations.version-stale"]),
            (who(Role::Ambassador, "440304"), [none, none, none]),
            (who(Role::Administrator, "100000"), [none, none, none]),
            (contract.house.visitor(), ["401 request.sign-in-first"; 3]),
        ] {
            let examples =
                [(request, to_city.clone()), (&station, to_county.clone()), (&patch, to.clone())];
            let examples: Vec<_> = examples.into_iter().zip(expected).collect();
            for ((request, body), expected) in examples {
                all_hold(&caller, &[(request, body, expected)]);
            }
        }
        let second = contract.bearer(Role::Integration, "440305").with("if-match", "\"1\"");
        all_hold(&second, &[(&patch, to, "404 stations.unknown")]);
    });
}

#[test]
fn what_the_tree_does_not_allow_is_refused() {
    on_each_engine(|contract| {
        let nation = contract.bearer(Role::Supervisor, "100000");
        let refused = |who: &Caller<'_>, unit: &str, body: Value, expected: &str| {
            all_hold(who, &[(&format!("POST /api/v1/units/{unit}/reparenting"), body, expected)]);
        };
        let to = |parent: &str, days| order(contract, parent, days);
        refused(&nation, "440305", to("440100", -1), "422 units.past");
        refused(&nation, "440305", to("440300", 0), "422 parent units.same-parent");
        refused(&nation, "440300", to("440305", 0), "422 parent units.loop");
        refused(&nation, "440300", to("440300", 0), "422 parent units.loop");
        refused(&nation, "440305", to(&contract.station, 0), "422 parent units.parent");
        refused(&nation, "440305", to("999999", 0), "404 units.unknown");
        refused(&nation, "999999", to("440100", 0), "404 units.unknown");
        refused(&nation, "100000", to("440100", 0), "403 access.not-granted");
        refused(&nation, "440305", with(&to("440100", 0), "id", "7"), "422 id units.bad-id");
        refused(
            &nation,
            "440305",
            with(&to("440100", 0), "from", "soon"),
            "422 from request.wrong-type",
        );
        refused(&nation, "440305", json!({ "id": contract.id() }), "422 parent request.missing");
        // What two moves would do together counts too.
        drop(nation.post("/api/v1/units/440305/reparenting", &to("440304", 5)).expect(201));
        refused(&nation, "440304", to("440305", 0), "422 parent units.loop");
        let patch = format!("PATCH /api/v1/stations/{}", contract.station);
        let first = contract.nation.clone().with("if-match", "\"1\"");
        for (body, expected) in [
            (json!({ "unit": "440304" }), "422 from request.missing"),
            (json!({ "from": contract.day(0) }), "422 unit request.missing"),
            (json!({ "unit": 7, "from": contract.day(0) }), "422 unit request.wrong-type"),
            (json!({ "unit": "440304", "from": contract.day(-1) }), "422 units.past"),
            (json!({ "unit": "440305", "from": contract.day(0) }), "422 unit units.same-parent"),
            (json!({ "unit": "999999", "from": contract.day(0) }), "404 units.unknown"),
        ] {
            all_hold(&first, &[(&patch, body, expected)]);
        }
    });
}
