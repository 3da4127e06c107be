//! Reversals: the only correction.

use db::Instant;
use org::Role;
use serde_json::{Value, json};

use super::{all_hold, on_each_engine, outcomes, text, told, with};

#[test]
fn a_record_is_taken_back_once_on_its_own_day() {
    on_each_engine(|contract| {
        let at = contract.moment(-26 * 3600);
        let record = with(&with(&contract.record(), "occurred_at", &*at), "group", "elder");
        let id = contract.recorded(std::slice::from_ref(&record)).remove(0);
        contract.pass(3600);
        let path = format!("/api/v1/visits/{id}/reversal");
        let body = json!({ "id": contract.id(), "reason": "记重了" });
        let made = contract.nation.post(&path, &body).expect(201).json();
        let repeated = ["station", "service", "people", "arrivals", "group", "occurred_at"];
        for field in repeated {
            assert_eq!(made[field], record[field], "{field}");
        }
        assert_eq!((&made["id"], &made["kind"]), (&body["id"], &json!("reversal")));
        assert_eq!((&made["reverses"], &made["reversed"]), (&json!(id), &json!(false)));
        // Again the same, with the words of before; anything else is another one.
        contract.pass(60);
        assert_eq!(contract.nation.post(&path, &body).expect(201).json(), made);
        let other = json!({ "id": contract.id(), "reason": "记重了" });
        let conflict = "409 visits.reversed";
        let of_reversal = format!("POST /api/v1/visits/{}/reversal", text(&body["id"]));
        all_hold(
            &contract.nation,
            &[
                (&format!("POST {path}"), other, conflict),
                (&format!("POST {path}"), with(&body, "reason", "别的"), conflict),
                (&of_reversal, json!({ "id": contract.id() }), "422 visits.is-reversal"),
            ],
        );
        let total = |day: i32| {
            let day = contract.day(day);
            let path = format!("/api/v1/tallies?unit=440000&from={day}&to={day}");
            contract.nation.get(&path).expect(200).json()["total"]["visits"].clone()
        };
        assert_eq!((total(-1), total(0)), (json!(0), json!(0)));
        let seen = contract.nation.get(&format!("/api/v1/visits/{id}")).expect(200).json();
        assert_eq!((&seen["kind"], &seen["reversed"]), (&json!("record"), &json!(true)));
        assert_eq!(outcomes(&contract.nation, &[record]), ["duplicate"]);
    });
}

#[test]
fn who_may_take_back_what_and_how_long() {
    on_each_engine(|contract| {
        let her = contract.bearer(Role::Ambassador, &contract.station);
        let colleague = contract.bearer(Role::Ambassador, &contract.station);
        let supervisor = contract.bearer(Role::Supervisor, "440305");
        let elsewhere = contract.bearer(Role::Supervisor, "440304");
        let records = [contract.record(), contract.record(), contract.record()];
        assert_eq!(outcomes(&her, &records), ["accepted"; 3]);
        let reversal = |record: usize| {
            let id = text(&records[record]["id"]);
            (format!("/api/v1/visits/{id}/reversal"), json!({ "id": contract.id() }))
        };
        let take_back = |who: &testkit::Caller<'_>, record: usize| {
            let (path, body) = reversal(record);
            told(&who.post(&path, &body))
        };
        assert_eq!(take_back(&elsewhere, 0), "404 visits.unknown");
        assert_eq!(take_back(&contract.house.visitor(), 0), "401 request.sign-in-first");
        assert_eq!(take_back(&colleague, 0), "403 visits.not-yours-to-reverse");
        contract.pass(600);
        assert_eq!(take_back(&her, 0), "201");
        contract.pass(1);
        assert_eq!(take_back(&her, 1), "403 visits.not-yours-to-reverse");
        assert_eq!(take_back(&supervisor, 1), "201");
        assert_eq!(take_back(&contract.nation, 2), "201");
        // Taken back already is said before anything else, to those who may see it.
        assert_eq!(take_back(&her, 1), "409 visits.reversed");
        assert_eq!(take_back(&elsewhere, 1), "404 visits.unknown");
    });
}

#[test]
fn what_is_wrong_with_a_reversal_is_named() {
    on_each_engine(|contract| {
        let ids = contract.recorded(&[contract.record(), contract.record()]);
        let path = format!("POST /api/v1/visits/{}/reversal", ids[0]);
        let id = contract.id();
        let long = "长".repeat(501);
        all_hold(
            &contract.nation,
            &[
                (&path, json!([]), "400 request.malformed"),
                (&path, json!({}), "422 id request.missing"),
                (&path, json!({ "id": 7 }), "422 id request.wrong-type"),
                (&path, json!({ "id": "x" }), "422 id visits.bad-id"),
                (&path, json!({ "id": id, "reason": 7 }), "422 reason request.wrong-type"),
                (&path, json!({ "id": id, "reason": long }), "422 reason visits.reason-too-long"),
                // The id of a record is taken.
                (&path, json!({ "id": ids[1] }), "409 visits.id-conflict"),
                ("POST /api/v1/visits/x/reversal", json!({ "id": id }), "404 visits.unknown"),
                (
                    &format!("POST /api/v1/visits/{id}/reversal"),
                    json!({ "id": id }),
                    "404 visits.unknown",
                ),
                ("GET /api/v1/visits/x", Value::Null, "404 visits.unknown"),
                (&path, json!({ "id": id }), "201"),
            ],
        );
        let seen = contract.nation.get(&format!("/api/v1/visits/{id}")).expect(200).json();
        let recorded_at: Instant = text(&seen["recorded_at"]).parse().unwrap();
        assert_eq!(recorded_at, contract.house.app.db.now());
    });
}
