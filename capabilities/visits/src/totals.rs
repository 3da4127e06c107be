//! Reading totals: a unit or station, a range of days, and by what the figures are split.
//!
//! Rows always add up to the total: children are read for the days on which they stood below the
//! unit, and what hangs directly on it is the rest.

use std::collections::BTreeMap;

use db::{Day, Tx};
use kernel::Result;
use org::{Tree, UnitId, unit::Kind};

use crate::{
    store,
    tally::{Figures, Part, Range},
};

/// By what figures are split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Not at all.
    None,
    /// Shanghai days.
    Day,
    /// ISO weeks.
    Week,
    /// Months.
    Month,
    /// Services.
    Service,
    /// Units directly below, and one row for the stations that hang directly on the unit.
    Child,
    /// Stations, in pages.
    Station,
}

impl By {
    /// Every split with its word.
    pub const ALL: [(&'static str, Self); 7] = [
        ("none", Self::None),
        ("day", Self::Day),
        ("week", Self::Week),
        ("month", Self::Month),
        ("service", Self::Service),
        ("child", Self::Child),
        ("station", Self::Station),
    ];

    /// The split of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(name, _)| *name == word).map(|(_, by)| by)
    }
}

/// Which services count; all when none is named.
#[derive(Clone, Debug, Default)]
pub struct Services(pub Vec<String>);

impl Services {
    fn has(&self, service: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|code| code == service)
    }
}

/// The sum for a unit or station over a range.
pub fn total(
    tx: &mut Tx<'_>,
    tree: &Tree,
    unit: UnitId,
    range: Range,
    services: &Services,
) -> Result<Figures> {
    let mut total = Figures::default();
    for part in parts(tree, unit, range) {
        if services.0.is_empty() {
            total.add(&store::tallies::sum(tx, unit, part)?, 1);
        } else {
            store::tallies::each(tx, unit, part, |_, service, figures| {
                if services.has(service) {
                    total.add(figures, 1);
                }
            })?;
        }
    }
    Ok(total)
}

/// The figures split by day, week, month or service, in the order of their keys.
pub fn split(
    tx: &mut Tx<'_>,
    tree: &Tree,
    unit: UnitId,
    range: Range,
    by: By,
    services: &Services,
) -> Result<BTreeMap<String, Figures>> {
    let parts = match by {
        By::Day | By::Week => vec![Part::Days(range)],
        _ => parts(tree, unit, range),
    };
    let mut rows: BTreeMap<String, Figures> = BTreeMap::new();
    let mut latest: Option<(Day, String)> = None;
    for part in parts {
        store::tallies::each(tx, unit, part, |day, service, figures| {
            if !services.has(service) {
                return;
            }
            if by == By::Service {
                add_to(&mut rows, service, figures);
                return;
            }
            // Cells come by day: the key of a day is made once.
            if latest.as_ref().is_none_or(|(known, _)| *known != day) {
                latest = Some((day, key_of(day, by)));
            }
            if let Some((_, key)) = &latest {
                add_to(&mut rows, key, figures);
            }
        })?;
    }
    rows.retain(|_, figures| !figures.is_zero());
    Ok(rows)
}

fn add_to(rows: &mut BTreeMap<String, Figures>, key: &str, figures: &Figures) {
    if let Some(sum) = rows.get_mut(key) {
        sum.add(figures, 1);
    } else {
        rows.insert(key.to_owned(), *figures);
    }
}

fn key_of(day: Day, by: By) -> String {
    match by {
        By::Week => day.iso_week(),
        By::Month => day.month(),
        _ => day.to_string(),
    }
}

/// A row for each unit directly below, in the order of their codes; the stations that hang
/// directly on the unit, or the station itself, form one row with the unit's own code.
pub fn by_child(
    tx: &mut Tx<'_>,
    tree: &Tree,
    unit: UnitId,
    range: Range,
    services: &Services,
    total: &Figures,
) -> Result<Vec<(UnitId, Figures)>> {
    let mut rest = *total;
    let mut rows = Vec::new();
    let children: Vec<UnitId> = tree
        .children_ever(unit)
        .iter()
        .filter(|child| child.kind == Kind::Unit)
        .map(|child| child.id)
        .collect();
    for child in children {
        let figures = below(tx, tree, child, unit, range, services)?;
        rest.add(&figures, -1);
        if !figures.is_zero() {
            rows.push((child, figures));
        }
    }
    if !rest.is_zero() {
        rows.push((unit, rest));
        rows.sort_by(|a, b| tree.code(a.0).cmp(tree.code(b.0)));
    }
    Ok(rows)
}

/// The figures of a child for the days on which it stood directly below `unit`.
fn below(
    tx: &mut Tx<'_>,
    tree: &Tree,
    child: UnitId,
    unit: UnitId,
    range: Range,
    services: &Services,
) -> Result<Figures> {
    let mut sum = Figures::default();
    for placement in tree.placements(child) {
        let days = range.overlap(placement.from, placement.to);
        if let Some(days) = days.filter(|_| placement.parent == unit) {
            sum.add(&total(tx, tree, child, days, services)?, 1);
        }
    }
    Ok(sum)
}

/// A page of stations below a unit that have figures, by number, after `after`.
pub fn by_station(
    tx: &mut Tx<'_>,
    tree: &Tree,
    unit: UnitId,
    range: Range,
    services: &Services,
    after: Option<&str>,
    limit: usize,
) -> Result<(Vec<(UnitId, Figures)>, bool)> {
    let mut rows = Vec::new();
    for (code, station) in stations_ever(tree, unit) {
        if after.is_some_and(|after| code <= after) {
            continue;
        }
        let figures = while_within(tx, tree, station, unit, range, services)?;
        if figures.is_zero() {
            continue;
        }
        if rows.len() == limit {
            return Ok((rows, true));
        }
        rows.push((station, figures));
    }
    Ok((rows, false))
}

/// The figures of a station for the days on which it stood somewhere below `unit`.
fn while_within(
    tx: &mut Tx<'_>,
    tree: &Tree,
    station: UnitId,
    unit: UnitId,
    range: Range,
    services: &Services,
) -> Result<Figures> {
    let spans = tree.spans_within(station, unit);
    let mut sum = Figures::default();
    for (from, to) in spans {
        if let Some(days) = range.overlap(from, to) {
            sum.add(&total(tx, tree, station, days, services)?, 1);
        }
    }
    Ok(sum)
}

/// Every station that ever stood below a unit, by number.
fn stations_ever(tree: &Tree, unit: UnitId) -> Vec<(&str, UnitId)> {
    let mut found = Vec::new();
    let mut open = vec![unit];
    let mut seen = std::collections::HashSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        match tree.node(id) {
            Some(node) if node.kind == Kind::Station => found.push((&*node.code, id)),
            Some(_) => open.extend(tree.children_ever(id).iter().map(|child| child.id)),
            None => {}
        }
    }
    found.sort_unstable();
    found
}

/// How a range is read for a unit: stations keep days alone.
pub fn parts(tree: &Tree, unit: UnitId, range: Range) -> Vec<Part> {
    match tree.node(unit).map(|node| node.kind) {
        Some(Kind::Unit) => range.parts(),
        _ => vec![Part::Days(range)],
    }
}
