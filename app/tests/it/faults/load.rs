//! Clients that keep recording whatever happens, and what has to hold of it afterwards.

use std::{
    collections::BTreeSet,
    thread::Scope,
    time::{Duration, Instant},
};

use parking_lot::{Condvar, Mutex};
use serde_json::{Value, json};

use crate::server::{Client, Deployment, Server, now, uuid7};

/// Clients at one time.
const CLIENTS: u64 = 8;
/// Records of one request.
const BATCH: u64 = 3;
/// A fault that is over for so long has to be over for the clients too.
const AT_LAST: Duration = Duration::from_mins(1);

/// How often each fault happens: five times in CI, `make faults` says fifty.
pub fn rounds() -> u64 {
    let said = std::env::var("YIZHAN_FAULTS").ok();
    said.map_or(5, |text| text.parse().expect("YIZHAN_FAULTS is a number"))
}

/// How long a client that was sent away, or found nobody, waits for news before it tries again.
const PAUSE: Duration = Duration::from_millis(50);

/// Clients that find the server at `address`.
pub struct Load {
    station: String,
    token: String,
    state: Mutex<State>,
    news: Condvar,
}

/// What clients sent, and what came of it.
#[derive(Default)]
struct State {
    address: String,
    all: Vec<Value>,
    acknowledged: BTreeSet<String>,
    refusals: usize,
    next: u64,
    over: bool,
}

impl Load {
    /// Clients of a station that is registered for them.
    pub fn on(deployment: &Deployment, server: &Server) -> Self {
        let token = deployment.token("integration", "100000");
        let body = json!({ "name": "福田测试站", "division": "440304" });
        let mut client = server.client().bearing(&token);
        let (status, answer) = client.post("/api/v1/stations", &body).unwrap();
        assert_eq!(status, 201, "{answer}");
        let station = answer["code"].as_str().unwrap().to_owned();
        let state = State { address: server.address.clone(), ..State::default() };
        Self { station, token, state: Mutex::new(state), news: Condvar::new() }
    }

    /// Sets the clients to work; they end when the load is [`Load::end`]ed.
    pub fn start<'s>(&'s self, scope: &'s Scope<'s, '_>) {
        for _ in 0..CLIENTS {
            scope.spawn(|| self.record());
        }
    }

    /// The server is to be found elsewhere.
    pub fn is_at(&self, server: &Server) {
        self.state.lock().address.clone_from(&server.address);
        self.news.notify_all();
    }

    /// The clients stop after what they are sending.
    pub fn end(&self) {
        self.state.lock().over = true;
        self.news.notify_all();
    }

    /// Waits until so many more records were acknowledged.
    pub fn acknowledged(&self, more: usize) {
        self.wait(more, |state| state.acknowledged.len());
    }

    /// Waits until clients were told so many more times that the store is busy.
    pub fn refused(&self, more: usize) {
        self.wait(more, |state| state.refusals);
    }

    fn wait(&self, more: usize, count: impl Fn(&State) -> usize) {
        let mut state = self.state.lock();
        let (enough, last) = (count(&state) + more, Instant::now() + AT_LAST);
        while count(&state) < enough {
            if self.news.wait_until(&mut state, last).timed_out() {
                state.over = true;
                panic!("after {AT_LAST:?} there is no answer");
            }
        }
    }

    /// Sends batch after batch, each until it is acknowledged.
    fn record(&self) {
        let mut client = None;
        while let Some(records) = self.next() {
            let batch = json!({ "records": records });
            while !self.send(&mut client, &batch) {
                let mut state = self.state.lock();
                if state.over {
                    return;
                }
                self.news.wait_for(&mut state, PAUSE);
            }
        }
    }

    /// What a client sends next; nothing when all is over.
    fn next(&self) -> Option<Vec<Value>> {
        let mut state = self.state.lock();
        let first = state.next;
        state.next += BATCH;
        let records: Vec<Value> = (first..first + BATCH).map(|n| self.one(n)).collect();
        (!state.over).then(|| {
            state.all.extend(records.iter().cloned());
            records
        })
    }

    fn one(&self, number: u64) -> Value {
        json!({
            "id": uuid7(number),
            "station": self.station,
            "service": "A02",
            "people": number % 7 + 1,
            "occurred_at": now(),
        })
    }

    /// Sends a batch once; true when it was acknowledged.
    fn send(&self, client: &mut Option<Client>, batch: &Value) -> bool {
        let connected = client.take().map_or_else(|| self.connect(), Ok);
        // A connection that broke says nothing: the batch may be kept or not.
        let answer = connected.and_then(|mut connected| {
            let answer = connected.post("/api/v1/visits", batch)?;
            *client = Some(connected);
            Ok(answer)
        });
        let Ok((status, answer)) = answer else { return false };
        let mut state = self.state.lock();
        self.news.notify_all();
        if status == 503 {
            assert_eq!(answer["code"], "request.busy", "{answer}");
            state.refusals += 1;
            return false;
        }
        assert_eq!(status, 200, "an answer that is not clear: {answer}");
        for result in answer["results"].as_array().unwrap() {
            assert_ne!(result["status"], "refused", "{result}");
            state.acknowledged.insert(result["id"].as_str().unwrap().to_owned());
        }
        true
    }

    fn connect(&self) -> std::io::Result<Client> {
        let address = self.state.lock().address.clone();
        Ok(Client::connect(&address)?.bearing(&self.token))
    }

    /// Nothing acknowledged is lost, nothing is doubled, and every total says so.
    pub fn verify(self, deployment: &Deployment, server: Server) {
        let mut client = server.client().bearing(&self.token);
        let State { all, acknowledged, .. } = self.state.into_inner();
        for batch in all.chunks(500) {
            let sent = client.post("/api/v1/visits", &json!({ "records": batch }));
            let (status, answer) = sent.unwrap();
            assert_eq!(status, 200, "{answer}");
            for result in answer["results"].as_array().unwrap() {
                let id = result["id"].as_str().unwrap();
                let known = acknowledged.contains(id);
                assert_ne!(result["status"], "refused", "{result}");
                assert!(!known || result["status"] == "duplicate", "{id} was lost");
            }
        }
        let people: u64 = all.iter().map(|record| record["people"].as_u64().unwrap()).sum();
        for unit in ["100000", "440000", "440300", "440304", self.station.as_str()] {
            let (from, to) = (days_ago(1), days_ago(-1));
            let path = format!("/api/v1/tallies?unit={unit}&from={from}&to={to}");
            let total = client.get(&path).unwrap().1["total"].clone();
            assert_eq!(total["visits"], all.len(), "{unit}: {total}");
            assert_eq!(total["people"], people, "{unit}: {total}");
        }
        drop(client);
        assert_eq!(server.terminate(), Some(0));
        let found = deployment.object(&["-q", "doctor"]);
        assert_eq!(found["ok"], true, "{found}");
    }
}

fn days_ago(days: i32) -> String {
    let today: db::Instant = now().parse().unwrap();
    today.day().plus(-days).to_string()
}

/// Times of recovery, for the report.
#[derive(Default)]
pub struct Recoveries(Vec<Duration>);

impl Recoveries {
    /// One more.
    pub fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// Says in one line what happened how often.
    pub fn report(mut self, fault: &str) {
        self.0.sort_unstable();
        let (count, middle) = (self.0.len(), self.0.get(self.0.len() / 2));
        let (middle, longest) = (middle.unwrap(), self.0.last().unwrap());
        println!(
            "| {fault} | {count} | 0 lost, 0 doubled | median {:.2} s, at most {:.2} s |",
            middle.as_secs_f64(),
            longest.as_secs_f64()
        );
    }
}
