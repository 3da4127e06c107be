//! Imports as people and programs meet them: uploaded, previewed, confirmed, followed.

use axum::{body::Body, http::Method};
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};

use super::house::{answers, in_a_house, token};

const LIST: &str = "\
站名,区县,地址,电话,营业时间
福华路厅,福田区,福华路1号,0755-83000001,8:30-18:00
会展厅,福田区,福华三路 2 号,0755-83000002,9:00-5:00
岗厦厅,福田区,岗厦北街 3 号,0755-83000003,9:00-5:00
<script>alert(1)</script>,福田区,福华路4号,,
=cmd|' /C calc'!A0,福田区,福华路5号,,
南头厅,南山区,南头街 6 号,,
";

const API: &str = "/api/v1/imports/stations";
const PAGE: &str = "/console/units/440304/import";

fn supervisor<'h>(house: &'h House, unit: &str) -> Caller<'h> {
    house.bearer(&token(house, "supervisor", unit))
}

/// Sends a list by the API, has it done, and returns the job.
fn import(house: &House, who: &Caller<'_>, csv: &[u8], fields: &[(&str, &str)]) -> Value {
    let queued = who.upload(API, ("list.csv", csv), fields).expect(202);
    assert_eq!(queued.json()["state"], "queued");
    let place = queued.header("location").to_owned();
    house.run_jobs();
    who.get(&place).expect(200).json()
}

/// How many files wait for a job.
fn files(house: &House) -> usize {
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

/// Uploads a list in the console and returns the address of its page.
fn upload(house: &House, who: &Caller<'_>, csv: &str) -> String {
    let answer = who.upload(PAGE, ("C:\\名单\\十一月.csv", csv.as_bytes()), &[]).expect(303);
    let page = answer.header("location").to_owned();
    drop(who.get(&page).expect(200).shows("正在读名单").shows("data-state=\"running\""));
    house.run_jobs();
    page
}

/// The name and values of the first choice on a page.
fn first_choice(page: &str) -> (String, Vec<String>) {
    let name = page.split("name=\"c-").nth(1).unwrap().split('"').next().unwrap();
    let before = format!("name=\"c-{name}\" value=\"");
    let values = page.split(&before).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    (format!("c-{name}"), values.collect())
}

#[test]
fn a_list_is_previewed_chosen_from_confirmed_and_found_again() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        drop(her.get(PAGE).expect(200).shows("这里还没有导入过"));
        let page = upload(house, &her, LIST);
        let preview = her.get(&page).expect(200).shows("看结果，再确认").shows("新建 3 个站");
        let preview = preview.shows("十一月.csv").shows("不在您的范围").shows("站名是公式");
        let text = preview.shows("9:00-5:00").text();
        assert!(!text.contains("<script>alert") && !text.contains("名单\\"), "{text}");
        answers(house.visitor().get("/api/v1/stations/440304-00016"), 404);
        // Both rows that are written alike follow one choice.
        let (name, values) = first_choice(&text);
        assert_eq!(values, ["1234567 09:00-17:00", "1234567 09:00-05:00", ""]);
        let chosen = [(name.as_str(), values[0].as_str())];
        answers(her.submit(&format!("{page}/choices"), &chosen), 303);
        answers(her.submit(&format!("{page}/choices"), &chosen), 409);
        house.run_jobs();
        let preview = her.get(&page).expect(200).text();
        assert!(preview.contains(&format!("value=\"{}\" checked", values[0])), "{preview}");
        drop(her.get(PAGE).expect(200).shows("等您看").shows(&page));
        let confirmation = format!("{page}/confirmation");
        answers(her.submit(&confirmation, &chosen), 303);
        drop(her.get(&page).expect(200).shows("正在写入"));
        answers(her.submit(&confirmation, &chosen), 409);
        house.run_jobs();
        drop(her.get(&format!("{page}/progress")).expect(200).shows("data-state=\"done\""));
        let done = her.get(&page).expect(200).shows("导入完了").shows("/rejects");
        drop(done.shows("/console/units/440304/stations"));
        drop(her.get(PAGE).expect(200).shows("已导入").shows("新建 3，更新 0，拒绝 3"));
        for number in ["440304-00024", "440304-00032"] {
            let station = house.visitor().get(&format!("/api/v1/stations/{number}")).expect(200);
            assert_eq!(station.json()["hours"][0]["to"], "17:00", "{number}");
        }
        assert_eq!(files(house), 0);
    });
}

#[test]
fn rows_that_were_not_taken_are_a_list_to_be_mended() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        let page = upload(house, &her, LIST);
        let rejects = her.get(&format!("{page}/rejects")).expect(200);
        assert!(rejects.header("content-disposition").contains("attachment"));
        let before = rejects.text();
        answers(her.submit(&format!("{page}/confirmation"), &[]), 303);
        house.run_jobs();
        let after = her.get(&format!("{page}/rejects")).expect(200).text();
        assert_eq!(before, after);
        let lines: Vec<&str> = after.lines().collect();
        assert_eq!(lines.len(), 4, "{after}");
        assert!(lines[0].ends_with("营业时间,行,原因,原因代码"), "{after}");
        assert!(lines[1].contains(",5,") && lines[1].ends_with("import.no-name"), "{after}");
        // What a spreadsheet would run is neutralised.
        assert!(lines[2].starts_with("'=cmd|"), "{after}");
        assert!(lines[3].contains("南头厅") && lines[3].ends_with("import.out-of-scope"));
    });
}

#[test]
fn rows_are_listed_by_kind_and_page_by_page() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        let row = |n: u8| format!("第{n}厅,福田区,福华路{n}号,0755-83000001,8:30-18:00\n");
        let rows: String = (1..=120).map(row).collect();
        let csv = format!("站名,区县,地址,电话,营业时间\n{rows},福田区,福华路,,\n");
        let page = upload(house, &her, &csv);
        let first = her.get(&page).expect(200).shows("第1厅").shows("第50厅").text();
        assert!(!first.contains("第51厅"));
        let next = first.split("rel=\"next\"").next().unwrap().rsplit("href=\"").next().unwrap();
        let next = next.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let second = her.get(next.split('#').next().unwrap()).expect(200);
        drop(second.shows("第51厅").shows("第100厅"));
        let rejected = her.get(&format!("{page}?show=rejected")).expect(200).shows("没有站名");
        assert!(!rejected.text().contains("第1厅"));
        answers(her.get(&format!("{page}?show=strange")), 422);
        answers(her.submit(&format!("{page}/cancellation"), &[]), 303);
    });
}

#[test]
fn headings_nobody_knows_are_mapped_by_hand() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        let page = upload(house, &her, "甲,乙,丙\n福华路厅,福华路1号,0755-83000001\n");
        let headings = format!("{page}/headings");
        assert_eq!(her.get(&page).expect(303).header("location"), headings);
        drop(her.get(&headings).expect(200).shows("福华路厅").shows("对一下表头"));
        let without = her.submit(&headings, &[("c1", "address")]).expect(422);
        drop(without.shows("「站名」这一列"));
        answers(her.submit(&headings, &[("c0", "title")]), 422);
        let picked = [("c0", "name"), ("c1", "address"), ("c2", "phone")];
        answers(her.submit(&headings, &picked), 303);
        house.run_jobs();
        drop(her.get(&page).expect(200).shows("新建 1 个站").shows("福华路1号"));
        drop(her.get(&headings).expect(200).shows("value=\"phone\" selected"));
        answers(her.submit(&format!("{page}/confirmation"), &[]), 303);
        house.run_jobs();
        let station = house.visitor().get("/api/v1/stations/440304-00016").expect(200).json();
        assert_eq!(
            (&station["name"], &station["phone"]),
            (&json!("福华路厅"), &json!("0755-83000001"))
        );
        answers(her.submit(&headings, &picked), 409);
    });
}

#[test]
fn a_preview_that_is_given_up_leaves_nothing_behind() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        let page = upload(house, &her, LIST);
        assert_eq!(files(house), 1, "the file waits for the confirmation");
        answers(her.submit(&format!("{page}/cancellation"), &[]), 303);
        assert_eq!(files(house), 0);
        drop(her.get(&page).expect(200).shows("什么也没有写进去"));
        answers(her.submit(&format!("{page}/confirmation"), &[]), 409);
        assert_eq!(her.get(&format!("{page}/rejects")).expect(200).text().lines().count(), 1);
        answers(house.visitor().get("/api/v1/stations/440304-00016"), 404);
    });
}

#[test]
fn a_preview_waits_a_day_and_no_longer() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        let old = upload(house, &her, LIST);
        house.store.clock.advance(23 * 3600);
        let page = upload(house, &her, LIST);
        drop(her.get(&old).expect(200).shows("看结果，再确认"));
        house.store.clock.advance(2 * 3600);
        let later = upload(house, &her, LIST);
        drop(her.get(&old).expect(200).shows("什么也没有写进去"));
        drop(her.get(&page).expect(200).shows("看结果，再确认"));
        assert_eq!(files(house), 2);
        for page in [page, later] {
            answers(her.submit(&format!("{page}/cancellation"), &[]), 303);
        }
    });
}

#[test]
fn imports_of_other_units_do_not_exist() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        let page = upload(house, &her, LIST);
        let other = supervisor(house, "440305");
        let elsewhere = page.replace("440304", "440305");
        for path in [page.as_str(), &elsewhere, PAGE] {
            answers(other.get(path), 404);
        }
        answers(her.get(&elsewhere), 404);
        for act in ["choices", "confirmation", "cancellation", "headings"] {
            answers(other.submit(&format!("{page}/{act}"), &[]), 404);
        }
        for read in ["progress", "headings", "rejects"] {
            answers(other.get(&format!("{page}/{read}")), 404);
        }
        answers(other.upload(PAGE, ("list.csv", LIST.as_bytes()), &[]), 404);
        assert_eq!(files(house), 1);
        let above = supervisor(house, "440300");
        drop(above.get(&page).expect(200).shows("看结果，再确认"));
        answers(above.submit(&format!("{page}/cancellation"), &[]), 303);
    });
}

#[test]
fn a_file_that_cannot_be_read_says_so_on_its_page() {
    in_a_house(|house| {
        let her = supervisor(house, "440304");
        drop(her.upload(PAGE, ("list.csv", b""), &[]).expect(422).shows("还没有选文件"));
        let page = upload(house, &her, "\u{0}\u{1}");
        drop(her.get(&page).expect(200).shows("这份名单没有导完"));
        drop(her.get(PAGE).expect(200).shows("没有读成"));
        drop(her.get(&format!("{page}/progress")).expect(200).shows("data-state=\"failed\""));
    });
}
