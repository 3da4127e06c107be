//! Finding stations, and the catalogue.

use org::Role;
use serde_json::{Value, json};
use testkit::Caller;

use super::{Contract, all_hold, each, on_each_engine, reads_hold, text, told, with};

/// A station in Futian, so many thousandths of a degree east of the first.
fn sent(name: &str, east: i32, services: &[&str]) -> Value {
    let day = |day: u8| json!({ "day": day, "from": "08:30", "to": "18:00" });
    json!({
        "name": name,
        "division": "440304",
        "address": "榕树路 1 号",
        "location": { "lng": 114.0 + f64::from(east) / 1000.0, "lat": 22.5 },
        "hours": (1..=7).map(day).collect::<Vec<_>>(),
        "services": services,
        "features": ["step_free"],
    })
}

fn register(contract: &Contract<'_>, body: &Value) -> Value {
    contract.nation.post("/api/v1/stations", body).expect(201).json()
}

fn names(who: &Caller<'_>, query: &str) -> Vec<String> {
    let page = who.get(&format!("/api/v1/stations?{query}")).expect(200).json();
    each(&page["items"], "name")
}

#[test]
fn the_nearest_are_found_under_every_filter() {
    on_each_engine(|contract| {
        for (name, east, services) in [
            ("甲", 0, &["A01", "A02", "B01"][..]),
            ("乙", 1, &["A02"]),
            ("丙", 2, &["A01", "B01"]),
            ("丁", 3, &["A02", "B01"]),
        ] {
            register(contract, &sent(name, east, services));
        }
        let nowhere = with(&sent("戊", 0, &["A02", "B01"]), "location", Value::Null);
        let wide = with(&nowhere, "features", json!(["step_free", "wheelchair"]));
        register(contract, &with(&wide, "hours", Value::Null));
        let nobody = contract.house.visitor();
        let near = "near=114.0,22.5";
        let q = |words: &str| {
            let bytes = words.bytes().map(|byte| format!("%{byte:02X}"));
            format!("q={}", bytes.collect::<String>())
        };
        for (query, expected) in [
            (near.to_owned(), "甲乙丙丁"),
            (format!("{near}&services=B01&limit=2"), "甲丙"),
            (format!("{near}&services=A02,B01"), "甲丁"),
            (format!("{near}&radius=210"), "甲乙丙"),
            (format!("{near}&radius=0"), "甲"),
            // An hour before any of them opens, and a moment before they close.
            (format!("{near}&open=2026-11-26T07:30:00%2B08:00"), ""),
            (format!("{near}&open=2026-11-26T09:59:59Z&limit=1"), "甲"),
            ("division=440304&open=now".to_owned(), "甲乙丙丁"),
            ("division=440304&services=B01".to_owned(), "甲丙丁戊"),
            ("division=440305".to_owned(), "榕树下翼站"),
            ("division=440000&services=A02".to_owned(), "甲乙丁戊榕树下翼站"),
            ("features=step_free,wheelchair".to_owned(), "戊"),
            (q("榕树下"), "榕树下翼站"),
            (q("榕树路") + "&limit=2", "甲乙"),
            (q("440305-"), "榕树下翼站"),
            ("status=active&services=A01,A02".to_owned(), "甲榕树下翼站"),
        ] {
            assert_eq!(names(&nobody, &query).concat(), expected, "{query}");
        }
        let first = nobody.get(&format!("/api/v1/stations?{near}&limit=2")).expect(200).json();
        let far = |item: usize| first["items"][item]["distance_m"].as_f64().unwrap();
        assert!(far(0) < 0.01, "{}", far(0));
        // A thousandth of a degree along the parallel of 22.5 degrees, on the sphere.
        assert!((far(1) - 102.73).abs() < 0.01, "{}", far(1));
    });
}

#[test]
fn coordinates_are_told_and_taken_in_three_datums() {
    on_each_engine(|contract| {
        let code = text(&register(contract, &sent("甲", 0, &["A02"]))["code"]);
        let nobody = contract.house.visitor();
        let at = |datum: &str| {
            let path = format!("/api/v1/stations/{code}?datum={datum}");
            nobody.get(&path).expect(200).json()["location"].clone()
        };
        assert_eq!(at("wgs84"), json!({ "lng": 114.0, "lat": 22.5, "datum": "wgs84" }));
        for datum in ["gcj02", "bd09"] {
            let there = at(datum);
            assert_eq!(there["datum"], datum);
            let (lng, lat) = (there["lng"].as_f64().unwrap(), there["lat"].as_f64().unwrap());
            assert!(lng > 114.003 && lng < 114.02, "{there}");
            // Asked from where it lies, in the same datum, it is here.
            let near = format!("/api/v1/stations?near={lng},{lat}&datum={datum}&limit=1");
            let found = nobody.get(&near).expect(200).json();
            assert!(found["items"][0]["distance_m"].as_f64().unwrap() < 1.0, "{found}");
        }
    });
}

#[test]
fn what_is_asked_wrongly_is_named() {
    on_each_engine(|contract| {
        reads_hold(
            &contract.house.visitor(),
            &[
                ("/api/v1/stations?near=114", "422 near stations.near"),
                ("/api/v1/stations?near=190,22", "422 near stations.near"),
                ("/api/v1/stations?near=NaN,22", "422 near stations.near"),
                ("/api/v1/stations?radius=10", "422 radius stations.radius"),
                ("/api/v1/stations?near=114,22&radius=-1", "422 radius stations.radius"),
                ("/api/v1/stations?services=Z99", "422 services stations.service"),
                ("/api/v1/stations?services=A02,Z99", "422 services stations.service"),
                ("/api/v1/stations?features=lift", "422 features stations.feature"),
                ("/api/v1/stations?open=soon", "422 open stations.open"),
                ("/api/v1/stations?open=2026-11-26T10:00:00", "422 open stations.open"),
                ("/api/v1/stations?division=999999", "422 division stations.division"),
                ("/api/v1/stations?status=gone", "422 status stations.status"),
                ("/api/v1/stations?datum=mars", "422 datum stations.datum"),
                ("/api/v1/stations/440305-99999", "404 stations.unknown"),
                ("/api/v1/stations/x", "404 stations.unknown"),
            ],
        );
    });
}

#[test]
fn status_widens_by_grant() {
    on_each_engine(|contract| {
        let planned = with(&sent("筹建厅", 0, &[]), "status", "planned");
        let code = text(&register(contract, &planned)["code"]);
        let close = contract.nation.clone().with("if-match", "\"1\"");
        let closure = format!("/api/v1/stations/{}/closure", contract.station);
        drop(close.post(&closure, &json!({ "reason": "装修" })).expect(201));
        let (nobody, auditor) =
            (contract.house.visitor(), contract.bearer(Role::Auditor, "100000"));
        let (inside, outside) = (contract.system_of("440304"), contract.system_of("440305"));
        // Suspended stations are shown, as closed.
        let suspended = nobody.get(&format!("/api/v1/stations/{}", contract.station)).json();
        let open = &suspended["open"];
        assert_eq!((&open["state"], &open["reason"]), (&json!("closed"), &json!("suspended")));
        assert_eq!(names(&nobody, ""), ["榕树下翼站"]);
        assert_eq!(names(&nobody, "status=suspended"), ["榕树下翼站"]);
        assert_eq!(names(&nobody, "open=now"), [""; 0]);
        let asked = "/api/v1/stations?status=planned";
        assert_eq!(told(&nobody.get(asked)), "401 request.sign-in-first");
        assert_eq!(told(&auditor.get(asked)), "403 access.not-granted");
        assert_eq!(names(&inside, "status=planned,active"), ["筹建厅"]);
        assert_eq!(names(&outside, "status=planned"), [""; 0]);
        let path = format!("/api/v1/stations/{code}");
        for who in [&nobody, &outside, &auditor] {
            assert_eq!(told(&who.get(&path)), "404 stations.unknown");
        }
        assert_eq!(told(&inside.get(&path)), "200");
    });
}

#[test]
fn an_item_tells_what_the_contract_names() {
    on_each_engine(|contract| {
        register(contract, &sent("甲", 0, &["A02"]));
        let nobody = contract.house.visitor();
        let item = nobody.get("/api/v1/stations?division=440304").json()["items"][0].clone();
        let mut named = [
            "code",
            "host_code",
            "name",
            "status",
            "unit",
            "division",
            "address",
            "location",
            "distance_m",
            "services",
            "features",
            "plates",
            "grade",
            "open",
            "phone",
            "version",
        ];
        named.sort_unstable();
        let fields: Vec<&String> = item.as_object().unwrap().keys().collect();
        assert_eq!(fields, named);
        let open: Vec<&String> = item["open"].as_object().unwrap().keys().collect();
        assert_eq!(open, ["as_of", "confidence", "next_open", "reason", "state", "until"]);
        assert_eq!(item["unit"], json!({ "code": "440304", "name": "福田区" }));
        assert_eq!(
            item["division"],
            json!({ "code": "440304", "name": "福田区", "path": "广东省深圳市福田区" })
        );
        assert_eq!((&item["services"], &item["status"]), (&json!(["A02"]), &json!("active")));
        assert_eq!(item["open"]["until"], "2026-11-26T18:00:00+08:00");
        let whole = nobody.get(&format!("/api/v1/stations/{}", text(&item["code"]))).json();
        let since = contract.day(0);
        let loaded = json!([{ "code": "A02", "state": "loaded", "since": since }]);
        assert_eq!((&whole["services"], &whole["notices"]), (&loaded, &json!([])));
        assert_eq!(whole["hours"].as_array().unwrap().len(), 7);
        // Nobody told the hours of the other one.
        let other = nobody.get(&format!("/api/v1/stations/{}", contract.station)).json();
        assert_eq!((&other["open"]["state"], &other["hours"]), (&json!("unsure"), &Value::Null));
    });
}

#[test]
fn writing_asks_for_the_right_grant() {
    on_each_engine(|contract| {
        let body = sent("甲", 0, &["A02"]);
        let path = format!("/api/v1/stations/{}", contract.station);
        let change = format!("PATCH {path}");
        let closure = format!("POST {path}/closure");
        let (name, reason) = (json!({ "name": "新名" }), json!({ "reason": "装修" }));
        for (role, unit, posted, changed) in [
            (Role::Supervisor, "440304", "201", "404 stations.unknown"),
            (Role::Integration, "440305", "404 units.unknown", "428 stations.version-missing"),
            (Role::Ambassador, "440305", "403 access.not-granted", "403 access.not-granted"),
            (Role::Ambassador, "440304", "403 access.not-granted", "404 stations.unknown"),
        ] {
            let examples = [
                ("POST /api/v1/stations", body.clone(), posted),
                (&change, name.clone(), changed),
                (&closure, reason.clone(), changed),
            ];
            all_hold(&contract.bearer(role, unit), &examples);
        }
        let first = contract.nation.clone().with("if-match", "\"1\"");
        all_hold(
            &first,
            &[
                (&change, json!({ "services": ["Z99"] }), "422 services stations.service"),
                (&change, json!({ "name": null }), "422 name request.missing"),
                (&change, json!([]), "400 request.malformed"),
                (&closure, json!({}), "422 reason request.missing"),
                (&change, json!({ "phone": "0755-83000000", "weather": "rain" }), "200"),
            ],
        );
        // A merge patch: what is null goes, what is left out stays.
        let second = contract.nation.clone().with("if-match", "\"2\"");
        let gone = second.patch(&path, &json!({ "phone": null })).expect(200).json();
        assert_eq!((&gone["phone"], &gone["name"]), (&Value::Null, &json!("榕树下翼站")));
        assert_eq!(gone["version"], 3);
    });
}

#[test]
fn the_catalogue_comes_whole() {
    on_each_engine(|contract| {
        let nobody = contract.house.visitor();
        for (path, count, fields) in [
            (
                "/api/v1/services",
                26,
                &["code", "name", "short_name", "category", "level", "measure_unit", "version"][..],
            ),
            ("/api/v1/groups", 4, &["code", "name", "version"]),
        ] {
            let list = nobody.get(path).expect(200).json();
            assert_eq!(list["next"], Value::Null);
            let items = list["items"].as_array().unwrap();
            assert_eq!(items.len(), count);
            for item in items {
                assert!(fields.iter().all(|field| !item[*field].is_null()), "{item}");
            }
        }
        let groups = nobody.get("/api/v1/groups").json();
        assert_eq!(each(&groups["items"], "code"), ["outdoor", "elder", "disabled", "child"]);
    });
}
