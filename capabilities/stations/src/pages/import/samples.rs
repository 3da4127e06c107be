//! Every state of these pages, filled with invented content.

use db::{Instant, Uuid};
use jobs::{Job, State};
use kernel::Sample;
use org::UnitId;
use web::{Problems, Shell, sample};

use super::{
    ChoosePage, Earlier, Found, UnitName,
    done::OverPage,
    headings::HeadingsPage,
    preview::PreviewPage,
    progress::ProgressPage,
    rows, stages,
    take_back::{ReversalPage, Standing},
};
use crate::{
    import::{Choices, Report, headings::Mapping},
    importing::{
        Import, ImportId, Shown, Stage, Summary,
        reversal::Foresight,
        summary::{DoubtGroup, Finding, Reading},
        to_json,
    },
    store::{import_journal::Reversal, imports::KeptRow},
};

/// The samples, in the frame that `shell` makes.
pub fn samples(shell: impl Fn() -> Shell) -> Vec<Sample> {
    let progress =
        |name, stage, state| sample(name, &ProgressPage::of(found(stage, state, None), shell()));
    let over = |name, stage, state, error| {
        sample(name, &OverPage::of(found(stage, state, error), shell()))
    };
    let headings = |name, problems| {
        let found = found(Stage::Headings, State::Done, None);
        sample(name, &HeadingsPage::of(found, &Mapping::guess(&headings()), problems, shell()))
    };
    let reversal = |name, standing| {
        let found = found(Stage::Done, State::Done, None);
        sample(name, &ReversalPage::of(&found, standing, shell()))
    };
    let mut wrong = Problems::none();
    wrong.add("columns", "import.no-name-column");
    vec![
        sample("stations/import", &choose(shell(), true)),
        sample("stations/import-wrong", &choose(shell(), false)),
        progress("stations/import-reading", Stage::Reading, State::Running),
        progress("stations/import-writing", Stage::Importing, State::Running),
        progress("stations/import-read", Stage::Preview, State::Done),
        progress("stations/import-stopped", Stage::Reading, State::Failed),
        headings("stations/import-headings", Problems::none()),
        headings("stations/import-headings-wrong", wrong),
        preview("stations/import-preview", shell(), summary(), &lines()),
        preview("stations/import-preview-plain", shell(), Summary::default(), &[]),
        over("stations/import-done", Stage::Done, State::Done, None),
        over("stations/import-cancelled", Stage::Cancelled, State::Done, None),
        reversal("stations/import-reversal", Standing::Foreseen(foresight(0))),
        reversal("stations/import-reversal-touched", Standing::Foreseen(foresight(2))),
        reversal("stations/import-reversal-nothing", Standing::Foreseen(Foresight::default())),
        reversal("stations/import-reversal-running", Standing::Begun(begun(None))),
        reversal("stations/import-reversal-done", Standing::Begun(begun(Some(Instant(1))))),
        over(
            "stations/import-failed",
            Stage::Reading,
            State::Failed,
            Some("documents.legacy-excel"),
        ),
    ]
}

fn foresight(touched: u64) -> Foresight {
    let named = (9, "440304-00016".to_owned(), "榕树下营业厅".to_owned());
    let named = if touched > 0 { vec![named] } else { Vec::new() };
    Foresight { made: 1_102, changed: 86, touched, named }
}

fn begun(ended_at: Option<Instant>) -> Reversal {
    let created_at = Instant(1_795_501_920_000_000);
    let (withdrawn, restored, kept) = (1_100, 86, 2);
    Reversal { job: Uuid::nil(), created_at, created_by: 1, withdrawn, restored, kept, ended_at }
}

fn headings() -> Vec<String> {
    ["名称", "区县", "地址", "营业时间", "备注"].map(str::to_owned).to_vec()
}

fn unit() -> UnitName {
    UnitName { code: "440304".to_owned(), name: "福田区".to_owned() }
}

fn report() -> Report {
    Report {
        rows: 1_248,
        created: 1_102,
        updated: 86,
        unchanged: 39,
        duplicates: 12,
        rejected: 9,
        warnings: 31,
        dry_run: false,
        headings: headings(),
    }
}

fn found(stage: Stage, job: State, error: Option<&str>) -> Found {
    let at = Instant(1_795_501_920_000_000);
    let job = Job {
        id: Uuid::nil(),
        kind: "stations.import".to_owned(),
        owner: Some(1),
        state: job,
        done: 400,
        total: if stage == Stage::Importing { 1_248 } else { 0 },
        result: None,
        error: error.map(str::to_owned),
        created_at: at,
        updated_at: at,
    };
    let import = Import {
        id: ImportId(Uuid::nil()),
        unit: UnitId(440_304),
        file_name: "11月站点表（终稿2）.xlsx".to_owned(),
        file: None,
        dry_run: false,
        map: Vec::new(),
        choices: Choices::default(),
        stage,
        job: job.id,
        report: Some(report()),
        summary: summary(),
        created_at: at,
        created_by: 1,
    };
    Found { unit: unit(), import, job: Some(job) }
}

fn choose(shell: Shell, good: bool) -> ChoosePage {
    let stages_seen = [
        found(Stage::Preview, State::Done, None),
        found(Stage::Importing, State::Running, None),
        found(Stage::Done, State::Done, None),
        found(Stage::Cancelled, State::Done, None),
        found(Stage::Reading, State::Failed, Some("documents.empty")),
    ];
    let mut problems = Problems::none();
    if !good {
        problems.add("file", "import.no-file");
    }
    let earlier = stages_seen.iter().filter(|_| good).map(|one| Earlier::of(one, &shell)).collect();
    ChoosePage { stages: stages(&shell, 0), unit: unit(), problems, earlier, shell }
}

fn reading(value: &str, note: &str) -> Reading {
    Reading { value: value.to_owned(), note: note.to_owned() }
}

fn summary() -> Summary {
    let doubt = |field: &str, text: &str, code: &str, readings: &[Reading]| DoubtGroup {
        field: field.to_owned(),
        key: text.to_owned(),
        text: text.to_owned(),
        codes: vec![code.to_owned()],
        readings: readings.to_vec(),
        chosen: None,
        found: Finding { lines: vec![17, 18, 19], rows: 8 },
    };
    let hours = [reading("12345 09:00-18:00", ""), reading("123457 09:00-18:00", "日休")];
    let division = [reading("440305", "division.name"), reading("440304", "division.address")];
    let swapped = [
        reading("swapped", "114.051200,22.540700;440304;1800"),
        reading("none", "22.540700,114.051200;440304;"),
    ];
    let metres = [
        reading("none", "12695987,2576483;;"),
        reading("web-mercator", "114.050000,22.540000;440304;2600"),
        reading("gauss-kruger-114", "117.100000,23.000000;440304;310000"),
    ];
    let datums = ["wgs84", "gcj02", "bd09"].map(|datum| reading(datum, ""));
    let days = [reading("2026-01-01", ""), reading("2026-10-01", "")];
    let asked = DoubtGroup { codes: Vec::new(), ..doubt("datum", "", "", &datums) };
    let finding = |lines: &[u64], rows| Finding { lines: lines.to_vec(), rows };
    Summary {
        samples: vec![vec!["榕树下营业厅".to_owned(), "福田区".to_owned()]],
        doubts: vec![
            asked,
            doubt("hours", "0900-1800 六日休", "hours.days", &hours),
            doubt("division", "南山区", "division.address-disagrees", &division),
            doubt("lng", "22.5407, 114.0512", "import.location-swapped", &swapped),
            doubt("lng", "12695987, 2576483", "import.location-metres", &metres),
            doubt("opened", "2026.1", "import.date-month", &days),
        ],
        more_doubts: 2,
        rejects: [
            ("import.no-name".to_owned(), finding(&[56, 203], 2)),
            ("import.out-of-scope".to_owned(), finding(&[700, 701, 702, 703, 704], 7)),
        ]
        .into(),
        warnings: [("import.no-phone".to_owned(), finding(&[21], 1))].into(),
        doubtful: 31,
        listed: 1_240,
        sheet: "福田".to_owned(),
        other_sheets: vec!["罗湖".to_owned(), "南山".to_owned()],
    }
}

/// A row of each outcome.
fn lines() -> Vec<KeptRow> {
    let outcomes = ["created", "updated", "unchanged", "duplicate", "rejected"];
    let row = |(line, outcome): (i64, &&str)| {
        let shown = Shown {
            name: "榕树下营业厅".to_owned(),
            division: "440304".to_owned(),
            address: "榕树下路 18 号".to_owned(),
            hours: "08:30-18:00".to_owned(),
            place: "114.0512, 22.5407".to_owned(),
            number: (*outcome == "unchanged").then(|| "440304-00016".to_owned()),
            notes: vec!["import.no-phone".to_owned(), "import.alike".to_owned()],
            alike: vec!["440304-00024;榕树下厅;12".to_owned(), "line:9;榕树下;20".to_owned()],
            cells: Vec::new(),
        };
        KeptRow {
            seq: line,
            line,
            outcome: (*outcome).to_owned(),
            code: (*outcome == "rejected").then(|| "import.no-name".to_owned()),
            doubtful: true,
            content: to_json(&shown).unwrap_or_default(),
        }
    };
    (2..).zip(&outcomes).map(row).collect()
}

fn preview(name: &'static str, shell: Shell, summary: Summary, kept: &[KeptRow]) -> Sample {
    let mut found = found(Stage::Preview, State::Done, None);
    found.import.summary = summary;
    let (href, query, report) = (found.href(), rows::RowsQuery::default(), report());
    let told = (&report, &found.import.summary);
    match rows::page(kept, &href, &query, &shell, told) {
        Ok(rows) => sample(name, &PreviewPage::of(found, report, rows, shell)),
        Err(error) => Sample { name, html: Err(error.to_string()) },
    }
}
