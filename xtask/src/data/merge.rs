//! Merging the packages and the patches into the divisions of today.

use super::former::Former;
use super::packages::Sources;
use super::patches::Patches;
use crate::Failure;
use geo::divisions::{COUNTRY, Kind, Level, naming};
use geo::{Datum, Position};
use std::collections::{BTreeMap, BTreeSet};

/// Two-digit codes of the municipalities, whose second level is a placeholder.
const MUNICIPALITIES: [&str; 4] = ["11", "12", "31", "50"];
/// Third and fourth digit that sum up what stands directly under a province.
const DIRECT: &str = "90";
/// Last digits of a town's row that stands for its whole county.
const NO_TOWN: &str = "000";
/// Fifth and sixth digits from here on are functional zones of the statistics.
const ZONES: std::ops::RangeInclusive<&str> = "71"..="79";

/// A division of today in the making.
pub struct Row {
    pub name: String,
    pub parent: String,
    pub kind: Kind,
    /// Characters of the short name, none where it is the name.
    pub short: Option<usize>,
    pub pinyin: String,
    pub seat: Option<Position>,
}

impl Row {
    pub fn short_name(&self) -> String {
        self.name.chars().take(self.short.unwrap_or(usize::MAX)).collect()
    }
}

/// Every division by code.
pub struct Divisions(pub BTreeMap<String, Row>);

impl Divisions {
    pub fn merge(sources: &Sources, patches: &Patches) -> Result<Self, Failure> {
        let mut rows = BTreeMap::from([(COUNTRY.to_owned(), row("全国", "", Level::Country))]);
        let gone = |code: &str, name: &str| {
            patches.former.contains_key(&(code.to_owned(), name.to_owned()))
        };
        for (code, name) in &sources.current {
            if is_placeholder(code) || gone(code, name) {
                continue;
            }
            let (parent, level) = upper(code, &sources.current);
            rows.insert(code.clone(), row(name, &parent, level));
        }
        for (code, (name, parent)) in &patches.divisions {
            let level = upper(code, &sources.current).1;
            if rows.insert(code.clone(), row(name, parent, level)).is_some() {
                return Err(format!("{code} {name}: the packages know it already").into());
            }
        }
        for (code, (name, area)) in &sources.towns {
            // A county repeated as its own town (金门县).
            if code.ends_with(NO_TOWN) {
                continue;
            }
            let parent = town_parent(code, area, &rows, patches)
                .ok_or_else(|| format!("{code} {name}: no division {area}"))?;
            rows.insert(code.clone(), row(name, &parent, Level::Town));
        }
        let mut divisions = Self(rows);
        divisions.check_tree()?;
        divisions.shorten();
        Ok(divisions)
    }

    fn check_tree(&self) -> Result<(), Failure> {
        for (code, row) in &self.0 {
            let above = self.0.get(&row.parent).map(|parent| parent.kind.level());
            let fits = above.is_some_and(|above| above < row.kind.level());
            if !fits && code != COUNTRY {
                return Err(
                    format!("{code} {}: parent {} does not fit", row.name, row.parent).into()
                );
            }
        }
        Ok(())
    }

    /// Short names, except where one would mean a division above or a sibling too.
    fn shorten(&mut self) {
        let spoken = |code: &str| {
            let row = &self.0[code];
            naming::spoken(&row.name, row.kind.level())
        };
        let mut said = BTreeSet::new();
        let mut twice = BTreeSet::new();
        for (code, row) in &self.0 {
            if !said.insert((row.parent.as_str(), spoken(code))) {
                twice.insert((row.parent.clone(), spoken(code).to_owned()));
            }
        }
        let mut short = BTreeMap::new();
        for (code, row) in &self.0 {
            let name = spoken(code);
            let mut above = self.0.get(&row.parent);
            let mut taken = twice.contains(&(row.parent.clone(), name.to_owned()));
            while let Some(upper) = above {
                taken |= naming::stem(&upper.name, upper.kind.level()) == name;
                above = self.0.get(&upper.parent);
            }
            if !taken && name != row.name {
                short.insert(code.clone(), name.chars().count());
            }
        }
        for (code, characters) in short {
            if let Some(row) = self.0.get_mut(&code) {
                row.short = Some(characters);
            }
        }
    }

    /// Seats of everything above towns: of the division itself, else of the one it
    /// came from, and the patch file over both.
    pub fn place(
        &mut self,
        sources: &Sources,
        patches: &Patches,
        former: &[Former],
    ) -> Result<(), Failure> {
        let mut missing = Vec::new();
        for (code, row) in &mut self.0 {
            if row.kind.level() == Level::Town || row.kind == Kind::Country {
                continue;
            }
            let own = |name: &str| {
                let (known_as, seat) = sources.seats.get(code)?;
                (known_as == name).then_some(*seat)?
            };
            let inherited = || {
                let stem = |name: &str| naming::stem(name, row.kind.level()).to_owned();
                let mut before: Vec<&Former> =
                    former.iter().filter(|f| f.successors.contains(code)).collect();
                before
                    .sort_by_key(|f| (stem(&f.name) != stem(&row.name), f.successors[0] != *code));
                before.into_iter().find_map(|f| {
                    let (name, seat) = sources.seats.get(&f.code)?;
                    (*name == f.name).then_some(*seat)?
                })
            };
            row.seat = match patches.seats.get(code) {
                Some(&(lng, lat)) => Some(Position::new(lng, lat)?),
                None => own(&row.name)
                    .or_else(inherited)
                    .map(|(lng, lat)| Position::from_datum(Datum::Gcj02, lng, lat))
                    .transpose()?,
            };
            if row.seat.is_none() {
                missing.push(format!("{code} {}", row.name));
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        Err(format!("no source and no patch places {}", missing.join(", ")).into())
    }
}

fn row(name: &str, parent: &str, level: Level) -> Row {
    Row {
        name: name.to_owned(),
        parent: parent.to_owned(),
        kind: naming::kind(name, level),
        short: None,
        pinyin: String::new(),
        seat: None,
    }
}

/// Rows that only sum up: the second level of municipalities, and what hangs directly
/// under a province.
pub fn is_placeholder(code: &str) -> bool {
    let second = code.ends_with("00") && !code.ends_with("0000");
    second && (MUNICIPALITIES.contains(&&code[..2]) || &code[2..4] == DIRECT)
}

/// The level that the digits of a six-digit code say, and the code above.
fn upper(code: &str, current: &BTreeMap<String, String>) -> (String, Level) {
    let province = format!("{}0000", &code[..2]);
    let prefecture = format!("{}00", &code[..4]);
    match level(code) {
        Level::County if current.contains_key(&prefecture) && !is_placeholder(&prefecture) => {
            (prefecture, Level::County)
        }
        Level::Province => (COUNTRY.to_owned(), Level::Province),
        level => (province, level),
    }
}

/// The level that the digits of a six-digit code say.
pub fn level(code: &str) -> Level {
    match (code.ends_with("0000"), code.ends_with("00")) {
        (true, _) => Level::Province,
        (false, true) => Level::Prefecture,
        (false, false) => Level::County,
    }
}

fn town_parent(
    code: &str,
    area: &str,
    rows: &BTreeMap<String, Row>,
    patches: &Patches,
) -> Option<String> {
    let prefecture = format!("{}00", &area[..4]);
    let parent = match patches.towns.get(code).or_else(|| patches.areas.get(area)) {
        Some(told) => told.clone(),
        None if rows.contains_key(area) => area.to_owned(),
        // 东莞 and 中山 have their towns under an area that repeats the city's code.
        None if area.ends_with("00") || ZONES.contains(&&area[4..]) => prefecture,
        None => return None,
    };
    rows.contains_key(&parent).then_some(parent)
}
