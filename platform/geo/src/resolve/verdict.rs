//! Weighing what code, names and address say against each other.

use super::guess::{Guess, Guesses};
use super::names::plain;
use super::{Doubt, Hints, Reading, Reason, Resolution, address};
use crate::divisions::{Level, Place, county_level, table};
use crate::seats;

/// Readings that a person is shown at most.
const READINGS: usize = 8;
/// What people put in a cell that they leave empty.
const NOTHING: &str = "-";
/// Nearest seats that a bare position suggests.
const SUGGESTIONS: usize = 3;

/// The verdict over code, names and address, in this order of trust where they
/// contradict each other one to one.
pub(super) fn reach(
    hints: &Hints<'_>,
    evidence: [Guesses; 3],
    default: &Guesses,
    mut doubts: Vec<Doubt>,
) -> Resolution {
    let within = default.iter().next().map(|guess| guess.place);
    let mut parties = parties(evidence, &mut doubts);
    if parties.is_empty() {
        return without_evidence(hints, default, doubts);
    }
    // The larger party first; equal ones stay in the order of trust.
    parties.sort_by_key(|party| std::cmp::Reverse(party.voices));
    let mut rivals = parties.split_off(1);
    let mut best = parties.swap_remove(0).guesses;
    ask_title(hints, &mut best, &mut doubts);
    narrow(&mut best, within);
    order(&mut best, hints, within);
    let readings = best.iter().chain(rivals.iter_mut().flat_map(|rival| {
        narrow(&mut rival.guesses, within);
        rival.guesses.iter().collect::<Vec<_>>()
    }));
    let readings: Vec<Guess> = readings.take(READINGS).collect();
    settle(hints, &best, &readings, doubts)
}

/// Pieces of evidence that agree.
struct Party {
    guesses: Guesses,
    voices: usize,
}

fn parties(evidence: [Guesses; 3], doubts: &mut Vec<Doubt>) -> Vec<Party> {
    let disagreements = [Doubt::CodeDisagrees, Doubt::CodeDisagrees, Doubt::AddressDisagrees];
    let mut parties: Vec<Party> = Vec::new();
    for (guesses, disagreement) in evidence.into_iter().zip(disagreements) {
        if guesses.is_empty() {
            continue;
        }
        let joined = parties.iter_mut().find_map(|party| {
            let joined = party.guesses.join(&guesses);
            (!joined.is_empty()).then_some((party, joined))
        });
        if let Some((party, joined)) = joined {
            party.guesses = joined;
            party.voices += 1;
            continue;
        }
        if !parties.is_empty() {
            doubts.push(disagreement);
        }
        parties.push(Party { guesses, voices: 1 });
    }
    parties
}

/// Where nothing else tells the county, the record's own name may.
fn ask_title(hints: &Hints<'_>, best: &mut Guesses, doubts: &mut Vec<Doubt>) {
    let Some(title) = hints.title.filter(|_| best.iter().all(is_broad)) else { return };
    let joined = best.join(&address::read_title(title, best));
    if joined.iter().any(|guess| !is_broad(guess)) {
        doubts.push(Doubt::FromTitle);
        *best = joined;
    }
}

fn is_broad(guess: Guess) -> bool {
    county_level(table().at(guess.place).code).is_none()
}

/// The default division decides between readings, never against them.
fn narrow(guesses: &mut Guesses, within: Option<Place>) {
    if let Some(within) = within {
        guesses.prefer(|guess| table().is_within(guess.place, within));
    }
}

/// The nearest first where a position is known; else plain names before former ones,
/// wide divisions before narrow ones.
fn order(best: &mut Guesses, hints: &Hints<'_>, within: Option<Place>) {
    if best.len() < 2 {
        return;
    }
    let distance = |guess: &Guess| {
        let seat = table().at(guess.place).position?;
        // The bits of a distance, which is never negative, are in its order.
        Some(hints.position?.distance_m(seat).to_bits())
    };
    best.sort_by_key(|guess| {
        let outside = within.is_some_and(|within| !table().is_within(guess.place, within));
        (outside, distance(guess), guess.former, guess.loose, guess.level())
    });
}

fn settle(
    hints: &Hints<'_>,
    best: &Guesses,
    readings: &[Guess],
    mut doubts: Vec<Doubt>,
) -> Resolution {
    let Some(first) = readings.first().copied() else {
        return Resolution::Unknown(Doubt::Unknown);
    };
    let several = best.len() > 1 && !doubts.contains(&Doubt::NamesDisagree);
    let mut also = |holds: bool, doubt: Doubt| {
        if holds {
            doubts.push(doubt);
        }
    };
    also(several, Doubt::AmbiguousName);
    also(first.former, Doubt::FormerName);
    also(first.loose, Doubt::LooseName);
    also(
        first.reason == Reason::ShortAddress && first.level() >= Level::County,
        Doubt::ShortAddress,
    );
    also(is_broad(first), Doubt::TooBroad);
    let far = hints.position.is_some_and(|position| !seats::is_plausible(position, first.place));
    also(far, Doubt::PositionDisagrees);
    doubts.sort_unstable();
    doubts.dedup();
    let division = table().at(first.place);
    if doubts.is_empty() {
        return Resolution::Certain(division);
    }
    Resolution::Doubtful {
        best: division,
        readings: readings.iter().copied().map(reading).collect(),
        doubts,
    }
}

fn reading(guess: Guess) -> Reading {
    Reading { division: table().at(guess.place), reason: guess.reason }
}

/// Title, position and default division, where code, names and address say nothing.
fn without_evidence(hints: &Hints<'_>, default: &Guesses, mut doubts: Vec<Doubt>) -> Resolution {
    let within = default.iter().next().map(|guess| guess.place);
    let mut titled =
        hints.title.map_or_else(Guesses::default, |title| address::read_title(title, default));
    narrow(&mut titled, within);
    if titled.iter().any(|guess| !is_broad(guess)) {
        doubts.push(Doubt::FromTitle);
        let readings: Vec<Guess> = titled.iter().take(READINGS).collect();
        return settle(hints, &titled, &readings, doubts);
    }
    if let Some(position) = hints.position.filter(|position| position.in_china_box()) {
        doubts.push(Doubt::FromPosition);
        let mut near = Guesses::all(seats::nearest(position, SUGGESTIONS), Reason::Position);
        narrow(&mut near, within);
        let readings: Vec<Guess> = near.iter().collect();
        let first: Guesses = near.iter().take(1).collect();
        return settle(hints, &first, &readings, doubts);
    }
    if !default.is_empty() {
        doubts.push(Doubt::FromDefault);
        let readings: Vec<Guess> = default.iter().collect();
        return settle(hints, default, &readings, doubts);
    }
    let texts =
        hints.names.iter().copied().chain(hints.code).chain(hints.address).chain(hints.title);
    let silent = texts.map(plain).all(|text| text.is_empty() || text == NOTHING);
    Resolution::Unknown(if silent { Doubt::Missing } else { Doubt::Unknown })
}
