//! The audit through the whole house: whatever is changed leaves an entry of whoever changed it,
//! and nothing that anybody can ask for changes an entry.

mod acts;

use std::collections::BTreeSet;

use audit::{Filter, Noted, read, verify};
use axum::http::Method;
use kernel::Route;
use org::Role;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use yizhan::capabilities;

use super::{Contract, on_each_engine, on_sqlite};
use crate::house::none;

/// Acts that leave no entry, each with its reason.
const NOT_NOTED: &[(&str, &str)] = &[
    ("POST /api/v1/visits", "the register is a log of its own"),
    ("POST /api/v1/visits/{id}/reversal", "the register is a log of its own"),
    ("POST /desk/close", "the register is a log of its own"),
    ("POST /desk/visits", "the register is a log of its own"),
    ("POST /desk/reversals", "the register is a log of its own"),
    ("POST /console/visits/{id}/reversal", "the register is a log of its own"),
    ("POST /console/units/{code}/import/{id}/headings", "nothing is written yet"),
    ("POST /console/units/{code}/import/{id}/choices", "nothing is written yet"),
    ("POST /console/units/{code}/import/{id}/sheet", "nothing is written yet"),
    ("POST /api/v1/ratings", "nobody may know who rates"),
    ("PUT /api/v1/ratings", "nobody may know who rates"),
    ("POST /api/v1/ratings/withdrawal", "nobody may know who rates"),
    ("POST /stations/{code}/unserved", "nobody may know who tells"),
    ("POST /r/{station}/{token}", "nobody may know who rates"),
    ("POST /r/{station}/{token}/withdrawal", "nobody may know who rates"),
];

/// Every entry, the oldest first.
fn entries(contract: &Contract<'_>) -> Vec<Noted> {
    let newest = |tx: &mut db::Tx<'_>| read::newest(tx, &Filter::default(), None, 100_000);
    let mut all = contract.read(newest).unwrap();
    all.reverse();
    all
}

fn routes() -> Vec<Route> {
    capabilities::all().iter().flat_map(|each| (each.routes)()).collect()
}

fn name(route: &Route) -> String {
    format!("{} {}", route.method, route.path)
}

/// Whether something is changed, taken away, or read of somebody in full.
fn acts(route: &Route) -> bool {
    let read = ["/admin/accounts/{id}", "/console/people/{id}"];
    let taken = ["/export", "/rejects"].iter().any(|end| route.path.ends_with(end));
    route.method != Method::GET || taken || read.contains(&route.path)
}

#[test]
fn whatever_is_changed_is_noted_with_whoever_changed_it() {
    on_each_engine(|contract| {
        let acting: BTreeSet<String> = routes().iter().filter(|it| acts(it)).map(name).collect();
        let told = acts::all().map(|step| step.route).chain(NOT_NOTED.iter().map(|it| it.0));
        let told: BTreeSet<String> = told.map(str::to_owned).collect();
        let untold: Vec<_> = acting.symmetric_difference(&told).cloned().collect();
        none(&untold, "a route that is to be noted is among the steps or in `NOT_NOTED`");

        let people = acts::People::new(contract);
        let mut wrong = Vec::new();
        for step in acts::all() {
            contract.pass(1);
            contract.house.run_jobs();
            let before = entries(contract).len();
            let answer = people.take(step);
            let status = answer.status();
            let done = matches!(status, 200..=299 | 303);
            let new = &entries(contract)[before..];
            let author = people.author(step);
            let theirs = !new.is_empty() && new.iter().all(|entry| entry.author == author);
            if !done || !theirs {
                let acts: Vec<_> = new.iter().map(|it| (it.author, &it.act)).collect();
                let text = if done { String::new() } else { answer.text() };
                wrong.push(format!("{}: {status}, {author}: {acts:?} {text}", step.route));
            }
        }
        none(&wrong, "done, and noted with whoever did it");
        contract.house.run_jobs();
        assert!(contract.read(verify::everything).unwrap().is_whole());
        has_words(contract);
    });
}

/// Every act, object and field that was noted has its word.
fn has_words(contract: &Contract<'_>) {
    let catalog = &contract.house.app.messages;
    let mut keys = BTreeSet::new();
    for entry in entries(contract) {
        keys.insert(entry.act.replace('.', "-"));
        keys.insert(format!("audit-object-{}", entry.object_kind));
        for fields in [entry.before, entry.after].into_iter().flatten() {
            let fields: Value = serde_json::from_str(&fields).unwrap();
            let names = fields.as_object().unwrap().keys();
            keys.extend(names.map(|name| format!("audit-field-{name}")));
        }
    }
    let missing: Vec<_> = keys.into_iter().filter(|key| !catalog.has(key)).collect();
    none(&missing, "what the audit says has words");
}

#[test]
fn nothing_that_is_asked_for_changes_an_entry() {
    on_sqlite(|contract| {
        let people = acts::People::new(contract);
        let before = entries(contract);
        assert!(before.len() > 5);
        let seq = before[2].seq.to_string();
        let day = contract.day(0);
        let form = [("seq", &*seq), ("id", &seq), ("act", "x"), ("purpose", "x"), ("from", &day)];
        let paths: BTreeSet<&str> = routes().iter().map(|route| route.path).collect();
        for caller in &people.everybody() {
            for path in &paths {
                let path = path
                    .replace("{seq}", &seq)
                    .replace("{day}", &day)
                    .replace("{id}", &seq)
                    .replace("{code}", &contract.station);
                for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
                    // An open stream of events has no end to wait for.
                    if path.ends_with("/stream") || path == "/sign-out" {
                        continue;
                    }
                    let request = format!("{method} {path}");
                    drop(super::ask(caller, &request, &json!({ "seq": seq, "act": "x" })));
                }
                drop(caller.submit(&path, &form));
            }
        }
        let after = entries(contract);
        assert_eq!(after[..before.len()], before[..]);
        assert!(contract.read(verify::everything).unwrap().is_whole());
    });
}

#[test]
fn looking_at_everything_about_a_person_is_noted_with_its_purpose() {
    on_each_engine(|contract| {
        let she = contract.signed_in("she", Role::Security, "100000");
        let he = contract.signed_in("he", Role::Supervisor, "440305");
        let before = entries(contract).len();
        // Whoever is asked for the purpose has seen nothing yet.
        let page = format!("/admin/accounts/{}", he.id);
        drop(she.caller.get(&page).expect(200).shows("why"));
        let asked = she.caller.get(&format!("{page}?why=other&words=家属询问")).expect(200);
        let kept = asked.cookie("__Host-purpose").unwrap();
        let she_again = contract.house.session(&format!("{}; {kept}", she.cookie));
        drop(she_again.get(&page).expect(200).shows("/grants"));
        drop(she.caller.get(&format!("{page}?why=other")).expect(422));
        // Her own, a list, and what is out of sight: nothing was seen of anybody.
        drop(she.caller.get(&format!("/admin/accounts/{}", she.id)).expect(200));
        drop(she.caller.get("/admin/accounts").expect(200));
        drop(he.caller.get(&format!("/console/people/{}", she.id)).expect(404));
        let new = &entries(contract)[before..];
        assert_eq!(new.len(), 2);
        for read in new {
            assert_eq!(read.act, org::noted::ACCOUNT_READ.0);
            assert_eq!(read.object, he.id.to_string());
            assert_eq!(read.purpose.as_deref(), Some("家属询问"));
        }
    });
}

#[test]
fn a_table_is_noted_with_the_digest_of_what_was_handed_over() {
    on_each_engine(|contract| {
        let he = contract.signed_in("he", Role::Supervisor, "440305");
        let table = he.caller.get("/console/units/440305/stations/export?format=csv").expect(200);
        let told: Value =
            serde_json::from_str(entries(contract).last().unwrap().after.as_deref().unwrap())
                .unwrap();
        let table = table.text();
        assert_eq!(told["sha256"], db::hex(&Sha256::digest(table.as_bytes())));
        assert_eq!((&told["bytes"], &told["broken_off"]), (&table.len().into(), &Value::Null));
    });
}

#[test]
fn refusals_to_those_who_are_known_are_folded_and_strangers_are_not_noted() {
    on_each_engine(|contract| {
        let house = contract.house;
        let he = contract.signed_in("he", Role::Supervisor, "440305");
        let before = entries(contract).len();
        for _ in 0..3 {
            drop(he.caller.get("/console/units/110000").expect(404));
        }
        drop(he.caller.get("/admin/tokens").expect(403));
        drop(he.caller.get("/console/units/440305").expect(200));
        drop(house.visitor().get("/admin/tokens").expect(303));
        drop(house.bearer("yz_false").get("/admin/tokens").expect(401));
        drop(house.visitor().get("/stations/nowhere").expect(404));
        house.note_refusals();
        let new = &entries(contract)[before..];
        let person = contract.read(|tx| org::accounts::by_login(tx, "he")).unwrap().person.0;
        let told: BTreeSet<(i64, &str, &str)> = new
            .iter()
            .map(|it| (it.author, &*it.object, it.after.as_deref().unwrap_or_default()))
            .collect();
        let minute = "\"minute\":\"2026-11-26T10:00:00+08:00\"";
        let seen = format!("{{{minute},\"not_found\":3}}");
        let refused = format!("{{\"forbidden\":1,{minute}}}");
        let expected = [
            (person, "GET /admin/tokens", &*refused),
            (person, "GET /console/units/{code}", &*seen),
        ];
        assert_eq!(told, BTreeSet::from(expected));
    });
}

#[test]
fn no_statement_of_the_source_changes_an_entry() {
    let mut findings = Vec::new();
    for each in crate::house::inner_crates() {
        for statement in testkit::statements_in(&each.folder) {
            let upper = statement.sql.to_uppercase();
            let changes = ["UPDATE AUDIT_ENTRY", "DELETE FROM AUDIT_ENTRY", "REPLACE INTO AUDIT"];
            if changes.iter().any(|change| upper.contains(change)) {
                findings.push(format!("{}: {}", each.name, statement.place));
            }
        }
    }
    none(&findings, "entries are added and read");
}

#[test]
fn only_the_demonstration_invents() {
    let mut findings = Vec::new();
    for each in crate::house::inner_crates().iter().filter(|it| it.name != "demo") {
        for (path, source) in each.sources() {
            if source.code.contains("audit::invented") {
                findings.push(path);
            }
        }
    }
    none(&findings, "whatever somebody did is noted");
}
