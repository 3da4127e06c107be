//! The pages through the router, on each engine.

use std::sync::Arc;

use audit::{Entry, Object, note};
use db::Tx;
use kernel::Gate;
use org::{Role, gate::AccessGate, tokens::NewToken};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use testkit::{Caller, House};

/// A network, an auditor, and what somebody did in it.
fn in_a_house(test: impl Fn(&House, &Caller<'_>)) {
    let capabilities = || vec![org::capability(), crate::capability()];
    let gate = |all: &[kernel::Capability]| -> Arc<dyn Gate> {
        Arc::new(AccessGate::new(all).expect("the permissions name roles"))
    };
    testkit::on_each_house(capabilities, gate, |house| {
        house.write(|tx| org::unit::mirror_divisions(tx).map(drop));
        let auditor = house.bearer(&token(house, "the auditor", Role::Auditor));
        house.write(|tx| {
            let act = org::noted::PASSWORD_RESET;
            note(tx, Entry::of(act, Object::new("account", &77)));
            let (before, after) = (json!({ "role": "auditor" }), json!({ "role": "security" }));
            let grant = Entry::of(org::noted::GRANT_GIVEN, Object::new("account", &78));
            note(tx, grant.before(before).after(after));
            Ok(())
        });
        test(house, &auditor);
    });
}

fn token(house: &House, label: &'static str, role: Role) -> String {
    house.write(move |tx| {
        let unit = org::unit::by_code(&*tx.cached::<org::Tree>()?, "100000")?;
        let new = NewToken { label, role, unit, expires_days: None, by: None };
        org::tokens::create(tx, &new).map(|(_, token)| token)
    })
}

fn today(house: &House) -> String {
    house.read(|tx: &mut Tx<'_>| Ok(tx.today().to_string()))
}

#[test]
fn entries_are_listed_found_and_shown_side_by_side() {
    in_a_house(|house, auditor| {
        let page = auditor.get("/admin/audit").expect(200);
        drop(page.shows("重置密码").shows("授予角色").shows("命令行").shows("the auditor"));
        let found = auditor.get("/admin/audit?object=77").expect(200).shows("重置密码").text();
        assert!(!found.contains("/entries/3"));
        let acts = auditor.get("/admin/audit?act=org.grant-given").expect(200).text();
        assert!(acts.contains("/entries/3") && !acts.contains("/entries/2"));
        drop(auditor.get("/admin/audit?author=nobody").expect(200).shows("没有符合的条目"));
        drop(auditor.get("/admin/audit?day=2026-11-01").expect(200).shows("没有符合的条目"));
        drop(auditor.get("/admin/audit?day=x").expect(422));
        let entry = auditor.get("/admin/audit/entries/3").expect(200);
        drop(entry.shows("角色").shows("审计员").shows("安全管理员").shows("之前"));
        drop(auditor.get("/admin/audit/entries/99").expect(404));
        drop(auditor.get("/admin/audit/entries/x").expect(404));
        for role in [Role::Administrator, Role::Security, Role::Supervisor] {
            drop(house.bearer(&token(house, "other", role)).get("/admin/audit").expect(403));
        }
    });
}

#[test]
fn a_day_is_verified_and_that_is_noted() {
    in_a_house(|house, auditor| {
        drop(auditor.get("/admin/audit/days").expect(200).shows("还没有核对过"));
        let path = format!("/admin/audit/days/{}/verification", today(house));
        drop(auditor.submit(&path, &[]).expect(303));
        let page = auditor.get("/admin/audit/days").expect(200);
        drop(page.shows("完整，没有改动").shows("the auditor"));
        drop(auditor.submit("/admin/audit/days/2020-01-01/verification", &[]).expect(404));
        // Somebody with the database's own tools.
        house.write(|tx| {
            let disarm = match tx.engine() {
                db::Engine::Sqlite => "DROP TRIGGER audit_entry_refuses_update;",
                db::Engine::Postgres => "ALTER TABLE audit_entry DISABLE TRIGGER USER;",
            };
            let change = "UPDATE audit_entry SET object = '1' WHERE seq = 2";
            Ok(tx.script(&format!("{disarm} {change}"))?)
        });
        drop(auditor.submit(&path, &[]).expect(303));
        drop(auditor.get("/admin/audit/days").expect(200).shows("第 2 条：条目被改动"));
    });
}

#[test]
fn what_is_taken_away_can_be_counted_by_others_and_says_why() {
    in_a_house(|house, auditor| {
        let day = today(house);
        let form =
            |purpose| [("from", &*day), ("to", &*day), ("format", "jsonl"), ("purpose", purpose)];
        drop(auditor.submit("/admin/audit/exports", &form(" ")).expect(422).shows("请写明"));
        let file = auditor.submit("/admin/audit/exports", &form("季度审计")).expect(200);
        let lines: Vec<Value> =
            file.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 3);
        let mut digest = [0_u8; 32].to_vec();
        for line in &lines {
            let kept = [
                "seq",
                "day",
                "at",
                "author",
                "act",
                "object_kind",
                "object",
                "before",
                "after",
                "purpose",
            ];
            let array = Value::Array(kept.iter().map(|name| line[*name].clone()).collect());
            digest = Sha256::digest([digest, array.to_string().into_bytes()].concat()).to_vec();
            assert_eq!(line["digest"], db::hex(&digest), "{line}");
        }
        let sha256 = db::hex(&Sha256::digest(file.bytes()));
        let noted = auditor.get("/admin/audit/entries/4").expect(200);
        drop(noted.shows("季度审计").shows(&sha256).shows("JSONL".to_lowercase().as_str()));
        drop(auditor.get("/admin/audit/exports/new").expect(200));
    });
}
