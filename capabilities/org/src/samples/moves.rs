//! The page of moves with invented content.

use i18n::T;
use kernel::Sample;
use web::sample;

use super::{MOMENT, office, wrong};
use crate::{
    pages::{
        form::Wrong,
        reparenting::{Foreseen, MoveLine, ReparentingForm, ReparentingPage, UnitLine},
    },
    reparenting::Reach,
};

/// The form, what it would do, and who may not.
pub fn samples(t: &T) -> Vec<Sample> {
    let line = |code: &str, name: &str| UnitLine { code: code.to_owned(), name: name.to_owned() };
    let day = MOMENT.day();
    let page = |foreseen: bool, may_move, wrong| ReparentingPage {
        shell: office(t, "/console/units/449901/reparenting"),
        unit: line("449901", "青榕区"),
        above: Some(line("449900", "澜江市")),
        likely: vec![line("449800", "浦原市")],
        form: ReparentingForm::default(),
        foreseen: foreseen.then(|| Foreseen {
            id: "019ab0c1-0000-7000-8000-000000000001".to_owned(),
            before: line("449900", "澜江市"),
            parent: line("449800", "浦原市"),
            from: day.plus(7),
            is_today: false,
            reach: Reach { stations: 37, people: 12 },
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
    vec![
        sample("org/reparenting", &page(false, true, Wrong::default())),
        sample("org/reparenting-foreseen", &page(true, true, Wrong::default())),
        sample("org/reparenting-wrong", &page(false, true, wrong("parent", "units.loop"))),
        sample("org/reparenting-above", &page(false, false, Wrong::default())),
    ]
}
