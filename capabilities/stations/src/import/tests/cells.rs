//! Cleaning of names, phones and coordinates.

use geo::Datum;
use proptest::prelude::*;

use crate::import::clean::{Cell, cell, clean_key, trimmed};
use crate::import::host_type::HostType;
use crate::import::location::{Written, datum, written};
use crate::import::phone::phones;

fn text(raw: &str) -> String {
    cell(raw).text().unwrap()
}

#[test]
fn dirt_comes_off() {
    let cases = [
        ("高县人民医院\u{A0} \u{A0}", "高县人民医院"),
        ("\u{FEFF} 邢台\u{200B}医院\u{3000}", "邢台医院"),
        ("甲\u{202E}乙\u{200F}丙\u{2066}", "甲乙丙"),
        ("人民路\r\n 1 号\t", "人民路 1 号"),
        ("１２号Ａ座", "12号A座"),
        ("<b>石桥</b><script>alert('<x>')</script>站", "石桥 站"),
        ("A&amp;B &lt;i&gt;站&#65;&#x42;&nbsp;", "A&B 站AB"),
        ("a < b & c", "a < b & c"),
        ("<未闭合", "<未闭合"),
        ("\"石桥路 2 号。\"", "石桥路 2 号"),
        ("+86 571 87733523", "+86 571 87733523"),
        ("-1层东侧", "-1层东侧"),
        ("@咖啡", "@咖啡"),
    ];
    for (raw, clean) in cases {
        assert_eq!(text(raw), clean, "{raw:?}");
    }
    assert_eq!(trimmed("\"库车市文化路 74 号.\"，"), "库车市文化路 74 号");
}

#[test]
fn signs_for_nothing_are_empty() {
    for raw in [
        "", " ", "-", "—", "--", " － ", "/", "无", "暂无", "N/A", "#N/A", "null", "＊", "\u{200B}",
    ] {
        let expected = if raw == "＊" { Cell::Text("＊".to_owned()) } else { Cell::Empty };
        assert_eq!(cell(raw), expected, "{raw:?}");
    }
}

#[test]
fn formulas_are_no_values() {
    let raws = [
        "=HYPERLINK(\"http://x\",\"y\")",
        " ＝1+1",
        "@SUM(A1)",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "#REF!",
        "'=HYPERLINK(1)",
        "\"=1+1\"",
        "&#61;1+1",
        "<b>=1+1</b>",
    ];
    for raw in raws {
        assert_eq!(cell(raw), Cell::Refused, "{raw}");
    }
}

#[test]
fn keys_forget_how_a_name_is_written() {
    let keys = ["北京（东城）医院 A座", "北京(东城)医院Ａ座", "北京东城医院-a座"].map(clean_key);
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
    assert_ne!(clean_key("1 号"), clean_key("2 号"));
}

#[test]
fn phones_of_every_list() {
    let cases: [(&str, &[&str], &[&str]); 22] = [
        ("010-62881144", &["010-62881144"], &[]),
        ("01061793685", &["010-61793685"], &[]),
        ("0319—5527100", &["0319-5527100"], &[]),
        ("(0571) 8773 3523", &["0571-87733523"], &[]),
        ("0571 87733523", &["0571-87733523"], &[]),
        ("+86-571-87733523", &["0571-87733523"], &[]),
        ("138 0013 8000", &["13800138000"], &[]),
        ("+8613800138000", &["13800138000"], &[]),
        ("010-67012402,010-67013036,010-67012402", &["010-67012402", "010-67013036"], &[]),
        ("0855-6117777;0855-6226666", &["0855-6117777", "0855-6226666"], &[]),
        ("0471-8821942/8812820", &["0471-8821942", "0471-8812820"], &[]),
        (
            "（白天）0592-5911111-8120（晚间）0592-8570120",
            &["0592-5911111-8120", "0592-8570120"],
            &[],
        ),
        ("010-62628888转55020", &["010-62628888-55020"], &[]),
        ("每天 8am~8pm:0591-83321037", &["0591-83321037"], &[]),
        ("010-4006506766", &["400-650-6766"], &[]),
        ("12345", &["12345"], &[]),
        ("67015775", &["67015775"], &["import.phone-area"]),
        ("0482-6129777/139****6143", &["0482-6129777"], &["import.phone-masked"]),
        ("182****4777", &[], &["import.phone-masked"]),
        ("0837-88888", &[], &["import.phone"]),
        ("见门口", &[], &["import.phone"]),
        ("01061793685,61790883转", &["010-61793685", "010-61790883"], &[]),
    ];
    for (text, numbers, doubts) in cases {
        let found = phones(text);
        assert_eq!(
            (found.numbers.as_slice(), found.doubts.as_slice()),
            (numbers.iter().map(ToString::to_string).collect::<Vec<_>>().as_slice(), doubts),
            "{text}"
        );
    }
}

#[test]
fn coordinates_are_two_numbers_or_missing() {
    let given = [
        (Some("116.397"), Some("39.909"), (116.397, 39.909)),
        (Some("116.397,39.909"), None, (116.397, 39.909)),
        (None, Some("116.397 39.909"), (116.397, 39.909)),
        (Some("东经116.5°"), Some("北纬39°30′0″"), (116.5, 39.5)),
        (Some("116°30′ 39°30′"), None, (116.5, 39.5)),
        (Some("116 30 0 39 30 0"), None, (116.5, 39.5)),
        (Some("N39°30′E116°30′"), None, (116.5, 39.5)),
        (Some("北纬39.5，东经116.5"), None, (116.5, 39.5)),
        (Some("39.5N"), Some("116.5E"), (116.5, 39.5)),
        (Some("39.5"), Some("116.5"), (39.5, 116.5)),
        (Some("1.165E+02"), Some("3.95e1"), (116.5, 39.5)),
        (Some("12957254.77"), Some("4852727.2"), (12_957_254.77, 4_852_727.2)),
        (Some("-116.4"), Some("39.9"), (-116.4, 39.9)),
        (Some("2.35"), Some("48.85"), (2.35, 48.85)),
    ];
    for (lng, lat, (east, north)) in given {
        let Written::Numbers(x, y) = written(lng, lat) else { panic!("{lng:?} {lat:?}") };
        assert!((x - east).abs() < 1e-9 && (y - north).abs() < 1e-9, "{lng:?} {lat:?} {x} {y}");
    }
    let missing = [
        (None, None, "import.no-location"),
        (Some("116.397"), None, "import.location-incomplete"),
        (None, Some("39.9"), "import.location-incomplete"),
        (Some("0"), Some("0.0"), "import.location-zero"),
        (Some("0,0"), None, "import.location-zero"),
        (Some("116.4"), Some("abc"), "import.location-form"),
        (Some("116.4.1"), Some("39.9"), "import.location-form"),
        (Some("1e400"), Some("39.9"), "import.location-form"),
        (Some("NaN"), Some("39.9"), "import.location-form"),
    ];
    for (lng, lat, code) in missing {
        assert_eq!(written(lng, lat), Written::Missing(code), "{lng:?} {lat:?}");
    }
}

#[test]
fn words_of_lists_for_datum_and_host() {
    let datums = [
        ("GCJ-02", Datum::Gcj02),
        ("高德地图", Datum::Gcj02),
        ("百度", Datum::Bd09),
        ("CGCS2000", Datum::Wgs84),
    ];
    for (text, expected) in datums {
        assert_eq!(datum(text), Some(expected), "{text}");
    }
    assert_eq!(datum("北京54"), None);
    let hosts = [
        ("自有厅", HostType::SelfRun),
        ("专营店", HostType::Exclusive),
        ("Self-run", HostType::SelfRun),
        ("社区点", HostType::Community),
    ];
    for (text, expected) in hosts {
        assert_eq!(HostType::parse(text), Some(expected), "{text}");
    }
    assert_eq!(HostType::parse("公园"), None);
}

proptest! {
    #[test]
    fn cleaning_twice_changes_nothing(raw in "\\PC{0,40}") {
        // Entities are decoded once.
        let raw = raw.replace('&', "");
        if let Cell::Text(once) = cell(&raw) {
            prop_assert_eq!(cell(&once), Cell::Text(once));
        }
    }

    #[test]
    fn any_cell_is_read_without_panic(raw in "[0-9*\\-—转 /+()（）东°′.,a-z<>&;#]{0,30}") {
        cell(&raw);
        phones(&raw);
        written(Some(&raw), Some(&raw));
        written(Some(&raw), None);
    }
}
