//! Every act that the product takes over HTTP, once, in an order in which each succeeds. A new
//! route is added as a step.

use org::Role;
use serde_json::Value;
use testkit::{Answer, Caller};

use super::super::{Contract, ask};

/// The password of everybody here.
const PASSWORD: &str = "nine blue herons wade";

/// An act.
pub struct Step {
    /// Method and path template.
    pub route: &'static str,
    /// Who does it: a login, or `system`.
    who: &'static str,
    /// The path; after `@`, a page and a part of the action of a form on it.
    at: &'static str,
    body: Body,
}

enum Body {
    Form(&'static [(&'static str, &'static str)]),
    Json(&'static str),
    List,
}
use Body::{Form, Json, List};

const fn step(route: &'static str, who: &'static str, at: &'static str, body: Body) -> Step {
    Step { route, who, at, body }
}

const SERVICE: Body = Form(&[
    ("name", "热水供给"),
    ("name_en", "Hot water"),
    ("short_name", "热水"),
    ("short_name_en", "Hot water"),
    ("category", "basic"),
    ("level", "mandatory"),
    ("measure_unit", "person_times"),
    ("counted_at_close", "1"),
    ("version", "{service}"),
]);

/// In their order.
pub const STEPS: &[Step] = &[
    step(
        "POST /admin/accounts",
        "security",
        "/admin/accounts",
        Form(&[
            ("name", "任思行"),
            ("login", "rsx127"),
            ("role", "supervisor"),
            ("unit", "440305"),
        ]),
    ),
    step(
        "POST /admin/accounts/{id}/grants",
        "security",
        "/admin/accounts/{account}/grants",
        Form(&[("role", "ambassador"), ("unit", "{station}")]),
    ),
    step(
        "POST /admin/accounts/{id}/posts/ending",
        "security",
        "/admin/accounts/{account}/posts/ending",
        Form(&[("station", "{station}"), ("from", "{today}")]),
    ),
    step(
        "POST /admin/accounts/{id}/grants/revocation",
        "security",
        "/admin/accounts/{account}/grants/revocation",
        Form(&[("grant", "@/admin/accounts/{account} grant")]),
    ),
    step(
        "POST /console/people/{id}/delegation",
        "supervisor",
        "/console/people/{account}/delegation",
        Form(&[
            ("source", "@/console/people/{account}/delegation source"),
            ("role", "supervisor"),
            ("unit", "{station}"),
            ("from", "{today}"),
            ("to", "{tomorrow}"),
        ]),
    ),
    step(
        "POST /admin/accounts/{id}/closure",
        "security",
        "/admin/accounts/{account}/closure",
        Form(&[]),
    ),
    step(
        "POST /admin/accounts/{id}/reopening",
        "security",
        "/admin/accounts/{account}/reopening",
        Form(&[]),
    ),
    step(
        "POST /admin/accounts/{id}/password",
        "security",
        "/admin/accounts/{account}/password",
        Form(&[]),
    ),
    step(
        "POST /admin/tokens",
        "security",
        "/admin/tokens",
        Form(&[
            ("label", "营业厅叫号"),
            ("role", "integration"),
            ("unit", "440305"),
            ("expires", "90"),
        ]),
    ),
    step("POST /admin/tokens/{id}/revocation", "security", "@/admin/tokens /revocation", Form(&[])),
    step(
        "POST /account/password",
        "worker",
        "/account/password",
        Form(&[
            ("old", PASSWORD),
            ("password", "ten green teals dive"),
            ("again", "ten green teals dive"),
        ]),
    ),
    step("POST /sign-out", "leaver", "/sign-out", Form(&[])),
    step(
        "POST /sign-in",
        "leaver",
        "/sign-in",
        Form(&[("login", "leaver"), ("password", PASSWORD)]),
    ),
    step(
        "POST /console/units/{code}/stations",
        "supervisor",
        "/console/units/440305/stations",
        Form(&[("name", "石桥翼站"), ("division", "440305"), ("services", "A01")]),
    ),
    step(
        "POST /console/stations/{code}",
        "supervisor",
        "/console/stations/{station}",
        Form(&[
            ("name", "榕树上翼站"),
            ("division", "440305"),
            ("services", "A01"),
            ("version", "{version}"),
        ]),
    ),
    step(
        "POST /console/stations/{code}/closure",
        "supervisor",
        "/console/stations/{station}/closure",
        Form(&[("reason", "装修"), ("version", "{version}")]),
    ),
    step(
        "POST /console/stations/{code}/status",
        "supervisor",
        "/console/stations/{station}/status",
        Form(&[("status", "active"), ("version", "{version}")]),
    ),
    step(
        "POST /console/stations/{code}/notices",
        "supervisor",
        "/console/stations/{station}/notices",
        Form(&[("text", "明天停水")]),
    ),
    step(
        "POST /console/stations/{code}/notices/{id}/end",
        "supervisor",
        "@/console/stations/{station}/edit /notices/",
        Form(&[]),
    ),
    step(
        "POST /console/stations/{code}/plates",
        "supervisor",
        "/console/stations/{station}/plates",
        Form(&[("name", "工会驿站"), ("issuer", "区总工会"), ("version", "{version}")]),
    ),
    step(
        "POST /console/stations/{code}/plates/{id}/end",
        "supervisor",
        "@/console/stations/{station}/edit /plates/",
        Form(&[]),
    ),
    step(
        "POST /admin/catalogue/services/{code}",
        "administrator",
        "/admin/catalogue/services/A02",
        SERVICE,
    ),
    step(
        "POST /admin/catalogue/groups/{code}",
        "administrator",
        "/admin/catalogue/groups/elder",
        Form(&[("name", "老人"), ("name_en", "Elders"), ("version", "{group}")]),
    ),
    step(
        "PATCH /api/v1/services/{code}",
        "administrator",
        "/api/v1/services/A02",
        Json(r#"{"name":"饮水供给"}"#),
    ),
    step(
        "PATCH /api/v1/groups/{code}",
        "administrator",
        "/api/v1/groups/elder",
        Json(r#"{"name":"老年人"}"#),
    ),
    step(
        "POST /api/v1/stations",
        "system",
        "/api/v1/stations",
        Json(r#"{"name":"白鹭翼站","division":"440305"}"#),
    ),
    step(
        "PATCH /api/v1/stations/{code}",
        "system",
        "/api/v1/stations/{station}",
        Json(r#"{"phone":"0755-83000001","services":["A01","B01"]}"#),
    ),
    step(
        "POST /api/v1/stations/{code}/closure",
        "system",
        "/api/v1/stations/{station}/closure",
        Json(r#"{"reason":"停电"}"#),
    ),
    step("POST /api/v1/imports/stations", "system", "/api/v1/imports/stations", List),
    step(
        "POST /api/v1/units/{code}/reparenting",
        "supervisor",
        "/api/v1/units/{station}/reparenting",
        Json(
            r#"{"id":"019ab5d0-0000-7000-8000-000000000001","parent":"440304","from":"{tomorrow}"}"#,
        ),
    ),
    step(
        "POST /api/v1/units/{code}/reparenting/{id}/withdrawal",
        "supervisor",
        "/api/v1/units/{station}/reparenting/019ab5d0-0000-7000-8000-000000000001/withdrawal",
        Json("{}"),
    ),
    step("POST /console/units/{code}/import", "supervisor", "/console/units/440305/import", List),
    step(
        "POST /console/units/{code}/import/{id}/cancellation",
        "supervisor",
        "/console/units/440305/import/{list}/cancellation",
        Form(&[]),
    ),
    step("POST /console/units/{code}/import", "supervisor", "/console/units/440305/import", List),
    step(
        "POST /console/units/{code}/import/{id}/confirmation",
        "supervisor",
        "/console/units/440305/import/{list}/confirmation",
        Form(&[]),
    ),
    step(
        "POST /admin/audit/days/{day}/verification",
        "auditor",
        "/admin/audit/days/{today}/verification",
        Form(&[]),
    ),
    step(
        "POST /admin/audit/exports",
        "auditor",
        "/admin/audit/exports",
        Form(&[
            ("from", "{today}"),
            ("to", "{today}"),
            ("format", "jsonl"),
            ("purpose", "季度合规审计"),
        ]),
    ),
];

/// Those who act.
pub struct People<'c, 'h> {
    contract: &'c Contract<'h>,
    callers: Vec<(&'static str, Caller<'h>)>,
}

impl<'c, 'h> People<'c, 'h> {
    pub fn new(contract: &'c Contract<'h>) -> Self {
        let station = contract.station.clone();
        let held = [
            ("security", Role::Security, "100000"),
            ("administrator", Role::Administrator, "100000"),
            ("auditor", Role::Auditor, "100000"),
            ("supervisor", Role::Supervisor, "100000"),
            ("worker", Role::Ambassador, &station),
            ("leaver", Role::Ambassador, &station),
        ];
        let somebody = |(login, role, unit)| (login, contract.signed_in(login, role, unit).caller);
        let mut callers: Vec<_> = held.into_iter().map(somebody).collect();
        callers.push(("system", contract.nation.clone()));
        Self { contract, callers }
    }

    pub fn everybody(&self) -> impl Iterator<Item = &Caller<'h>> {
        self.callers.iter().map(|(_, caller)| caller)
    }

    /// The number under which a step is to be noted.
    pub fn author(&self, step: &Step) -> i64 {
        let who = step.who;
        let number = move |tx: &mut db::Tx<'_>| match who {
            "system" => org::tokens::list(tx).map(|all| all.iter().map(|it| it.id.0).min()),
            login => org::accounts::by_login(tx, login).map(|known| Some(known.person.0)),
        };
        self.contract.read(number).unwrap().unwrap()
    }

    /// Does it.
    pub fn take(&self, step: &Step) -> Answer {
        let who = self.callers.iter().find(|(name, _)| *name == step.who);
        let who = who.map(|(_, caller)| caller.clone()).unwrap();
        let path = self.path(&who, step.at);
        match &step.body {
            Form(fields) => {
                let filled: Vec<_> =
                    fields.iter().map(|(name, value)| (*name, self.value(&who, value))).collect();
                let fields: Vec<_> = filled.iter().map(|(name, it)| (*name, it.as_str())).collect();
                who.submit(&path, &fields)
            }
            Json(text) => {
                let method = step.route.split(' ').next().unwrap();
                let version = self.version(&path.replace("/closure", ""));
                let who = who.with("if-match", &format!("\"{version}\""));
                let body: Value = serde_json::from_str(&self.filled(text)).unwrap();
                ask(&who, &format!("{method} {path}"), &body)
            }
            List => {
                let list = "站名,区县\n竹林翼站,南山区\n".as_bytes();
                who.upload(&path, ("list.csv", list), &[])
            }
        }
    }

    fn path(&self, who: &Caller<'_>, at: &str) -> String {
        let Some((page, part)) = at.strip_prefix('@').and_then(|at| at.split_once(' ')) else {
            return self.filled(at);
        };
        let page = who.get(&self.filled(page)).expect(200).text();
        let actions = page.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let found = actions.into_iter().find(|action| action.contains(part));
        found.unwrap_or_else(|| panic!("no form for {part}")).to_owned()
    }

    /// A value; after `@`, a page and the name of a field that it offers.
    fn value(&self, who: &Caller<'_>, value: &str) -> String {
        let Some((page, name)) = value.strip_prefix('@').and_then(|at| at.split_once(' ')) else {
            return self.filled(value);
        };
        let page = who.get(&self.filled(page)).expect(200).text();
        let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    fn filled(&self, text: &str) -> String {
        let mut text = text
            .replace("{station}", &self.contract.station)
            .replace("{today}", &self.contract.day(0))
            .replace("{tomorrow}", &self.contract.day(1));
        for (mark, path) in [
            ("{version}", format!("/api/v1/stations/{}", self.contract.station)),
            ("{service}", "/api/v1/services/A02".to_owned()),
            ("{group}", "/api/v1/groups/elder".to_owned()),
        ] {
            if text.contains(mark) {
                text = text.replace(mark, &self.version(&path));
            }
        }
        if text.contains("{account}") {
            let known = self.contract.read(|tx| org::accounts::by_login(tx, "rsx127"));
            text = text.replace("{account}", &known.unwrap().id.to_string());
        }
        if text.contains("{list}") {
            let newest = |tx: &mut db::Tx<'_>| {
                let unit = org::unit::by_code(&*tx.cached::<org::Tree>()?, "440305")?;
                ::stations::importing::of_unit(tx, unit, 1)
            };
            let id = self.contract.read(newest).unwrap()[0].id;
            text = text.replace("{list}", &id.to_string());
        }
        text
    }

    /// The version of a station, a service or a group, from the list that has it.
    fn version(&self, path: &str) -> String {
        let reader = &self.contract.nation;
        let code = path.rsplit('/').next().unwrap_or_default();
        let found = if path.contains("/services/") || path.contains("/groups/") {
            let list = reader.get(path.trim_end_matches(code).trim_end_matches('/'));
            let items = list.expect(200).json()["items"].take();
            items.as_array().unwrap().iter().find(|item| item["code"] == code).cloned()
        } else if path.contains("/stations/") {
            Some(reader.get(path).expect(200).json())
        } else {
            None
        };
        found.map(|item| item["version"].to_string()).unwrap_or_default()
    }
}
