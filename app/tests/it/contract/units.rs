//! Units: as they stood on a day, public from the county up.

use org::Role;
use serde_json::{Value, json};

use super::{each, on_each_engine, reads_hold};

#[test]
fn the_tree_is_read_downwards_and_upwards() {
    on_each_engine(|contract| {
        let nobody = contract.house.visitor();
        let get = |path: &str| nobody.get(&format!("/api/v1/units/{path}")).expect(200).json();
        let county = get("440305");
        let fields: Vec<&String> = county.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["code", "from", "kind", "name", "parent", "to"]);
        assert_eq!(county["parent"], json!({ "code": "440300", "name": "深圳市" }));
        assert_eq!(get("100000")["parent"], Value::Null);
        let children = get("440300/children");
        assert_eq!(children["next"], Value::Null);
        let codes = each(&children["items"], "code");
        assert!(codes.is_sorted() && codes.contains(&"440305".to_owned()), "{codes:?}");
        assert_eq!(each(&get("100000/children")["items"], "code").len(), 34);
        // Units only: stations are not children.
        assert_eq!(get("440305/children")["items"], json!([]));
        assert_eq!(each(&get("440305/ancestors")["items"], "code"), ["100000", "440000", "440300"]);
        assert_eq!(get("100000/ancestors")["items"], json!([]));
        // Counties directly under a province, and cities without counties.
        assert_eq!(each(&get("469021/ancestors")["items"], "code"), ["100000", "460000"]);
        assert_eq!(each(&get("441900/ancestors")["items"], "code"), ["100000", "440000"]);
    });
}

#[test]
fn a_day_is_asked_with_at() {
    on_each_engine(|contract| {
        let her = contract.bearer(Role::Ambassador, &contract.station);
        let (own, yesterday) = (format!("/api/v1/units/{}", contract.station), contract.day(-1));
        let ask = |path: &str, day: &str| format!("{path}?at={day}");
        let county = "/api/v1/units/440305";
        reads_hold(
            &her,
            &[
                (&own, "200"),
                (&format!("{own}/ancestors"), "200"),
                (&ask(&own, &contract.day(0)), "200"),
                // The station was registered today, its county long before.
                (&ask(county, &yesterday), "200"),
                (&ask(county, "2020-01-01"), "200"),
                (&ask(county, "soon"), "422 at request.wrong-type"),
                (&ask(county, "2026-02-30"), "422 at request.wrong-type"),
                ("/api/v1/units/999999", "404 units.unknown"),
                ("/api/v1/units/999999/children", "404 units.unknown"),
                ("/api/v1/units/440305001", "404 units.unknown"),
            ],
        );
        let above = her.get(&format!("{own}/ancestors")).json();
        assert_eq!(each(&above["items"], "code"), ["100000", "440000", "440300", "440305"]);
        let elsewhere = contract.bearer(Role::Supervisor, "440304");
        for who in [&contract.house.visitor(), &elsewhere] {
            for part in ["", "/children", "/ancestors"] {
                reads_hold(who, &[(&format!("{own}{part}"), "404 units.unknown")]);
            }
        }
    });
}
