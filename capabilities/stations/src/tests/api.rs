//! The contract of stations and of the catalogue, example by example.

use serde_json::{Value, json};
use testkit::{Answer, House};

use super::house::{answers, in_a_house, sample, token};

#[test]
fn a_supervisor_registers_changes_and_closes() {
    in_a_house(|house| {
        let her = house.bearer(&token(house, "supervisor", "440304"));
        let made = her.post("/api/v1/stations", &sample("福华路厅")).expect(201).json();
        let code = made["code"].as_str().unwrap().to_owned();
        assert_eq!(made["unit"], json!({"code": "440304", "name": "福田区"}));
        assert_eq!(made["division"]["path"], "广东省深圳市福田区");
        assert_eq!((&made["status"], &made["version"]), (&json!("active"), &json!(1)));
        assert_eq!(made["services"][1]["code"], "A02");
        assert_eq!(made["services"][1]["state"], "loaded");
        let path = format!("/api/v1/stations/{code}");

        // Without the version, with a stale one, and with the right one.
        let name = json!({"name": "福华一路厅", "phone": null});
        assert_eq!(her.patch(&path, &name).expect(428).code(), "stations.version-missing");
        let stale = her.clone().with("if-match", "\"7\"").patch(&path, &name).expect(412);
        assert_eq!(stale.code(), "stations.version-stale");
        let changed = her.clone().with("if-match", "\"1\"").patch(&path, &name).expect(200).json();
        assert_eq!(changed["name"], "福华一路厅");
        assert_eq!((&changed["phone"], &changed["version"]), (&Value::Null, &json!(2)));
        // What the patch left out stays.
        assert_eq!(changed["address"], made["address"]);
        assert_eq!(changed["hours"], made["hours"]);

        let closing = json!({"reason": "装修", "until": "2026-12-01"});
        let close = format!("{path}/closure");
        assert_eq!(her.post(&close, &closing).expect(428).code(), "stations.version-missing");
        let closed = her.clone().with("if-match", "\"2\"").post(&close, &closing).expect(201);
        let closed = closed.json();
        assert_eq!(closed["status"], "suspended");
        assert_eq!(closed["open"]["state"], "closed");
        assert_eq!(closed["open"]["reason"], "suspended");
        assert_eq!(closed["open"]["next_open"], "2026-12-02T08:30:00+08:00");
        // The public goes on seeing it, with the same version.
        assert_eq!(house.visitor().get(&path).expect(200).json()["version"], 3);

        let again = her.clone().with("if-match", "\"3\"");
        let again = again.patch(&path, &json!({"status": "active"})).expect(200).json();
        assert_eq!((&again["status"], &again["open"]["state"]), (&json!("active"), &json!("open")));
    });
}

#[test]
fn the_public_reads_with_an_etag_that_forgets_the_moment() {
    in_a_house(|house| {
        let her = house.bearer(&token(house, "supervisor", "440304"));
        answers(her.post("/api/v1/stations", &sample("福华路厅")), 201);
        let visitor = house.visitor();
        for path in ["/api/v1/stations", "/api/v1/stations/440304-00016", "/api/v1/services"] {
            let first = visitor.get(path).expect(200);
            house.store.clock.advance(1);
            let known = visitor.clone().with("if-none-match", first.header("etag")).get(path);
            answers(known, 304);
        }
        let item = &visitor.get("/api/v1/stations").expect(200).json()["items"][0];
        let fields = [
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
        let mut named: Vec<&str> = item.as_object().unwrap().keys().map(String::as_str).collect();
        let mut wanted = fields.to_vec();
        named.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(named, wanted);
        assert_eq!(item["services"], json!(["A01", "A02"]));
        assert_eq!(item["features"], json!(["step_free"]));
        assert!(item["open"]["as_of"].is_string() && item["distance_m"].is_null());
    });
}

#[test]
fn filters_go_before_the_count_and_pages_end() {
    in_a_house(|house| {
        let her = house.bearer(&token(house, "supervisor", "440304"));
        for n in 0..7 {
            let services = if n % 3 == 0 { json!(["A01", "B01"]) } else { json!(["A01"]) };
            let location = json!({"lng": 114.05 + f64::from(n) * 0.01, "lat": 22.54});
            let mut body = sample(&format!("第 {n} 厅"));
            body["services"] = services;
            body["location"] = location;
            answers(her.post("/api/v1/stations", &body), 201);
        }
        let names = |query: &str| {
            let mut names: Vec<String> = Vec::new();
            let mut cursor = String::new();
            loop {
                let page = house.visitor().get(&format!("/api/v1/stations?{query}{cursor}"));
                let page = page.expect(200).json();
                let items = page["items"].as_array().unwrap();
                names.extend(items.iter().map(|item| item["name"].as_str().unwrap().to_owned()));
                match page["next"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => return names,
                }
            }
        };
        let near = "near=114.11,22.54";
        assert_eq!(
            names(&format!("{near}&services=B01&limit=2")),
            ["第 6 厅", "第 3 厅", "第 0 厅"]
        );
        assert_eq!(names(&format!("{near}&radius=1500&limit=1")), ["第 6 厅", "第 5 厅"]);
        assert_eq!(names("limit=3").len(), 7);
        assert_eq!(names("q=%E7%AC%AC%204&limit=3").len(), 1);
        assert_eq!(names("division=440300").len(), 7);
        assert_eq!(names("division=440305").len(), 0);
        assert_eq!(names("open=now").len(), 7);
        assert_eq!(names("open=2026-11-26T03:00:00%2B08:00").len(), 0);
        assert_eq!(names("features=step_free,wheelchair").len(), 0);
        // Ten asked are ten answered: the nearest with the service, however far.
        let far = "near=87.6,43.8&services=B01&limit=3";
        assert_eq!(names(far).len(), 3);
    });
}

#[test]
fn unknown_filter_values_are_422() {
    in_a_house(|house| {
        for (query, field) in [
            ("near=114", "near"),
            ("near=190,22", "near"),
            ("near=114,22&radius=far", "radius"),
            ("radius=10", "radius"),
            ("services=Z99", "services"),
            ("features=lift", "features"),
            ("open=soon", "open"),
            ("division=999999", "division"),
            ("status=gone", "status"),
            ("datum=mars", "datum"),
            ("limit=0", "limit"),
            ("limit=201", "limit"),
            ("cursor=x", "cursor"),
            ("near=114,22&cursor=IjQ0Ig", "cursor"),
        ] {
            let answer = house.visitor().get(&format!("/api/v1/stations?{query}")).expect(422);
            assert_eq!(answer.json()["errors"][0]["field"], field, "{query}");
        }
    });
}

#[test]
fn a_status_that_the_public_does_not_see_widens_by_grant() {
    in_a_house(|house| {
        let her = house.bearer(&token(house, "supervisor", "440304"));
        let other = house.bearer(&token(house, "supervisor", "440305"));
        let mut planned = sample("筹建厅");
        planned["status"] = json!("planned");
        let code = her.post("/api/v1/stations", &planned).expect(201).json()["code"].clone();
        let path = format!("/api/v1/stations/{}", code.as_str().unwrap());
        let count = |answer: Answer| answer.expect(200).json()["items"].as_array().unwrap().len();
        assert_eq!(count(house.visitor().get("/api/v1/stations")), 0);
        answers(house.visitor().get("/api/v1/stations?status=planned"), 401);
        let auditor = house.bearer(&token(house, "auditor", "100000"));
        answers(auditor.get("/api/v1/stations?status=planned"), 403);
        assert_eq!(count(her.get("/api/v1/stations?status=planned,active")), 1);
        assert_eq!(count(other.get("/api/v1/stations?status=planned")), 0);
        answers(house.visitor().get(&path), 404);
        answers(other.get(&path), 404);
        answers(her.get(&path), 200);
    });
}

#[test]
fn scope_is_authorisation() {
    in_a_house(|house| {
        let her = house.bearer(&token(house, "supervisor", "440304"));
        let other = house.bearer(&token(house, "supervisor", "440305"));
        let ambassador = house.bearer(&token(house, "ambassador", "440304"));
        let path = "/api/v1/stations";
        answers(house.visitor().post(path, &sample("厅")), 401);
        answers(ambassador.post(path, &sample("厅")), 403);
        assert_eq!(other.post(path, &sample("厅")).expect(404).code(), "units.unknown");
        let code = her.post(path, &sample("厅")).expect(201).json()["code"].clone();
        let path = format!("{path}/{}", code.as_str().unwrap());
        let name = json!({"name": "新厅"});
        answers(house.visitor().with("if-match", "\"1\"").patch(&path, &name), 401);
        answers(ambassador.with("if-match", "\"1\"").patch(&path, &name), 403);
        let hidden = other.clone().with("if-match", "\"1\"").patch(&path, &name).expect(404);
        assert_eq!(hidden.code(), "stations.unknown");
        let closing = json!({"reason": "装修"});
        let close = format!("{path}/closure");
        answers(other.with("if-match", "\"1\"").post(&close, &closing), 404);
        answers(house.bearer("yz_false").get(&path), 401);
    });
}

#[test]
fn wrong_content_is_named_by_its_field() {
    in_a_house(|house| {
        let her = house.bearer(&token(house, "supervisor", "440304"));
        for (field, value, named, code) in [
            ("name", json!("  "), "name", "stations.name-missing"),
            ("name", json!(7), "name", "request.wrong-type"),
            ("division", json!("440300"), "division", "stations.division"),
            ("location", json!({"lng": 0, "lat": 0}), "location", "stations.location"),
            (
                "location",
                json!({"lng": 114, "lat": 22, "datum": "mars"}),
                "location",
                "stations.datum",
            ),
            (
                "hours",
                json!([{"day": 9, "from": "08:00", "to": "18:00"}]),
                "hours",
                "stations.hours",
            ),
            ("services", json!(["Z1"]), "services", "stations.service"),
            ("features", json!(["lift"]), "features", "stations.feature"),
            ("host_type", json!("bank"), "host_type", "stations.host-type"),
            ("grade", json!(6), "grade", "stations.grade"),
            ("status", json!("closed"), "status", "stations.status"),
            ("opened", json!("yesterday"), "opened", "request.wrong-type"),
        ] {
            let mut body = sample("厅");
            body[field] = value;
            let answer = her.post("/api/v1/stations", &body).expect(422).json();
            assert_eq!(answer["errors"][0]["field"], named, "{answer}");
            assert_eq!(answer["errors"][0]["code"], code, "{answer}");
        }
        let mut moved = sample("厅");
        moved["unit"] = json!("440304");
        assert_eq!(her.post("/api/v1/stations", &moved).expect(422).code(), "stations.unit");
        answers(her.post("/api/v1/stations", &sample("厅")), 201);
        let path = "/api/v1/stations/440304-00016";
        let first = her.clone().with("if-match", "\"1\"");
        let step = first.patch(path, &json!({"status": "planned"})).expect(422).json();
        assert_eq!(step["errors"][0]["code"], "stations.status-step");
        for (body, field) in [
            (json!({"reason": " "}), "reason"),
            (json!({}), "reason"),
            (json!({"reason": "装修", "from": "2026-11-25"}), "from"),
            (json!({"reason": "装修", "until": "2026-11-25"}), "until"),
        ] {
            let answer = first.post(&format!("{path}/closure"), &body).expect(422).json();
            assert_eq!(answer["errors"][0]["field"], field, "{answer}");
        }
    });
}

#[test]
fn a_post_that_is_sent_again_answers_the_same() {
    in_a_house(|house| {
        let her = house.bearer(&token(house, "supervisor", "440304"));
        let keyed = her.clone().with("idempotency-key", "k-1");
        let first = keyed.post("/api/v1/stations", &sample("厅")).expect(201).json();
        let again = keyed.post("/api/v1/stations", &sample("厅")).expect(201).json();
        assert_eq!(first, again);
        let other = keyed.post("/api/v1/stations", &sample("别的厅")).expect(409);
        assert_eq!(other.code(), "idempotency.conflict");
        // Another caller may use the same key; an id in the body does as well.
        let colleague = house.bearer(&token(house, "supervisor", "440300"));
        let mut body = sample("厅");
        body["id"] = json!("019ab0c1-0000-7000-8000-000000000001");
        let by_id = |caller: &testkit::Caller<'_>| {
            caller.post("/api/v1/stations", &body).expect(201).json()["code"].clone()
        };
        assert_eq!(by_id(&her), by_id(&her));
        assert_ne!(by_id(&colleague), by_id(&her));
        let closing = json!({"reason": "装修"});
        let path = format!("/api/v1/stations/{}/closure", first["code"].as_str().unwrap());
        let close = her.clone().with("idempotency-key", "k-2").with("if-match", "\"1\"");
        assert_eq!(
            close.post(&path, &closing).expect(201).json(),
            close.post(&path, &closing).expect(201).json()
        );
        // A day later the key is forgotten.
        house.store.clock.advance(24 * 3600 + 1);
        answers(keyed.post("/api/v1/stations", &sample("别的厅")), 201);
    });
}

#[test]
fn plates_are_hung_and_taken_down() {
    in_a_house(|house| {
        let her = house.bearer(&token(house, "supervisor", "440304"));
        let union = json!({"name": "工会驿站", "issuer": "总工会", "number": "0418", "since": "2026-05-01"});
        let summer =
            json!({"name": "清凉驿站", "issuer": "总工会", "number": null, "since": "2026-06-01"});
        let mut body = sample("厅");
        body["plates"] = json!([union]);
        let made = her.post("/api/v1/stations", &body).expect(201).json();
        assert_eq!(made["plates"], json!([union]));
        let path = "/api/v1/stations/440304-00016";
        let hang = |version: &str, plates: Value| {
            her.clone().with("if-match", version).patch(path, &json!({"plates": plates}))
        };
        let both = hang("\"1\"", json!([union, summer])).expect(200).json();
        assert_eq!((&both["plates"], &both["version"]), (&json!([union, summer]), &json!(2)));
        let same = hang("\"2\"", json!([union, summer])).expect(200).json();
        assert_eq!(same["version"], 2);
        assert_eq!(hang("\"2\"", json!([summer])).expect(200).json()["plates"], json!([summer]));
        assert_eq!(hang("\"3\"", Value::Null).expect(200).json()["plates"], json!([]));
        let later = json!({"name": "牌", "issuer": "总工会", "since": "2026-12-01"});
        for wrong in [later, json!({"name": " ", "issuer": "总工会", "since": "2026-05-01"})] {
            answers(hang("\"4\"", json!([wrong])), 422);
        }
    });
}

#[test]
fn the_catalogue_is_data_that_the_administrator_edits() {
    in_a_house(|house| {
        let visitor = house.visitor();
        let services = visitor.get("/api/v1/services").expect(200).json();
        assert_eq!(services["items"].as_array().unwrap().len(), 26);
        assert_eq!(services["items"][1]["code"], "A02");
        assert!(services["next"].is_null());
        let groups = visitor.get("/api/v1/groups").expect(200).json();
        let codes: Vec<&Value> =
            groups["items"].as_array().unwrap().iter().map(|group| &group["code"]).collect();
        assert_eq!(codes, ["outdoor", "elder", "disabled", "child"]);
        let rename = json!({"name": "热水供给", "short_name": "热水"});
        let path = "/api/v1/services/A02";
        answers(house.visitor().with("if-match", "\"1\"").patch(path, &rename), 401);
        let supervisor = house.bearer(&token(house, "supervisor", "440304"));
        answers(supervisor.with("if-match", "\"1\"").patch(path, &rename), 403);
        let she = house.bearer(&token(house, "administrator", "100000"));
        answers(she.patch(path, &rename), 428);
        answers(she.clone().with("if-match", "\"2\"").patch(path, &rename), 412);
        let first = she.with("if-match", "\"1\"");
        answers(first.patch("/api/v1/services/Z9", &rename), 404);
        let level = first.patch(path, &json!({"level": "often"})).expect(422).json();
        assert_eq!(level["errors"][0]["field"], "level");
        let changed = first.patch(path, &rename).expect(200).json();
        assert_eq!((&changed["name"], &changed["version"]), (&json!("热水供给"), &json!(2)));
        assert_eq!(changed["is_default"], false);
        let seen = visitor.get("/api/v1/services").expect(200).json();
        assert_eq!(seen["items"][1]["short_name"], "热水");
        let group = first.patch("/api/v1/groups/elder", &json!({"name": "长者"})).expect(200);
        assert_eq!(group.json()["name"], "长者");
    });
}

#[test]
fn the_api_document_is_whole() {
    in_a_house(|house: &House| {
        let document = house.visitor().get("/api/openapi.json").expect(200).json();
        for path in ["/api/v1/stations", "/api/v1/stations/{code}/closure", "/api/v1/groups/{code}"]
        {
            assert!(document["paths"][path].is_object(), "{path}");
        }
    });
}
