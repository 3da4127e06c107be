//! The embedded divisions against the reference in the shared folder, and `resolve`
//! over the real lists there.
//!
//! The folder comes from `YIZHAN_SHARED`; without it the tests say so and end. Every
//! difference that we accept is a line with its reason in
//! `data/accepted-differences.tsv`; a line that is no longer needed fails as well.

use geo::divisions::{self, Level};
use geo::resolve::{Doubt, Hints, Resolution, resolve};
use geo::{Division, Position};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Sources differ in where a seat is; beyond this a difference needs its reason.
const SEAT_TOLERANCE_M: f64 = 25_000.0;

const ACCEPTED: &str = include_str!("../data/accepted-differences.tsv");

fn shared() -> Option<PathBuf> {
    let given = std::env::var_os("YIZHAN_SHARED").map(PathBuf::from);
    // Cargo runs tests in the crate's folder; the variable is meant from the root.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let data = given.map(|path| root.join(path).join("data")).filter(|data| data.is_dir());
    if data.is_none() {
        println!("YIZHAN_SHARED names no folder with data: nothing to compare with");
    }
    data
}

type Row = BTreeMap<String, String>;

fn rows(file: &Path) -> Vec<Row> {
    let bytes = std::fs::read(file).expect("the shared file is readable");
    let (text, _, broken) = encoding_rs::UTF_8.decode(&bytes);
    let text = if broken { encoding_rs::GB18030.decode(&bytes).0 } else { text };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

/// What differs, each as `code TAB field`.
fn differences(data: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut seen = BTreeSet::from([divisions::COUNTRY.to_owned()]);
    for (file, is_towns) in [("regions.csv", false), ("towns.csv", true)] {
        for row in rows(&data.join(file)) {
            let code = row["code"].clone();
            match divisions::get(&code) {
                None => drop(found.insert(format!("{code}\tabsent"), row["name"].clone())),
                Some(ours) => compare(&mut found, ours, &row, is_towns),
            }
            seen.insert(code);
        }
    }
    let levels = [Level::Province, Level::Prefecture, Level::County, Level::Town];
    for ours in levels.into_iter().flat_map(divisions::all_at).filter(|d| !seen.contains(d.code)) {
        found.insert(format!("{}\textra", ours.code), ours.name.to_owned());
    }
    found
}

fn compare(found: &mut BTreeMap<String, String>, ours: &Division, row: &Row, is_town: bool) {
    let mut differ = |field: &str, mine: &str, theirs: &str| {
        if mine != theirs {
            found.insert(format!("{}\t{field}", ours.code), format!("{mine} / {theirs}"));
        }
    };
    let parent =
        if row["parent_code"].is_empty() { divisions::COUNTRY } else { &row["parent_code"] };
    differ("name", ours.name, &row["name"]);
    differ("parent", ours.parent, parent);
    if is_town {
        return;
    }
    let level = ["country", "province", "prefecture", "county"]
        [row["level"].parse::<usize>().expect("a level")];
    differ("level", ours.level.as_str(), level);
    differ("short_name", ours.short_name, &row["short_name"]);
    differ("pinyin", ours.pinyin, &row["pinyin"]);
    let number = |field: &str| row[field].parse::<f64>().expect("a number");
    let seat = Position::new(number("lng"), number("lat")).expect("a position");
    let away = ours.position.map_or(f64::INFINITY, |position| position.distance_m(seat));
    if away > SEAT_TOLERANCE_M {
        found.insert(format!("{}\tseat", ours.code), format!("{:.0} km", away / 1000.0));
    }
}

#[test]
fn divisions_equal_the_reference() {
    let Some(data) = shared() else { return };
    let found = differences(&data);
    let accepted: BTreeSet<String> = ACCEPTED
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            assert!(cells.len() == 3 && !cells[2].is_empty(), "no reason: {line}");
            format!("{}\t{}", cells[0], cells[1])
        })
        .collect();
    let new: Vec<_> = found.iter().filter(|(key, _)| !accepted.contains(*key)).collect();
    assert!(new.is_empty(), "{} differences without a reason: {new:#?}", new.len());
    let stale: Vec<_> = accepted.iter().filter(|key| !found.contains_key(*key)).collect();
    assert!(stale.is_empty(), "accepted but equal: {stale:#?}");
}

struct List {
    file: &'static str,
    names: &'static [&'static str],
    title: &'static str,
    address: &'static str,
    within: Option<&'static str>,
    /// Share of rows whose county must be told, in percent, doubts and all.
    told_percent: usize,
}

const LISTS: [List; 4] = [
    List {
        file: "fever_clinics.csv",
        names: &["province", "city", "county"],
        title: "name",
        address: "address",
        within: None,
        told_percent: 82,
    },
    List {
        file: "fever_clinics_jiangsu.gb18030.csv",
        names: &["province", "city", "county"],
        title: "name",
        address: "address",
        within: None,
        told_percent: 87,
    },
    List {
        file: "reception_hotels_2020.csv",
        names: &["省份", "市-区"],
        title: "联系人(酒店名称或者政府部门）",
        address: "具体地址",
        within: None,
        told_percent: 80,
    },
    List {
        file: "beijing_places.csv",
        names: &[],
        title: "名称",
        address: "地址",
        within: Some("110000"),
        told_percent: 60,
    },
];

#[test]
fn real_lists_are_read_to_the_last_row() {
    let Some(data) = shared() else { return };
    for list in LISTS {
        let rows = rows(&data.join("real").join(list.file));
        let mut doubts: BTreeMap<Doubt, usize> = BTreeMap::new();
        let (mut certain, mut told) = (0, 0);
        for row in &rows {
            let names: Vec<&str> = list.names.iter().map(|name| row[*name].as_str()).collect();
            let (address, title) =
                (Some(row[list.address].as_str()), Some(row[list.title].as_str()));
            let hints =
                Hints { names: &names, address, title, within: list.within, ..Hints::default() };
            let found = resolve(&hints);
            certain += usize::from(matches!(found, Resolution::Certain(_)));
            let county =
                found.division().and_then(|division| divisions::county_level(division.code));
            told += usize::from(county.is_some());
            for doubt in found.doubts() {
                *doubts.entry(*doubt).or_default() += 1;
            }
        }
        println!(
            "{}: {} rows, {certain} certain, {told} with a county; {doubts:?}",
            list.file,
            rows.len()
        );
        assert!(told * 100 >= rows.len() * list.told_percent, "{}: {told} told", list.file);
    }
}
