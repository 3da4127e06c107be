//! Two nodes on one store: what one of them changes holds there at once, and on the other within a
//! second.

use org::{
    Role,
    tokens::{self, NewToken},
};
use serde_json::json;

use super::{capabilities, gate, on_each_engine, outcomes};

#[test]
fn who_loses_a_grant_is_out_at_once_here_and_within_a_second_there() {
    on_each_engine(|contract| {
        let (here, there) = (contract.house, contract.house.beside(&capabilities::all(), gate));
        let station = contract.station.clone();
        let (id, token) = here.write(move |tx| {
            let unit = org::unit::by_code(&*tx.cached::<org::Tree>()?, &station)?;
            let role = Role::Ambassador;
            let token = NewToken { label: "tablet", role, unit, expires_days: None, by: None };
            tokens::create(tx, &token)
        });
        let nodes = [here.bearer(&token), there.bearer(&token)];
        for node in &nodes {
            assert_eq!(outcomes(node, &[contract.record()]), ["accepted"]);
        }
        here.write(move |tx| tokens::revoke(tx, None, id));
        let batch = json!({ "records": [contract.record()] });
        nodes[0].post("/api/v1/visits", &batch).expect(401);
        contract.pass(1);
        nodes[1].post("/api/v1/visits", &batch).expect(401);
    });
}

#[test]
fn a_station_of_one_node_takes_records_at_the_other_and_both_show_the_same_totals() {
    on_each_engine(|contract| {
        let there = contract.house.beside(&capabilities::all(), gate);
        let (_, token) = contract.house.write(|tx| {
            let unit = org::unit::by_code(&*tx.cached::<org::Tree>()?, "100000")?;
            let role = Role::Integration;
            let token = NewToken { label: "there", role, unit, expires_days: None, by: None };
            tokens::create(tx, &token)
        });
        let there = there.bearer(&token);
        let body = json!({ "name": "海边翼站", "division": "440304", "services": ["A02"] });
        let made = there.post("/api/v1/stations", &body).expect(201).json();
        let mut record = contract.record();
        record["station"] = made["code"].clone();
        assert_eq!(outcomes(&contract.nation, std::slice::from_ref(&record)), ["accepted"]);
        assert_eq!(outcomes(&there, &[record]), ["duplicate"]);
        assert_eq!(outcomes(&there, &[contract.record()]), ["accepted"]);
        let path = format!("/api/v1/tallies?unit=100000&from={0}&to={0}", contract.day(0));
        for node in [&contract.nation, &there] {
            let total = node.get(&path).expect(200).json()["total"].clone();
            assert_eq!(total["visits"], 2, "{total}");
        }
    });
}
