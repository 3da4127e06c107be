//! Batches of any JSON. Some hundred cases with `make test`, as many as one likes with `make fuzz`.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::record::Incoming;

/// Any JSON of a few levels.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(Value::from("2026-11-24T10:00:00+08:00")),
        Just(Value::from("019ab0c0-0000-7000-8000-000000000001")),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map("[a-z_]{1,8}", inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

const FIELDS: [&str; 10] = [
    "id",
    "station",
    "service",
    "people",
    "arrivals",
    "occurred_at",
    "group",
    "activity",
    "note",
    "rating_keys",
];

proptest! {
    #[test]
    fn records(field in 0_usize..10, value in any_json(), text in "\\PC{0,200}") {
        let mut record = json!({
            "id": "019ab0c0-0000-7000-8000-000000000001", "station": "440305-00121",
            "service": "A02", "people": 3, "arrivals": 1, "rating_keys": [],
            "occurred_at": "2026-11-24T10:00:00+08:00",
        });
        record[FIELDS[field]] = value;
        for text in [record.to_string(), text] {
            // Whatever is taken is within the bounds of the contract once it is judged.
            let taken = serde_json::from_str::<Incoming>(&text).ok();
            if let Some(Ok(record)) = taken.map(Incoming::into_record) {
                prop_assert!(record.rating_keys.len() <= 200);
                let _ = (record.check_people(), record.day());
            }
        }
    }
}
