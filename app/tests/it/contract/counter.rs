//! The counter's pages: the end of the day, and the guest's right in a tap.

use org::Role;
use serde_json::{Value, json};

use super::{Contract, on_each_engine};

fn today(contract: &Contract<'_>) -> Value {
    let day = contract.day(0);
    let path = format!("/api/v1/tallies?unit={}&from={day}&to={day}&by=none", contract.station);
    contract.nation.get(&path).expect(200).json()["total"].clone()
}

#[test]
fn the_sheet_of_a_day_is_recorded_as_a_whole_and_once() {
    on_each_engine(|contract| {
        let desk = contract.signed_in("ambassador", Role::Ambassador, &contract.station).caller;
        let (water, rest) = (contract.id(), contract.id());
        let sheet = |people: &str| {
            let fields = [
                ("station", contract.station.as_str()),
                ("id_A02", water.as_str()),
                ("people_A02", "13"),
                ("id_A01", rest.as_str()),
                ("people_A01", people),
                ("people_A04", "0"),
            ];
            desk.submit("/desk/close", &fields)
        };
        // What is wrong in one line keeps all of it, and what was typed.
        let refused = sheet("10001").expect(422).text();
        assert!(refused.contains(r#"value="13""#) && refused.contains(r#"value="10001""#));
        assert!(refused.contains(&water), "sent again it is the same record");
        assert_eq!(today(contract)["visits"], 0);
        for _ in 0..2 {
            assert_eq!(sheet("8").status(), 303);
            let total = today(contract);
            let sums = ["visits", "people", "arrivals"].map(|figure| total[figure].clone());
            assert_eq!(sums, [json!(2), json!(21), json!(21)]);
        }
    });
}

#[test]
fn a_tap_hands_out_the_right_that_its_device_made() {
    on_each_engine(|contract| {
        let desk = contract.signed_in("ambassador", Role::Ambassador, &contract.station).caller;
        let tap = |key: &str| {
            let id = contract.id();
            let fields = [
                ("id", id.as_str()),
                ("station", contract.station.as_str()),
                ("service", "A05"),
                ("rating_key", key),
            ];
            desk.submit("/desk/visits", &fields).status()
        };
        assert_eq!(tap("no digest"), 422);
        assert_eq!(today(contract)["invited"], 0);
        assert_eq!(tap(&format!("{:042}A", 1)), 303);
        assert_eq!(tap(""), 303);
        let total = today(contract);
        assert_eq!((total["invited"].clone(), total["visits"].clone()), (json!(1), json!(2)));
    });
}
