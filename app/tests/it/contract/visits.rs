//! The batch endpoint: each record is judged by itself, in order, by its code.

use org::Role;
use serde_json::{Value, json};

use super::{Contract, on_each_engine, outcomes, text, with};

const DAY: i64 = 24 * 3600;

/// A record with another value in one field.
fn other(contract: &Contract<'_>, field: &str, value: impl Into<Value>) -> Value {
    with(&contract.record(), field, value)
}

fn without(contract: &Contract<'_>, field: &str) -> Value {
    let mut record = contract.record();
    record.as_object_mut().unwrap().remove(field);
    record
}

/// A key of a rating token, as a client makes it.
fn key(number: usize) -> String {
    format!("{number:042}A")
}

#[test]
fn each_record_is_judged_by_itself_and_by_its_code() {
    on_each_engine(|contract| {
        let keys = |count: usize| (0..count).map(key).collect::<Vec<String>>();
        let people = |people: i64, arrivals: Value| {
            with(&other(contract, "people", people), "arrivals", arrivals)
        };
        let examples = [
            (contract.record(), "accepted"),
            // Wrongly typed, or no record at all.
            (json!(7), "visits.malformed"),
            (Value::Null, "visits.malformed"),
            (json!([]), "visits.malformed"),
            (json!({}), "visits.malformed"),
            (other(contract, "id", 7), "visits.malformed"),
            (other(contract, "people", "3"), "visits.malformed"),
            (other(contract, "people", 1.5), "visits.malformed"),
            (other(contract, "people", 1e30), "visits.malformed"),
            (other(contract, "people", Value::Null), "visits.malformed"),
            (other(contract, "arrivals", true), "visits.malformed"),
            (other(contract, "station", 440_305), "visits.malformed"),
            (other(contract, "service", json!(["A02"])), "visits.malformed"),
            (other(contract, "group", 1), "visits.malformed"),
            (other(contract, "note", 7), "visits.malformed"),
            (other(contract, "activity", "summer"), "visits.malformed"),
            (other(contract, "occurred_at", 1_795_658_400), "visits.malformed"),
            (other(contract, "occurred_at", "2026-11-26"), "visits.malformed"),
            (other(contract, "occurred_at", "2026-11-26T10:00:00"), "visits.malformed"),
            (other(contract, "rating_keys", "x"), "visits.malformed"),
            (other(contract, "rating_keys", json!(["x"])), "visits.malformed"),
            (other(contract, "rating_keys", keys(4)), "visits.malformed"),
            (with(&people(300, json!(0)), "rating_keys", keys(201)), "visits.malformed"),
            (without(contract, "id"), "visits.malformed"),
            (without(contract, "station"), "visits.malformed"),
            (without(contract, "service"), "visits.malformed"),
            (without(contract, "people"), "visits.malformed"),
            (without(contract, "occurred_at"), "visits.malformed"),
            // Ids are UUIDs of version 7.
            (other(contract, "id", ""), "visits.bad-id"),
            (other(contract, "id", "x"), "visits.bad-id"),
            (other(contract, "id", "7c1d9bd0-6b1e-4b5e-9d6e-0d3f2b1a0c9d"), "visits.bad-id"),
            // What the network does not know.
            (other(contract, "station", "440305-99999"), "visits.unknown-station"),
            (other(contract, "station", "440305"), "visits.unknown-station"),
            (other(contract, "station", ""), "visits.unknown-station"),
            (other(contract, "service", "Z99"), "visits.unknown-service"),
            (other(contract, "service", "a02"), "visits.unknown-service"),
            (other(contract, "group", "cats"), "visits.group"),
            (other(contract, "group", ""), "visits.group"),
            // Figures out of bounds, and at their edges.
            (people(0, Value::Null), "visits.people"),
            (people(-1, Value::Null), "visits.people"),
            (people(10_001, json!(1)), "visits.people"),
            (people(3, json!(4)), "visits.people"),
            (people(3, json!(-1)), "visits.people"),
            (people(10_000, json!(10_000)), "accepted"),
            (people(1, json!(0)), "accepted"),
            (with(&people(300, json!(0)), "rating_keys", keys(200)), "accepted"),
            // Clocks may be ahead by five minutes.
            (other(contract, "occurred_at", contract.moment(300)), "accepted"),
            (other(contract, "occurred_at", contract.moment(301)), "visits.future"),
            // A service that the station has not loaded, a group, a field of tomorrow's version.
            (other(contract, "service", "B01"), "accepted"),
            (other(contract, "group", "elder"), "accepted"),
            (other(contract, "weather", "rain"), "accepted"),
        ];
        let (records, expected): (Vec<Value>, Vec<&str>) = examples.into_iter().unzip();
        let told = outcomes(&contract.nation, &records);
        for ((record, outcome), expected) in records.iter().zip(told).zip(expected) {
            assert_eq!(outcome, expected, "{record:.300}");
        }
    });
}

#[test]
fn the_same_content_is_stored_once_whatever_it_looks_like() {
    on_each_engine(|contract| {
        let good = contract.record();
        let defaults = with(&without(contract, "arrivals"), "note", "  ");
        let people = |of: &Value| with(of, "arrivals", 3);
        let told = outcomes(
            &contract.nation,
            &[
                good.clone(),
                good.clone(),
                with(&good, "people", 4),
                // Ten in Shanghai is two in Greenwich.
                with(&good, "occurred_at", "2026-11-26T02:00:00Z"),
                with(&good, "occurred_at", "2026-11-25T21:00:00.000-05:00"),
                with(&with(&good, "group", Value::Null), "note", Value::Null),
                with(&good, "rating_keys", json!([key(1)])),
                with(&good, "id", text(&good["id"]).to_uppercase()),
                with(&good, "occurred_at", "2026-11-26T10:00:00.001+08:00"),
                with(&good, "arrivals", 2),
                with(&good, "service", "A01"),
                with(&good, "group", "elder"),
                with(&good, "note", "伞"),
                // Nothing is said of arrivals: they are the people.
                defaults.clone(),
                people(&defaults),
                with(&defaults, "arrivals", Value::Null),
                with(&defaults, "arrivals", 2),
            ],
        );
        let expected = [
            "accepted",
            "duplicate",
            "visits.id-conflict",
            "duplicate",
            "duplicate",
            "duplicate",
            "duplicate",
            "duplicate",
            "visits.id-conflict",
            "visits.id-conflict",
            "visits.id-conflict",
            "visits.id-conflict",
            "visits.id-conflict",
            "accepted",
            "duplicate",
            "duplicate",
            "visits.id-conflict",
        ];
        assert_eq!(told, expected);
        let day = contract.day(0);
        let total = format!("/api/v1/tallies?unit={}&from={day}&to={day}", contract.station);
        let total = contract.nation.get(&total).expect(200).json()["total"].clone();
        let figures = ["visits", "people", "arrivals", "invited"].map(|it| total[it].clone());
        assert_eq!(figures, [2, 6, 4, 0], "keys that come with a duplicate are not handed out");
        // Sent again later, too old by now, it is still what it was.
        contract.pass(40 * DAY);
        let her = contract.bearer(Role::Ambassador, &contract.station);
        assert_eq!(outcomes(&her, &[good]), ["duplicate"]);
    });
}

#[test]
fn who_records_where_and_how_late() {
    on_each_engine(|contract| {
        let her = contract.bearer(Role::Ambassador, &contract.station);
        let elsewhere = contract.bearer(Role::Ambassador, "440304");
        let supervisor = contract.bearer(Role::Supervisor, "440305");
        let system = contract.system_of("440300");
        let at = |seconds| other(contract, "occurred_at", contract.moment(seconds));
        let late = -31 * DAY;
        for (who, seconds, expected) in [
            (&her, 0, "accepted"),
            (&her, late, "accepted"),
            (&her, late - 1, "visits.too-old"),
            (&supervisor, late - 1, "accepted"),
            (&system, 10 * late, "accepted"),
            (&system, -60 * 365 * DAY, "visits.too-old"),
            (&elsewhere, 0, "visits.unknown-station"),
            (&elsewhere, late - 1, "visits.unknown-station"),
        ] {
            assert_eq!(outcomes(who, &[at(seconds)]), [expected], "{seconds}");
        }
    });
}

#[test]
fn a_station_that_is_not_open_in_its_life_takes_nothing() {
    on_each_engine(|contract| {
        let path = format!("/api/v1/stations/{}", contract.station);
        let close = contract.nation.clone().with("if-match", "\"1\"");
        let closure = json!({ "reason": "装修", "until": contract.day(1) });
        close.post(&format!("{path}/closure"), &closure).expect(201).json();
        let at = |seconds| other(contract, "occurred_at", contract.moment(seconds));
        assert_eq!(
            outcomes(&contract.nation, &[at(0), at(-DAY), at(DAY)]),
            ["visits.station-closed", "accepted", "visits.future"]
        );
        // The day after it is open again.
        contract.pass(2 * DAY);
        assert_eq!(
            outcomes(&contract.nation, &[at(0), at(-DAY)]),
            ["accepted", "visits.station-closed"]
        );
        // Hours never refuse.
        let day = |day: u8| json!({ "day": day, "from": "08:30", "to": "18:00" });
        let body = json!({ "name": "白鹭翼站", "division": "440304", "hours": [day(4), day(6)] });
        let made = contract.nation.post("/api/v1/stations", &body).expect(201).json();
        let night = with(&at(12 * 3600 + 60), "station", &*text(&made["code"]));
        contract.pass(12 * 3600);
        assert_eq!(outcomes(&contract.nation, &[night]), ["accepted"]);
        let planned = json!({ "name": "筹建翼站", "division": "440304", "status": "planned" });
        let planned = contract.nation.post("/api/v1/stations", &planned).expect(201).json();
        let early = with(&at(0), "station", &*text(&planned["code"]));
        assert_eq!(outcomes(&contract.nation, &[early]), ["visits.station-closed"]);
    });
}
