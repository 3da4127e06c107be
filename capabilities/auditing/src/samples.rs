//! Every page of this crate with invented content.

use db::Instant;
use i18n::T;
use kernel::{FieldError, Sample};
use web::{Problems, Shell, sample};

use crate::{
    pages::{
        days::{DayRow, DaysPage, LastCount},
        entry::EntryPage,
        export::{ExportForm, ExportPage},
        list::{ActChoice, ListPage, Search},
    },
    words::{EntryWords, FieldWords},
};

/// 23 November 2026, 09:30 in Shanghai.
const MOMENT: Instant = Instant(1_795_397_400_000_000);
const DIGEST: &str = "5f2c0b9e8d7a41c6b3f0e1d2c3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938";

/// Every page.
pub fn samples(t: &T) -> Vec<Sample> {
    let mut samples = lists(t);
    samples.extend(days(t));
    samples.push(sample("auditing/entry", &entry(t, true)));
    samples.push(sample("auditing/entry-plain", &entry(t, false)));
    samples.push(sample("auditing/export", &export(t, Problems::none())));
    let wrong = FieldError { field: "purpose".to_owned(), code: "auditing.purpose-missing" };
    samples.push(sample("auditing/export-wrong", &export(t, vec![wrong].into())));
    samples
}

fn office(t: &T, path: &str) -> Shell {
    Shell::sample(t).at(path).signed_in("陆明镜", "审计员 · 全国", crate::MENU)
}

fn words(t: &T, seq: i64, act: &str, object: (&str, &str)) -> EntryWords {
    let shell = office(t, "/admin/audit");
    EntryWords {
        seq,
        when: shell.when(&MOMENT).to_string(),
        who: "沈岚（shenlan）".to_owned(),
        author: 7,
        what: act.to_owned(),
        object: format!("{} {}", object.0, object.1),
        object_name: object.1.to_owned(),
        purpose: None,
    }
}

fn lists(t: &T) -> Vec<Sample> {
    let rows = || {
        vec![
            words(t, 1_208, "修改站点信息", ("站点", "449901-00017")),
            words(t, 1_207, "授予角色", ("账号", "任思行（rsx127）")),
            words(t, 1_206, "访问被拒绝", ("页面或接口", "GET /console/units/{code}")),
        ]
    };
    let page = |rows, search: Search, next: Option<&str>| ListPage {
        shell: office(t, "/admin/audit"),
        rows,
        author: (!search.author.is_empty()).then(|| "沈岚（shenlan）".to_owned()),
        acts: vec![ActChoice {
            act: "stations.changed".to_owned(),
            word: "修改站点信息".to_owned(),
            chosen: true,
        }],
        search,
        next: next.map(str::to_owned),
    };
    let search = || Search { author: "shenlan".to_owned(), ..Search::default() };
    vec![
        sample("auditing/list", &page(rows(), Search::default(), Some("/admin/audit?after=x"))),
        sample("auditing/list-found", &page(rows(), search(), None)),
        sample("auditing/list-not-found", &page(Vec::new(), search(), None)),
        sample("auditing/list-empty", &page(Vec::new(), Search::default(), None)),
    ]
}

fn entry(t: &T, changed: bool) -> EntryPage {
    let field = |label: &str, before: Option<&str>, after: Option<&str>| FieldWords {
        label: label.to_owned(),
        before: before.map(str::to_owned).filter(|_| changed),
        after: after.map(str::to_owned),
    };
    let mut entry = words(t, 1_208, "修改站点信息", ("站点", "449901-00017"));
    entry.purpose = (!changed).then(|| "季度合规审计".to_owned());
    EntryPage {
        shell: office(t, "/admin/audit/entries/1208"),
        entry,
        fields: vec![
            field("地址", Some("榕树路 1 号"), Some("榕树路 12 号")),
            field("电话", None, Some("0755-83000001")),
            field("星级", Some("3"), None),
        ],
        exact: MOMENT.to_string(),
        digest: DIGEST.to_owned(),
    }
}

fn days(t: &T) -> Vec<Sample> {
    let row = |back: i32, open: bool, last| DayRow {
        day: MOMENT.day().plus(-back),
        entries: 1_208,
        digest: DIGEST.to_owned(),
        open,
        last,
    };
    let count = |wrong: Option<&str>| {
        let line = t.msg("auditing-counted").arg("who", "陆明镜").arg("when", "09:30");
        Some(LastCount { line: line.to_string(), wrong: wrong.map(str::to_owned) })
    };
    let wrong = t.msg("auditing-fault").arg("day", "23").arg("seq", 7).arg("fault", "?");
    let wrong = wrong.to_string();
    let rows =
        vec![row(0, true, None), row(1, false, count(None)), row(2, false, count(Some(&wrong)))];
    let page = |rows, next: Option<&str>| DaysPage {
        shell: office(t, "/admin/audit/days"),
        rows,
        next: next.map(str::to_owned),
    };
    vec![
        sample("auditing/days", &page(rows, Some("/admin/audit/days?after=x"))),
        sample("auditing/days-empty", &page(Vec::new(), None)),
    ]
}

fn export(t: &T, problems: Problems) -> ExportPage {
    let day = MOMENT.day();
    let form = ExportForm {
        from: day.month_start().to_string(),
        to: day.to_string(),
        ..ExportForm::default()
    };
    ExportPage { shell: office(t, "/admin/audit/exports/new"), form, problems }
}
