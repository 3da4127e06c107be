//! `/api/v1/units` as scripts meet it.

use super::{
    house::{Is, on_each_house, with_token},
    *,
};

#[test]
fn units_are_public_with_children_and_ancestors() {
    on_each_house(|house| {
        house.write(|tx| network(tx).map(drop));
        let anybody = house.visitor();
        let county = anybody.get("/api/v1/units/440305").expect(200);
        assert_eq!(county.json()["code"], "440305");
        assert_eq!(county.json()["parent"]["code"], "440000");
        assert!(county.json()["from"].is_null());
        let again = anybody.clone().with("if-none-match", county.header("etag"));
        again.get("/api/v1/units/440305").is(304);
        let codes = |path: &str| -> Vec<String> {
            let list = anybody.get(path).expect(200).json();
            assert!(list["next"].is_null());
            let items = list["items"].as_array().expect("a list").clone();
            items.iter().map(|item| item["code"].as_str().unwrap_or_default().to_owned()).collect()
        };
        assert_eq!(codes("/api/v1/units/100000/children"), ["110000", "440000"]);
        assert_eq!(codes("/api/v1/units/440305/ancestors"), ["100000", "440000"]);
        assert!(codes("/api/v1/units/440305/children").is_empty());
        assert!(codes("/api/v1/units/100000/ancestors").is_empty());
        assert_eq!(anybody.get("/api/v1/units/999999").expect(404).code(), "units.unknown");
    });
}

#[test]
fn a_station_is_a_unit_for_those_in_scope() {
    on_each_house(|house| {
        let inside = with_token(house, Role::Integration, |net| net.county);
        let outside = with_token(house, Role::Integration, |net| net.elsewhere);
        for path in ["", "/children", "/ancestors"] {
            let path = format!("/api/v1/units/440305-00121{path}");
            house.bearer(&inside).get(&path).is(200);
            assert_eq!(house.bearer(&outside).get(&path).expect(404).code(), "units.unknown");
            assert_eq!(house.visitor().get(&path).expect(404).code(), "units.unknown");
        }
        let above = house.bearer(&inside).get("/api/v1/units/440305-00121/ancestors").json();
        assert_eq!(above["items"][2]["code"], "440305");
    });
}

#[test]
fn a_day_is_asked_as_a_day() {
    on_each_house(|house| {
        house.write(|tx| network(tx).map(drop));
        let anybody = house.visitor();
        anybody.get("/api/v1/units/440305?at=2026-01-01").is(200);
        let refused = anybody.get("/api/v1/units/440305?at=soon").expect(422);
        assert_eq!(refused.json()["errors"][0]["field"], "at");
    });
}
