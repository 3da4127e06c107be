//! Who gets where: each role, seen from the station in Nanshan, at each kind of route, as one
//! table. A new route is added as a line.

use org::{Role, tokens::NewToken};
use serde_json::{Value, json};
use testkit::Caller;

use super::{Contract, SignedIn, ask, on_each_engine, text};

/// Statuses, `yes` or `no` for a record that is taken or whose station is unknown.
///
/// The callers: an ambassador at the station (`own`) and at another of the county (`beside`);
/// supervisors of its county and city, of the neighbouring county (`sibling`) and of Beijing
/// (`other`); a system of the county; the three roles of the nation; nobody; a supervisor of the
/// county whose account was closed; a token that was taken back.
const MATRIX: &str = "
request                                     | own | beside | county | city | sibling | other | system | administrator | security | auditor | nobody | closed | revoked
GET /api/v1/services                        | 200 | 200    | 200    | 200  | 200     | 200   | 200    | 200           | 200      | 200     | 200    | 200    | 401
GET /api/v1/stations/{station}              | 200 | 200    | 200    | 200  | 200     | 200   | 200    | 200           | 200      | 200     | 200    | 200    | 401
GET /api/v1/stations?status=planned         | 200 | 200    | 200    | 200  | 200     | 200   | 200    | 403           | 403      | 403     | 401    | 401    | 401
POST /api/v1/stations                       | 403 | 403    | 201    | 201  | 404     | 404   | 201    | 403           | 403      | 403     | 401    | 401    | 401
PATCH /api/v1/stations/{station}            | 403 | 404    | 412    | 412  | 404     | 404   | 412    | 403           | 403      | 403     | 401    | 401    | 401
POST /api/v1/stations/{station}/closure     | 403 | 404    | 412    | 412  | 404     | 404   | 412    | 403           | 403      | 403     | 401    | 401    | 401
PATCH /api/v1/services/A02                  | 403 | 403    | 403    | 403  | 403     | 403   | 403    | 412           | 403      | 403     | 401    | 401    | 401
PATCH /api/v1/groups/elder                  | 403 | 403    | 403    | 403  | 403     | 403   | 403    | 412           | 403      | 403     | 401    | 401    | 401
GET /api/v1/jobs/{job}                      | 404 | 404    | 200    | 200  | 404     | 404   | 200    | 404           | 404      | 404     | 401    | 401    | 401
GET /api/v1/units/440305                    | 200 | 200    | 200    | 200  | 200     | 200   | 200    | 200           | 200      | 200     | 200    | 200    | 401
GET /api/v1/units/{station}                 | 200 | 404    | 200    | 200  | 404     | 404   | 200    | 404           | 404      | 404     | 404    | 404    | 401
POST /api/v1/units/{station}/reparenting    | 403 | 403    | 422    | 422  | 404     | 404   | 403    | 403           | 403      | 403     | 401    | 401    | 401
GET /api/v1/tallies?unit=440305{days}       | 404 | 404    | 200    | 200  | 404     | 404   | 200    | 404           | 404      | 404     | 200    | 200    | 401
GET /api/v1/tallies?unit={station}{days}    | 200 | 404    | 200    | 200  | 404     | 404   | 200    | 404           | 404      | 404     | 401    | 401    | 401
POST /api/v1/visits                         | yes | no     | yes    | yes  | no      | no    | yes    | 403           | 403      | 403     | 401    | 401    | 401
GET /api/v1/visits?unit={station}           | 200 | 404    | 200    | 200  | 404     | 404   | 200    | 403           | 403      | 403     | 401    | 401    | 401
GET /api/v1/visits?unit=440305              | 404 | 404    | 200    | 200  | 404     | 404   | 200    | 403           | 403      | 403     | 401    | 401    | 401
GET /api/v1/visits/{visit}                  | 200 | 404    | 200    | 200  | 404     | 404   | 200    | 403           | 403      | 403     | 401    | 401    | 401
POST /api/v1/visits/{visit}/reversal        | 403 | 404    | 201    | 201  | 404     | 404   | 201    | 403           | 403      | 403     | 401    | 401    | 401
GET /                                       | 200 | 200    | 200    | 200  | 200     | 200   | 200    | 200           | 200      | 200     | 200    | 200    | 401
GET /stations/{station}                     | 200 | 200    | 200    | 200  | 200     | 200   | 200    | 200           | 200      | 200     | 200    | 200    | 401
GET /desk?station={station}                 | 200 | 404    | 200    | 200  | 404     | 404   | 200    | 403           | 403      | 403     | 303    | 303    | 401
GET /console/units/440305                   | 403 | 403    | 200    | 200  | 404     | 404   | 403    | 403           | 403      | 403     | 303    | 303    | 401
GET /console/units/{station}                | 403 | 403    | 200    | 200  | 404     | 404   | 403    | 403           | 403      | 403     | 303    | 303    | 401
GET /console/units/440305/visits            | 403 | 403    | 200    | 200  | 404     | 404   | 403    | 403           | 403      | 403     | 303    | 303    | 401
GET /console/visits/{visit}                 | 403 | 403    | 200    | 200  | 404     | 404   | 403    | 403           | 403      | 403     | 303    | 303    | 401
GET /console/units/440305/stations          | 403 | 403    | 200    | 200  | 404     | 404   | 200    | 403           | 403      | 403     | 303    | 303    | 401
GET /console/stations/{station}/edit        | 403 | 403    | 200    | 200  | 404     | 404   | 200    | 403           | 403      | 403     | 303    | 303    | 401
GET /console/units/440305/import            | 403 | 403    | 200    | 200  | 404     | 404   | 200    | 403           | 403      | 403     | 303    | 303    | 401
GET /admin                                  | 403 | 403    | 403    | 403  | 403     | 403   | 403    | 200           | 200      | 200     | 303    | 303    | 401
GET /admin/catalogue                        | 403 | 403    | 403    | 403  | 403     | 403   | 403    | 200           | 403      | 403     | 303    | 303    | 401
GET /admin/tokens                           | 403 | 403    | 403    | 403  | 403     | 403   | 403    | 403           | 200      | 403     | 303    | 303    | 401
GET /admin/accounts                         | 403 | 403    | 200    | 200  | 200     | 200   | 403    | 403           | 200      | 403     | 303    | 303    | 401
GET /admin/accounts?unit=440305             | 403 | 403    | 200    | 200  | 404     | 404   | 403    | 403           | 200      | 403     | 303    | 303    | 401
GET /admin/accounts/{account}               | 403 | 403    | 200    | 200  | 404     | 404   | 403    | 403           | 200      | 403     | 303    | 303    | 401
GET /account/password                       | 200 | 200    | 200    | 200  | 200     | 200   | any    | 200           | 200      | 200     | 303    | 303    | 401
";

/// The callers in the order of the table, and the account of the first.
fn callers<'h>(contract: &Contract<'h>) -> (Vec<Caller<'h>>, i64) {
    let beside = contract.registered("440305", "石桥翼站");
    let own = contract.signed_in("own", Role::Ambassador, &contract.station);
    let closed = contract.signed_in("closed", Role::Supervisor, "440305");
    let revoked = contract.house.write(move |tx| {
        org::accounts::disable(tx, closed.id)?;
        let unit = org::unit::by_code(&*tx.cached::<org::Tree>()?, "100000")?;
        let role = Role::Integration;
        let new = NewToken { label: "revoked", role, unit, expires_days: None, by: None };
        let (id, revoked) = org::tokens::create(tx, &new)?;
        org::tokens::revoke(tx, None, id)?;
        Ok(revoked)
    });
    let somebody = |login: &str, role, unit: &str| contract.signed_in(login, role, unit).caller;
    let SignedIn { caller, id, .. } = own;
    let callers = vec![
        caller,
        somebody("beside", Role::Ambassador, &beside),
        somebody("county", Role::Supervisor, "440305"),
        somebody("city", Role::Supervisor, "440300"),
        somebody("sibling", Role::Supervisor, "440304"),
        somebody("other", Role::Supervisor, "110000"),
        contract.system_of("440305"),
        somebody("administrator", Role::Administrator, "100000"),
        somebody("security", Role::Security, "100000"),
        somebody("auditor", Role::Auditor, "100000"),
        contract.house.visitor(),
        closed.caller,
        contract.house.bearer(&revoked),
    ];
    (callers, id.0)
}

/// What is sent with a request that is no `GET`.
fn body(contract: &Contract<'_>, request: &str) -> Value {
    match request {
        "POST /api/v1/visits" => json!({ "records": [contract.record()] }),
        "POST /api/v1/stations" => json!({ "name": contract.id(), "division": "440305" }),
        _ if request.ends_with("/reparenting") => {
            json!({ "id": contract.id(), "parent": "440305", "from": contract.day(0) })
        }
        _ if request.ends_with("/reversal") => json!({ "id": contract.id() }),
        _ if request.starts_with("GET") => Value::Null,
        _ => json!({ "name": "新名", "reason": "装修" }),
    }
}

#[test]
fn each_role_gets_where_the_table_says() {
    on_each_engine(|contract| {
        let (callers, account) = callers(contract);
        let list = ("list.csv", "站名,区县\n竹林翼站,南山区\n".as_bytes());
        let import =
            contract.nation.upload("/api/v1/imports/stations", list, &[("unit", "440305")]);
        let job = text(&import.expect(202).json()["id"]);
        contract.house.run_jobs();
        let day = contract.day(0);
        let days = format!("&from={day}&to={day}");
        let mut lines = MATRIX.trim().lines().map(|line| line.split('|').map(str::trim));
        let names: Vec<&str> = lines.next().unwrap().skip(1).collect();
        assert_eq!(names.len(), callers.len());
        let mut wrong = Vec::new();
        for mut line in lines {
            let request = line.next().unwrap();
            for ((cell, caller), name) in line.zip(&callers).zip(&names) {
                let visit = contract.recorded(&[contract.record()]).remove(0);
                let filled = request
                    .replace("{station}", &contract.station)
                    .replace("{visit}", &visit)
                    .replace("{account}", &account.to_string())
                    .replace("{job}", &job)
                    .replace("{days}", &days);
                // Whoever may change something is told that the version is an old one.
                let caller = caller.clone().with("if-match", "\"77\"");
                let answer = ask(&caller, &filled, &body(contract, request));
                let came = match answer.status() {
                    200 if request == "POST /api/v1/visits" => {
                        let code = answer.json()["results"][0]["code"].clone();
                        match code.as_str() {
                            None => "yes".to_owned(),
                            Some("visits.unknown-station") => "no".to_owned(),
                            Some(code) => code.to_owned(),
                        }
                    }
                    status => status.to_string(),
                };
                if cell != came && cell != "any" {
                    wrong.push(format!("{request}, {name}: {came} instead of {cell}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}
