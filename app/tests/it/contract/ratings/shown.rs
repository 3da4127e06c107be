//! Who sees what of the ratings of a station: its own people and the public by full fives, a level
//! above at once.

use org::Role;
use serde_json::{Value, json};
use testkit::Caller;

use super::{DAY, handing_out, numbers, rated, rating, seen, token, with};
use crate::contract::{Contract, all_hold, on_each_engine};

const NONE: [Value; 4] = [Value::Null, Value::Null, Value::Null, Value::Null];

fn told(figures: [i64; 4]) -> Vec<Value> {
    figures.map(Value::from).to_vec()
}

fn rows(contract: &Contract<'_>, who: &Caller<'_>, more: &str) -> Vec<(String, Vec<Value>)> {
    let (from, to) = (contract.day(-40), contract.day(0));
    let path = format!("/api/v1/tallies?unit={}&from={from}&to={to}{more}", contract.station);
    let answer = who.get(&path).expect(200).json();
    let row = |row: &Value| (row["key"].as_str().unwrap().to_owned(), numbers(row));
    answer["rows"].as_array().unwrap().iter().map(row).collect()
}

fn public(contract: &Contract<'_>, who: &Caller<'_>) -> Vec<Value> {
    let station = format!("/api/v1/stations/{}", contract.station);
    numbers(&who.get(&station).expect(200).json()["ratings"])
}

#[test]
fn a_station_sees_full_fives_and_a_level_above_sees_all() {
    on_each_engine(|contract| {
        let own = contract.signed_in("own", Role::Ambassador, &contract.station).caller;
        let lead = contract.signed_in("lead", Role::Supervisor, &contract.station).caller;
        let everywhere = contract.signed_in("all", Role::Ambassador, "440305").caller;
        let above = contract.signed_in("county", Role::Supervisor, "440305").caller;
        let nobody = contract.house.visitor();
        let (five, ten) = (told([5, 14, 3, 2]), told([10, 39, 8, 2]));
        let mut number = 0;
        for (score, shown) in [
            (1, &NONE[..]),
            (2, &NONE),
            (3, &NONE),
            (4, &NONE),
            (4, &five),
            (5, &five),
            (5, &five),
            (5, &five),
            (5, &five),
            (5, &ten),
            (1, &ten),
        ] {
            number += 1;
            rated(contract, number, &[score]);
            for who in [&own, &lead] {
                assert_eq!(seen(contract, who, &contract.station), shown, "{number}");
                assert_eq!(public(contract, who), shown, "{number}");
                for by in ["day", "week", "month", "service"] {
                    let rows = rows(contract, who, &format!("&by={by}"));
                    assert_eq!(rows[0].1, shown, "{number} by {by}");
                }
            }
            assert_eq!(seen(contract, &everywhere, "440305"), shown, "{number}");
            assert_eq!(public(contract, &nobody), shown, "{number}");
            let exact = i64::try_from(number).unwrap();
            assert_eq!(seen(contract, &above, &contract.station)[0], exact);
            assert_eq!(public(contract, &above)[0], exact);
        }
    });
}

#[test]
fn each_row_is_judged_by_itself() {
    on_each_engine(|contract| {
        let own = contract.signed_in("own", Role::Ambassador, &contract.station).caller;
        let of = |service: &str, days: i64, first: u128, count: u128| {
            let tokens: Vec<String> = (first..first + count).map(token).collect();
            let record = with(&handing_out(contract, &tokens), "service", service);
            contract.recorded(&[with(&record, "occurred_at", contract.moment(-days * DAY))]);
            for token in tokens {
                let examples = [("POST /api/v1/ratings", rating(contract, &token, 5), "201")];
                all_hold(&contract.house.visitor(), &examples);
            }
        };
        of("A01", 1, 1, 3);
        of("A02", 0, 10, 5);
        assert_eq!(seen(contract, &own, &contract.station), told([5, 25, 5, 0]));
        let five = told([5, 25, 5, 0]);
        let (yesterday, today) = (contract.day(-1), contract.day(0));
        let none = NONE.to_vec();
        let named = |expected: [(&str, &Vec<Value>); 2]| {
            expected.map(|(key, figures)| (key.to_owned(), figures.clone())).to_vec()
        };
        let by = |more: &str| rows(contract, &own, more);
        assert_eq!(by("&by=service"), named([("A01", &none), ("A02", &five)]));
        assert_eq!(by("&by=day"), named([(&yesterday, &none), (&today, &five)]));
        assert_eq!(by("&by=day&service=A02"), [(today.clone(), five.clone())]);
        assert_eq!(by("&by=service&service=A02,A01"), named([("A01", &none), ("A02", &five)]));
    });
}

#[test]
fn what_is_open_is_shown_when_its_month_is_over() {
    on_each_engine(|contract| {
        let own = contract.bearer(Role::Ambassador, &contract.station);
        rated(contract, 1, &[5, 5, 5, 5, 5, 1, 1]);
        assert_eq!(seen(contract, &own, &contract.station), told([5, 25, 5, 0]));
        // The clock of the examples shows 26 November.
        contract.pass(5 * DAY);
        let own = contract.bearer(Role::Ambassador, &contract.station);
        assert_eq!(seen(contract, &own, &contract.station), told([7, 27, 5, 2]));
        // One more opens the next five, and nobody is shown it alone.
        rated(contract, 20, &[4]);
        assert_eq!(seen(contract, &own, &contract.station), told([7, 27, 5, 2]));
    });
}

#[test]
fn what_is_taken_back_moves_nothing_by_itself_and_never_under_five() {
    on_each_engine(|contract| {
        let own = contract.bearer(Role::Ambassador, &contract.station);
        rated(contract, 1, &[5, 5, 5, 5, 5, 5]);
        let take_back = |number: u128| {
            let body = json!({ "station": contract.station, "token": token(number) });
            let examples = [("POST /api/v1/ratings/withdrawal", body, "200")];
            all_hold(&contract.house.visitor(), &examples);
        };
        take_back(1);
        assert_eq!(seen(contract, &own, &contract.station), told([5, 25, 5, 0]));
        take_back(2);
        assert_eq!(seen(contract, &own, &contract.station), NONE);
        rated(contract, 20, &[1]);
        assert_eq!(seen(contract, &own, &contract.station), told([5, 21, 4, 1]));
    });
}
