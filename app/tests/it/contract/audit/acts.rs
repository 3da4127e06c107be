//! Every act that the product takes over HTTP, once, in an order in which each succeeds. A new
//! route is added as a step.

mod steps;

use std::cell::RefCell;

use org::{
    Role,
    factor::{Secret, step_at},
};
use serde_json::Value;
use testkit::{Answer, Caller};

use steps::Body::{Form, Json, List, Nothing};
pub use steps::{Step, all};

use super::super::{Contract, ask};

/// Those who act.
pub struct People<'c, 'h> {
    contract: &'c Contract<'h>,
    callers: RefCell<Vec<(&'static str, Caller<'h>)>>,
    /// What the app of the one with a second factor holds.
    secret: RefCell<Option<Secret>>,
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
            ("keeper", Role::Ambassador, &station),
        ];
        let somebody = |(login, role, unit)| (login, contract.signed_in(login, role, unit).caller);
        let mut callers: Vec<_> = held.into_iter().map(somebody).collect();
        callers.push(("system", contract.nation.clone()));
        Self { contract, callers: RefCell::new(callers), secret: RefCell::new(None) }
    }

    pub fn everybody(&self) -> Vec<Caller<'h>> {
        self.callers.borrow().iter().map(|(_, caller)| caller.clone()).collect()
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
        let at = self.callers.borrow().iter().position(|(name, _)| *name == step.who).unwrap();
        let who = self.callers.borrow()[at].1.clone();
        let answer = self.send(step, &who);
        if let Some(cookie) = answer.cookie("__Host-session") {
            self.callers.borrow_mut()[at].1 = self.contract.house.session(&cookie);
        }
        answer
    }

    fn send(&self, step: &Step, who: &Caller<'h>) -> Answer {
        let path = self.path(who, step.at);
        match &step.body {
            Form(fields) => {
                let filled: Vec<_> =
                    fields.iter().map(|(name, value)| (*name, self.value(who, value))).collect();
                let fields: Vec<_> = filled.iter().map(|(name, it)| (*name, it.as_str())).collect();
                who.submit(&path, &fields)
            }
            Json(text) => {
                let method = step.route.split(' ').next().unwrap();
                let version = self.version(&path.replace("/closure", ""));
                let who = who.clone().with("if-match", &format!("\"{version}\""));
                let body: Value = serde_json::from_str(&self.filled(text)).unwrap();
                ask(&who, &format!("{method} {path}"), &body)
            }
            List(text) => who.upload(&path, ("list.csv", text.as_bytes()), &[]),
            Nothing => who.get(&path),
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
        if text.contains("{code}") {
            text = text.replace("{code}", &self.code());
        }
        for (mark, login) in [("{keeper}", "keeper"), ("{member}", "member")] {
            if text.contains(mark) {
                let known = self.contract.read(move |tx| org::accounts::by_login(tx, login));
                text = text.replace(mark, &known.unwrap().id.to_string());
            }
        }
        if text.contains("{job}") {
            text = text.replace("{job}", &self.dead_letter());
        }
        if text.contains("{list}") {
            text = text.replace("{list}", &self.newest_list("440305").id.to_string());
        }
        if text.contains("{import}") {
            text = text.replace("{import}", &self.newest_list("100000").job.to_string());
        }
        text
    }

    /// What the app shows now; the set-up of the factor is begun when there is none.
    fn code(&self) -> String {
        self.contract.pass(30);
        let begun = self.contract.house.app.db.write_blocking(|tx| {
            let id = org::accounts::by_login(tx, "keeper")?.id;
            org::factor::set_up(tx, id)
        });
        if let Ok(secret) = begun {
            *self.secret.borrow_mut() = Some(secret);
        }
        let now = self.contract.read(|tx| tx.now());
        let secret = self.secret.borrow();
        format!("{:06}", secret.as_ref().unwrap().code(step_at(now)).unwrap())
    }

    fn newest_list(&self, unit: &'static str) -> ::stations::importing::Import {
        let newest = move |tx: &mut db::Tx<'_>| {
            let unit = org::unit::by_code(&*tx.cached::<org::Tree>()?, unit)?;
            ::stations::importing::of_unit(tx, unit, 1)
        };
        self.contract.read(newest).unwrap().remove(0)
    }

    /// A job that was given up: its payload is none.
    fn dead_letter(&self) -> String {
        let house = self.contract.house;
        let id = house.write(|tx| Ok(jobs::enqueue(tx, "stations.import", &Value::Null, None)?));
        house.run_jobs();
        id.to_string()
    }

    /// The version of a station, a service or a group, from the list that has it.
    fn version(&self, path: &str) -> String {
        let reader = &self.contract.nation;
        let code = path.rsplit('/').next().unwrap_or_default();
        let found = if path.contains("/services/") || path.contains("/groups/") {
            let list = reader.get(path.trim_end_matches(code).trim_end_matches('/'));
            let items = list.expect(200).json()["items"].take();
            items.as_array().unwrap().iter().find(|item| item["code"] == code).cloned()
        } else if path.starts_with("/api/v1/stations/") {
            Some(reader.get(path).expect(200).json())
        } else {
            None
        };
        found.map(|item| item["version"].to_string()).unwrap_or_default()
    }
}
