//! Invented content for every page, for the test that renders them in each language.

use std::sync::Arc;

use db::{Day, Instant, Uuid};
use i18n::T;
use kernel::Sample;
use org::UnitId;
use stations::{
    Group, Service,
    open::{Open, State},
};
use web::Shell;

use super::{
    chosen::{Chosen, Sort},
    close::{self, ClosePage},
    console::{Closed, ConsolePage, MoveLine, ServiceBar, Step, UnitsPage},
    desk::{ChoicePage, DeskPage, Done, Place},
    register::{Line, RegisterPage, VisitPage},
};
use crate::{
    book::Fact,
    counter::{self, Counter, Key},
    lens::Lens,
    overview::{Child, Overview},
    record::VisitId,
    tally::{Figures, Range},
};

/// Every page of this capability in its states.
pub fn samples(t: &T) -> Vec<Sample> {
    vec![
        web::sample("visits/desk", &desk(t, false)),
        web::sample("visits/desk-empty", &desk(t, true)),
        web::sample(
            "visits/desk-elder",
            &DeskPage { shell: shell(t).in_elder(), ..desk(t, false) },
        ),
        web::sample(
            "visits/desk-refused",
            &DeskPage { problem: Some("visits.people"), ..desk(t, false) },
        ),
        web::sample("visits/desk-close", &close(t, false)),
        web::sample("visits/desk-close-empty", &close(t, true)),
        web::sample("visits/desk-choice", &choice(t, true)),
        web::sample("visits/desk-no-station", &choice(t, false)),
        web::sample("visits/console", &console(t, false)),
        web::sample("visits/console-empty", &console(t, true)),
        web::sample("visits/console-closed", &closed(console(t, true))),
        web::sample(
            "visits/console-units",
            &UnitsPage { shell: shell(t), units: vec![step("440300", "深圳市")] },
        ),
        web::sample("visits/register", &register(t, false)),
        web::sample("visits/register-empty", &register(t, true)),
        web::sample("visits/visit", &visit(t, false)),
        web::sample("visits/visit-reversed", &visit(t, true)),
    ]
}

fn shell(t: &T) -> Shell {
    Shell::sample(t).signed_in("林小满", "", crate::MENU)
}

fn step(code: &str, name: &str) -> Step {
    Step { code: code.to_owned(), name: name.to_owned() }
}

fn service(code: &str, counted_at_close: bool) -> Service {
    Service {
        code: code.into(),
        name_zh: "手机辅导".into(),
        name_en: "Phone help".into(),
        short_zh: "手机辅导".into(),
        short_en: "Phone help".into(),
        category: "basic".into(),
        level: "mandatory".into(),
        measure_unit: "person_times".into(),
        bit: 4,
        counted_at_close,
        is_default: true,
        version: 1,
    }
}

fn group() -> Group {
    Group {
        code: "elder".into(),
        name_zh: "老年人".into(),
        name_en: "Elders".into(),
        slot: 1,
        version: 1,
    }
}

fn figures(people: i64) -> Figures {
    Figures { visits: people, ..Figures::of_record(people, people, 0, Some(1)) }
}

fn fact(number: u128) -> Fact {
    let at = Instant(1_795_501_000_000_000);
    Fact {
        id: VisitId(Uuid::from_u128(number)),
        station: UnitId(1),
        unit: UnitId(2),
        service: "A05".to_owned(),
        people: 2,
        arrivals: 1,
        group: Some("elder".to_owned()),
        note: Some("教会了视频通话".to_owned()),
        occurred_at: at,
        day: at.day(),
        recorded_at: at.plus_seconds(5),
        author: 1,
        invited: 0,
        reverses: None,
        reason: None,
        reversed: false,
    }
}

fn desk(t: &T, empty: bool) -> DeskPage {
    let key = |code, people, own| Key { service: service(code, own), people };
    let line = |number, can_undo| counter::Line { fact: fact(number), can_undo };
    let counter = if empty {
        Counter {
            keys: Vec::new(),
            self_service: Vec::new(),
            today: Figures::default(),
            latest: Vec::new(),
        }
    } else {
        Counter {
            keys: vec![key("A05", 13, false), key("A06", 0, false)],
            self_service: vec![key("A02", 4, true)],
            today: figures(14),
            latest: vec![
                line(1, true),
                counter::Line { fact: Fact { reversed: true, ..fact(2) }, can_undo: false },
            ],
        }
    };
    let shell = shell(t);
    DeskPage {
        station: Place { number: "440305-00121".to_owned(), name: "榕树下翼站".to_owned() },
        others: true,
        counter,
        groups: vec![group()],
        open: Open {
            state: State::Open,
            reason: "declared_hours",
            until: Some(shell.now.plus_seconds(3600)),
            next_open: None,
            confidence: 0.7,
            as_of: shell.now,
        },
        owner: "1".to_owned(),
        new_id: Uuid::from_u128(9).to_string(),
        undo_ids: vec![Uuid::from_u128(10).to_string(); 2],
        done: (!empty).then(|| Done {
            id: Uuid::from_u128(1).to_string(),
            service: "手机辅导".to_owned(),
            people: 2,
            can_undo: true,
        }),
        problem: None,
        shell,
    }
}

fn close(t: &T, empty: bool) -> ClosePage {
    let DeskPage { shell, station, counter, .. } = desk(t, empty);
    let line =
        |key: Key| close::Line { key, id: Uuid::from_u128(11).to_string(), typed: "13".into() };
    ClosePage {
        shell,
        station,
        done: counter.keys.iter().filter(|key| key.people > 0).cloned().collect(),
        people: counter.today.people,
        visits: counter.today.visits,
        lines: counter.self_service.into_iter().map(line).collect(),
        saved: !empty,
        problem: None,
    }
}

fn choice(t: &T, some: bool) -> ChoicePage {
    let place = || Place { number: "440305-00121".to_owned(), name: "榕树下翼站".to_owned() };
    let stations = if some { vec![place(), place()] } else { Vec::new() };
    ChoicePage { shell: shell(t), stations, more: some, href: "/desk" }
}

fn closed(page: ConsolePage) -> ConsolePage {
    let (last, successors) = (page.range.days.from, vec![step("440400", "浦原市")]);
    ConsolePage { can_move: false, closed: Some(Closed { last, successors }), ..page }
}

fn console(t: &T, empty: bool) -> ConsolePage {
    let day = |text: &str| text.parse::<Day>().unwrap_or(org::unit::beginning());
    let child = |code: &str, is_station| Child {
        code: Arc::from(code),
        name: Arc::from("石桥区"),
        is_station,
        stations: 246,
        today: 39,
        month: 2016,
        year: 98_200,
        chosen: figures(39),
        weeks: [1, 2, 3, 4, 5, 6, 5, 4, 6, 7, 8, 3],
    };
    let people = if empty { 0 } else { 401_400 };
    ConsolePage {
        shell: shell(t),
        unit: step("440300", "澜江市"),
        above: vec![step("100000", "全国")],
        siblings: vec![step("440300", "澜江市"), step("440400", "浦原市")],
        is_station: false,
        range: Chosen {
            name: if empty { "custom" } else { "year" },
            days: Range { from: day("2026-01-01"), to: day("2026-11-24") },
            lens: if empty { Lens::Then } else { Lens::Now },
        },
        moves: vec![MoveLine {
            from: Instant(1_795_501_000_000_000).day(),
            unit: "南山区".to_owned(),
            before: "深圳市".to_owned(),
            parent: "广州市".to_owned(),
            closes: empty,
        }],
        can_move: true,
        closed: None,
        sort: Sort::Today,
        overview: Overview {
            today: figures(people / 300),
            week_ago: figures(people / 310),
            month: figures(people / 10),
            year: figures(people),
            chosen: figures(people),
            stations: 1184,
            weeks: [3; 12],
            services: Vec::new(),
            children: if empty {
                Vec::new()
            } else {
                vec![child("440304", false), child("440305-00121", true)]
            },
        },
        services: if empty {
            Vec::new()
        } else {
            vec![ServiceBar {
                code: "A02".to_owned(),
                name: "饮水".to_owned(),
                icon: "s-a02".to_owned(),
                people: 13_210,
                percent: 100,
            }]
        },
    }
}

fn line(fact: Fact) -> Line {
    Line {
        fact,
        station: step("440305-00121", "榕树下翼站"),
        service: "手机辅导".to_owned(),
        icon: "s-a05".to_owned(),
        group: None,
    }
}

fn register(t: &T, empty: bool) -> RegisterPage {
    let shell = shell(t);
    let today = shell.today();
    let lines = || {
        vec![
            line(fact(1)),
            line(Fact { reverses: Some(VisitId(Uuid::from_u128(1))), ..fact(2) }),
            line(Fact { reversed: true, ..fact(3) }),
        ]
    };
    RegisterPage {
        unit: step("440304", "福田区"),
        above: vec![step("440300", "深圳市")],
        days: Range { from: today, to: today },
        service: None,
        services: vec![service("A05", false)],
        total: figures(if empty { 0 } else { 14 }),
        lines: if empty { Vec::new() } else { lines() },
        next: (!empty).then(|| "next".to_owned()),
        is_first: empty,
        shell,
    }
}

fn visit(t: &T, reversed: bool) -> VisitPage {
    let reversal = Fact {
        reverses: Some(VisitId(Uuid::from_u128(1))),
        reason: Some("记重了".to_owned()),
        ..fact(2)
    };
    VisitPage {
        shell: shell(t),
        line: line(Fact { reversed, ..fact(1) }),
        levels: vec![step("440305-00121", "榕树下翼站"), step("440305", "南山区")],
        reversal: reversed.then_some(reversal),
        can_reverse: !reversed,
        new_id: Uuid::from_u128(9).to_string(),
    }
}
