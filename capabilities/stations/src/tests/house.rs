//! A house of this capability with a network, its catalogue and tokens for each role.

use std::sync::Arc;

use kernel::Capability;
use org::{AccessGate, Role, tokens};
use serde_json::{Value, json};
use testkit::{Answer, House};

use crate::catalogue;

/// What this capability leans on, and itself.
pub fn capabilities() -> Vec<Capability> {
    let units = Capability {
        migrations: org::MIGRATIONS,
        subscriptions: org::capability().subscriptions,
        ..Capability::named("org")
    };
    vec![units, crate::capability()]
}

/// Runs a test in a house with the network of divisions, on each engine.
pub fn in_a_house(test: impl Fn(&House)) {
    let gate = |all: &[Capability]| -> Arc<dyn kernel::Gate> {
        Arc::new(AccessGate::new(all).unwrap_or_else(|error| panic!("{error}")))
    };
    testkit::on_each_house(capabilities, gate, |house| {
        house.write(|tx| {
            org::unit::mirror_divisions(tx)?;
            catalogue::insert_defaults(tx)
        });
        test(house);
    });
}

/// A service token of a role on a unit.
pub fn token(house: &House, role: &str, unit: &str) -> String {
    let role = Role::parse(role).unwrap_or_else(|| panic!("{role}"));
    let unit = unit.to_owned();
    house.write(move |tx| {
        let tree = tx.cached::<org::Tree>()?;
        let unit = org::unit::by_code(&tree, &unit)?;
        let new = tokens::NewToken { label: "test", role, unit, expires_days: None, by: None };
        Ok(tokens::create(tx, &new)?.1)
    })
}

/// A station in Futian, as a caller sends it.
pub fn sample(name: &str) -> Value {
    let day = |day: u8| json!({"day": day, "from": "08:30", "to": "18:00"});
    json!({
        "name": name,
        "division": "440304",
        "address": "福华路 1 号",
        "location": {"lng": 114.05, "lat": 22.54},
        "phone": "0755-83000000",
        "hours": (1..=7).map(day).collect::<Vec<_>>(),
        "services": ["A01", "A02"],
        "features": ["step_free"],
    })
}

/// Asserts the status of an answer of which nothing else matters.
#[track_caller]
pub fn answers(answer: Answer, status: u16) {
    drop(answer.expect(status));
}
