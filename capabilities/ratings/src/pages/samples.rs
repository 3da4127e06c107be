//! Every page with invented content.

use i18n::T;
use kernel::Sample;
use web::{Problems, Shell, sample};

use super::{address::Place, closed::ClosedPage, form::RatePage, thanks::ThanksPage};
use crate::{
    said::Sent,
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
        on_tablet: false,
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
