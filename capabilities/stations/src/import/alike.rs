//! Stations that stand within thirty metres of each other under names that are alike: perhaps one
//! station that two lists write differently. Nothing is joined; whoever imports is told of both.

use std::{collections::HashMap, sync::Arc};

use geo::Position;

use super::clean::clean_key;
use crate::directory::Directory;

/// The warning about stations that are alike.
pub const ALIKE: &str = "import.alike";
/// How near stations are to be taken for one.
const NEAR_M: f64 = 30.0;
/// Neighbours that are named.
const NAMED: usize = 3;
/// Degrees of a cell of the grid: more than [`NEAR_M`] in both directions up to 55 degrees north.
const CELL: f64 = 0.000_5;
/// Of two names so much has to be the same: pairs of characters, of those of both.
const SHARED: f64 = 0.6;

/// Words that the names of all stations have.
const COMMON: [&str; 21] = [
    "工会户外劳动者服务站点",
    "户外劳动者服务站点",
    "户外劳动者服务站",
    "户外劳动者",
    "中国电信",
    "爱心翼站",
    "爱心驿站",
    "工会驿站",
    "暖心驿站",
    "骑手驿站",
    "营业厅",
    "专营店",
    "旗舰店",
    "服务站",
    "服务点",
    "驿站",
    "翼站",
    "电信",
    "分公司",
    "支局",
    "合作厅",
];

/// A station near a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// Its number, or `line:17` of the same list.
    pub who: String,
    /// Its name.
    pub name: String,
    /// How far it is, in metres.
    pub metres: f64,
}

/// The stations around which rows are looked for: those known when the list was begun, and those
/// of the list itself.
pub struct Neighbours {
    known: Arc<Directory>,
    rows: HashMap<(i64, i64), Vec<Row>>,
}

struct Row {
    line: u64,
    name: String,
    core: String,
    position: Position,
}

impl Neighbours {
    /// Those of the directory.
    pub fn of(known: Arc<Directory>) -> Self {
        Self { known, rows: HashMap::new() }
    }

    /// Stations near a new one whose names are alike, the nearest first; from now on it is one of
    /// them.
    pub fn meet(&mut self, line: u64, name: &str, position: Position) -> Vec<Near> {
        let own = core(name);
        let is_alike = |other: &str| alike(&own, &core(other));
        let known =
            self.known.nearest(position, NAMED, Some(NEAR_M), 0, |entry| is_alike(&entry.name));
        let mut near: Vec<Near> = known
            .into_iter()
            .map(|(entry, metres)| Near {
                who: entry.number.to_string(),
                name: entry.name.to_string(),
                metres,
            })
            .collect();
        let (x, y) = cell(position);
        let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (x + dx, y + dy)));
        for row in around.filter_map(|cell| self.rows.get(&cell)).flatten() {
            let metres = position.distance_m(row.position);
            if metres <= NEAR_M && alike(&own, &row.core) {
                near.push(Near {
                    who: format!("line:{}", row.line),
                    name: row.name.clone(),
                    metres,
                });
            }
        }
        near.sort_by(|a, b| a.metres.total_cmp(&b.metres));
        near.truncate(NAMED);
        let row = Row { line, name: name.to_owned(), core: own, position };
        self.rows.entry((x, y)).or_default().push(row);
        near
    }
}

#[expect(clippy::cast_possible_truncation, reason = "degrees are at most 180")]
fn cell(position: Position) -> (i64, i64) {
    ((position.lng() / CELL).floor() as i64, (position.lat() / CELL).floor() as i64)
}

/// What is left of a name without the words that all have; the whole key when nothing is.
fn core(name: &str) -> String {
    let key = clean_key(name);
    let core = COMMON.iter().fold(key.clone(), |rest, word| rest.replace(word, ""));
    if core.is_empty() { key } else { core }
}

fn alike(a: &str, b: &str) -> bool {
    let contains = |long: &str, short: &str| short.chars().count() > 1 && long.contains(short);
    a == b || contains(a, b) || contains(b, a) || shared_pairs(a, b) > SHARED - f64::EPSILON
}

/// The share of pairs of neighbouring characters that two texts have in common (Dice).
fn shared_pairs(a: &str, b: &str) -> f64 {
    let pairs = |text: &str| {
        let chars: Vec<char> = text.chars().collect();
        chars.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()
    };
    let (a, mut b) = (pairs(a), pairs(b));
    let total = a.len() + b.len();
    let mut shared = 0;
    for pair in a {
        if let Some(at) = b.iter().position(|other| *other == pair) {
            b.swap_remove(at);
            shared += 2;
        }
    }
    if total == 0 { 0.0 } else { f64::from(shared) / total as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(metres_east: f64) -> Position {
        Position::new(114.05 + metres_east / 102_700.0, 22.54).unwrap()
    }

    fn met(neighbours: &mut Neighbours, line: u64, name: &str, east: f64) -> Vec<String> {
        neighbours.meet(line, name, at(east)).into_iter().map(|near| near.who).collect()
    }

    #[test]
    fn names_alike_within_thirty_metres_are_told() {
        let mut neighbours = Neighbours::of(Arc::default());
        assert!(met(&mut neighbours, 2, "中国电信福华路营业厅爱心翼站", 0.0).is_empty());
        assert_eq!(met(&mut neighbours, 3, "福华路厅", 20.0), ["line:2"]);
        // Both are near, the nearer first.
        assert_eq!(met(&mut neighbours, 4, "福华路电信营业厅", 15.0), ["line:3", "line:2"]);
        assert!(met(&mut neighbours, 5, "会展中心厅", 10.0).is_empty());
        assert!(met(&mut neighbours, 6, "福华路厅", 120.0).is_empty());
    }

    #[test]
    fn words_that_all_names_have_make_none_alike() {
        assert!(!alike(&core("中国电信东门营业厅爱心翼站"), &core("中国电信西丽营业厅爱心翼站")));
        assert!(alike(&core("中国电信营业厅"), &core("电信营业厅")));
        assert!(alike(&core("石桥南路便民厅"), &core("石桥南路便民服务厅")));
    }
}
