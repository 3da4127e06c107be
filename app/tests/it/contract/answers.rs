//! What every answer of the API has in common: refusals and their language, tags, pages of lists,
//! a POST that is sent again, and a house that is too busy.

use std::{
    pin::Pin,
    sync::mpsc,
    task::{Context, Poll, Waker},
};

use axum::{body::Body, http::Method};
use kernel::Error;
use org::Role;
use serde_json::{Value, json};
use testkit::{Answer, Caller};

use super::{Contract, all_hold, each, on_each_engine, on_sqlite, reads_hold, text, told, with};

const MIB: usize = 1024 * 1024;

/// Sends bytes as they are.
fn raw(who: &Caller<'_>, path: &str, kind: &str, body: impl Into<Body>) -> String {
    told(&who.send(Method::POST, path, Some(kind), body.into()))
}

#[test]
fn what_cannot_be_read_is_400_405_413_415_or_422() {
    on_sqlite(|contract| {
        let one = json!({ "records": [contract.record()] });
        let many = json!({ "records": vec![contract.record(); 1_001] });
        let station = json!({ "name": "石桥翼站", "division": "440305" });
        let none = &Value::Null;
        all_hold(
            &contract.nation,
            &[
                ("GET /api/v1/nothing", none.clone(), "404 request.not-found"),
                ("PUT /api/v1/visits", one.clone(), "405 request.method"),
                ("POST /api/v1/visits", one.clone(), "200"),
                ("POST /api/v1/visits", json!([]), "400 request.malformed"),
                ("POST /api/v1/visits", json!({}), "400 request.malformed"),
                ("POST /api/v1/visits", json!({ "records": {} }), "400 request.malformed"),
                ("POST /api/v1/visits", json!({ "records": [] }), "422 records visits.no-records"),
                ("POST /api/v1/visits", many, "413 visits.too-many-records"),
                ("POST /api/v1/stations", json!([]), "400 request.malformed"),
                ("POST /api/v1/stations", json!({}), "422 name request.missing"),
                ("POST /api/v1/stations", with(&station, "name", 7), "422 name request.wrong-type"),
            ],
        );
        let json = "application/json";
        let post = |path: &str, kind: &str, body: &str| {
            raw(&contract.nation, path, kind, Body::from(body.to_owned()))
        };
        let (one, station) = (one.to_string(), station.to_string());
        for (path, body) in [("/api/v1/visits", &one), ("/api/v1/stations", &station)] {
            assert_eq!(post(path, json, &body[1..]), "400 request.malformed", "{path}");
            assert_eq!(post(path, json, ""), "400 request.malformed", "{path}");
            assert_eq!(post(path, "text/plain", body), "415 request.content-type", "{path}");
        }
        assert_eq!(post("/api/v1/imports/stations", json, "{}"), "415 request.content-type");
        // A batch may be as long as the contract says, to the byte.
        let whole = one.clone() + &" ".repeat(16 * MIB - one.len());
        assert_eq!(post("/api/v1/visits", json, &whole), "200");
        assert_eq!(post("/api/v1/visits", json, &(whole + " ")), "413 request.too-large");
        let long = with(&serde_json::from_str(&station).unwrap(), "address", "长".repeat(MIB));
        assert_eq!(post("/api/v1/stations", json, &long.to_string()), "413 request.too-large");
    });
}

#[test]
fn a_refusal_speaks_the_callers_language() {
    on_sqlite(|contract| {
        let refusal = |languages: &str| {
            let caller = contract.house.visitor().with("accept-language", languages);
            let problem = caller.get("/api/v1/stations?limit=0").expect(422).json();
            let words = [&problem["title"], &problem["detail"], &problem["errors"][0]["message"]];
            words.map(text)
        };
        let (chinese, english) = (refusal("zh-CN"), refusal("en-GB, zh;q=0.5"));
        assert!(chinese.iter().all(|words| !words.is_ascii()), "{chinese:?}");
        assert!(english.iter().all(|words| words.is_ascii()), "{english:?}");
        // Whom neither suits gets the first language of the product.
        for other in ["fr", "", "zh;q=0.9, en;q=0.1"] {
            assert_eq!(refusal(other), chinese, "{other}");
        }
    });
}

#[test]
fn public_reads_carry_a_tag_over_their_content() {
    on_sqlite(|contract| {
        let day = contract.day(0);
        let paths = [
            "/api/v1/stations".to_owned(),
            format!("/api/v1/stations/{}", contract.station),
            "/api/v1/services".to_owned(),
            "/api/v1/groups".to_owned(),
            "/api/v1/units/440305".to_owned(),
            "/api/v1/units/440305/children".to_owned(),
            "/api/v1/units/440305/ancestors".to_owned(),
            format!("/api/v1/tallies?unit=440305&from={day}&to={day}"),
            "/api/openapi.json".to_owned(),
        ];
        let visitor = contract.house.visitor();
        let tag = |answer: Answer| answer.expect(200).header("etag").to_owned();
        for path in &paths {
            let known = tag(visitor.get(path));
            assert!(known.starts_with('"') && known.ends_with('"'), "{path}: {known}");
            contract.pass(1);
            let again = visitor.clone().with("if-none-match", &known).get(path).expect(304);
            assert_eq!((again.header("etag"), again.bytes().len()), (&*known, 0), "{path}");
            let other = visitor.clone().with("if-none-match", "\"other\"").get(path);
            assert_eq!(tag(other), known, "{path}");
        }
        let before = tag(visitor.get(&paths[7]));
        contract.recorded(&[contract.record()]);
        assert_ne!(tag(visitor.get(&paths[7])), before, "what was recorded is other content");
    });
}

#[test]
fn lists_come_in_pages_of_1_to_200() {
    on_each_engine(|contract| {
        for number in 0..3 {
            contract.registered("440304", &format!("白鹭路 {number} 号翼站"));
        }
        contract.recorded(&[contract.record(), contract.record(), contract.record()]);
        let day = contract.day(0);
        let lists = [
            ("/api/v1/stations?division=440300".to_owned(), "items"),
            ("/api/v1/stations?near=114.05,22.54&status=active".to_owned(), "items"),
            (format!("/api/v1/visits?unit=440305&from={day}&to={day}"), "items"),
            (format!("/api/v1/tallies?unit=440305&by=station&from={day}&to={day}"), "rows"),
        ];
        for (list, field) in &lists {
            for limit in ["0", "201", "-1", "x", "1.5", "99999999999999999999"] {
                let told = told(&contract.nation.get(&format!("{list}&limit={limit}")));
                assert_eq!(told, "422 limit request.limit", "{list} {limit}");
            }
            for limit in [1, 200] {
                let page = contract.nation.get(&format!("{list}&limit={limit}")).expect(200).json();
                assert!(page[field].as_array().unwrap().len() <= limit, "{page}");
            }
            for cursor in ["x", "e30", "bnVsbA", "WzEsMl0", "W10", "IiI", "%00", "Wy0xLCItMSJd"] {
                let told = told(&contract.nation.get(&format!("{list}&cursor={cursor}")));
                // Text is a place among numbers and codes, two numbers one among distances.
                let place = ["IiI", "WzEsMl0"].contains(&cursor) && told == "200";
                assert!(place || told == "422 cursor request.cursor", "{list} {cursor}: {told}");
            }
        }
        // Pages are stable while the list grows at its head.
        let (list, _) = &lists[2];
        let first = contract.nation.get(&format!("{list}&limit=2")).expect(200).json();
        contract.pass(1);
        contract.recorded(&[contract.record()]);
        let next = format!("{list}&limit=2&cursor={}", text(&first["next"]));
        let second = contract.nation.get(&next).expect(200).json();
        assert_eq!((second["items"].as_array().unwrap().len(), &second["next"]), (1, &Value::Null));
        assert!(!each(&first["items"], "id").contains(&text(&second["items"][0]["id"])));
    });
}

#[test]
fn what_creates_is_done_once_however_often_it_is_sent() {
    on_each_engine(|contract| {
        let (body, other) = (
            json!({ "name": "石桥翼站", "division": "440304" }),
            json!({ "name": "白鹭翼站", "division": "440304" }),
        );
        let code = |who: &Caller<'_>, body: &Value| {
            text(&who.post("/api/v1/stations", body).expect(201).json()["code"])
        };
        let keyed = contract.system_of("440300").with("idempotency-key", "k-1");
        let first = code(&keyed, &body);
        assert_eq!(code(&keyed, &body), first);
        let conflict = "409 idempotency.conflict";
        assert_eq!(told(&keyed.post("/api/v1/stations", &other)), conflict);
        // Keys are the caller's own, and an id in the body is one.
        assert_ne!(code(&contract.nation.clone().with("idempotency-key", "k-1"), &body), first);
        let (id, plain) = (contract.id(), contract.system_of("440300"));
        let named = with(&body, "id", id.as_str());
        let second = code(&plain, &named);
        assert_eq!(code(&plain, &named), second);
        let renamed = with(&other, "id", id.as_str());
        assert_eq!(told(&plain.post("/api/v1/stations", &renamed)), conflict);
        let bad = with(&other, "id", "7c1d9bd0-6b1e-4b5e-9d6e-0d3f2b1a0c9d");
        assert_eq!(told(&plain.post("/api/v1/stations", &bad)), "422 id stations.bad-id");
        let csv = ("list.csv", "站名,区县\n竹林翼站,福田区\n".as_bytes());
        let import = "/api/v1/imports/stations";
        let list = plain.clone().with("idempotency-key", "k-2");
        let job = list.upload(import, csv, &[]).expect(202).json();
        assert_eq!(list.upload(import, csv, &[]).expect(202).json(), job);
        assert_eq!(told(&list.upload(import, csv, &[("dry_run", "true")])), conflict);
        contract.house.run_jobs();
        // A refusal is kept by nobody: the key may be used for what was meant.
        let key = contract.system_of("440300").with("idempotency-key", "k-3");
        assert_eq!(told(&key.post("/api/v1/stations", &json!({}))), "422 name request.missing");
        code(&key, &other);
        contract.pass(24 * 3600 + 1);
        assert_ne!(code(&keyed, &body), first);
    });
}

#[test]
fn changes_need_the_version_they_were_made_from() {
    on_each_engine(|contract| {
        let station = format!("/api/v1/stations/{}", contract.station);
        let administrator = contract.bearer(Role::Administrator, "100000");
        let changes = [
            (
                &contract.nation,
                format!("PATCH {station}"),
                json!({ "phone": "0755-83000000" }),
                "stations",
            ),
            (
                &contract.nation,
                format!("POST {station}/closure"),
                json!({ "reason": "装修" }),
                "stations",
            ),
            (
                &administrator,
                "PATCH /api/v1/services/A02".to_owned(),
                json!({ "name": "热水" }),
                "stations",
            ),
            (
                &administrator,
                "PATCH /api/v1/groups/elder".to_owned(),
                json!({ "name": "长者" }),
                "stations",
            ),
        ];
        let mut version = 1;
        for (who, request, body, area) in &changes {
            let with_version =
                |tag: &str| super::ask(&(*who).clone().with("if-match", tag), request, body);
            let missing = format!("428 {area}.version-missing");
            assert_eq!(told(&super::ask(who, request, body)), missing, "{request}");
            for stale in ["\"7\"", "7", "W/\"1\"", "*", "\"x\"", ""] {
                let told = told(&with_version(stale));
                assert_eq!(told, format!("412 {area}.version-stale"), "{request} {stale}");
            }
            // The tag of the read is not the version.
            if let Some(path) =
                request.strip_prefix("PATCH ").filter(|path| path.contains("stations"))
            {
                let tag = contract.house.visitor().get(path).header("etag").to_owned();
                assert_eq!(with_version(&tag).status(), 412);
            }
            let of_station = request.contains("stations/");
            let tag = format!("\"{}\"", if of_station { version } else { 1 });
            let done = with_version(&tag);
            assert!(matches!(done.status(), 200 | 201), "{request}: {}", done.text());
            version = done.json()["version"].as_i64().unwrap();
            assert_eq!(told(&with_version(&tag)), format!("412 {area}.version-stale"), "{request}");
        }
    });
}

#[test]
fn a_house_that_is_too_busy_says_when_to_come_again() {
    on_sqlite(|contract| {
        let db = contract.house.app.db.clone();
        let (finish, finished) = mpsc::channel::<()>();
        let (start, begun) = mpsc::channel();
        let mut context = Context::from_waker(Waker::noop());
        let mut held: Pin<Box<dyn Future<Output = Result<(), Error>>>> =
            Box::pin(db.write(move |_| {
                start.send(()).unwrap();
                // Until the sender is gone.
                let _ = finished.recv();
                Ok(())
            }));
        assert!(held.as_mut().poll(&mut context).is_pending());
        // The writer has taken what it took with it; the queue fills from here on.
        begun.recv().unwrap();
        let mut queued = vec![held];
        let full = loop {
            let mut next = Box::pin(db.write(|_| Ok::<_, Error>(())));
            match next.as_mut().poll(&mut context) {
                Poll::Ready(answer) => break answer,
                Poll::Pending => queued.push(next),
            }
        };
        assert!(matches!(full, Err(Error::Busy(_))));
        let body = json!({ "records": [contract.record()] });
        assert_eq!(told(&contract.nation.post("/api/v1/visits", &body)), "503 request.busy");
        let page = contract.house.visitor().get("/").expect(200);
        assert!(page.header("retry-after").is_empty(), "reading goes on");
        drop(finish);
        for job in queued {
            contract.house.wait(job).unwrap();
        }
        assert_eq!(told(&contract.nation.post("/api/v1/visits", &body)), "200");
    });
}

#[test]
fn the_product_says_that_it_lives_and_what_it_understands() {
    on_each_engine(|contract: &Contract<'_>| {
        let visitor = contract.house.visitor();
        reads_hold(
            &visitor,
            &[("/livez", "200"), ("/api/docs", "200"), ("/api/openapi.json", "200")],
        );
        assert_eq!(visitor.get("/metrics").status(), 404);
        let document = visitor.get("/api/openapi.json").expect(200).json();
        for path in ["/api/v1/visits", "/api/v1/tallies", "/api/v1/units/{code}/children"] {
            assert!(document["paths"][path].is_object(), "{path}");
        }
    });
}
