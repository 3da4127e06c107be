//! A clock that is set back while clients record, and put right again.

use serde_json::json;

use super::load::rounds;
use crate::contract::{on_each_engine, outcomes, with};

#[test]
fn a_clock_that_is_set_back_loses_and_doubles_nothing() {
    on_each_engine(|contract| {
        let sends = |records: &[serde_json::Value]| outcomes(&contract.nation, records);
        for round in 0..rounds() {
            // Ten minutes to nine hours; the day stays.
            let back = 600 + i64::try_from(round).unwrap() * 5_779 % 31_000;
            let before = contract.record();
            assert_eq!(sends(std::slice::from_ref(&before)), ["accepted"]);
            contract.pass(-back);
            let behind = contract.record();
            let ahead = with(&contract.record(), "occurred_at", contract.moment(back));
            let sent = [before.clone(), behind.clone(), ahead.clone()];
            assert_eq!(sends(&sent), ["duplicate", "accepted", "visits.future"]);
            contract.pass(back);
            assert_eq!(sends(&[before, behind, ahead]), ["duplicate", "duplicate", "accepted"]);
        }
        let day = contract.day(0);
        for unit in ["100000", "440305", &contract.station] {
            let path = format!("/api/v1/tallies?unit={unit}&from={day}&to={day}");
            let total = contract.nation.get(&path).expect(200).json()["total"].clone();
            assert_eq!(total["visits"], json!(3 * rounds()), "{unit}: {total}");
            assert_eq!(total["people"], json!(9 * rounds()), "{unit}: {total}");
        }
        assert_eq!(
            contract.house.read(visits::doctor::recount::<ratings::Gathered>).differences,
            []
        );
        let engine = contract.house.app.db.engine();
        println!("| clock set back, {engine:?} | {} | 0 lost, 0 doubled | at once |", rounds());
    });
}
