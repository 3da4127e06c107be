//! What the lines of the matrix name, all of it in Nanshan: some of it made anew for each caller,
//! and what is sent to each route.

use org::{
    AccountId, Grant, Role,
    accounts::{self, NewAccount},
    grants,
    login::Login,
    password::{Hashed, Password},
    posts, tokens,
    tokens::NewToken,
    unit::{self, Kind, NewUnit},
};
use serde_json::{Value, json};
use testkit::{Answer, Caller};

use super::is_stream;
use crate::contract::{Contract, ask, text};

/// A list of one station, for imports.
const LIST: (&str, &[u8]) = ("list.csv", "站名,区县\n竹林翼站,南山区\n".as_bytes());
/// A version that nothing has, so that those who may change something are told it is an old one.
const OLD_VERSION: &str = "77";

/// What stays the same for all: acts on it come with an old version, or change nothing the second
/// time.
pub struct Kept<'h> {
    /// A supervisor of the county, who imports lists.
    her: Caller<'h>,
    values: Vec<(&'static str, String)>,
    hash: Hashed,
}

impl<'h> Kept<'h> {
    pub fn new(contract: &Contract<'h>) -> Self {
        let her = contract.signed_in("keeper", Role::Supervisor, "440305").caller;
        let import = imported(contract, &her);
        let job = contract.nation.upload("/api/v1/imports/stations", LIST, &[("unit", "440305")]);
        let job = text(&job.expect(202).json()["id"]);
        contract.house.run_jobs();
        let act = format!("/console/stations/{}", contract.station);
        let (today, before) = (contract.day(0), contract.day(-1));
        let notice = [("text", "停水"), ("version", "1"), ("from", &*today)];
        drop(her.submit(&format!("{act}/notices"), &notice).expect(303));
        let station = format!("/api/v1/stations/{}", contract.station);
        let version = contract.house.visitor().get(&station).json()["version"].to_string();
        let plate = [
            ("name", "工会驿站"),
            ("issuer", "总工会"),
            ("since", &*before),
            ("version", &*version),
        ];
        drop(her.submit(&format!("{act}/plates"), &plate).expect(303));
        let page = her.get(&format!("{act}/edit")).expect(200).text();
        let values = vec![
            ("{station}", contract.station.clone()),
            ("{county}", "440305".to_owned()),
            ("{city}", "440300".to_owned()),
            ("{day}", today),
            ("{id}", "0".to_owned()),
            ("{job}", job),
            ("{import}", import),
            ("{notice}", id_after(&page, &format!("{act}/notices/"))),
            ("{plate}", id_after(&page, &format!("{act}/plates/"))),
        ];
        let password = Password::parse("nine blue herons wade", &Login::parse("whoever").unwrap());
        Self { her, values, hash: Hashed::of(&password.unwrap(), [9; 16]).unwrap() }
    }

    /// What comes of a line of the table when this caller asks.
    pub fn asked(&self, contract: &Contract<'_>, caller: &Caller<'_>, line: &str) -> Answer {
        let fresh = self.fresh(contract, line);
        let values = fresh.values.iter().chain(&self.values);
        let request =
            values.fold(line.to_owned(), |request, (name, value)| request.replace(name, value));
        assert!(!request.contains('{'), "{request}: something unknown is named");
        let caller = caller.clone().with("if-match", &format!("\"{OLD_VERSION}\""));
        let (method, path) = request.split_once(' ').unwrap();
        match method {
            "GET" if is_stream(&request) => caller.opens(path),
            "GET" => caller.get(path),
            _ if line.ends_with("/import") || line.ends_with("/imports/stations") => {
                let answer = caller.upload(path, LIST, &[("unit", "440305")]);
                contract.house.run_jobs();
                answer
            }
            _ if path.starts_with("/api/") => ask(&caller, &request, &body(contract, line)),
            _ => {
                let source = own_grant(&caller, path);
                let mut form = fresh.form(contract);
                form.extend(source.as_deref().map(|source| ("source", source)));
                let answer = caller.submit(path, &form);
                contract.house.run_jobs();
                answer
            }
        }
    }

    fn fresh(&self, contract: &Contract<'_>, line: &str) -> Fresh {
        let mut values = Vec::new();
        if line.contains("{visit}") || line.ends_with("/desk/reversals") {
            values.push(("{visit}", contract.recorded(&[contract.record()]).remove(0)));
        }
        if line.contains("{account}") {
            let (account, grant) = somebody(contract, self.hash.clone());
            values.push(("{account}", account));
            values.push(("{grant}", grant));
        }
        if line.contains("{move}") {
            let (station, id) = moved(contract);
            values.extend([("{moving}", station), ("{move}", id)]);
        }
        for (kind, mark, unit) in [
            ("closure", "{closure}", "{closing}"),
            ("merger", "{merger}", "{staying}"),
            ("renaming", "{renaming}", "{renamed}"),
        ] {
            if line.contains(mark) {
                let (code, id) = reorganised(contract, kind);
                values.extend([(unit, code), (mark, id)]);
            }
        }
        if line.contains("{token}") {
            values.push(("{token}", token(contract)));
        }
        if line.starts_with("POST") && line.contains("{import}") {
            values.push(("{import}", imported(contract, &self.her)));
        }
        let [from, before, to] = [0, -1, 2].map(|distance| contract.day(distance));
        Fresh { values, id: contract.id(), from, before, to }
    }
}

/// The id of a list that is read and waits for its choices.
fn imported(contract: &Contract<'_>, her: &Caller<'_>) -> String {
    let import = her.upload("/console/units/440305/import", LIST, &[]).expect(303);
    contract.house.run_jobs();
    import.header("location").rsplit('/').next().unwrap().to_owned()
}

/// The grant of the caller's own that the page of a delegation offers.
fn own_grant(caller: &Caller<'_>, path: &str) -> Option<String> {
    let page = path.ends_with("/delegation").then(|| caller.get(path).text())?;
    let (_, source) = page.split_once("name=\"source\" value=\"")?;
    source.split('"').next().map(str::to_owned)
}

/// Ids in the text of a page, after such an address.
fn id_after(page: &str, address: &str) -> String {
    let (_, rest) = page.split_once(address).unwrap_or_else(|| panic!("no {address}: {page}"));
    rest.split(['/', '"', '?']).next().unwrap().to_owned()
}

/// What is made for one request alone.
struct Fresh {
    values: Vec<(&'static str, String)>,
    id: String,
    from: String,
    before: String,
    to: String,
}

impl Fresh {
    fn value(&self, name: &str) -> &str {
        self.values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// Everything that the forms of the product ask for.
    fn form<'a>(&'a self, contract: &'a Contract<'_>) -> Vec<(&'static str, &'a str)> {
        vec![
            ("id", &self.id),
            ("station", &contract.station),
            ("visit", self.value("{visit}")),
            ("grant", self.value("{grant}")),
            ("service", "A02"),
            ("people", "1"),
            ("name", "新名"),
            ("label", "新令牌"),
            ("login", &self.id[24..]),
            ("password", "wrong one here"),
            ("role", "supervisor"),
            ("unit", &contract.station),
            ("from", &self.from),
            ("to", &self.to),
            ("reason", "装修"),
            ("text", "今天下午停水"),
            ("status", "suspended"),
            ("sheet", "list"),
            ("issuer", "总工会"),
            ("since", &self.before),
            ("division", "440305"),
            ("version", OLD_VERSION),
        ]
    }
}

/// The id of an account of the station, and of the grant that it holds.
fn somebody(contract: &Contract<'_>, hash: Hashed) -> (String, String) {
    let (login, station) = (contract.id(), contract.station.clone());
    let (account, grant): (AccountId, grants::GrantId) = contract.house.write(move |tx| {
        let login = Login::parse(&login)?;
        let account = NewAccount {
            name: "林小满",
            login: &login,
            password: &hash,
            must_change: false,
            is_fixed: false,
            is_first: false,
        };
        let (id, person) = accounts::create(tx, &account)?;
        let unit = unit::by_code(&*tx.cached::<org::Tree>()?, &station)?;
        let grant = Grant { role: Role::Ambassador, unit, from: tx.today(), to: None };
        let grant = grants::record(tx, None, id, &grant)?;
        posts::record(tx, &posts::Post { person, station: unit, from: tx.today(), to: None })?;
        Ok((id, grant))
    });
    (account.to_string(), grant.to_string())
}

/// A station that is to move tomorrow, and the id of its move.
fn moved(contract: &Contract<'_>) -> (String, String) {
    let station = contract.registered("440305", "木棉翼站");
    let path = format!("/api/v1/units/{station}/reparenting");
    let order = json!({ "id": contract.id(), "parent": "440304", "from": contract.day(1) });
    let city = contract.bearer(Role::Supervisor, "440300");
    let ordered = city.post(&path, &order).expect(201).json();
    (station, text(&ordered["id"]))
}

/// A unit of the city that is to close tomorrow, to be merged into or to be renamed, and the id of that.
fn reorganised(contract: &Contract<'_>, kind: &str) -> (String, String) {
    let (unit, other) = (contract.id(), contract.id());
    let codes = [unit.clone(), other.clone()];
    contract.house.write(move |tx| {
        let parent = Some(unit::by_code(&*tx.cached::<org::Tree>()?, "440300")?);
        let (change, from) = (unit::change(tx)?, tx.today());
        codes.iter().try_for_each(|code| {
            let name = "新城片区";
            let office = NewUnit { code, name, kind: Kind::Unit, parent, from };
            unit::add(tx, change, &office).map(drop)
        })
    });
    let order = json!({
        "id": contract.id(), "from": contract.day(1), "successor": other, "units": [other],
        "name": "新城区",
    });
    let city = contract.bearer(Role::Supervisor, "440300");
    let ordered = city.post(&format!("/api/v1/units/{unit}/{kind}"), &order).expect(201).json();
    (unit, text(&ordered["id"]))
}

fn token(contract: &Contract<'_>) -> String {
    let id = contract.house.write(|tx| {
        let unit = unit::by_code(&*tx.cached::<org::Tree>()?, "440305")?;
        let role = Role::Integration;
        let token = NewToken { label: "hall", role, unit, expires_days: None, by: None };
        tokens::create(tx, &token).map(|(id, _)| id)
    });
    id.to_string()
}

/// What is sent to a route of the API.
fn body(contract: &Contract<'_>, line: &str) -> Value {
    match line {
        "POST /api/v1/visits" => json!({ "records": [contract.record()] }),
        "POST /api/v1/stations" => json!({ "name": contract.id(), "division": "440305" }),
        _ if line.ends_with("/reparenting") => {
            json!({ "id": contract.id(), "parent": "440304", "from": "2000-01-01" })
        }
        _ if line.ends_with("/closure") && line.contains("{county}") => {
            json!({ "id": contract.id(), "successor": "440304", "from": "2000-01-01" })
        }
        "POST /api/v1/units/{county}/renaming" => {
            json!({ "id": contract.id(), "name": "新区", "from": "2000-01-01" })
        }
        _ if line.ends_with("/merger") => {
            json!({ "id": contract.id(), "units": ["440304"], "from": "2000-01-01" })
        }
        _ if line.ends_with("/reversal") => json!({ "id": contract.id() }),
        _ => json!({ "name": "新名", "reason": "装修" }),
    }
}
