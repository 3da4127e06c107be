//! Every page with invented content.

use i18n::T;
use kernel::Sample;
use visits::tally::Range;
use web::{Crumb, Faces, Problems, Shell, sample};

use super::{
    address::Place,
    closed::ClosedPage,
    figures::{BelowLine, FiguresPage, RemarkLine, UnservedLine},
    form::RatePage,
    thanks::ThanksPage,
    unserved::{PosterPage, UnservedPage},
};
use crate::{
    figures::Rated,
    said::{Sent, Way},
    standing::{Closed, Service},
    words::{Reason, Word, Words},
};

const PATH: &str = "/r/440305-00121/AAECAwQFBgcICQoLDA0ODw";
const WINDOW: i64 = 600;

/// All of them.
pub fn samples(t: &T) -> Vec<Sample> {
    let shell = || Shell::sample(t).in_elder().at(PATH);
    let rate = |name, said: Sent| sample(name, &page(shell(), said));
    let too_long = page(shell(), said()).with(WINDOW, Some("ratings.score"), problems());
    let mut all = vec![
        rate("ratings/rate", Sent::default()),
        rate("ratings/rate-change", said()),
        sample("ratings/rate-wrong", &too_long),
        sample("ratings/rate-standard", &page(Shell::sample(t).at(PATH), said())),
        sample("ratings/thanks", &thanks(shell(), false)),
        sample("ratings/thanks-held", &thanks(shell(), true)),
    ];
    let names = [
        "ratings/closed-false",
        "ratings/closed-expired",
        "ratings/closed-spent",
        "ratings/closed-waiting",
        "ratings/closed-withdrawn",
    ];
    all.extend(figures(t));
    all.extend(unserved(t));
    all.extend(names.into_iter().zip(Closed::ALL).map(|(name, why)| {
        let station = (why != Closed::False).then(|| "/stations/440305-00121".to_owned());
        sample(name, &ClosedPage { shell: shell(), why, station })
    }));
    all
}

fn place() -> Place {
    Place {
        path: PATH.to_owned(),
        station: "/stations/440305-00121".to_owned(),
        what: "榕树下翼站 · 手机辅导".to_owned(),
    }
}

fn said() -> Sent {
    Sent {
        score: 2,
        reasons: vec!["queue".to_owned()],
        comment: Some("等了很久".to_owned()),
        on_behalf: true,
        way: Some("tablet".to_owned()),
    }
}

fn problems() -> Problems {
    let mut problems = Problems::none();
    problems.add("comment", "ratings.comment");
    problems
}

fn page(shell: Shell, said: Sent) -> RatePage {
    let service = Service { code: "A05".to_owned(), day: shell.today() };
    RatePage::of(shell, place(), &words(), Some(&service), said).with(
        WINDOW,
        None,
        Problems::none(),
    )
}

fn thanks(shell: Shell, held: bool) -> ThanksPage {
    let word = words().word(2, shell.lang).to_owned();
    ThanksPage { shell, place: place(), word, window: WINDOW, held }
}

fn words() -> Words {
    let scores = [
        (5, "非常满意", "Very satisfied"),
        (4, "满意", "Satisfied"),
        (3, "基本满意", "Mostly satisfied"),
        (2, "不满意", "Dissatisfied"),
        (1, "非常不满意", "Very dissatisfied"),
    ];
    let reasons = [
        ("kind", "态度亲切", "Kind", 3, 5),
        ("patient", "教得耐心", "Patient", 3, 5),
        ("queue", "等得久", "Long waiting", 1, 3),
        ("unsolved", "没弄好", "Not solved", 1, 3),
    ];
    let word =
        |(score, zh, en): (i64, &str, &str)| Word { score, zh: zh.to_owned(), en: en.to_owned() };
    let reason = |(code, zh, en, least, most): (&str, &str, &str, i64, i64)| Reason {
        code: code.to_owned(),
        zh: zh.to_owned(),
        en: en.to_owned(),
        least,
        most,
        services: String::new(),
    };
    Words {
        scores: scores.into_iter().map(word).collect(),
        reasons: reasons.into_iter().map(reason).collect(),
    }
}

fn figures(t: &T) -> Vec<Sample> {
    let shell = |path: &str| Shell::sample(t).signed_in("林小满", "主管 · 南山区", &[]).at(path);
    let rated = |count, satisfied| Rated {
        people: 5_142,
        invited: 402,
        count,
        score_sum: satisfied * 5,
        satisfied,
    };
    let words = words();
    let page = |shell: Shell| FiguresPage {
        name: "南山区".to_owned(),
        above: vec![
            Crumb::new("深圳市", "/console/units/440300/ratings"),
            Crumb::new("南山区", "#"),
        ],
        days: Range::new(shell.today().plus(-89), shell.today()),
        rated: Some(rated(216, 213)),
        faces: None,
        below: vec![
            BelowLine {
                code: "440305-00121".to_owned(),
                name: "榕树下翼站".to_owned(),
                rated: rated(40, 39),
            },
            BelowLine {
                code: "440305-00147".to_owned(),
                name: "石桥翼站".to_owned(),
                rated: rated(3, 3),
            },
        ],
        remarks: Vec::new(),
        ways: Vec::new(),
        unserved: Some(3),
        told: Vec::new(),
        poster: None,
        shell,
    };
    let station = |shell: Shell| FiguresPage {
        name: "榕树下翼站".to_owned(),
        above: Vec::new(),
        days: None,
        faces: Some(Faces::new([1, 0, 1, 3, 5], words.of_scores(shell.lang))),
        below: Vec::new(),
        remarks: vec![RemarkLine {
            meta: "11 月 23 日 · 手机辅导".to_owned(),
            word: words.word(4, shell.lang).to_owned(),
            reasons: vec!["教得耐心".to_owned()],
            comment: Some("教了三遍，一点没嫌我慢。".to_owned()),
            on_behalf: true,
        }],
        ways: vec![(Way::Phone, 8), (Way::Tablet, 2)],
        unserved: Some(1),
        told: vec![UnservedLine {
            day: "11 月 23 日".to_owned(),
            why: "ratings-unserved-closed",
            comment: Some("白跑一趟".to_owned()),
        }],
        poster: Some("/console/units/440305-00121/poster".to_owned()),
        ..page(shell)
    };
    let few = |shell: Shell| FiguresPage {
        rated: None,
        faces: None,
        remarks: Vec::new(),
        ..station(shell)
    };
    vec![
        sample("ratings/figures-unit", &page(shell("/console/units/440305/ratings"))),
        sample("ratings/figures-station", &station(shell("/desk/ratings"))),
        sample("ratings/figures-few", &few(shell("/desk/ratings"))),
    ]
}

fn unserved(t: &T) -> Vec<Sample> {
    let (number, name) = ("440305-00121".to_owned(), "榕树下翼站".to_owned());
    let form = |shell| UnservedPage::of(shell, number.clone(), name.clone());
    let wrong = Problems::from(vec![kernel::FieldError {
        field: "why".to_owned(),
        code: "ratings.unserved-why",
    }]);
    let wrong =
        UnservedPage { problem: wrong.of("why"), problems: wrong, ..form(Shell::sample(t)) };
    let address = format!("https://yizhan.example/stations/{number}/unserved");
    let poster = web::Qr::new(&address).ok().map(|qr| {
        let shell = Shell::sample(t).signed_in("林小满", "主管 · 南山区", &[]);
        let shell = shell.at("/console/units/440305-00121/poster");
        let (number, name) = (number.clone(), name.clone());
        sample("ratings/poster", &PosterPage { shell, number, name, address, qr })
    });
    let mut all = vec![
        sample("ratings/unserved", &form(Shell::sample(t))),
        sample("ratings/unserved-elder", &form(Shell::sample(t).in_elder())),
        sample("ratings/unserved-wrong", &wrong),
        sample("ratings/unserved-done", &UnservedPage { done: true, ..form(Shell::sample(t)) }),
    ];
    all.extend(poster);
    all
}
