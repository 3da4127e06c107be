//! Names of units in time: what is asked of a day has the name of that day.

use org::Role;
use serde_json::{Value, json};

use super::{Contract, all_hold, each, on_each_engine, reparenting::recorded, text, with};

const PATH: &str = "/api/v1/units/440305/renaming";
const RENAME: &str = "POST /api/v1/units/440305/renaming";

fn order(contract: &Contract<'_>, name: &str, days: i32) -> Value {
    json!({ "id": contract.id(), "name": name, "from": contract.day(days) })
}

fn name(contract: &Contract<'_>, at: i32) -> String {
    let path = format!("/api/v1/units/440305?at={}", contract.day(at));
    text(&contract.house.visitor().get(&path).expect(200).json()["name"])
}

#[test]
fn a_name_holds_from_its_day_on() {
    on_each_engine(|contract| {
        recorded(contract);
        let city = contract.bearer(Role::Supervisor, "440300");
        let body = order(contract, "前海区", 0);
        let renamed = city.post(PATH, &body).expect(201).json();
        let fields: Vec<&String> = renamed.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["from", "id", "name", "ordered_at", "undone_at", "unit"]);
        assert_eq!(city.post(PATH, &body).expect(201).json(), renamed);
        all_hold(&city, &[(RENAME, with(&body, "name", "别的"), "409 idempotency.conflict")]);
        assert_eq!([name(contract, -1), name(contract, 0)], ["南山区", "前海区"]);
        let names = |to: i32, tree: &str| {
            let (from, to) = (contract.day(-60), contract.day(to));
            let asked = format!("unit=440300&from={from}&to={to}&by=child&tree={tree}");
            each(&city.get(&format!("/api/v1/tallies?{asked}")).expect(200).json()["rows"], "name")
        };
        assert_eq!(names(0, "then"), ["前海区"]);
        assert_eq!(names(-1, "then"), ["南山区"]);
        assert_eq!(names(-1, "now"), ["前海区"]);
        // A wrong name is changed again on the same day.
        drop(city.post(PATH, &order(contract, "后海区", 0)).expect(201));
        assert_eq!(name(contract, 0), "后海区");
    });
}

#[test]
fn a_name_to_come_begins_at_midnight_and_is_undone_until_then() {
    on_each_engine(|contract| {
        let city = contract.bearer(Role::Supervisor, "440300");
        let undo = |id: &str| format!("{RENAME}/{id}/withdrawal");
        let ordered =
            |name: &str| text(&city.post(PATH, &order(contract, name, 1)).expect(201).json()["id"]);
        let undone = ordered("前海区");
        assert_eq!([name(contract, 0), name(contract, 1)], ["南山区", "前海区"]);
        all_hold(
            &city,
            &[
                (RENAME, order(contract, "后海区", 3), "409 units.renaming-ahead"),
                (&undo(&undone), Value::Null, "201"),
                (&undo(&undone), Value::Null, "201"),
                (&undo(&contract.id()), Value::Null, "404 units.move-unknown"),
            ],
        );
        assert_eq!(name(contract, 1), "南山区");
        let kept = ordered("后海区");
        let child = |code: &str| {
            let all = contract.house.visitor().get("/api/v1/units/440300/children").json();
            let all = all["items"].as_array().unwrap().clone();
            text(&all.iter().find(|it| it["code"] == code).unwrap()["name"])
        };
        assert_eq!(child("440305"), "南山区");
        contract.pass(86_400);
        assert_eq!(child("440305"), "后海区");
        let page = contract.signed_in("namer", Role::Supervisor, "440300").caller;
        let page = page.get("/console/units/440305").expect(200).text();
        assert!(page.contains("后海区") && !page.contains("南山区"), "{page}");
        all_hold(&city, &[(&undo(&kept), Value::Null, "409 units.moved-already")]);
    });
}

#[test]
fn what_is_no_name_is_refused() {
    on_each_engine(|contract| {
        let city = contract.bearer(Role::Supervisor, "440300");
        let order = |name: &str, days| order(contract, name, days);
        let of = |unit: &str| format!("POST /api/v1/units/{unit}/renaming");
        let long = "区".repeat(61);
        all_hold(
            &city,
            &[
                (RENAME, order("前海区", -1), "422 units.past"),
                (RENAME, order(" ", 0), "422 name units.name"),
                (RENAME, order(&long, 0), "422 name units.name"),
                (RENAME, order("南山区", 0), "422 name units.same-name"),
                (RENAME, with(&order("前海区", 0), "id", "7"), "422 id units.bad-id"),
                (&of(&contract.station), order("前海区", 0), "422 units.station"),
                (&of("440300"), order("鹏城", 0), "403 access.not-granted"),
                (&of("110101"), order("东城", 0), "404 units.unknown"),
            ],
        );
    });
}
