//! The public contract by example, through the whole house on both engines: what scripts, tablets
//! and partners rely on.

use std::sync::Arc;

use org::{Role, commands, gate::AccessGate};
use serde_json::{Value, json};
use testkit::House;
use yizhan::capabilities;

/// A network with one station in Nanshan and tokens of several reaches.
struct Contract<'h> {
    house: &'h House,
    nation: String,
    nanshan: String,
    futian: String,
    station: String,
}

fn on_each_engine(test: impl Fn(&Contract<'_>)) {
    testkit::on_each_house(
        capabilities::all,
        |all| Arc::new(AccessGate::new(all).unwrap()),
        |house| {
            let tokens = house.write(|tx| {
                org::unit::mirror_divisions(tx)?;
                stations::catalogue::insert_defaults(tx)?;
                let mut token = |unit| {
                    commands::token_create(tx, "test", (Role::Integration, unit), None)
                        .map(|(_, plain)| plain)
                };
                Ok([token("100000")?, token("440305")?, token("440304")?])
            });
            let [nation, nanshan, futian] = tokens;
            let new = json!({ "name": "榕树下翼站", "division": "440305", "services": ["A02"] });
            let made = house.bearer(&nation).post("/api/v1/stations", &new).expect(201).json();
            let station = text(&made["code"]);
            test(&Contract { house, nation, nanshan, futian, station });
        },
    );
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

impl Contract<'_> {
    fn id(&self) -> String {
        self.house.read(|tx| Ok(tx.new_uuid().to_string()))
    }

    fn today(&self) -> String {
        self.house.read(|tx| Ok(tx.today().to_string()))
    }

    /// A record of three people, one of whom came in with it.
    fn record(&self) -> Value {
        let now = self.house.read(|tx| Ok(tx.now().to_string()));
        json!({ "id": self.id(), "station": self.station, "service": "A02", "people": 3,
                "arrivals": 1, "occurred_at": now })
    }

    /// What becomes of records, as `status code`.
    fn outcomes(&self, token: &str, records: &[Value]) -> Vec<String> {
        let body = json!({ "records": records });
        let answer = self.house.bearer(token).post("/api/v1/visits", &body).expect(200).json();
        let line = |it: &Value| match it["code"].as_str() {
            Some(code) => code.to_owned(),
            None => text(&it["status"]),
        };
        answer["results"].as_array().unwrap().iter().map(line).collect()
    }
}

fn with(record: &Value, field: &str, value: &Value) -> Value {
    let mut record = record.clone();
    record[field] = value.clone();
    record
}

#[test]
fn one_bad_record_never_spoils_the_others_and_each_has_its_code() {
    on_each_engine(|contract| {
        let (good, other) = (contract.record(), || contract.record());
        let records = [
            good.clone(),
            good.clone(),
            with(&good, "people", &json!(4)),
            json!(7),
            with(&other(), "people", &json!("3")),
            with(&other(), "id", &json!("x")),
            with(&other(), "station", &json!("440305-99999")),
            with(&other(), "service", &json!("Z99")),
            with(&other(), "people", &json!(0)),
            with(&other(), "group", &json!("cats")),
            with(&other(), "activity", &json!("x")),
            with(&other(), "occurred_at", &json!("2026-11-26T10:06:00+08:00")),
            with(&other(), "occurred_at", &json!("2026-11-26T10:00:00")),
        ];
        let expected = [
            "accepted",
            "duplicate",
            "visits.id-conflict",
            "visits.malformed",
            "visits.malformed",
            "visits.bad-id",
            "visits.unknown-station",
            "visits.unknown-service",
            "visits.people",
            "visits.group",
            "visits.malformed",
            "visits.future",
            "visits.malformed",
        ];
        assert_eq!(contract.outcomes(&contract.nation, &records), expected);
        // Instants are compared as instants, defaults as filled in.
        let mut same = with(&good, "occurred_at", &json!("2026-11-26T02:00:00Z"));
        same["group"] = Value::Null;
        assert_eq!(contract.outcomes(&contract.nation, &[same]), ["duplicate"]);
    });
}

#[test]
fn envelopes_and_credentials_are_refused_by_their_status() {
    on_each_engine(|contract| {
        let house = contract.house;
        let nation = house.bearer(&contract.nation);
        let post = |body: &Value| nation.post("/api/v1/visits", body).status();
        assert_eq!(post(&json!([])), 400);
        assert_eq!(post(&json!({ "records": [] })), 422);
        let many = vec![contract.record(); 1_001];
        assert_eq!(post(&json!({ "records": many })), 413);
        let body = json!({ "records": [contract.record()] });
        let nobody = house.visitor().post("/api/v1/visits", &body);
        assert_eq!((nobody.status(), nobody.header("www-authenticate").is_empty()), (401, false));
        // A false token is refused on public routes too.
        assert_eq!(house.bearer("yz_false").get("/api/v1/services").status(), 401);
        assert_eq!(
            contract.outcomes(&contract.futian, &[contract.record()]),
            ["visits.unknown-station"]
        );
    });
}

#[test]
fn a_reversal_is_the_only_correction() {
    on_each_engine(|contract| {
        let record = contract.record();
        contract.outcomes(&contract.nanshan, std::slice::from_ref(&record));
        let path = format!("/api/v1/visits/{}/reversal", text(&record["id"]));
        contract.house.store.clock.advance(60);
        let body = json!({ "id": contract.id(), "reason": "记重了" });
        let (own, other) =
            (contract.house.bearer(&contract.nanshan), contract.house.bearer(&contract.futian));
        assert_eq!(other.post(&path, &body).expect(404).code(), "visits.unknown");
        let made = own.post(&path, &body).expect(201).json();
        assert_eq!((&made["kind"], &made["people"]), (&json!("reversal"), &json!(3)));
        assert_eq!(own.post(&path, &body).expect(201).json()["id"], made["id"]);
        let again = json!({ "id": contract.id(), "reason": "记重了" });
        assert_eq!(own.post(&path, &again).expect(409).code(), "visits.reversed");
        let list = own.get("/api/v1/visits?unit=440305").expect(200).json();
        let kinds: Vec<&Value> =
            list["items"].as_array().unwrap().iter().map(|it| &it["kind"]).collect();
        assert_eq!(kinds, [&json!("reversal"), &json!("record")]);
        assert_eq!(list["items"][1]["reversed"], json!(true));
    });
}

#[test]
fn totals_are_seen_by_those_who_may() {
    on_each_engine(|contract| {
        contract.outcomes(&contract.nation, &[contract.record()]);
        let (house, today) = (contract.house, contract.today());
        let ask = |unit: &str, more: &str| {
            format!("/api/v1/tallies?unit={unit}&from={today}&to={today}{more}")
        };
        let nation = house.bearer(&contract.nation);
        for unit in ["440305", "440300", "440000", "100000", &contract.station] {
            let total = nation.get(&ask(unit, "")).expect(200).json()["total"].clone();
            assert_eq!(
                (&total["visits"], &total["people"], &total["arrivals"]),
                (&json!(1), &json!(3), &json!(1))
            );
        }
        let rows = |more: &str| nation.get(&ask("440305", more)).expect(200).json()["rows"].clone();
        assert_eq!(rows("&by=child")[0]["key"], json!("440305"));
        assert_eq!(rows("&by=station")[0]["key"], json!(contract.station));
        assert_eq!(rows("&by=week")[0]["key"], json!("2026-W48"));
        assert_eq!(rows("&by=service&service=A01,A03"), json!([]));
        assert_eq!(rows(""), json!([]));
        // Without credentials: three figures, of counties and above.
        let public = house.visitor().get(&ask("440305", "&by=child")).expect(200).json();
        let figures: Vec<&String> = public["total"].as_object().unwrap().keys().collect();
        assert_eq!(figures, ["arrivals", "people", "visits"]);
        assert_eq!(house.visitor().get(&ask(&contract.station, "")).status(), 401);
        assert_eq!(house.visitor().get(&ask("440305", "&by=station")).status(), 401);
        // With them: what is out of scope does not exist.
        let futian = house.bearer(&contract.futian);
        for unit in ["440305", "440300", "999999", &contract.station] {
            assert_eq!(futian.get(&ask(unit, "")).expect(404).code(), "units.unknown");
        }
        for wrong in ["&by=x", "&tree=x", "&service=Z99", "&by=station&limit=0"] {
            assert_eq!(nation.get(&ask("440305", wrong)).status(), 422, "{wrong}");
        }
        let backwards = format!("/api/v1/tallies?unit=440305&from={today}&to=2020-01-01");
        assert_eq!(nation.get(&backwards).status(), 422);
    });
}

#[test]
fn public_reads_carry_a_tag_over_their_content() {
    on_each_engine(|contract| {
        let path = format!("/api/v1/stations/{}", contract.station);
        let first = contract.house.visitor().get(&path);
        let tag = first.header("etag").to_owned();
        contract.house.store.clock.advance(60);
        let again = contract.house.visitor().with("if-none-match", &tag).get(&path);
        assert_eq!(again.status(), 304);
        let nation = contract.house.bearer(&contract.nation);
        let change = json!({ "phone": "0755-12345678" });
        assert_eq!(nation.patch(&path, &change).status(), 428);
        let stale = contract.house.bearer(&contract.nation).with("if-match", "\"7\"");
        assert_eq!(stale.patch(&path, &change).status(), 412);
        let fresh = contract.house.bearer(&contract.nation).with("if-match", "\"1\"");
        assert_eq!(fresh.patch(&path, &change).expect(200).json()["version"], json!(2));
        let moved = contract.house.bearer(&contract.nation).with("if-match", "\"2\"");
        let unit = json!({ "unit": "440304", "from": contract.today() });
        assert_eq!(moved.patch(&path, &unit).expect(422).code(), "stations.unit");
    });
}
