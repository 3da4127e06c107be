//! The administrative divisions of China down to towns, from a table embedded in the
//! binary: what each is called, what stands above and below it, what it was before.
//!
//! The table is made by `xtask data` (see `data/SOURCES.md`). Placeholder rows of the
//! statistical codes (市辖区, 县, 省直辖县级行政区划) and functional zones are not
//! divisions and are not in it. Names collide (four 鼓楼区): a name alone is never a
//! key, a code is. Divisions here are those of today; former ones are known by their
//! successors only.

mod kind;
pub mod naming;
mod table;

pub use kind::{Kind, Level, UnknownKind};

use crate::position::Position;
pub(crate) use table::{Place, table};

/// Code of the country, the root of the tree.
pub const COUNTRY: &str = "100000";

/// One division.
#[derive(Clone, Debug, PartialEq)]
pub struct Division {
    /// GB/T 2260 code of six digits, of nine for towns; the country is [`COUNTRY`].
    pub code: &'static str,
    /// The official name, such as 福田区.
    pub name: &'static str,
    /// The name in running speech, such as 福田; the full name where the short one
    /// would be a single character or mean the division above.
    pub short_name: &'static str,
    /// Syllables of the short name, without tones, separated by spaces.
    pub pinyin: &'static str,
    /// How far down the tree; a child's level may skip one.
    pub level: Level,
    /// What sort of division of that level.
    pub kind: Kind,
    /// Code of the division above; empty for the country.
    pub parent: &'static str,
    /// Seat of the government in WGS-84; a town has that of the division above it.
    pub position: Option<Position>,
}

/// A division that no longer exists under this code and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// The code it had, of six digits.
    pub code: &'static str,
    /// The name it had.
    pub name: &'static str,
    /// Divisions of today that took its place, the one with the greater part first.
    pub successors: Vec<&'static str>,
}

/// The division with `code`, of six or nine digits.
pub fn get(code: &str) -> Option<&'static Division> {
    table().find(code).map(|place| table().at(place))
}

/// The divisions directly under `code`, by code; none for an unknown code.
pub fn children(code: &str) -> impl ExactSizeIterator<Item = &'static Division> + Clone {
    let places = table().find(code).map_or(&[][..], |place| table().children(place));
    places.iter().map(|&place| table().at(place))
}

/// The divisions above `code`, the country first, without itself; empty for an unknown code.
pub fn ancestors(code: &str) -> Vec<&'static Division> {
    let mut above: Vec<_> = lineage(code).skip(1).collect();
    above.reverse();
    above
}

/// The names from the province down to `code` in one text, as an address begins:
/// 广东省深圳市福田区. The country's own name for the country; none for an unknown code.
pub fn path_name(code: &str) -> Option<String> {
    let division = get(code)?;
    if division.level == Level::Country {
        return Some(division.name.to_owned());
    }
    let mut names: Vec<_> = lineage(code).map(|d| d.name).collect();
    names.pop();
    names.reverse();
    Some(names.concat())
}

/// Whether `code` is `ancestor` or lies below it. False when either is unknown.
pub fn is_within(code: &str, ancestor: &str) -> bool {
    lineage(code).any(|division| division.code == ancestor)
}

/// The county-level division that `code` is or lies in, or the city without counties
/// (东莞, 中山, 儋州, 嘉峪关). A town that hangs on a city directly, because its
/// statistical code belongs to a functional zone, gives that city. None above.
pub fn county_level(code: &str) -> Option<&'static Division> {
    let division = get(code)?;
    match division.level {
        Level::County => Some(division),
        Level::Town => get(division.parent),
        Level::Prefecture => is_city_without_counties(division).then_some(division),
        Level::Province | Level::Country => None,
    }
}

/// Whether towns, and only towns, stand directly under this prefecture-level city.
pub fn is_city_without_counties(division: &Division) -> bool {
    division.level == Level::Prefecture
        && children(division.code).all(|child| child.level == Level::Town)
}

/// Every division of `level`, by code.
pub fn all_at(level: Level) -> impl Iterator<Item = &'static Division> {
    table().all().iter().filter(move |division| division.level == level)
}

/// Former divisions that had this code or this full name. More than one where the name
/// was used twice or a code stood for several names.
pub fn former(code_or_name: &str) -> Vec<&'static Former> {
    table().former(code_or_name).collect()
}

/// `code` and what is above it, upwards.
fn lineage(code: &str) -> impl Iterator<Item = &'static Division> {
    std::iter::successors(get(code), |division| get(division.parent))
}

#[cfg(test)]
mod tests;
