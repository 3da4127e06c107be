//! What belongs to other units does not exist: at every route that names something, in pages, the
//! API and jobs.

use org::Role;
use serde_json::{Value, json};
use testkit::{Answer, Caller};
use yizhan::capabilities;

use super::{Contract, ask, on_each_engine, text};

/// Everything that has an id, in Nanshan.
struct Things {
    station: String,
    visit: String,
    account: String,
    grant: String,
    import: String,
    job: String,
    notice: String,
    plate: String,
    reparenting: String,
}

/// A form that has what every form of the product asks for.
fn form(things: &Things, contract: &Contract<'_>) -> Vec<(&'static str, String)> {
    let text = |text: &str| text.to_owned();
    vec![
        ("id", contract.id()),
        ("station", things.station.clone()),
        ("visit", things.visit.clone()),
        ("service", text("A02")),
        ("people", text("1")),
        ("name", text("新名")),
        ("login", text("somebody")),
        ("role", text("ambassador")),
        ("unit", text("440305")),
        ("from", contract.day(0)),
        ("parent", text("440100")),
        ("reason", text("装修")),
        ("text", text("今天下午停水")),
        ("status", text("suspended")),
        ("issuer", text("总工会")),
        ("since", contract.day(-1)),
        ("division", text("440305")),
        ("version", text("1")),
    ]
}

fn filled(path: &str, things: &Things) -> String {
    let tail = |prefix: &str, id: &str, value: &str| {
        (format!("{prefix}/{id}"), format!("{prefix}/{value}"))
    };
    [
        tail("units", "{code}", "440305"),
        tail("stations", "{code}", &things.station),
        tail("visits", "{id}", &things.visit),
        tail("accounts", "{id}", &things.account),
        tail("grants", "{id}", &things.grant),
        tail("import", "{id}", &things.import),
        tail("jobs", "{id}", &things.job),
        tail("notices", "{id}", &things.notice),
        tail("plates", "{id}", &things.plate),
        tail("reparenting", "{id}", &things.reparenting),
    ]
    .into_iter()
    .fold(path.to_owned(), |path, (from, to)| path.replace(&from, &to))
}

/// Sends what a route asks for: a form for pages, JSON for the API.
fn sent(who: &Caller<'_>, request: &str, form: &[(&'static str, String)]) -> Answer {
    let (method, path) = request.split_once(' ').unwrap();
    if method == "GET" {
        return who.get(path);
    }
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, &**value)).collect();
    if path.starts_with("/api/") {
        let object = fields.iter().filter(|(name, _)| *name != "status");
        let object: serde_json::Map<String, Value> =
            object.map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        return ask(who, request, &object.into());
    }
    who.submit(path, &fields)
}

/// Ids in the text of a page, after such an address.
fn id_after(page: &str, address: &str) -> String {
    let (_, rest) = page.split_once(address).unwrap_or_else(|| panic!("no {address}: {page}"));
    rest.split(['/', '"', '?']).next().unwrap().to_owned()
}

fn things(contract: &Contract<'_>, her: &Caller<'_>) -> Things {
    let somebody = contract.signed_in("somebody", Role::Ambassador, &contract.station);
    let station = contract.station.clone();
    let grant = contract.house.write(move |tx| {
        let person = org::accounts::get(tx, somebody.id)?.person;
        let station = org::unit::by_code(&*tx.cached::<org::Tree>()?, &station)?;
        org::posts::record(tx, &org::posts::Post { person, station, from: tx.today(), to: None })?;
        Ok(org::grants::list(tx, person)?[0].id)
    });
    let list = ("list.csv", "站名,区县\n竹林翼站,南山区\n".as_bytes());
    let job = contract.nation.upload("/api/v1/imports/stations", list, &[("unit", "440305")]);
    let job = text(&job.expect(202).json()["id"]);
    let import = her.upload("/console/units/440305/import", list, &[]).expect(303);
    let import = import.header("location").rsplit('/').next().unwrap().to_owned();
    contract.house.run_jobs();
    let edit = format!("/console/stations/{}/edit", contract.station);
    let act = format!("/console/stations/{}", contract.station);
    let day = contract.day(-1);
    let notice = [("text", "停水"), ("version", "1"), ("from", &*contract.day(0))];
    drop(her.submit(&format!("{act}/notices"), &notice).expect(303));
    let version = contract.house.visitor().get(&format!("/api/v1/stations/{}", contract.station));
    let version = version.json()["version"].to_string();
    let plate =
        [("name", "工会驿站"), ("issuer", "总工会"), ("since", &*day), ("version", &*version)];
    drop(her.submit(&format!("{act}/plates"), &plate).expect(303));
    let page = her.get(&edit).expect(200).text();
    let province = contract.bearer(Role::Supervisor, "440000");
    let order = json!({ "id": contract.id(), "parent": "440100", "from": contract.day(1) });
    let moved = province.post("/api/v1/units/440305/reparenting", &order).expect(201).json();
    Things {
        station: contract.station.clone(),
        visit: contract.recorded(&[contract.record()]).remove(0),
        account: somebody.id.0.to_string(),
        grant: grant.0.to_string(),
        import,
        job,
        notice: id_after(&page, &format!("{act}/notices/")),
        plate: id_after(&page, &format!("{act}/plates/")),
        reparenting: text(&moved["id"]),
    }
}

/// Routes that name something which anybody may read, or which lies in no unit.
const ELSEWHERE: [&str; 14] = [
    "GET /api/v1/stations/{code}",
    "GET /stations/{code}",
    "GET /api/v1/units/{code}",
    "GET /api/v1/units/{code}/children",
    "GET /api/v1/units/{code}/ancestors",
    "PATCH /api/v1/services/{code}",
    "PATCH /api/v1/groups/{code}",
    "GET /admin/catalogue/services/{code}",
    "POST /admin/catalogue/services/{code}",
    "GET /admin/catalogue/groups/{code}",
    "POST /admin/catalogue/groups/{code}",
    "POST /admin/tokens/{id}/revocation",
    "POST /admin/jobs/{id}/attempt",
    "POST /admin/jobs/{id}/dismissal",
];

#[test]
fn whatever_a_route_names_is_unknown_to_those_of_other_units() {
    on_each_engine(|contract| {
        let her = contract.signed_in("nanshan", Role::Supervisor, "440305").caller;
        let other = contract.signed_in("futian", Role::Supervisor, "440304").caller;
        let things = things(contract, &her);
        let all = capabilities::all();
        let routes = all.iter().flat_map(|each| (each.routes)());
        let named = routes
            .filter(|route| route.path.contains('{'))
            .map(|route| format!("{} {}", route.method, route.path))
            .filter(|route| !ELSEWHERE.contains(&&**route));
        let requests: Vec<String> = named.map(|route| filled(&route, &things)).collect();
        assert!(requests.len() > 25 && requests.iter().all(|it| !it.contains('{')), "{requests:?}");
        let form = form(&things, contract);
        let statuses = |who: &Caller<'_>, requests: &[String]| -> Vec<String> {
            let status = |request: &String| (request.clone(), sent(who, request, &form).status());
            requests.iter().map(status).map(|(it, status)| format!("{status} {it}")).collect()
        };
        let unknown: Vec<String> = requests.iter().map(|it| format!("404 {it}")).collect();
        assert_eq!(statuses(&other, &requests), unknown);
        // Theirs are there: what was unknown was so because of who asked. A stream has no end.
        let finite: Vec<String> =
            requests.iter().filter(|request| !request.ends_with("/stream")).cloned().collect();
        let seen = statuses(&her, &finite);
        let lost: Vec<&String> = seen.iter().filter(|it| it.starts_with("404")).collect();
        assert!(lost.is_empty(), "{lost:#?}");
        contract.house.run_jobs();
    });
}

#[test]
fn whatever_a_question_names_is_unknown_too() {
    on_each_engine(|contract| {
        let her = contract.signed_in("nanshan", Role::Supervisor, "440305").caller;
        let other = contract.signed_in("futian", Role::Supervisor, "440304").caller;
        let visit = contract.recorded(&[contract.record()]).remove(0);
        let (station, day) = (&contract.station, contract.day(0));
        for path in [
            format!("/desk?station={station}"),
            format!("/desk/stream?station={station}"),
            "/admin/accounts?unit=440305".to_owned(),
            format!("/api/v1/visits?unit={station}"),
            "/api/v1/visits?unit=440305".to_owned(),
            format!("/api/v1/tallies?unit={station}&from={day}&to={day}"),
            format!("/api/v1/tallies?unit=440305&from={day}&to={day}"),
        ] {
            assert_eq!(other.get(&path).status(), 404, "{path}");
            if !path.contains("stream") {
                assert_eq!(her.get(&path).status(), 200, "{path}");
            }
        }
        let id = contract.id();
        let tap = [("id", &*id), ("station", station), ("service", "A02")];
        let undo = [("id", &*id), ("station", station), ("visit", &*visit)];
        for (path, fields) in [("/desk/visits", tap), ("/desk/reversals", undo)] {
            assert_eq!(other.submit(path, &fields).status(), 404, "{path}");
        }
        let list = ("list.csv", "站名,区县\n竹林翼站,南山区\n".as_bytes());
        let import = other.upload("/api/v1/imports/stations", list, &[("unit", "440305")]);
        assert_eq!(import.expect(404).code(), "units.unknown");
        // Rows of other units are rejected, whatever the file says.
        let queued = other.upload("/api/v1/imports/stations", list, &[]).expect(202);
        contract.house.run_jobs();
        let done = other.get(queued.header("location")).expect(200).json();
        let counts = ["rows", "created", "rejected"].map(|count| done["result"][count].clone());
        assert_eq!(counts, [1, 0, 1]);
    });
}
