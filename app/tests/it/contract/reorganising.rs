//! Units that close and merge: who follows them, in both trees, on every day, for everybody.

use kernel::Error;
use org::{Role, unit};
use serde_json::{Value, json};

use super::{
    Contract, all_hold, each, on_each_engine,
    reparenting::{people, recorded},
    text, with,
};

fn closure(contract: &Contract<'_>, successor: &str, days: i32) -> Value {
    json!({ "id": contract.id(), "successor": successor, "from": contract.day(days) })
}

fn merger(contract: &Contract<'_>, units: &[&str], days: i32) -> Value {
    json!({ "id": contract.id(), "units": units, "from": contract.day(days) })
}

const CLOSE: &str = "POST /api/v1/units/440305/closure";

#[test]
fn a_unit_closes_today_and_another_one_follows_it() {
    on_each_engine(|contract| {
        recorded(contract);
        let province = contract.bearer(Role::Supervisor, "440000");
        let (path, body) = ("/api/v1/units/440305/closure", closure(contract, "440103", 0));
        let closed = province.post(path, &body).expect(201).json();
        let fields: Vec<&String> = closed.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["closes", "from", "id", "kind", "ordered_at", "undone_at", "unit"]);
        assert_eq!(closed["closes"], json!([{ "unit": "440305", "successor": "440103" }]));
        assert_eq!(province.post(path, &body).expect(201).json(), closed);
        let other = with(&body, "successor", "440104");
        all_hold(&province, &[(CLOSE, other, "409 idempotency.conflict")]);
        // What was recorded today goes along, what was before stays as it was.
        for (unit, then, now) in
            [("440305", 5, 0), ("440103", 3, 8), ("440300", 5, 0), ("440100", 3, 8)]
        {
            let found = (people(contract, unit, "then"), people(contract, unit, "now"));
            assert_eq!(found, (then, now), "{unit}");
        }
        let late = with(&contract.record(), "occurred_at", contract.moment(-86_400));
        contract.recorded(&[late, contract.record()]);
        for (unit, then, now) in [("440305", 8, 0), ("440103", 6, 14)] {
            let found = (people(contract, unit, "then"), people(contract, unit, "now"));
            assert_eq!(found, (then, now), "{unit}");
        }
        let list = |unit: &str| {
            let (from, to) = (contract.day(-60), contract.day(0));
            let path = format!("/api/v1/visits?unit={unit}&from={from}&to={to}");
            contract.nation.get(&path).expect(200).json()["items"].as_array().unwrap().len()
        };
        assert_eq!((list("440305"), list("440103")), (2, 2));
        assert_eq!(
            contract.read(visits::doctor::recount::<visits::NoRatings>).unwrap().differences,
            []
        );
    });
}

#[test]
fn a_closed_unit_answers_as_it_was_and_says_who_follows() {
    on_each_engine(|contract| {
        let (today, nation) = (contract.day(0), contract.bearer(Role::Supervisor, "100000"));
        let close = nation.post("/api/v1/units/440305/closure", &closure(contract, "440304", 0));
        drop(close.expect(201));
        let nobody = contract.house.visitor();
        let get = |path: &str| nobody.get(&format!("/api/v1/units/{path}")).expect(200).json();
        let before = contract.day(-1);
        let was = get(&format!("440305?at={before}"));
        assert_eq!((&was["parent"]["code"], &was["to"]), (&json!("440300"), &json!(before)));
        let is = get("440305");
        assert_eq!((&is["parent"], &is["to"]), (&Value::Null, &json!(before)));
        assert_eq!(each(&is["successors"], "code"), ["440304"]);
        assert!(get("440304").get("successors").is_none());
        for part in ["children", "ancestors"] {
            assert_eq!(get(&format!("440305/{part}"))["items"], json!([]), "{part}");
        }
        let children = |at: &str| each(&get(&format!("440300/children?at={at}"))["items"], "code");
        assert!(children(&before).contains(&"440305".to_owned()));
        assert!(!children(&today).contains(&"440305".to_owned()));
        // Its station stands with the successor, and so does what is registered in its division.
        let number = contract.registered("440305", "红树林翼站");
        for station in [&contract.station, &number] {
            let item = nobody.get(&format!("/api/v1/stations/{station}")).expect(200).json();
            assert_eq!(item["unit"]["code"], "440304", "{station}");
            assert_eq!(item["division"]["code"], "440305");
        }
        // Nothing is given to it any more.
        let to = |parent: &str| json!({ "id": contract.id(), "parent": parent, "from": contract.day(0) });
        all_hold(
            &nation,
            &[
                (CLOSE, closure(contract, "440304", 1), "422 from units.not-standing"),
                (
                    "POST /api/v1/units/440304/closure",
                    closure(contract, "440305", 1),
                    "422 successor units.parent",
                ),
                (
                    "POST /api/v1/units/440305/reparenting",
                    to("440300"),
                    "422 from units.not-standing",
                ),
                ("POST /api/v1/units/440306/reparenting", to("440305"), "422 parent units.parent"),
            ],
        );
        let granted = contract.read(|tx| {
            let unit = unit::by_code(&*tx.cached::<org::Tree>()?, "440305")?;
            unit::check_lasts(tx, unit, tx.today())
        });
        let refused = Error::field("unit", "units.closed");
        assert_eq!(format!("{granted:?}"), format!("{:?}", Err::<(), _>(refused)));
    });
}

#[test]
fn units_merge_on_their_day_and_it_is_undone_until_then() {
    on_each_engine(|contract| {
        recorded(contract);
        let city = contract.bearer(Role::Supervisor, "440300");
        let path = "/api/v1/units/440304/merger";
        let order = |days| {
            let body = merger(contract, &["440305", "440306"], days);
            text(&city.post(path, &body).expect(201).json()["id"])
        };
        let undo = |id: &str| format!("POST {path}/{id}/withdrawal");
        let undone = order(1);
        all_hold(
            &city,
            &[
                (CLOSE, closure(contract, "440306", 2), "409 units.move-ahead"),
                (&format!("POST {path}"), merger(contract, &[], 1), "422 units units.merger"),
                (
                    &format!("POST {path}"),
                    merger(contract, &["440307", "440307"], 1),
                    "422 units units.merger",
                ),
                (&undo(&undone), Value::Null, "201"),
                (&undo(&undone), Value::Null, "201"),
                (&undo(&contract.id()), Value::Null, "404 units.move-unknown"),
                (
                    &format!("POST /api/v1/units/440304/closure/{undone}/withdrawal"),
                    Value::Null,
                    "404 units.move-unknown",
                ),
            ],
        );
        assert_eq!(people(contract, "440305", "now"), 8);
        let kept = order(1);
        assert_eq!(people(contract, "440305", "now"), 8);
        contract.pass(86_400);
        for (unit, then, now) in [("440305", 8, 0), ("440306", 0, 0), ("440304", 0, 8)] {
            let found = (people(contract, unit, "then"), people(contract, unit, "now"));
            assert_eq!(found, (then, now), "{unit}");
        }
        all_hold(&city, &[(&undo(&kept), Value::Null, "409 units.moved-already")]);
        let found = people(contract, "440300", "now");
        assert_eq!(found, 8);
    });
}

#[test]
fn who_held_the_closed_unit_holds_its_history_alone() {
    on_each_engine(|contract| {
        recorded(contract);
        let nation = contract.bearer(Role::Supervisor, "100000");
        let (former, next) = (
            contract.bearer(Role::Supervisor, "440305"),
            contract.bearer(Role::Supervisor, "440103"),
        );
        let station = format!("/api/v1/units/{}", contract.station);
        drop(former.get(&station).expect(200));
        drop(next.get(&station).expect(404));
        let body = closure(contract, "440103", 0);
        drop(nation.post("/api/v1/units/440305/closure", &body).expect(201));
        drop(former.get(&station).expect(404));
        drop(next.get(&station).expect(200));
        let (from, to) = (contract.day(-60), contract.day(0));
        let tally = format!("/api/v1/tallies?unit=440305&from={from}&to={to}");
        for who in [&former, &next] {
            assert_eq!(who.get(&tally).expect(200).json()["total"]["people"], 5);
        }
        // The console of the closed unit says so.
        let page = contract.signed_in("heir", Role::Supervisor, "440103").caller;
        let page = page.get("/console/units/440305").expect(200).text();
        assert!(page.contains("/console/units/440103?"), "{page}");
        assert!(!page.contains("/console/units/440305/import"));
    });
}

#[test]
fn what_the_tree_does_not_allow_to_close_is_refused() {
    on_each_engine(|contract| {
        let nation = contract.bearer(Role::Supervisor, "100000");
        let of = |unit: &str| format!("POST /api/v1/units/{unit}/closure");
        let to = |successor: &str, days| closure(contract, successor, days);
        all_hold(
            &nation,
            &[
                (CLOSE, to("440304", -1), "422 units.past"),
                (CLOSE, to("440305", 0), "422 successor units.loop"),
                (&of("440300"), to("440305", 0), "422 successor units.loop"),
                (CLOSE, to(&contract.station, 0), "422 successor units.parent"),
                (&of(&contract.station), to("440304", 0), "422 units.station"),
                (&of("100000"), to("440000", 0), "403 access.not-granted"),
                (CLOSE, to("999999", 0), "404 units.unknown"),
                (CLOSE, with(&to("440304", 0), "id", "7"), "422 id units.bad-id"),
                (CLOSE, json!({ "id": contract.id() }), "422 successor request.missing"),
            ],
        );
        // A city closes into the province above it: what hung on it hangs there.
        drop(nation.post("/api/v1/units/440300/closure", &to("440000", 0)).expect(201));
        let above = contract.house.visitor().get("/api/v1/units/440305").expect(200).json();
        assert_eq!(above["parent"]["code"], "440000");
    });
}
