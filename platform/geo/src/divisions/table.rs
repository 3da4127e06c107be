//! The embedded table in memory: one text that is never freed, one row of slices a
//! division, and lists of row numbers for every order that is asked.

use super::{COUNTRY, Division, Former, Kind, Level, naming};
use crate::position::Position;
use std::cmp::Ordering;
use std::sync::LazyLock;

/// Written by `xtask data`; its shape is described in `data/SOURCES.md`.
static EMBEDDED: &[u8] = include_bytes!("../../data/divisions.tsv.z");

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let text = miniz_oxide::inflate::decompress_to_vec(EMBEDDED)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| Table::parse(text.leak()));
    text.expect("the embedded table is whole: the tests of this module load it")
});

/// Place of a division in the table.
pub(crate) type Place = u32;

pub(crate) fn table() -> &'static Table {
    &TABLE
}

/// Rows by code, and the orders made from them once.
pub(crate) struct Table {
    rows: Vec<Division>,
    /// Bytes of each row's stem.
    stems: Vec<u8>,
    /// Numeric codes in the order of `rows`; towns have nine digits, others are shifted.
    keys: Vec<u32>,
    /// Place of the division above each row; out of range for the country.
    parents: Vec<Place>,
    /// Places ordered by parent and code, and where the children of each row begin in it.
    by_parent: Vec<Place>,
    first_child: Vec<u32>,
    by_name: Vec<Place>,
    by_stem: Vec<Place>,
    former: Vec<Former>,
    former_by_name: Vec<u32>,
}

impl Table {
    fn parse(text: &'static str) -> Option<Self> {
        let mut rows = Vec::new();
        let mut former = Vec::new();
        for line in text.lines() {
            let mut cells = line.split('\t');
            match cells.next()? {
                "d" => rows.push(division(&mut cells)?),
                "f" => former.push(former_division(&mut cells)?),
                _ => return None,
            }
        }
        Self::index(rows, former)
    }

    fn index(mut rows: Vec<Division>, former: Vec<Former>) -> Option<Self> {
        rows.sort_unstable_by_key(|row| key(row.code));
        let keys: Vec<u32> = rows.iter().map(|row| key(row.code)).collect::<Option<_>>()?;
        let parents: Vec<u32> = rows
            .iter()
            .map(|row| match row.parent {
                "" => Some(u32::MAX),
                parent => keys.binary_search(&key(parent)?).ok()?.try_into().ok(),
            })
            .collect::<Option<_>>()?;
        inherit_positions(&mut rows, &parents);
        let places = || 0..u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let mut by_parent: Vec<Place> = places().collect();
        by_parent.sort_by_key(|&place| parents[place as usize]);
        let first_child = first_children(&by_parent, &parents)?;
        let stems: Vec<u8> = rows
            .iter()
            .map(|row| u8::try_from(naming::stem(row.name, row.level).len()).ok())
            .collect::<Option<_>>()?;
        let stem = |place: Place| &rows[place as usize].name[..stems[place as usize].into()];
        let mut by_stem: Vec<Place> = places().collect();
        by_stem.sort_by(|&a, &b| stem(a).cmp(stem(b)));
        let mut by_name: Vec<Place> = places().collect();
        by_name.sort_by(|&a, &b| rows[a as usize].name.cmp(rows[b as usize].name));
        let mut former_by_name: Vec<u32> = (0..u32::try_from(former.len()).ok()?).collect();
        former_by_name.sort_by(|&a, &b| former[a as usize].name.cmp(former[b as usize].name));
        Some(Self {
            rows,
            stems,
            keys,
            parents,
            by_parent,
            first_child,
            by_name,
            by_stem,
            former,
            former_by_name,
        })
    }

    pub(crate) fn all(&self) -> &[Division] {
        &self.rows
    }

    pub(crate) fn at(&self, place: Place) -> &Division {
        &self.rows[place as usize]
    }

    pub(crate) fn find(&self, code: &str) -> Option<Place> {
        let place = self.keys.binary_search(&key(code)?).ok()?;
        // `110101` and `110101000` have one key; only the code itself is known.
        (self.rows[place].code == code).then(|| u32::try_from(place).ok())?
    }

    /// Whether `place` is `upper` or lies below it.
    pub(crate) fn is_within(&self, place: Place, upper: Place) -> bool {
        let above = |&place: &Place| Some(self.parents[place as usize]).filter(|&p| self.holds(p));
        std::iter::successors(Some(place), above).any(|place| place == upper)
    }

    fn holds(&self, place: Place) -> bool {
        (place as usize) < self.rows.len()
    }

    pub(crate) fn children(&self, place: Place) -> &[Place] {
        let place = place as usize;
        &self.by_parent[self.first_child[place] as usize..self.first_child[place + 1] as usize]
    }

    fn stem(&self, place: Place) -> &'static str {
        &self.rows[place as usize].name[..self.stems[place as usize].into()]
    }

    /// Divisions whose official name is `name`.
    pub(crate) fn named(&self, name: &str) -> &[Place] {
        equal_run(&self.by_name, |place| self.at(place).name.cmp(name))
    }

    /// Divisions whose official name begins with `beginning`.
    pub(crate) fn beginning(&self, beginning: &str) -> &[Place] {
        let names = &self.by_name;
        let first = names.partition_point(|&place| self.at(place).name < beginning);
        let begins = |&place: &Place| self.at(place).name.starts_with(beginning);
        &names[first..first + names[first..].partition_point(begins)]
    }

    /// Divisions whose stem is `stem`.
    pub(crate) fn stemmed(&self, stem: &str) -> &[Place] {
        equal_run(&self.by_stem, |place| self.stem(place).cmp(stem))
    }

    /// Former divisions with this code or name.
    pub(crate) fn former(
        &'static self,
        code_or_name: &str,
    ) -> impl Iterator<Item = &'static Former> {
        let named = equal_run(&self.former_by_name, |place| {
            self.former[place as usize].name.cmp(code_or_name)
        });
        let first = self.former.partition_point(|former| former.code < code_or_name);
        let coded = self.former[first..].iter().take_while({
            let code = code_or_name.to_owned();
            move |former| former.code == code
        });
        named.iter().map(|&place| &self.former[place as usize]).chain(coded)
    }
}

fn equal_run(sorted: &[u32], order: impl Fn(u32) -> Ordering) -> &[u32] {
    let first = sorted.partition_point(|&place| order(place).is_lt());
    let count = sorted[first..].partition_point(|&place| order(place).is_eq());
    &sorted[first..first + count]
}

/// Where the children of each row begin in `by_parent`, and one more for the last's end.
fn first_children(by_parent: &[Place], parents: &[Place]) -> Option<Vec<u32>> {
    let mut places = 0..=u32::try_from(parents.len()).ok()?;
    let first = |place| by_parent.partition_point(|&child| parents[child as usize] < place);
    places.try_fold(Vec::with_capacity(parents.len() + 1), |mut all, place| {
        all.push(u32::try_from(first(place)).ok()?);
        Some(all)
    })
}

/// Towns have the position of what is above them: no source gives their own.
fn inherit_positions(rows: &mut [Division], parents: &[u32]) {
    for place in 0..rows.len() {
        if rows[place].level == Level::Town {
            rows[place].position = rows.get(parents[place] as usize).and_then(|p| p.position);
        }
    }
}

/// Six digits are shifted to nine, so that a division sorts right before its towns.
fn key(code: &str) -> Option<u32> {
    let number = || code.parse::<u32>().ok();
    match code.len() {
        6 => number().map(|n| n * 1000),
        9 => number(),
        _ => None,
    }
}

fn division(cells: &mut std::str::Split<'static, char>) -> Option<Division> {
    let code = cells.next()?;
    let parent = match cells.next()? {
        "" if code == COUNTRY => "",
        "" => code.get(..6)?,
        parent => parent,
    };
    let kind: Kind = cells.next()?.parse().ok()?;
    let name = cells.next()?;
    let short_name = match cells.next()? {
        "" => name,
        characters => {
            let (end, _) = name.char_indices().nth(characters.parse().ok()?)?;
            &name[..end]
        }
    };
    let pinyin = cells.next()?;
    let position = match (cells.next(), cells.next()) {
        (Some(lng), Some(lat)) => Some(Position::new(lng.parse().ok()?, lat.parse().ok()?).ok()?),
        _ => None,
    };
    Some(Division { code, name, short_name, pinyin, level: kind.level(), kind, parent, position })
}

fn former_division(cells: &mut std::str::Split<'static, char>) -> Option<Former> {
    let code = cells.next()?;
    let name = cells.next()?;
    let successors = cells.next()?.split(',').collect();
    Some(Former { code, name, successors })
}
