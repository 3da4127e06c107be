//! The public contract by example, through the whole house: what scripts, tablets and partners
//! rely on. The world of the examples and the words in which they are told are here; the examples
//! stand below, by noun.

mod answers;
mod audit;
mod counter;
mod credentials;
pub mod ratings;
mod register;
mod renaming;
mod reorganising;
mod reparenting;
mod reversals;
mod stations;
mod tallies;
mod units;
mod visits;

use std::sync::Arc;

use axum::http::Method;
use db::{Engine, Tx};
use kernel::{Capability, Gate};
use org::{
    AccountId, Grant, Role,
    access::Before,
    accounts::{self, NewAccount},
    gate::AccessGate,
    grants,
    login::Login,
    password::{Hashed, Password},
    tokens::{self, NewToken},
};
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};
use web::sessions::{self, Assurance, Stay};
use yizhan::capabilities;

/// A network of every division, and one station in Nanshan that has hot water.
pub struct Contract<'h> {
    pub house: &'h House,
    /// Another system that may do everything everywhere.
    pub nation: Caller<'h>,
    /// The number of the station.
    pub station: String,
}

/// Somebody in a browser.
pub struct SignedIn<'h> {
    pub caller: Caller<'h>,
    pub id: AccountId,
    /// `name=value`.
    pub cookie: String,
}

fn gate(all: &[Capability]) -> Arc<dyn Gate> {
    Arc::new(AccessGate::new(all).unwrap())
}

/// For what is said in SQL: on both engines.
pub fn on_each_engine(test: impl Fn(&Contract<'_>)) {
    testkit::on_each_house(capabilities::all, gate, |house| test(&Contract::new(house)));
}

/// For what is said before the store is asked.
pub fn on_sqlite(test: impl FnOnce(&Contract<'_>)) {
    test(&Contract::new(&House::on(Engine::Sqlite, &capabilities::all(), gate)));
}

/// The text of a value that is one.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// The same object with another value in one field.
pub fn with(object: &Value, field: &str, value: impl Into<Value>) -> Value {
    let mut object = object.clone();
    object[field] = value.into();
    object
}

/// A field of each item of a list.
pub fn each(list: &Value, field: &str) -> Vec<String> {
    let items = list.as_array().unwrap_or_else(|| panic!("no list: {list}"));
    let shown = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    items.iter().map(|item| shown(&item[field])).collect()
}

impl<'h> Contract<'h> {
    fn new(house: &'h House) -> Self {
        house.write(|tx| {
            org::unit::mirror_divisions(tx)?;
            ::stations::catalogue::insert_defaults(tx)
        });
        let nation = bearer(house, Role::Integration, "100000");
        let contract = Self { house, nation, station: String::new() };
        let station = contract.registered("440305", "榕树下翼站");
        Self { station, ..contract }
    }

    /// Somebody with a token of a role on a unit or station.
    pub fn bearer(&self, role: Role, unit: &str) -> Caller<'h> {
        bearer(self.house, role, unit)
    }

    /// Another system of a county, city or province.
    pub fn system_of(&self, unit: &str) -> Caller<'h> {
        self.bearer(Role::Integration, unit)
    }

    /// Somebody who signed in, with a role on a unit or station.
    pub fn signed_in(&self, login: &str, role: Role, unit: &str) -> SignedIn<'h> {
        self.signed_in_with(login, None, &[(role, unit, 0, None)])
    }

    /// Somebody who signed in, with roles on units or stations from one day to another, by their
    /// distance from today; `before`: what they have to do first.
    pub fn signed_in_with(
        &self,
        login: &str,
        before: Option<Before>,
        held: &[(Role, &str, i32, Option<i32>)],
    ) -> SignedIn<'h> {
        let login = Login::parse(login).unwrap();
        let password = Password::parse("nine blue herons wade", &login).unwrap();
        let password = Hashed::of(&password, [9; 16]).unwrap();
        let held: Vec<(Role, String, i32, Option<i32>)> = held
            .iter()
            .map(|(role, unit, from, to)| (*role, (*unit).to_owned(), *from, *to))
            .collect();
        let (id, secret) = self.house.write(move |tx| {
            let account = NewAccount {
                name: login.as_str(),
                login: &login,
                password: &password,
                must_change: before == Some(Before::Password),
                is_fixed: false,
                is_first: false,
            };
            let (id, _) = accounts::create(tx, &account)?;
            for (role, unit, from, to) in held {
                let unit = org::unit::by_code(&*tx.cached::<org::Tree>()?, &unit)?;
                let (from, to) = (tx.today().plus(from), to.map(|to| tx.today().plus(to)));
                grants::record(tx, None, id, &Grant { role, unit, from, to })?;
            }
            let by_password = before == Some(Before::Factor);
            let assurance = if by_password { Assurance::Password } else { Assurance::SecondFactor };
            sessions::begin(tx, id.0, "", assurance, Stay::Browser).map(|it| (id, it))
        });
        let cookie = secret.set_cookie(Stay::Browser);
        let cookie = cookie.split(';').next().unwrap().to_owned();
        SignedIn { caller: self.house.session(&cookie), id, cookie }
    }

    /// The number of a new station with hot water.
    pub fn registered(&self, division: &str, name: &str) -> String {
        let body = json!({ "name": name, "division": division, "services": ["A01", "A02"] });
        text(&self.nation.post("/api/v1/stations", &body).expect(201).json()["code"])
    }

    fn read<T: Send + 'static>(&self, read: impl FnOnce(&mut Tx<'_>) -> T + Send + 'static) -> T {
        self.house.read(|tx| Ok(read(tx)))
    }

    /// A fresh id, as a client makes one.
    pub fn id(&self) -> String {
        self.read(|tx| tx.new_uuid().to_string())
    }

    /// A day by its distance from today.
    pub fn day(&self, distance: i32) -> String {
        self.read(move |tx| tx.today().plus(distance).to_string())
    }

    /// A moment by its distance from now in seconds.
    pub fn moment(&self, seconds: i64) -> String {
        self.read(move |tx| tx.now().plus_seconds(seconds).to_string())
    }

    pub fn pass(&self, seconds: i64) {
        self.house.store.clock.advance(seconds);
    }

    /// A record of three people at the station now, one of whom came in with it.
    pub fn record(&self) -> Value {
        json!({ "id": self.id(), "station": self.station, "service": "A02", "people": 3,
                "arrivals": 1, "occurred_at": self.moment(0) })
    }

    /// Records, one by one in a batch; their ids.
    pub fn recorded(&self, records: &[Value]) -> Vec<String> {
        let outcomes = outcomes(&self.nation, records);
        assert!(outcomes.iter().all(|outcome| outcome == "accepted"), "{outcomes:?}");
        records.iter().map(|record| text(&record["id"])).collect()
    }
}

/// What becomes of a batch: of each record its code, or its status where it has none.
pub fn outcomes(who: &Caller<'_>, records: &[Value]) -> Vec<String> {
    let answer = who.post("/api/v1/visits", &json!({ "records": records })).expect(200).json();
    let results = answer["results"].as_array().unwrap();
    assert_eq!(results.len(), records.len());
    results.iter().zip(records).map(|(result, record)| outcome(result, record)).collect()
}

fn bearer<'h>(house: &'h House, role: Role, unit: &str) -> Caller<'h> {
    let unit = unit.to_owned();
    let (_, token) = house.write(move |tx| {
        let unit = org::unit::by_code(&*tx.cached::<org::Tree>()?, &unit)?;
        let token = NewToken { label: "test", role, unit, expires_days: None, by: None };
        tokens::create(tx, &token)
    });
    house.bearer(&token)
}

/// The code of a refused record, else its status; the id must be that of the record, null when it
/// was no text.
fn outcome(result: &Value, record: &Value) -> String {
    let sent = record.get("id").filter(|id| id.is_string()).unwrap_or(&Value::Null);
    assert_eq!(&result["id"], sent, "{result}");
    let refused = result["status"] == "refused";
    assert_eq!(refused, result["code"].is_string(), "{result}");
    text(if refused { &result["code"] } else { &result["status"] })
}

/// Asks each question, `GET /path` or another method with a body, and holds what comes of it
/// against the contract's word for it.
#[track_caller]
pub fn all_hold(who: &Caller<'_>, examples: &[(&str, Value, &str)]) {
    for (request, body, expected) in examples {
        assert_eq!(told(&ask(who, request, body)), *expected, "{request} {body:.200}");
    }
}

/// The same for reads.
#[track_caller]
pub fn reads_hold(who: &Caller<'_>, examples: &[(&str, &str)]) {
    for (path, expected) in examples {
        assert_eq!(told(&who.get(path)), *expected, "GET {path}");
    }
}

/// Sends `METHOD /path`; null is no body.
pub fn ask(who: &Caller<'_>, request: &str, body: &Value) -> Answer {
    let (method, path) = request.split_once(' ').unwrap();
    let method: Method = method.parse().unwrap();
    if body.is_null() {
        return who.send(method, path, None, axum::body::Body::empty());
    }
    who.send(method, path, Some("application/json"), body.to_string().into())
}

/// What came of a request of the API: `200`, or of a refusal its status, the field if one is
/// named, and the code. A refusal must have the shape of every refusal.
#[track_caller]
pub fn told(answer: &Answer) -> String {
    let status = answer.status();
    if status < 400 {
        return status.to_string();
    }
    let problem = answer.json();
    assert_eq!(answer.header("content-type"), "application/problem+json", "{problem}");
    let fields: Vec<&String> = problem.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["code", "detail", "errors", "request_id", "status", "title", "type"]);
    assert_eq!(problem["status"], status, "{problem}");
    assert_eq!(problem["request_id"], answer.header("x-request-id"), "{problem}");
    let said = |header: &str| !answer.header(header).is_empty();
    assert_eq!(status == 401, said("www-authenticate"), "{problem}");
    assert_eq!(matches!(status, 429 | 503), said("retry-after"), "{problem}");
    match problem["errors"].as_array().unwrap().first() {
        None => format!("{status} {}", text(&problem["code"])),
        Some(first) => {
            assert!(!text(&first["message"]).is_empty(), "{problem}");
            format!("{status} {} {}", text(&first["field"]), text(&first["code"]))
        }
    }
}
