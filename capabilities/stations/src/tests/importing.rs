//! Imports that programs send, and the jobs that do them.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::{body::Body, http::Method};
use db::{Tx, Uuid};
use kernel::{JobError, JobRun, Progress};
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

use super::house::{answers, in_a_house, token};

pub const LIST: &str = "\
站名,区县,地址,电话,营业时间
福华路厅,福田区,福华路1号,0755-83000001,8:30-18:00
会展厅,福田区,福华三路 2 号,0755-83000002,9:00-5:00
岗厦厅,福田区,岗厦北街 3 号,0755-83000003,9:00-5:00
<script>alert(1)</script>,福田区,福华路4号,,
=cmd|' /C calc'!A0,福田区,福华路5号,,
南头厅,南山区,南头街 6 号,,
";

const API: &str = "/api/v1/imports/stations";

pub fn supervisor<'h>(house: &'h House, unit: &str) -> Caller<'h> {
    house.bearer(&token(house, "supervisor", unit))
}

/// Sends a list by the API, has it done, and returns the job.
pub fn import(house: &House, who: &Caller<'_>, csv: &[u8], fields: &[(&str, &str)]) -> Value {
    let queued = who.upload(API, ("list.csv", csv), fields).expect(202);
    assert_eq!(queued.json()["state"], "queued");
    let place = queued.header("location").to_owned();
    house.run_jobs();
    who.get(&place).expect(200).json()
}

/// How many files wait for a job.
pub fn files(house: &House) -> usize {
    let folder = house.app.settings.data_dir.join("files");
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

fn count(result: &Value, names: &[&str]) -> Vec<u64> {
    names.iter().map(|name| result[name].as_u64().unwrap_or(u64::MAX)).collect()
}

const COUNTS: [&str; 6] = ["rows", "created", "updated", "unchanged", "duplicates", "rejected"];

#[test]
fn a_list_sent_by_the_api_is_imported_and_followed_to_its_end() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        let tried = import(house, &her, LIST.as_bytes(), &[("dry_run", "true")]);
        assert_eq!(count(&tried["result"], &COUNTS), [6, 3, 0, 0, 0, 3]);
        assert_eq!(tried["result"]["dry_run"], true);
        answers(house.visitor().get("/api/v1/stations/440304-00016"), 404);

        let fields = [("unit", "440304"), ("dry_run", "false"), ("map", "name=站名\nphone=电话")];
        let job = import(house, &her, LIST.as_bytes(), &fields);
        assert_eq!(job["state"], "done");
        assert_eq!(count(&job["result"], &COUNTS), [6, 3, 0, 0, 0, 3]);
        assert_eq!(job["result"]["headings"].as_array().map(Vec::len), Some(5));
        let again = import(house, &her, LIST.as_bytes(), &[]);
        assert_eq!(count(&again["result"], &COUNTS), [6, 0, 0, 3, 0, 3]);
        let station = house.visitor().get("/api/v1/stations/440304-00016").expect(200).json();
        assert_eq!(station["name"], "福华路厅");
        assert_eq!(files(house), 0, "files of jobs that are over are removed");
    });
}

#[test]
fn a_list_sent_again_under_its_key_is_one_import() {
    in_a_house(|house| {
        let her = supervisor(house, "440304").with("idempotency-key", "november");
        let list = ("list.csv", LIST.as_bytes());
        let first = her.upload(API, list, &[]).expect(202);
        let again = her.upload(API, list, &[]).expect(202);
        assert_eq!(
            (first.json(), first.header("location")),
            (again.json(), again.header("location"))
        );
        assert_eq!(
            her.upload(API, list, &[("dry_run", "true")]).expect(409).code(),
            "idempotency.conflict"
        );
        assert_eq!(files(house), 1, "copies of what is known are not kept");
        assert_eq!(house.run_jobs(), 1);
        let later = her.upload(API, list, &[]).expect(202);
        assert_eq!(later.json(), first.json());
        let id = [("id", "01890000-0000-7000-8000-000000000000")];
        let named = supervisor(house, "440304").upload(API, list, &id).expect(202);
        assert_ne!(named.json()["id"], first.json()["id"]);
        house.run_jobs();
    });
}

#[test]
fn a_job_is_seen_by_its_owner_and_those_above_alone() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        let id = import(house, &her, LIST.as_bytes(), &[])["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/jobs/{id}");
        answers(supervisor(house, "440300").get(&path), 200);
        for other in ["440305", "110000"] {
            assert_eq!(supervisor(house, other).get(&path).expect(404).code(), "jobs.unknown");
        }
        let ambassador = house.bearer(&token(house, "ambassador", "440304"));
        answers(ambassador.get(&path), 404);
        answers(ambassador.upload(API, ("list.csv", LIST.as_bytes()), &[]), 403);
        answers(house.visitor().get(&path), 401);
        answers(her.get("/api/v1/jobs/1"), 404);
        let nobody = "/api/v1/jobs/01890000-0000-7000-8000-000000000000";
        answers(her.get(nobody), 404);
    });
}

#[test]
fn what_cannot_be_imported_is_refused_by_example() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        let list = ("list.csv", LIST.as_bytes());
        let refused = |answer: Answer, status, code: &str| {
            let answer = answer.expect(status);
            let fields = answer.json()["errors"].clone();
            let told = fields[0]["code"].as_str().map_or_else(|| answer.code(), str::to_owned);
            assert_eq!(told, code);
        };
        refused(her.post(API, &json!({"file": "x"})), 415, "request.content-type");
        refused(her.upload(API, ("list.csv", b""), &[]), 422, "import.no-file");
        refused(her.upload(API, list, &[("map", "name")]), 422, "import.map-form");
        refused(her.upload(API, list, &[("map", "title=站名")]), 422, "import.map-field");
        refused(her.upload(API, list, &[("dry_run", "maybe")]), 422, "request.wrong-type");
        refused(her.upload(API, list, &[("unit", "440305")]), 404, "units.unknown");
        refused(her.upload(API, list, &[("unit", "000000")]), 404, "units.unknown");
        let broken = Body::from("--x\r\nnot a part");
        let kind = Some("multipart/form-data; boundary=x");
        refused(her.send(Method::POST, API, kind, broken), 400, "request.malformed");
        let large = her.with("content-length", &(65 * 1024 * 1024).to_string());
        let answer = large.send(Method::POST, API, kind, Body::from("--x"));
        refused(answer, 413, "request.too-large");
        assert_eq!(files(house), 0, "nothing of what was refused is kept");
    });
}

#[test]
fn a_file_that_is_no_list_fails_its_job_with_the_reason() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        let old_excel = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on";
        for (file, fields, code) in [
            (&old_excel[..], &[][..], "documents.legacy-excel"),
            (b"%PDF-1.7 \x00\x01", &[], "documents.not-a-table"),
            (LIST.as_bytes(), &[("map", "phone=手机")], "import.map-heading"),
        ] {
            let job = import(house, &her, file, fields);
            assert_eq!((&job["state"], &job["result"]), (&json!("failed"), &Value::Null));
            assert_eq!(job["error"]["code"], code);
            assert!(job["error"]["message"].as_str().is_some_and(|text| !text.contains('-')));
        }
        let nameless = import(house, &her, "甲,乙,丙\n1,2,3\n".as_bytes(), &[]);
        assert_eq!(count(&nameless["result"], &["rows", "rejected"]), [1, 1]);
        assert_eq!(files(house), 0);
    });
}

#[test]
fn lists_come_in_the_encodings_of_other_peoples_programs() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        let little = LIST.encode_utf16().flat_map(u16::to_le_bytes);
        let big = LIST.encode_utf16().flat_map(u16::to_be_bytes);
        let from_windows: Vec<u8> = [0xFF, 0xFE].into_iter().chain(little).collect();
        let from_unix: Vec<u8> = [0xFE, 0xFF].into_iter().chain(big).collect();
        let with_mark: Vec<u8> = [0xEF, 0xBB, 0xBF].into_iter().chain(LIST.bytes()).collect();
        let first = import(house, &her, &from_windows, &[]);
        assert_eq!(count(&first["result"], &COUNTS), [6, 3, 0, 0, 0, 3]);
        for again in [from_unix, with_mark] {
            let job = import(house, &her, &again, &[]);
            assert_eq!(count(&job["result"], &COUNTS), [6, 0, 0, 3, 0, 3]);
        }
    });
}

/// Asks whoever reports progress to let go after a while.
struct LetGo(AtomicU64);

impl Progress for LetGo {
    fn report(&self, _: u64, _: u64) -> bool {
        self.0.fetch_sub(1, Ordering::SeqCst) > 1
    }
}

/// What the job of an import was queued with.
fn payload_of(tx: &mut Tx<'_>, job: Uuid) -> kernel::Result<Value> {
    let unit = crate::store::imports::of_job(tx, job)?.unwrap().unit;
    let import = crate::importing::of_unit(tx, unit, 1)?.remove(0);
    let (id, file) = (import.id.to_string(), import.file);
    Ok(json!({"import": id, "file": file, "scope": [unit.0], "by": import.created_by}))
}

#[test]
fn a_list_that_a_dying_node_lets_go_of_goes_on_behind_its_last_row() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        let row = |n: u16| format!("第{n}厅,福田区,福华路{n}号\n");
        let rows: String = (1..=300).map(row).collect();
        let csv = format!("站名,区县,地址\n,福田区,福华路\n{rows}");
        let queued = her.upload(API, ("list.csv", csv.as_bytes()), &[]).expect(202);
        let id = Uuid::try_parse(queued.json()["id"].as_str().unwrap()).unwrap();
        let payload = house.read(move |tx| payload_of(tx, id));
        let progress = LetGo(AtomicU64::new(1));
        let run = JobRun { id, payload: &payload, progress: &progress };
        let ended = (crate::importing::job::IMPORT.run)(&house.app, &run);
        assert!(matches!(ended, Err(JobError::Retry(_))), "{ended:?}");
        house.run_jobs();
        let job = her.get(queued.header("location")).expect(200).json();
        assert_eq!(job["state"], "done");
        // Behind the last row that was written, and as if nothing had happened.
        assert_eq!(count(&job["result"], &COUNTS), [301, 300, 0, 0, 0, 1]);
        assert_eq!(job["result"]["warnings"], 903);
        let page = her.get("/console/units/440304/import").expect(200).shows("301 行").text();
        let page = page.split("/console/units/440304/import/").nth(1).unwrap();
        let page = format!("/console/units/440304/import/{}", page.split('"').next().unwrap());
        let rejects = her.get(&format!("{page}/rejects")).expect(200).text();
        assert_eq!(rejects.lines().count(), 2, "{rejects}");
    });
}
