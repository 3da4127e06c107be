//! The embedded table: its counts, the shapes that trees of textbooks do not have, and
//! what became of former divisions.

use super::*;

fn names(codes: impl Iterator<Item = &'static Division>) -> Vec<&'static str> {
    codes.map(|division| division.name).collect()
}

#[test]
fn every_level_is_whole() {
    for (level, count) in [
        (Level::Country, 1),
        (Level::Province, 34),
        (Level::Prefecture, 333),
        (Level::County, 2_847),
        (Level::Town, 41_351),
    ] {
        assert_eq!(all_at(level).count(), count, "{level:?}");
    }
}

#[test]
fn every_row_hangs_on_the_tree_and_is_complete() {
    for division in Level::Country.and_below() {
        let above = ancestors(division.code);
        if division.level != Level::Country {
            assert_eq!(above[0].code, COUNTRY, "{division:?}");
            assert_eq!(above[above.len() - 1].code, division.parent, "{division:?}");
            assert!(division.position.is_some_and(Position::in_china_box), "{division:?}");
        }
        assert!(!division.pinyin.is_empty(), "{division:?}");
        assert!(division.name.starts_with(division.short_name), "{division:?}");
        assert!(children(division.code).all(|child| child.parent == division.code));
    }
}

impl Level {
    fn and_below(self) -> impl Iterator<Item = &'static Division> {
        table().all().iter().filter(move |division| division.level >= self)
    }
}

#[test]
fn placeholders_and_zones_are_not_divisions() {
    for code in ["110100", "500200", "419000", "659000", "130171", "460321", "620201"] {
        assert_eq!(get(code), None, "{code}");
    }
    assert_eq!(get("110101").map(|d| d.parent), Some("110000"));
    assert!(all_at(Level::County).all(|d| !matches!(d.name, "市辖区" | "县")));
}

#[test]
fn cities_without_counties_have_their_towns_directly() {
    let mut cities: Vec<_> =
        all_at(Level::Prefecture).filter(|d| is_city_without_counties(d)).collect();
    cities.sort_by_key(|d| d.code);
    assert_eq!(names(cities.into_iter()), ["东莞市", "中山市", "儋州市", "嘉峪关市"]);
    assert!(names(children("441900")).contains(&"长安镇"));
    assert_eq!(children("620200").len(), 5);
}

#[test]
fn counties_stand_directly_under_provinces_where_they_do() {
    for (code, name) in [("429004", "仙桃市"), ("419001", "济源市"), ("469023", "澄迈县")]
    {
        let division = get(code).unwrap();
        assert_eq!((division.name, division.level), (name, Level::County));
        assert_eq!(ancestors(code).len(), 2);
    }
    let corps = children("650000").filter(|d| d.kind == Kind::CountyCity).count();
    assert_eq!(corps, 13, "the Corps' cities");
}

#[test]
fn hong_kong_macao_and_taiwan_are_provinces() {
    for (code, kind) in [
        ("710000", Kind::Province),
        ("810000", Kind::SpecialRegion),
        ("820000", Kind::SpecialRegion),
    ] {
        let division = get(code).unwrap();
        assert_eq!(
            (division.level, division.kind, division.parent),
            (Level::Province, kind, COUNTRY)
        );
    }
}

#[test]
fn chongqing_is_that_of_2026() {
    assert_eq!(names(ancestors("500112016").into_iter()), ["全国", "重庆市", "两江新区"]);
    assert_eq!(get("500112138").map(|d| d.parent), Some("500109"), "兴隆镇 went to 北碚区");
    assert_eq!(get("500109008").map(|d| d.parent), Some("500157"), "水土街道 came from there");
    assert_eq!((children("500157").len(), children("500109").len()), (42, 17));
}

#[test]
fn lineage_answers() {
    assert_eq!(path_name("440305001").as_deref(), Some("广东省深圳市南山区南头街道"));
    assert_eq!(path_name("110101").as_deref(), Some("北京市东城区"));
    assert_eq!(path_name(COUNTRY).as_deref(), Some("全国"));
    assert_eq!(path_name("999999"), None);
    assert!(is_within("440305", "440000") && is_within("440305", "440305"));
    assert!(is_within("500112016", "500157") && is_within("440305", COUNTRY));
    assert!(!is_within("440305", "450000") && !is_within("440000", "440305"));
    assert!(!is_within("999999", "999999"));
    assert_eq!(children("999999").len(), 0);
}

#[test]
fn county_level_of_everything() {
    let county = |code| county_level(code).map(|d| d.code);
    assert_eq!(county("440305"), Some("440305"));
    assert_eq!(county("440305001"), Some("440305"));
    assert_eq!(county("441900"), Some("441900"));
    assert!(children("441900").all(|town| county(town.code) == Some("441900")));
    assert_eq!(county("500112016"), Some("500157"));
    assert_eq!(county("130171010"), Some("130100"), "a town of a zone hangs on the city");
    assert_eq!(county("440300"), None);
    assert_eq!(county("810000"), None);
    assert_eq!(county(COUNTRY), None);
    assert_eq!(county("419001"), Some("419001"));
}

#[test]
fn former_divisions_by_code_and_name() {
    let successors = |text| former(text).iter().map(|f| f.successors.clone()).collect::<Vec<_>>();
    assert_eq!(successors("宣武区"), [["110102"]]);
    assert_eq!(successors("110104"), [["110102"]]);
    assert_eq!(successors("密云县"), [["110118"]]);
    assert_eq!(successors("江干区"), [["330102", "330114"]]);
    assert_eq!(successors("襄樊市"), [["420600"]]);
    assert_eq!(successors("思茅地区"), [["530800"]]);
    assert_eq!(successors("500112"), [["500157", "500109"]]);
    assert_eq!(successors("永红区"), [["230811"]]);
    assert_eq!(successors("陶乐县"), [["640221", "640104"]]);
    assert_eq!(successors("东城区"), Vec::<Vec<&str>>::new());
    // A code that was given to another division still tells both.
    assert_eq!(former("410307").iter().map(|f| f.name).collect::<Vec<_>>(), ["洛龙区"]);
    assert_eq!(get("410307").map(|d| d.name), Some("偃师区"));
}

#[test]
fn names_that_would_mean_another_division_stay_whole() {
    for (code, short) in [
        ("440304", "福田"),
        ("654002", "伊宁市"),
        ("654021", "伊宁县"),
        ("320803", "淮安区"),
        ("130821", "承德县"),
        ("310115", "浦东新区"),
        ("220200", "吉林市"),
    ] {
        assert_eq!(get(code).map(|d| d.short_name), Some(short), "{code}");
    }
}

#[test]
fn polyphones_are_read_as_the_places_are_called() {
    for (code, pinyin) in [
        ("341500", "lu an"),
        ("330382", "yue qing"),
        ("500000", "chong qing"),
        ("610000", "shan xi"),
        ("410300", "luo yang"),
        ("360100", "nan chang"),
        ("421127", "huang mei"),
        ("441700", "yang jiang"),
        ("350200", "xia men"),
        ("420624", "nan zhang"),
        ("140400", "chang zhi"),
        ("140428", "zhang zi"),
        ("320116", "lu he"),
        ("110105", "chao yang"),
        ("610727", "lue yang"),
    ] {
        let got = get(code).unwrap();
        assert!(got.pinyin.starts_with(pinyin), "{} {}", got.name, got.pinyin);
    }
}
