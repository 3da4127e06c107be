//! Ratings as they are shown to those who serve at a station, and to the public: none under five,
//! and moved at each full five or at the end of a month alone, so that nobody can tell what a
//! single guest said. A level above sees them at once.
//!
//! A row of totals is any range of days and any services. It is told from the series that counts
//! the same ratings; where none does, from the full fives of its months and days.

use db::{Day, Tx};
use kernel::Result;
use org::{Tree, UnitId, Viewer, unit::Kind};

use crate::{
    book::BACKFILLERS,
    scores::Scores,
    store::series,
    tally::{Figures, Part, Range},
    totals::Services,
};

/// Ratings that must have come before any of them are shown at their station.
pub const FEWEST: i64 = 5;

/// Whether a viewer sees ratings of a unit or station at once: by a grant above the stations it is
/// about.
pub fn at_once(tree: &Tree, viewer: &Viewer, unit: UnitId) -> bool {
    match tree.node(unit).map(|node| node.kind) {
        Some(Kind::Unit) => viewer.holds(tree, &BACKFILLERS, unit),
        _ => viewer.holds_above(tree, &BACKFILLERS, unit),
    }
}

/// What is shown of all ratings of a station or unit; none under five.
pub fn of_unit(tx: &mut Tx<'_>, unit: UnitId) -> Result<Option<Scores>> {
    let all = series::one(tx, unit, "", "")?;
    Ok((all.rated >= FEWEST).then_some(all.shown))
}

/// All ratings of a station or unit, for those who see them at once.
pub fn all_of_unit(tx: &mut Tx<'_>, unit: UnitId) -> Result<Scores> {
    Ok(series::one(tx, unit, "", "")?.all)
}

/// Whether all ratings of a station or unit make full fives, so that all of them are shown.
pub fn is_full(tx: &mut Tx<'_>, unit: UnitId) -> Result<bool> {
    let all = series::one(tx, unit, "", "")?;
    Ok(all.rated > 0 && all.all == all.shown)
}

/// What is shown of the ratings in a row whose exact figures are known.
pub fn of_row(
    tx: &mut Tx<'_>,
    unit: UnitId,
    range: Range,
    services: &Services,
    exact: &Figures,
) -> Result<Option<Scores>> {
    if exact.rated < FEWEST {
        return Ok(None);
    }
    let service = match services.0.as_slice() {
        [one] => Some(one.as_str()),
        _ => None,
    };
    // A series that holds the row and counts no more ratings than it, holds the same ones.
    for span in spans_around(range) {
        for service in [Some(""), service].into_iter().flatten() {
            let found = series::one(tx, unit, &span, service)?;
            if found.rated == exact.rated {
                return Ok(enough(found.shown));
            }
        }
    }
    full_fives(tx, unit, range, services).map(enough)
}

fn enough(scores: Scores) -> Option<Scores> {
    (scores.rated() >= FEWEST).then_some(scores)
}

/// The spans of series that hold a range: all days, and its month, week and day where it has one.
fn spans_around(range: Range) -> Vec<String> {
    let names: [fn(Day) -> String; 3] =
        [|day| day.month(), |day| day.iso_week(), |day| day.to_string()];
    let common = names.into_iter().filter(|name| name(range.from) == name(range.to));
    std::iter::once(String::new()).chain(common.map(|name| name(range.from))).collect()
}

/// What is shown of the whole months of a range and of the days at its edges.
fn full_fives(tx: &mut Tx<'_>, unit: UnitId, range: Range, services: &Services) -> Result<Scores> {
    let all = [String::new()];
    let services = if services.0.is_empty() { &all[..] } else { &services.0 };
    let months = whole_months(range);
    let mut sum = Scores::default();
    for service in services {
        for part in range.parts(&months) {
            let by_month = matches!(part, Part::Months(_));
            sum.add(&series::shown_in(tx, unit, service, part.range(), by_month)?);
        }
    }
    Ok(sum)
}

/// The first days of the whole months of a range.
fn whole_months(range: Range) -> Vec<Day> {
    let whole = range.whole_months();
    let next = |month: &Day| Some(month.month_end().plus(1));
    let months = std::iter::successors(whole.map(|it| it.from), next);
    months.take_while(|month| whole.is_some_and(|it| *month <= it.to)).collect()
}
