//! Every page of this crate with invented content.

use db::{Instant, Uuid};
use i18n::T;
use jobs::{Letter, Period, Standing, Troubled};
use kernel::Sample;
use web::{Shell, sample};

use crate::pages::jobs::JobsPage;

/// 24 November 2026, 14:00 in Shanghai.
const MOMENT: Instant = Instant(1_795_500_000_000_000);

/// All of them.
pub fn samples(t: &T) -> Vec<Sample> {
    let shell = || {
        let shell = Shell::sample(t).at("/admin/jobs");
        shell.signed_in("沈岚", "系统管理员 · 全国", crate::MENU)
    };
    let periods = || {
        ["upkeep.sweep-sessions", "upkeep.clean-jobs"]
            .map(|kind| Period { kind: kind.to_owned(), last: MOMENT.plus_seconds(-3600) })
            .to_vec()
    };
    let troubled_standing = Standing { waiting: 3, running: 1, dead: 2 };
    let troubled =
        JobsPage::of(shell(), troubled_standing, letters(), vec![in_trouble()], periods());
    let quiet = Standing { waiting: 0, running: 0, dead: 0 };
    let quiet = JobsPage::of(shell(), quiet, Vec::new(), Vec::new(), periods());
    let first = Standing { waiting: 0, running: 0, dead: 0 };
    let first = JobsPage::of(shell().in_elder(), first, Vec::new(), Vec::new(), Vec::new());
    vec![
        sample("upkeep/jobs", &troubled),
        sample("upkeep/jobs-quiet", &quiet),
        sample("upkeep/jobs-first", &first),
    ]
}

fn letters() -> Vec<Letter> {
    let letter = |number, kind: &str, error: &str| Letter {
        id: Uuid::from_u128(number),
        kind: kind.to_owned(),
        line: None,
        error: Some(error.to_owned()),
        cause: None,
        created_at: MOMENT.plus_seconds(-9 * 3600),
        dead_at: MOMENT,
        behind: 0,
    };
    vec![
        Letter {
            line: Some("upkeep.clean-jobs/stations/440305-00121".to_owned()),
            cause: Some("request.busy".to_owned()),
            behind: 2,
            ..letter(1, "upkeep.clean-jobs", "jobs.exhausted")
        },
        letter(2, "retired.v2", "request.internal"),
    ]
}

fn in_trouble() -> Troubled {
    Troubled {
        kind: "upkeep.sweep-sessions".to_owned(),
        line: None,
        error: Some("request.busy".to_owned()),
        attempts: 3,
        next_at: MOMENT.plus_seconds(80),
    }
}
