//! What people see, through the router.

use serde_json::json;
use testkit::House;

use super::house::{answers, capabilities, in_a_house, sample, token};

fn with_stations(test: impl Fn(&House)) {
    in_a_house(|house| {
        let her = house.bearer(&token(house, "supervisor", "440304"));
        for (n, services) in [json!(["A01", "A02"]), json!(["A01"]), json!([])].iter().enumerate() {
            let mut body = sample(&format!("福华 {n} 号厅<b>"));
            body["services"] = services.clone();
            body["location"] = json!({"lng": 114.05 + n as f64 / 100.0, "lat": 22.54});
            answers(her.post("/api/v1/stations", &body), 201);
        }
        test(house);
    });
}

#[test]
fn every_sample_renders_in_both_languages() {
    testkit::render_samples(&capabilities());
}

#[test]
fn the_finder_understands_places_names_and_numbers() {
    with_stations(|house| {
        let visitor = house.visitor();
        // Nothing asked: how to ask, and the provinces.
        let page = visitor.get("/").expect(200).shows("您在哪儿？").shows("division=440000");
        assert!(!page.text().contains("id=\"s1\""));
        // 福田, the browser's position, and a chosen division.
        for query in ["q=%E7%A6%8F%E7%94%B0", "near=114.05,22.54", "division=440304"] {
            let page =
                visitor.get(&format!("/?{query}")).expect(200).shows("福华 0 号厅&#60;b&#62;");
            assert!(page.text().matches("id=\"s").count() == 3, "{}", page.text());
        }
        // Part of a station's name, a number, and nothing that is known.
        drop(visitor.get("/?q=%E5%8F%B7%E5%8E%85").expect(200).shows("id=\"s3\""));
        let number = visitor.get("/?q=440304-00016").expect(303);
        assert_eq!(number.header("location"), "/stations/440304-00016");
        drop(visitor.get("/?q=xyzzy").expect(200).shows("没有找到「xyzzy」"));
    });
}

#[test]
fn what_lacks_one_thing_is_shown_apart() {
    with_stations(|house| {
        let page = house.visitor().get("/?near=114.05,22.54&services=A02&open=now").expect(200);
        let text = page.shows("差一点").shows("没有饮水").text();
        let (matches, almost) = text.split_once("<h2>差一点").unwrap();
        assert!(matches.contains("福华 0 号厅") && !matches.contains("福华 1 号厅"));
        assert!(almost.contains("福华 1 号厅") && almost.contains("福华 2 号厅"));
    });
}

#[test]
fn both_languages_and_both_sizes() {
    with_stations(|house| {
        let visitor = house.visitor();
        drop(visitor.get("/?near=114.05,22.54&elder=1").expect(200).shows("离您最近的翼站"));
        let english = visitor.get("/?near=114.05,22.54&lang=en").expect(200);
        drop(english.shows("Probably open").shows("Stations near you"));
    });
}

#[test]
fn a_station_has_a_page_for_everybody() {
    with_stations(|house| {
        let visitor = house.visitor();
        let page = visitor.get("/stations/440304-00016").expect(200);
        let page = page.shows("福华 0 号厅&#60;b&#62;").shows("饮水供给").shows("08:30–18:00");
        let page = page.shows("uri.amap.com").shows("geo:22.54").shows("tel:0755-83000000");
        assert!(!page.text().contains("/edit"));
        let her = house.bearer(&token(house, "supervisor", "440304"));
        drop(her.get("/stations/440304-00016").expect(200).shows("/edit"));
        for unknown in ["/stations/440304-00017", "/stations/x", "/stations/440305-00121"] {
            answers(visitor.get(unknown), 404);
        }
        let close = json!({"reason": "店面装修"});
        let path = "/api/v1/stations/440304-00016/closure";
        answers(her.with("if-match", "\"1\"").post(path, &close), 201);
        drop(visitor.get("/stations/440304-00016").expect(200).shows("临时停服：店面装修"));
    });
}
