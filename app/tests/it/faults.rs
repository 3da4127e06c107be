//! `kill -9` under load: nothing that was acknowledged is lost, nothing is counted twice.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
};

use db::Engine;
use parking_lot::Mutex;
use serde_json::{Value, json};

use crate::server::{Client, Deployment, now, uuid7};

/// Clients at one time.
const CLIENTS: u64 = 8;
/// The server is killed when so many records were acknowledged.
const ENOUGH: usize = 300;

fn station(client: &mut Client) -> String {
    let body = json!({ "name": "福田测试站", "division": "440304" });
    let (status, answer) = client.post("/api/v1/stations", &body).unwrap();
    assert_eq!(status, 201, "{answer}");
    answer["code"].as_str().unwrap().to_owned()
}

fn record(station: &str, number: u64) -> Value {
    json!({
        "id": uuid7(number),
        "station": station,
        "service": "A02",
        "people": number % 7 + 1,
        "occurred_at": now(),
    })
}

/// What the clients sent, and what of it was acknowledged.
#[derive(Default)]
struct Sent {
    all: Mutex<Vec<Value>>,
    acknowledged: Mutex<BTreeSet<String>>,
    count: AtomicUsize,
    next: AtomicU64,
}

impl Sent {
    /// Sends batches until the connection breaks.
    fn load(&self, mut client: Client, station: &str) {
        loop {
            let first = self.next.fetch_add(3, Ordering::SeqCst);
            let records: Vec<Value> = (first..first + 3).map(|n| record(station, n)).collect();
            self.all.lock().extend(records.iter().cloned());
            let Ok((200, answer)) = client.post("/api/v1/visits", &json!({ "records": records }))
            else {
                return;
            };
            for result in answer["results"].as_array().unwrap() {
                assert_eq!(result["status"], "accepted", "{result}");
                self.acknowledged.lock().insert(result["id"].as_str().unwrap().to_owned());
            }
            self.count.fetch_add(records.len(), Ordering::SeqCst);
        }
    }
}

fn survives(engine: Engine) {
    let deployment = Deployment::with_network(engine);
    let token = deployment.token("integration", "100000");
    let server = deployment.serve();
    let station = station(&mut server.client().bearing(&token));
    let sent = Sent::default();
    let address = server.address.clone();
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            let client = Client::connect(&address).unwrap().bearing(&token);
            scope.spawn(|| sent.load(client, &station));
        }
        while sent.count.load(Ordering::SeqCst) < ENOUGH {
            std::thread::yield_now();
        }
        server.kill();
    });
    let acknowledged = sent.acknowledged.into_inner();
    let all = sent.all.into_inner();
    assert!(acknowledged.len() >= ENOUGH);

    let server = deployment.serve();
    let mut client = server.client().bearing(&token);
    for batch in all.chunks(500) {
        let (status, answer) = client.post("/api/v1/visits", &json!({ "records": batch })).unwrap();
        assert_eq!(status, 200, "{answer}");
        for result in answer["results"].as_array().unwrap() {
            let id = result["id"].as_str().unwrap();
            let known = acknowledged.contains(id);
            assert_ne!(result["status"], "refused", "{result}");
            assert!(!known || result["status"] == "duplicate", "{id} was acknowledged and lost");
        }
    }
    let people: u64 = all.iter().map(|record| record["people"].as_u64().unwrap()).sum();
    let today = &now()[..10];
    for unit in ["100000", "440000", "440300", "440304", station.as_str()] {
        let path = format!("/api/v1/tallies?unit={unit}&from={today}&to={today}");
        let total = client.get(&path).unwrap().1["total"].clone();
        assert_eq!(total["visits"], all.len(), "{unit}: {total}");
        assert_eq!(total["people"], people, "{unit}: {total}");
    }
    assert_eq!(server.terminate(), Some(0));
    let found = deployment.object(&["-q", "doctor"]);
    assert_eq!(found["ok"], true, "{found}");
}

#[test]
fn no_acknowledged_record_is_lost_and_none_is_doubled_on_sqlite() {
    survives(Engine::Sqlite);
}

#[test]
fn no_acknowledged_record_is_lost_and_none_is_doubled_on_postgresql() {
    survives(Engine::Postgres);
}
