//! What a supervisor sees first: a unit today, this month, this year and over a chosen range, its
//! services and those directly below it.

use std::{collections::HashMap, sync::Arc};

use db::{Cache, Day, Instant, Tx};
use kernel::Result;
use org::{Tree, UnitId, unit::Kind};
use stations::Directory;

use crate::{
    lens::{self, Lens, Source},
    store,
    tally::{Figures, Range},
    totals::{self, Ask, By},
};

/// Weeks of a sparkline.
pub const WEEKS: usize = 12;

/// Figures of a unit, and what they are made of.
pub struct Overview {
    /// Today so far.
    pub today: Figures,
    /// The same weekday last week, the whole day.
    pub week_ago: Figures,
    /// This month so far.
    pub month: Figures,
    /// This year so far.
    pub year: Figures,
    /// The chosen range.
    pub chosen: Figures,
    /// Stations in operation.
    pub stations: u32,
    /// People by week, the present week last.
    pub weeks: [i64; WEEKS],
    /// Services of the range by people, the most asked for first.
    pub services: Vec<(String, Figures)>,
    /// Those directly below.
    pub children: Vec<Child>,
}

/// One unit or station directly below.
pub struct Child {
    /// Its code.
    pub code: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// Whether it is a station.
    pub is_station: bool,
    /// Stations in operation.
    pub stations: u32,
    /// Today so far.
    pub today: i64,
    /// This month so far.
    pub month: i64,
    /// This year so far.
    pub year: i64,
    /// The chosen range.
    pub chosen: Figures,
    /// People by week.
    pub weeks: [i64; WEEKS],
}

/// Loads a unit's overview for a range of days, by the tree of `lens`.
pub fn load(tx: &mut Tx<'_>, unit: UnitId, chosen: Range, lens: Lens) -> Result<Overview> {
    let tree = tx.cached::<Tree>()?;
    let counts = tx.cached::<StationCounts>()?;
    let today = tx.today();
    let over = |range| Ask::then(&tree, range).by(lens);
    let mut children = Vec::new();
    for node in tree.children(unit, today) {
        let people = |tx: &mut Tx<'_>, range| totals::total(tx, node.id, over(range));
        children.push(Child {
            code: Arc::clone(&node.code),
            name: Arc::clone(&node.name),
            is_station: node.kind == Kind::Station,
            stations: counts.of(node.id),
            today: people(tx, day(today))?.people,
            month: people(tx, month(today))?.people,
            year: people(tx, year(today))?.people,
            chosen: people(tx, chosen)?,
            weeks: weeks(tx, &tree, node.id, lens)?,
        });
    }
    let mut services: Vec<(String, Figures)> =
        totals::split(tx, unit, By::Service, over(chosen))?.into_iter().collect();
    services.sort_by(|a, b| b.1.people.cmp(&a.1.people).then(a.0.cmp(&b.0)));
    Ok(Overview {
        today: totals::total(tx, unit, over(day(today)))?,
        week_ago: totals::total(tx, unit, over(day(today.plus(-7))))?,
        month: totals::total(tx, unit, over(month(today)))?,
        year: totals::total(tx, unit, over(year(today)))?,
        chosen: totals::total(tx, unit, over(chosen))?,
        stations: counts.of(unit),
        weeks: weeks(tx, &tree, unit, lens)?,
        services,
        children,
    })
}

/// A single day as a range.
pub fn day(day: Day) -> Range {
    Range { from: day, to: day }
}

/// The month of a day, up to it.
pub fn month(day: Day) -> Range {
    Range { from: day.month_start(), to: day }
}

/// The year of a day, up to it.
pub fn year(day: Day) -> Range {
    Range { from: day.year_start(), to: day }
}

/// The week of a day from its Monday, up to it.
pub fn week(day: Day) -> Range {
    Range { from: monday(day), to: day }
}

fn monday(day: Day) -> Day {
    day.plus(1 - i32::from(day.weekday()))
}

/// People by week from Monday to Sunday, this week last.
fn weeks(tx: &mut Tx<'_>, tree: &Tree, unit: UnitId, lens: Lens) -> Result<[i64; WEEKS]> {
    let today = tx.today();
    let first = monday(today).plus(-7 * (i32::try_from(WEEKS).unwrap_or_default() - 1));
    let mut weeks = [0; WEEKS];
    let days = Range { from: first, to: today };
    for Source { unit, days, times } in lens::sources(tree, lens, unit, days, today) {
        for (day, people) in store::tallies::people_by_day(tx, unit, days.from, days.to)? {
            let week = usize::try_from(day.since(first) / 7).unwrap_or_default();
            if let Some(sum) = weeks.get_mut(week) {
                *sum += times * people;
            }
        }
    }
    Ok(weeks)
}

/// How many stations in operation stand below each unit today.
pub struct StationCounts {
    day: Day,
    below: HashMap<UnitId, u32>,
}

impl StationCounts {
    /// Stations in operation at or below a unit.
    pub fn of(&self, unit: UnitId) -> u32 {
        self.below.get(&unit).copied().unwrap_or_default()
    }
}

impl Cache for StationCounts {
    // Every change of a station begins one of the tree, so this mark stands for both.
    const TOPIC: &'static str = org::tree::TOPIC;

    fn load(tx: &mut Tx<'_>, _old: Option<Arc<Self>>) -> db::Result<Arc<Self>> {
        let tree = tx.cached::<Tree>()?;
        let directory = tx.cached::<Directory>()?;
        let day = tx.today();
        let mut below = HashMap::new();
        for entry in directory.entries().filter(|entry| entry.takes_records_on(day)) {
            for unit in tree.chain(entry.unit, day) {
                *below.entry(unit).or_default() += 1;
            }
        }
        Ok(Arc::new(Self { day, below }))
    }

    fn expired(&self, now: Instant) -> bool {
        now.day() != self.day
    }
}
