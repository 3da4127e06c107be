//! Facts and totals for tables that people take away, day by day. Writes no file itself.

use std::collections::BTreeMap;

use db::{Day, Tx};
use documents::table::Value;
use kernel::Result;
use org::{Tree, UnitId, unit::Kind};
use stations::Catalogue;

use crate::{
    book::Fact,
    store,
    tally::{Figures, Part, Range},
};

/// The headings of records.
pub const RECORD_HEADINGS: [&str; 13] = [
    "id",
    "kind",
    "reverses",
    "station",
    "unit",
    "service",
    "people",
    "arrivals",
    "group",
    "day",
    "occurred_at",
    "recorded_at",
    "reversed",
];

/// The headings of totals before those of the groups.
const TOTAL_HEADINGS: [&str; 12] = [
    "day",
    "unit",
    "name",
    "service",
    "visits",
    "people",
    "arrivals",
    "invited",
    "rated",
    "score_sum",
    "satisfied",
    "dissatisfied",
];

/// The headings of totals, a group a column at the end.
pub fn total_headings(catalogue: &Catalogue) -> Vec<String> {
    let groups = catalogue.groups().iter().map(|group| group.code.to_string());
    TOTAL_HEADINGS.iter().map(|heading| (*heading).to_owned()).chain(groups).collect()
}

/// A record or a reversal as a row.
pub fn record_row(fact: &Fact, tree: &Tree) -> Vec<Value> {
    let kind = if fact.reverses.is_some() { "reversal" } else { "record" };
    vec![
        fact.id.to_string().into(),
        kind.into(),
        fact.reverses.map(|id| id.to_string()).into(),
        tree.code(fact.station).into(),
        tree.code(fact.unit).into(),
        fact.service.clone().into(),
        fact.people.into(),
        fact.arrivals.into(),
        fact.group.clone().into(),
        fact.day.to_string().into(),
        fact.occurred_at.to_string().into(),
        fact.recorded_at.to_string().into(),
        i64::from(fact.reversed).into(),
    ]
}

/// The figures of a cell as a row; without those of ratings where single ones may not be seen.
pub fn total_row(
    day: Day,
    cell: &Cell,
    (tree, catalogue): (&Tree, &Catalogue),
    with_ratings: bool,
) -> Vec<Value> {
    let groups = catalogue.groups().iter().map(|group| usize::from(group.slot));
    let groups = groups.map(|slot| cell.figures.groups.get(slot).copied().unwrap_or(0));
    let figures = cell.figures.numbers();
    let own: [Value; 4] = [
        day.to_string().into(),
        tree.code(cell.unit).into(),
        tree.name_on(cell.unit, day).into(),
        cell.service.clone().into(),
    ];
    let [work, ratings] = [&figures[..4], &figures[4..8]];
    let ratings = ratings.iter().map(|number| with_ratings.then_some(*number));
    let work = own.into_iter().chain(work.iter().copied().map(Value::from));
    work.chain(ratings.map(Value::from)).chain(groups.map(Value::from)).collect()
}

/// The first day after `day` on which anything was recorded, or happened.
pub fn next_day(tx: &mut Tx<'_>, day: Day) -> Result<Option<Day>> {
    Ok(store::visits::next_day(tx, day)?)
}

/// The facts of a day in the order in which they came, those below a unit (as it was on that day)
/// or of a station alone when it is given.
pub fn facts_of(tx: &mut Tx<'_>, unit: Option<UnitId>, day: Day) -> Result<Vec<Fact>> {
    let tree = tx.cached::<Tree>()?;
    let mut facts = store::visits::all_of_day(tx, day)?;
    facts.retain(|fact| unit.is_none_or(|unit| tree.is_within(fact.station, unit, day)));
    Ok(facts)
}

/// A day's figures of one service in a unit directly below the one that was asked for, or of what
/// hangs directly on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The unit below, the unit itself, or the station that was asked for.
    pub unit: UnitId,
    /// Code of the service.
    pub service: String,
    /// The figures.
    pub figures: Figures,
}

/// The cells of a day by code of the unit and service; they add up to the unit's figures.
pub fn cells_of(tx: &mut Tx<'_>, unit: UnitId, day: Day) -> Result<Vec<Cell>> {
    let tree = tx.cached::<Tree>()?;
    let children = tree.children_ever(unit);
    let children = children.iter().filter(|child| child.kind == Kind::Unit).map(|child| child.id);
    let children = children.filter(|child| tree.parent(*child, day) == Some(unit));
    let mut rest = of_unit(tx, unit, day)?;
    let mut cells = Vec::new();
    for child in children {
        for (service, figures) in of_unit(tx, child, day)? {
            if let Some(rest) = rest.get_mut(&service) {
                rest.add(&figures, -1);
            }
            cells.push(Cell { unit: child, service, figures });
        }
    }
    cells.extend(rest.into_iter().map(|(service, figures)| Cell { unit, service, figures }));
    cells.retain(|cell| !cell.figures.is_zero());
    cells.sort_by(|a, b| {
        tree.code(a.unit).cmp(tree.code(b.unit)).then_with(|| a.service.cmp(&b.service))
    });
    Ok(cells)
}

fn of_unit(tx: &mut Tx<'_>, unit: UnitId, day: Day) -> Result<BTreeMap<String, Figures>> {
    let mut found: BTreeMap<String, Figures> = BTreeMap::new();
    let part = Part::Days(Range { from: day, to: day });
    store::tallies::each(tx, unit, part, |_, service, figures| {
        found.entry(service.to_owned()).or_default().add(figures, 1);
    })?;
    Ok(found)
}
