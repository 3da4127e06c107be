//! Imports as people meet them: uploaded, previewed, confirmed, followed, found again.

use serde_json::json;
use testkit::{Caller, House};

use super::{
    house::{answers, in_a_house},
    importing::{LIST, files, supervisor},
};

const PAGE: &str = "/console/units/440304/import";

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
        // Neither does one under another unit of hers.
        let above = supervisor(house, "440300");
        answers(above.get(&elsewhere), 404);
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
