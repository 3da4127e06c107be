//! Ratings: a right is spent once, counted everywhere at once, and shown where nobody can be known
//! by it.

mod figures;
mod page;
mod shown;
mod unknown;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use org::Role;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use testkit::Caller;

use super::{Contract, all_hold, ask, each, on_each_engine, told, with};

const DAY: i64 = 24 * 3600;
const RATE: &str = "POST /api/v1/ratings";
const CHANGE: &str = "PUT /api/v1/ratings";
const WITHDRAW: &str = "POST /api/v1/ratings/withdrawal";

/// A token, as the counter makes one.
pub fn token(number: u128) -> String {
    URL_SAFE_NO_PAD.encode(number.to_be_bytes())
}

/// The key that a record carries for a token.
pub fn key(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}

/// A record with rights for these tokens.
pub fn handing_out(contract: &Contract<'_>, tokens: &[String]) -> Value {
    let keys: Vec<String> = tokens.iter().map(|token| key(token)).collect();
    let record = with(&contract.record(), "people", keys.len().max(1));
    with(&with(&record, "arrivals", 0), "rating_keys", keys)
}

pub fn rating(contract: &Contract<'_>, token: &str, score: i64) -> Value {
    json!({ "station": contract.station, "token": token, "score": score, "reasons": [],
            "comment": null, "on_behalf": false })
}

/// What comes of each of these, by a guest whom nobody knows.
#[track_caller]
fn guest_is_told(contract: &Contract<'_>, examples: &[(&str, Value, &str)]) {
    all_hold(&contract.house.visitor(), examples);
}

/// Records a service for each score, which a guest then gives.
pub fn rated(contract: &Contract<'_>, first: u128, scores: &[i64]) {
    let numbered = || (first..).zip(scores);
    let tokens: Vec<String> = numbered().map(|(number, _)| token(number)).collect();
    contract.recorded(&[handing_out(contract, &tokens)]);
    for (number, score) in numbered() {
        guest_is_told(contract, &[(RATE, rating(contract, &token(number), *score), "201")]);
    }
}

/// The figures of ratings, as somebody sees them of a unit over the last forty days.
pub fn seen(contract: &Contract<'_>, who: &Caller<'_>, unit: &str) -> Vec<Value> {
    let (from, to) = (contract.day(-40), contract.day(0));
    let path = format!("/api/v1/tallies?unit={unit}&from={from}&to={to}");
    numbers(&who.get(&path).expect(200).json()["total"])
}

pub fn numbers(row: &Value) -> Vec<Value> {
    ["rated", "score_sum", "satisfied", "dissatisfied"].map(|name| row[name].clone()).to_vec()
}

fn counted(contract: &Contract<'_>, unit: &str) -> (i64, i64) {
    let seen = seen(contract, &contract.nation, unit);
    (seen[0].as_i64().unwrap(), seen[1].as_i64().unwrap())
}

#[track_caller]
fn recount(contract: &Contract<'_>) {
    let found = contract.house.read(visits::doctor::recount::<ratings::Gathered>);
    assert_eq!(found.differences, []);
    assert!(found.unshown.is_empty(), "{:?}", found.unshown);
}

#[test]
fn a_right_is_spent_once_and_counted_at_every_level() {
    on_each_engine(|contract| {
        let tokens = [token(1), token(2), token(3)];
        contract.recorded(&[handing_out(contract, &tokens)]);
        let good = rating(contract, &tokens[0], 5);
        let said = with(&with(&good, "reasons", json!(["kind"])), "comment", "教得耐心");
        guest_is_told(
            contract,
            &[
                (RATE, said.clone(), "201"),
                (RATE, said.clone(), "200"),
                (RATE, good, "409 ratings.spent"),
                (RATE, with(&said, "on_behalf", true), "409 ratings.spent"),
                (RATE, rating(contract, &tokens[1], 2), "201"),
            ],
        );
        for unit in [&*contract.station, "440305", "440300", "440000", "100000"] {
            let whole: Vec<Value> = [2, 7, 1, 1].map(Value::from).to_vec();
            assert_eq!(seen(contract, &contract.nation, unit), whole, "{unit}");
        }
        recount(contract);
    });
}

#[test]
fn what_is_wrong_is_said_with_its_field() {
    on_each_engine(|contract| {
        let tokens = [token(1), token(2)];
        contract.recorded(&[handing_out(contract, &tokens)]);
        let beside = contract.registered("440305", "石桥翼站");
        let good = rating(contract, &tokens[0], 4);
        let wrong =
            |field: &str, value: Value, code: &'static str| (RATE, with(&good, field, value), code);
        guest_is_told(
            contract,
            &[
                wrong("station", json!(beside), "422 station ratings.station"),
                wrong("station", json!("440305-99999"), "422 station ratings.station"),
                wrong("token", json!("short"), "422 token ratings.token"),
                wrong("token", json!(7), "422 token request.wrong-type"),
                wrong("score", json!(0), "422 score ratings.score"),
                wrong("score", json!(6), "422 score ratings.score"),
                wrong("score", json!(4.5), "422 score request.wrong-type"),
                wrong("score", Value::Null, "422 score request.wrong-type"),
                wrong("reasons", json!(["nonsense"]), "422 reasons ratings.reason"),
                wrong("comment", json!("长".repeat(501)), "422 comment ratings.comment"),
                (RATE, with(&good, "comment", "长".repeat(500)), "201"),
                (
                    RATE,
                    json!({ "station": contract.station, "token": tokens[1] }),
                    "422 score request.missing",
                ),
            ],
        );
        assert_eq!(counted(contract, "100000"), (1, 4));
    });
}

#[test]
fn it_may_be_changed_and_taken_back_for_ten_minutes() {
    on_each_engine(|contract| {
        let tokens = [token(1), token(2), token(3)];
        contract.recorded(&[handing_out(contract, &tokens)]);
        let body = |number: usize, score| rating(contract, &tokens[number], score);
        let withdrawal =
            |number: usize| json!({ "station": contract.station, "token": tokens[number] });
        let none = "404 ratings.none";
        guest_is_told(
            contract,
            &[
                (CHANGE, body(0, 1), none),
                (WITHDRAW, withdrawal(0), none),
                (RATE, body(0, 1), "201"),
                (CHANGE, body(0, 5), "200"),
                (RATE, body(0, 5), "200"),
                (RATE, body(0, 1), "409 ratings.spent"),
                (RATE, body(1, 2), "201"),
                (WITHDRAW, withdrawal(1), "200"),
                (WITHDRAW, withdrawal(1), "200"),
                (RATE, body(1, 2), "409 ratings.spent"),
                (CHANGE, body(1, 2), "409 ratings.spent"),
                (RATE, body(2, 3), "201"),
            ],
        );
        assert_eq!(counted(contract, "440300"), (2, 8));
        contract.pass(601);
        let spent = "409 ratings.spent";
        guest_is_told(
            contract,
            &[
                (RATE, body(2, 3), spent),
                (CHANGE, body(2, 1), spent),
                (WITHDRAW, withdrawal(2), spent),
            ],
        );
        assert_eq!(counted(contract, "440300"), (2, 8));
        recount(contract);
        contract.house.look_at_clock();
        contract.house.run_jobs();
        guest_is_told(contract, &[(WITHDRAW, withdrawal(2), spent)]);
    });
}

#[test]
fn it_waits_for_its_record_seven_days_and_counts_with_it() {
    on_each_engine(|contract| {
        let tokens: Vec<String> = (1..=4).map(token).collect();
        let body = |number: usize, score| rating(contract, &tokens[number], score);
        let withdrawal = json!({ "station": contract.station, "token": tokens[1] });
        guest_is_told(
            contract,
            &[
                (RATE, body(0, 4), "202"),
                (RATE, body(0, 4), "202"),
                (RATE, body(0, 3), "409 ratings.spent"),
                (CHANGE, body(0, 5), "202"),
                (RATE, body(1, 1), "202"),
                (WITHDRAW, withdrawal, "200"),
                (RATE, body(2, 2), "202"),
            ],
        );
        assert_eq!(counted(contract, "100000"), (0, 0));
        let record = handing_out(contract, &tokens[..2]);
        contract.recorded(&[record.clone(), handing_out(contract, &tokens[3..])]);
        assert_eq!(super::outcomes(&contract.nation, &[record]), ["duplicate"]);
        assert_eq!(counted(contract, &contract.station), (1, 5));
        // Within the window it may still be changed, and the one that was taken back said anew.
        guest_is_told(
            contract,
            &[(CHANGE, body(0, 3), "200"), (RATE, body(1, 3), "201"), (RATE, body(3, 5), "201")],
        );
        assert_eq!(counted(contract, "440305"), (3, 11));
        contract.pass(8 * DAY);
        contract.house.look_at_clock();
        contract.house.run_jobs();
        let late =
            with(&handing_out(contract, &tokens[2..3]), "occurred_at", contract.moment(-8 * DAY));
        contract.recorded(&[late]);
        assert_eq!(counted(contract, "440305"), (3, 11));
        recount(contract);
    });
}

#[test]
fn a_held_rating_counts_at_the_station_that_it_named() {
    on_each_engine(|contract| {
        let beside = contract.registered("440305", "石桥翼站");
        let elsewhere = with(&rating(contract, &token(1), 1), "station", &*beside);
        guest_is_told(contract, &[(RATE, elsewhere, "202")]);
        contract.recorded(&[handing_out(contract, &[token(1)])]);
        assert_eq!(counted(contract, "440305"), (0, 0));
        guest_is_told(contract, &[(RATE, rating(contract, &token(1), 4), "201")]);
    });
}

#[test]
fn invented_tokens_are_bounded_by_station_and_hour() {
    on_each_engine(|contract| {
        let nobody = contract.house.visitor();
        for number in 0..60 {
            drop(ask(&nobody, RATE, &rating(contract, &token(number), 1)).expect(202));
        }
        let (one_more, code) = (rating(contract, &token(60), 1), "429 ratings.too-many-held");
        guest_is_told(contract, &[(RATE, one_more.clone(), code)]);
        // A right that is here is spent all the same.
        rated(contract, 100, &[5]);
        contract.pass(3600);
        guest_is_told(contract, &[(RATE, one_more, "202")]);
    });
}

#[test]
fn after_seven_days_a_right_is_over() {
    on_each_engine(|contract| {
        let of = |days: i64, number: u128| {
            let record = handing_out(contract, &[token(number)]);
            with(&record, "occurred_at", contract.moment(-days * DAY))
        };
        contract.recorded(&[of(7, 7), of(8, 8), of(20, 20)]);
        guest_is_told(
            contract,
            &[
                (RATE, rating(contract, &token(7), 4), "201"),
                (RATE, rating(contract, &token(8), 4), "410 ratings.expired"),
                (RATE, rating(contract, &token(20), 4), "410 ratings.expired"),
            ],
        );
    });
}

#[test]
fn a_record_that_is_taken_back_leaves_its_ratings() {
    on_each_engine(|contract| {
        let tokens = [token(1), token(2)];
        let id = contract.recorded(&[handing_out(contract, &tokens)]).remove(0);
        guest_is_told(contract, &[(RATE, rating(contract, &tokens[0], 1), "201")]);
        let path = format!("/api/v1/visits/{id}/reversal");
        drop(contract.nation.post(&path, &json!({ "id": contract.id() })).expect(201));
        guest_is_told(contract, &[(RATE, rating(contract, &tokens[1], 1), "201")]);
        assert_eq!(counted(contract, "440305"), (2, 2));
        recount(contract);
    });
}

#[test]
fn ratings_go_with_their_day_when_a_unit_moves() {
    on_each_engine(|contract| {
        rated(contract, 1, &[5, 1]);
        let province = contract.bearer(Role::Supervisor, "440000");
        let order = json!({ "id": contract.id(), "parent": "440100", "from": contract.day(0) });
        drop(province.post("/api/v1/units/440305/reparenting", &order).expect(201));
        for (unit, expected) in [("440300", (0, 0)), ("440100", (2, 6)), ("440000", (2, 6))] {
            assert_eq!(counted(contract, unit), expected, "{unit}");
        }
        recount(contract);
    });
}

#[test]
fn reasons_to_choose_from_are_told_in_both_languages() {
    on_each_engine(|contract| {
        let nobody = contract.house.visitor();
        let read = |who: &Caller<'_>| who.get("/api/v1/ratings/reasons").expect(200).json();
        let (zh, en) = (read(&nobody), read(&nobody.clone().in_english()));
        assert_eq!(each(&zh["items"], "code"), each(&en["items"], "code"));
        assert_eq!(
            (&zh["items"][0]["name"], &en["items"][0]["name"]),
            (&json!("态度亲切"), &json!("Kind"))
        );
        assert_eq!(
            told(&nobody.post("/api/v1/ratings", &json!({}))),
            "422 station request.missing"
        );
    });
}
