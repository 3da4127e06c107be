//! Reading totals: a unit or station, a range of days, by which tree, and by what the figures are
//! split.
//!
//! Rows always add up to the total: children are read for the days on which they stood below the
//! unit (by today's tree: for all days), and what hangs directly on it is the rest.

use std::collections::BTreeMap;

use db::{Day, Tx};
use kernel::Result;
use org::{Tree, UnitId, unit::Kind};

use crate::{
    lens::{self, Lens},
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

/// What totals are asked for, whatever the unit.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// The tree.
    pub tree: &'a Tree,
    /// By the tree of which day.
    pub lens: Lens,
    /// The days.
    pub range: Range,
    /// Which services count.
    pub services: &'a Services,
}

impl<'a> Ask<'a> {
    /// All services over a range, by the tree of the day of each fact.
    pub fn then(tree: &'a Tree, range: Range) -> Self {
        static ALL: Services = Services(Vec::new());
        Self { tree, lens: Lens::Then, range, services: &ALL }
    }

    /// The same by another tree.
    #[must_use]
    pub fn by(self, lens: Lens) -> Self {
        Self { lens, ..self }
    }

    fn over(self, range: Range) -> Self {
        Self { range, ..self }
    }
}

/// The sum for a unit or station over a range.
pub fn total(tx: &mut Tx<'_>, unit: UnitId, ask: Ask<'_>) -> Result<Figures> {
    let mut total = Figures::default();
    for source in lens::sources(ask.tree, ask.lens, unit, ask.range, tx.today()) {
        for part in parts(tx, ask.tree, source.unit, source.days)? {
            if ask.services.0.is_empty() {
                total.add(&store::tallies::sum(tx, source.unit, part)?, source.times);
                continue;
            }
            store::tallies::each(tx, source.unit, part, |_, service, figures| {
                if ask.services.has(service) {
                    total.add(figures, source.times);
                }
            })?;
        }
    }
    Ok(total)
}

/// The figures split by day, week, month or service, in the order of their keys.
pub fn split(
    tx: &mut Tx<'_>,
    unit: UnitId,
    by: By,
    ask: Ask<'_>,
) -> Result<BTreeMap<String, Figures>> {
    let mut rows: BTreeMap<String, Figures> = BTreeMap::new();
    let mut latest: Option<(Day, String)> = None;
    for source in lens::sources(ask.tree, ask.lens, unit, ask.range, tx.today()) {
        let parts = match by {
            By::Day | By::Week => vec![Part::Days(source.days)],
            _ => parts(tx, ask.tree, source.unit, source.days)?,
        };
        for part in parts {
            store::tallies::each(tx, source.unit, part, |day, service, figures| {
                if !ask.services.has(service) {
                    return;
                }
                if by == By::Service {
                    add_to(&mut rows, service, figures, source.times);
                    return;
                }
                // Cells come by day: the key of a day is made once.
                if latest.as_ref().is_none_or(|(known, _)| *known != day) {
                    latest = Some((day, key_of(day, by)));
                }
                if let Some((_, key)) = &latest {
                    add_to(&mut rows, key, figures, source.times);
                }
            })?;
        }
    }
    rows.retain(|_, figures| !figures.is_zero());
    Ok(rows)
}

fn add_to(rows: &mut BTreeMap<String, Figures>, key: &str, figures: &Figures, times: i64) {
    if let Some(sum) = rows.get_mut(key) {
        sum.add(figures, times);
    } else {
        let mut sum = Figures::default();
        sum.add(figures, times);
        rows.insert(key.to_owned(), sum);
    }
}

fn key_of(day: Day, by: By) -> String {
    match by {
        By::Week => day.iso_week(),
        By::Month => day.month(),
        _ => day.to_string(),
    }
}

/// The days of a key that [`split`] made by days, weeks or months.
pub fn days_of(key: &str, by: By) -> Option<Range> {
    match by {
        By::Day => key.parse().ok().and_then(|day| Range::new(day, day)),
        By::Week => Day::of_iso_week(key).and_then(|monday| Range::new(monday, monday.plus(6))),
        By::Month => {
            let first: Day = format!("{key}-01").parse().ok()?;
            Range::new(first, first.month_end())
        }
        By::None | By::Service | By::Child | By::Station => None,
    }
}

/// A row for each unit directly below, in the order of their codes; the stations that hang
/// directly on the unit, or the station itself, form one row with the unit's own code.
pub fn by_child(
    tx: &mut Tx<'_>,
    unit: UnitId,
    ask: Ask<'_>,
    total: &Figures,
) -> Result<Vec<(UnitId, Figures)>> {
    let mut rest = *total;
    let mut rows = Vec::new();
    let children: Vec<UnitId> = ask
        .tree
        .children_ever(unit)
        .iter()
        .filter(|child| child.kind == Kind::Unit)
        .map(|child| child.id)
        .collect();
    for child in children {
        let figures = below(tx, child, unit, ask)?;
        rest.add(&figures, -1);
        if !figures.is_zero() {
            rows.push((child, figures));
        }
    }
    if !rest.is_zero() {
        rows.push((unit, rest));
        rows.sort_by(|a, b| ask.tree.code(a.0).cmp(ask.tree.code(b.0)));
    }
    Ok(rows)
}

/// The figures of a child for the days on which it stood directly below `unit`; by today's tree
/// for all days, if it stands there.
fn below(tx: &mut Tx<'_>, child: UnitId, unit: UnitId, ask: Ask<'_>) -> Result<Figures> {
    if ask.lens == Lens::Now {
        let stands = ask.tree.parent(child, tx.today()) == Some(unit);
        return if stands { total(tx, child, ask) } else { Ok(Figures::default()) };
    }
    let mut sum = Figures::default();
    for placement in ask.tree.placements(child) {
        let days = ask.range.overlap(placement.from, placement.to);
        if let Some(days) = days.filter(|_| placement.parent == unit) {
            sum.add(&total(tx, child, ask.over(days))?, 1);
        }
    }
    Ok(sum)
}

/// A page of stations below a unit that have figures, by number, after `after`.
pub fn by_station(
    tx: &mut Tx<'_>,
    unit: UnitId,
    ask: Ask<'_>,
    after: Option<&str>,
    limit: usize,
) -> Result<(Vec<(UnitId, Figures)>, bool)> {
    let mut rows = Vec::new();
    for (code, station) in stations_ever(ask.tree, unit) {
        if after.is_some_and(|after| code <= after) {
            continue;
        }
        let figures = while_within(tx, station, unit, ask)?;
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

/// The figures of a station for the days on which it stood somewhere below `unit`; by today's
/// tree for all days, if it stands there.
fn while_within(tx: &mut Tx<'_>, station: UnitId, unit: UnitId, ask: Ask<'_>) -> Result<Figures> {
    if ask.lens == Lens::Now {
        let stands = ask.tree.is_within(station, unit, tx.today());
        return if stands { total(tx, station, ask) } else { Ok(Figures::default()) };
    }
    let spans = ask.tree.spans_within(station, unit);
    let mut sum = Figures::default();
    for (from, to) in spans {
        if let Some(days) = ask.range.overlap(from, to) {
            sum.add(&total(tx, station, ask.over(days))?, 1);
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

/// How a range is read: stations keep days alone, units above them also months that are over.
fn parts(tx: &mut Tx<'_>, tree: &Tree, unit: UnitId, range: Range) -> Result<Vec<Part>> {
    let is_office = tree.node(unit).is_some_and(|node| node.kind == Kind::Unit);
    let kept = match range.whole_months() {
        Some(months) if is_office => store::months::kept_of(tx, unit, months)?,
        _ => Vec::new(),
    };
    Ok(range.parts(&kept))
}
