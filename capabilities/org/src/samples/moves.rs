//! The pages of moves and of units that close, with invented content.

use i18n::T;
use kernel::Sample;
use web::sample;

use super::{MOMENT, office, wrong};
use crate::{
    pages::{
        form::Wrong,
        renaming::{self, NameLine, RenamingForm, RenamingPage},
        reorganisation::{Choice, Foreseen, OrderedLine, ReorganisationForm, ReorganisationPage},
        reparenting::{self, MoveLine, ReparentingForm, ReparentingPage, UnitLine},
    },
    reorganisation::{Kind, Reach},
    reparenting::Reach as MoveReach,
};

/// The form, what it would do, and who may not.
pub fn samples(t: &T) -> Vec<Sample> {
    let day = MOMENT.day();
    let page = |foreseen: bool, may_move, wrong| ReparentingPage {
        shell: office(t, "/console/units/449901/reparenting"),
        unit: line("449901", "青榕区"),
        above: Some(line("449900", "澜江市")),
        likely: vec![line("449800", "浦原市")],
        form: ReparentingForm::default(),
        foreseen: foreseen.then(|| reparenting::Foreseen {
            id: "019ab0c1-0000-7000-8000-000000000001".to_owned(),
            before: line("449900", "澜江市"),
            parent: line("449800", "浦原市"),
            from: day.plus(7),
            is_today: false,
            reach: MoveReach { stations: 37, people: 12 },
        }),
        moves: vec![MoveLine {
            id: "019ab0c1-0000-7000-8000-000000000002".to_owned(),
            before: "浦原市".to_owned(),
            parent: "澜江市".to_owned(),
            from: day.plus(30),
            can_undo: may_move,
        }],
        may_move,
        wrong,
    };
    let mut all = reorganisations(t);
    all.extend(renamings(t));
    all.extend([
        sample("org/reparenting", &page(false, true, Wrong::default())),
        sample("org/reparenting-foreseen", &page(true, true, Wrong::default())),
        sample("org/reparenting-wrong", &page(false, true, wrong("parent", "units.loop"))),
        sample("org/reparenting-above", &page(false, false, Wrong::default())),
    ]);
    all
}

fn line(code: &str, name: &str) -> UnitLine {
    UnitLine { code: code.to_owned(), name: name.to_owned() }
}

/// Another name, before and after it is foreseen.
fn renamings(t: &T) -> Vec<Sample> {
    let page = |foreseen: bool, may_move, wrong| RenamingPage {
        shell: office(t, "/console/units/449901/renaming"),
        unit: line("449901", "青榕区"),
        form: RenamingForm::default(),
        foreseen: foreseen.then(|| renaming::Foreseen {
            id: "019ab0c1-0000-7000-8000-000000000005".to_owned(),
            before: "青榕区".to_owned(),
            name: "青榕新区".to_owned(),
            from: MOMENT.day(),
            is_today: true,
        }),
        names: vec![NameLine {
            id: "019ab0c1-0000-7000-8000-000000000006".to_owned(),
            name: "大榕区".to_owned(),
            from: MOMENT.day().plus(30),
            can_undo: may_move,
        }],
        may_move,
        wrong,
    };
    vec![
        sample("org/renaming", &page(false, true, Wrong::default())),
        sample("org/renaming-foreseen", &page(true, true, Wrong::default())),
        sample("org/renaming-wrong", &page(false, true, wrong("name", "units.name"))),
        sample("org/renaming-above", &page(false, false, Wrong::default())),
    ]
}

/// Closing a unit and merging several, before and after it is foreseen.
fn reorganisations(t: &T) -> Vec<Sample> {
    let closing = || vec!["青榕区".to_owned(), "石桥区".to_owned()];
    let page = |kind: Kind, foreseen: bool, may_move, wrong| ReorganisationPage {
        shell: office(t, &format!("/console/units/449901/{}", kind.as_str())),
        kind,
        unit: line("449901", "青榕区"),
        beside: vec![
            Choice { unit: line("449902", "石桥区"), is_chosen: true },
            Choice { unit: line("449903", "竹林区"), is_chosen: false },
        ],
        form: ReorganisationForm::default(),
        foreseen: foreseen.then(|| Foreseen {
            id: "019ab0c1-0000-7000-8000-000000000003".to_owned(),
            closing: closing(),
            successor: line("449903", "竹林区"),
            from: MOMENT.day(),
            is_today: true,
            reach: Reach { units: 1, stations: 37, people: 12, grants: 4, tokens: 1 },
        }),
        ordered: vec![OrderedLine {
            id: "019ab0c1-0000-7000-8000-000000000004".to_owned(),
            closing: closing(),
            successor: "竹林区".to_owned(),
            from: MOMENT.day().plus(30),
            can_undo: may_move,
        }],
        may_move,
        wrong,
    };
    let none = Wrong::default;
    vec![
        sample("org/closure", &page(Kind::Closure, false, true, none())),
        sample("org/closure-foreseen", &page(Kind::Closure, true, true, none())),
        sample("org/closure-above", &page(Kind::Closure, false, false, none())),
        sample(
            "org/closure-wrong",
            &page(Kind::Closure, false, true, wrong("successor", "units.loop")),
        ),
        sample("org/merger", &page(Kind::Merger, false, true, none())),
        sample("org/merger-foreseen", &page(Kind::Merger, true, true, none())),
        sample(
            "org/merger-wrong",
            &page(Kind::Merger, false, true, wrong("units", "units.merger")),
        ),
    ]
}
