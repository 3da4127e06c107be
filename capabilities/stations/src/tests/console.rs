//! The console's pages of stations, and the administrator's of the catalogue.

use testkit::{Caller, House};

use super::house::{answers, in_a_house, token};

const NEW: &[(&str, &str)] = &[
    ("name", "福华路厅"),
    ("division", "福田区"),
    ("address", "福华路 1 号"),
    ("lng", "114.0553"),
    ("lat", "22.5410"),
    ("datum", "gcj02"),
    ("phone", "0755-83000000"),
    ("hours", "周一至周五 8:30-18:00"),
    ("services", "A01"),
    ("services", "A02"),
    ("features", "step_free"),
    ("grade", "4"),
];

fn with<'a>(fields: &[(&'a str, &'a str)], name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut all: Vec<_> = fields.iter().copied().filter(|(field, _)| *field != name).collect();
    let name = fields.iter().find(|(field, _)| *field == name).map_or("?", |(field, _)| field);
    all.push((name, value));
    all
}

fn supervisor(house: &House) -> Caller<'_> {
    house.bearer(&token(house, "supervisor", "440304"))
}

#[test]
fn a_station_is_registered_found_and_changed() {
    in_a_house(|house| {
        let her = supervisor(house);
        let list = "/console/units/440304/stations";
        drop(her.get(list).expect(200).shows("这里还没有站点"));
        drop(her.get(&format!("{list}/new")).expect(200).shows("value=\"440304\""));
        let made = her.submit(list, NEW).expect(303);
        let edit = made.header("location").to_owned();
        let number = edit.split('/').nth(3).unwrap().to_owned();
        drop(
            her.get(&edit)
                .expect(200)
                .shows("保存好了")
                .shows("114.0553")
                .shows("周一至周五 8:30-18:00"),
        );
        drop(her.get(list).expect(200).shows("福华路厅").shows(&number));
        drop(her.get("/console/units/440300/stations").expect(404));
        answers(her.get("/console/stations"), 303);

        let path = format!("/console/stations/{number}");
        let mut changed = with(NEW, "name", "福华一路厅");
        changed.push(("version", "1"));
        answers(her.submit(&path, &changed), 303);
        drop(her.get(&edit).expect(200).shows("福华一路厅").shows("value=\"2\""));
        // The same version again: somebody else may have been faster.
        drop(her.submit(&path, &changed).expect(412).shows("刚被别人改过"));
        let page = house.visitor().get(&format!("/stations/{number}")).expect(200);
        drop(page.shows("福华一路厅").shows("登记的原话：周一至周五 8:30-18:00"));
    });
}

#[test]
fn doubts_come_back_with_their_readings() {
    in_a_house(|house| {
        let her = supervisor(house);
        let list = "/console/units/440304/stations";
        let doubtful = with(NEW, "hours", "夏季8:00-18:00 冬季9:00-17:00");
        let page = her.submit(list, &doubtful).expect(422);
        let page = page.shows("name=\"hours_reading\" value=\"1234567 08:00-18:00\"");
        drop(page.shows("福华路厅"));
        let mut chosen = doubtful.clone();
        chosen.push(("hours_reading", "1234567 09:00-17:00"));
        answers(her.submit(list, &chosen), 303);
        let nation = house.bearer(&token(house, "supervisor", "100000"));
        let ambiguous = with(NEW, "division", "鼓楼区");
        let page = nation.submit("/console/units/100000/stations", &ambiguous).expect(422);
        drop(page.shows("name=\"division_reading\" value=\"320106\""));
        for (field, value, code) in [
            ("name", " ", "要有站名"),
            ("lng", "far", "坐标不在国内"),
            ("hours", "随缘", "看不明白"),
            ("division", "440106", "不在您的范围"),
            ("phone", "没有", "电话看不明白"),
        ] {
            drop(her.submit(list, &with(NEW, field, value)).expect(422).shows(code));
        }
    });
}

#[test]
fn a_station_is_closed_opened_again_and_tells_those_who_come() {
    in_a_house(|house| {
        let her = supervisor(house);
        let edit = her.submit("/console/units/440304/stations", NEW).expect(303);
        let edit = edit.header("location").to_owned();
        let number = edit.split('/').nth(3).unwrap().to_owned();
        let path = format!("/console/stations/{number}");
        let public = format!("/stations/{number}");
        let close = [("reason", "店面装修"), ("until", "2026-12-01"), ("version", "1")];
        answers(her.submit(&format!("{path}/closure"), &close), 303);
        drop(house.visitor().get(&public).expect(200).shows("店面装修"));
        answers(her.submit(&format!("{path}/closure"), &close), 412);
        drop(her.get(&edit).expect(200).shows("重新开站"));
        let step = [("status", "active"), ("version", "2")];
        answers(her.submit(&format!("{path}/status"), &step), 303);
        answers(her.submit(&format!("{path}/notices"), &[("text", "明天停水")]), 303);
        drop(house.visitor().get(&public).expect(200).shows("明天停水"));
        let page = her.get(&edit).expect(200).text();
        let end = page.split("action=\"").filter_map(|rest| rest.split('"').next());
        let end = end.into_iter().find(|action| action.ends_with("/end")).unwrap().to_owned();
        answers(her.submit(&end, &[]), 303);
        assert!(!house.visitor().get(&public).text().contains("明天停水"));
        answers(her.submit(&format!("{path}/notices"), &[("text", " ")]), 422);
        let plate = [("name", "工会驿站"), ("issuer", "青榕区总工会"), ("version", "3")];
        answers(her.submit(&format!("{path}/plates"), &plate), 303);
        answers(her.submit(&format!("{path}/plates"), &plate), 412);
        drop(house.visitor().get(&public).expect(200).shows("青榕区总工会"));
        let page = her.get(&edit).expect(200).text();
        let end = page.split("action=\"").filter_map(|rest| rest.split('"').next());
        let end = end.into_iter().find(|action| action.contains("/plates/")).unwrap().to_owned();
        answers(her.submit(&end, &[]), 303);
        assert!(!house.visitor().get(&public).text().contains("青榕区总工会"));
    });
}

#[test]
fn pages_keep_to_the_scope_of_the_caller() {
    in_a_house(|house| {
        let her = supervisor(house);
        let edit = her.submit("/console/units/440304/stations", NEW).expect(303);
        let edit = edit.header("location").to_owned();
        let other = house.bearer(&token(house, "supervisor", "440305"));
        let ambassador = house.bearer(&token(house, "ambassador", "440304"));
        for path in ["/console/units/440304/stations", "/console/units/440304/stations/new", &edit]
        {
            // Pages lead to the sign-in page.
            answers(house.visitor().get(path), 303);
            answers(other.get(path), 404);
            answers(ambassador.get(path), 403);
        }
    });
}

#[test]
fn the_administrator_changes_the_catalogue() {
    in_a_house(|house| {
        let she = house.bearer(&token(house, "administrator", "100000"));
        drop(she.get("/admin/catalogue").expect(200).shows("饮水供给").shows("户外劳动者"));
        drop(she.get("/admin/catalogue/services/A02").expect(200).shows("value=\"饮水供给\""));
        let form = [
            ("name", "热水供给"),
            ("name_en", "Hot water"),
            ("short_name", "热水"),
            ("short_name_en", "Hot water"),
            ("category", "basic"),
            ("level", "mandatory"),
            ("measure_unit", "person_times"),
            ("counted_at_close", "1"),
            ("version", "1"),
        ];
        answers(she.submit("/admin/catalogue/services/A02", &form), 303);
        drop(she.get("/admin/catalogue").expect(200).shows("热水供给").shows("已改"));
        answers(she.submit("/admin/catalogue/services/A02", &form), 412);
        let group = [("name", ""), ("name_en", "Elders"), ("version", "1")];
        drop(she.submit("/admin/catalogue/groups/elder", &group).expect(422).shows("要有名称"));
        answers(she.get("/admin/catalogue/services/Z1"), 404);
        answers(supervisor(house).get("/admin/catalogue"), 403);
    });
}
