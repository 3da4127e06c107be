//! `/admin/audit/days`: the chain day by day, whether it was counted again, and what was found.

use askama::Template;
use audit::{Entry, Fault, Filter, Finding, Object, Verified, note, read, verify};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use db::{Day, Tx};
use kernel::{App, Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use web::{PageOf, Shell, cursor};

use crate::{DAY_VERIFIED, pages::Frame, words::Speaker};

/// Days on a page.
const ROWS: u32 = 31;

/// The days.
#[derive(Template)]
#[template(path = "audit-days.html")]
pub struct DaysPage {
    pub shell: Shell,
    pub rows: Vec<DayRow>,
    /// The address of the next page.
    pub next: Option<String>,
}

/// A day.
#[derive(Clone, Debug)]
pub struct DayRow {
    pub day: Day,
    pub entries: i64,
    /// The digest with which it ends, in hexadecimal.
    pub digest: String,
    /// It has not ended yet.
    pub open: bool,
    /// What was found when it was last counted.
    pub last: Option<LastCount>,
}

/// The last time a day was counted.
#[derive(Clone, Debug)]
pub struct LastCount {
    /// Who counted, and when.
    pub line: String,
    /// What was wrong; nothing when it was whole.
    pub wrong: Option<String>,
}

/// Which days.
#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Older {
    after: Option<String>,
}

/// `GET /admin/audit/days`
pub async fn show(
    app: State<App>,
    Frame(shell): Frame,
    query: web::Query<Older>,
) -> Result<Response> {
    let after = query.0.after;
    let page = app.db.read(move |tx| DaysPage::load(tx, shell, after.as_deref())).await?;
    web::page(StatusCode::OK, &page)
}

/// `POST /admin/audit/days/{day}/verification`: counts a day again, and notes what was found.
pub async fn verify(app: State<App>, Path(day): Path<String>) -> Result<Response> {
    let unknown = || Error::NotFound("auditing.unknown-day");
    let day: Day = day.parse().map_err(|_| unknown())?;
    let count = move |tx: &mut Tx<'_>| {
        let told = read::day(tx, day)?.ok_or_else(unknown)?;
        Ok::<_, Error>(verify::one_day(tx, &told)?)
    };
    let verified = app.db.read(count).await?;
    let tell = move |tx: &mut Tx<'_>| {
        note(tx, Entry::of(DAY_VERIFIED, Object::new("day", &day)).after(told(&verified)));
        Ok::<_, Error>(())
    };
    app.db.write(tell).await?;
    Ok(web::see_other("/admin/audit/days"))
}

/// What was found, as it is noted.
fn told(verified: &Verified) -> Value {
    let first = verified.findings.first();
    json!({
        "entries": verified.entries,
        "whole": verified.is_whole(),
        "digest": verified.digest.to_string(),
        "fault": first.map(|finding| fault_word(finding.fault)),
        "seq": first.map(|finding| finding.seq),
    })
}

/// A fault as it is noted.
fn fault_word(fault: Fault) -> &'static str {
    match fault {
        Fault::Missing => "missing",
        Fault::Altered => "altered",
        Fault::DayEnd => "day-end",
        Fault::Astray => "astray",
        Fault::ChainEnd => "chain-end",
    }
}

/// What is wrong, in words that say where to look; also for the terminal.
pub fn fault_line(t: &i18n::T, finding: &Finding) -> String {
    let key = format!("audit-value-fault-{}", fault_word(finding.fault));
    let fault = t.msg(&key).to_string();
    let line = t.msg("auditing-fault").arg("day", t.full_day(&finding.day.date()));
    line.arg("seq", finding.seq).arg("fault", fault).to_string()
}

impl DaysPage {
    fn load(tx: &mut Tx<'_>, shell: Shell, after: Option<&str>) -> Result<Self> {
        let after = after.map(cursor::decode::<Day>).transpose()?;
        let found = read::days(tx, after, ROWS + 1)?;
        let newest = found.first().map(|day| day.day).filter(|_| after.is_none());
        let found = PageOf::cut(found, ROWS as usize, |day| day.day);
        let mut speaker = Speaker::new(&shell);
        let mut rows = Vec::new();
        for day in &found.items {
            rows.push(DayRow {
                day: day.day,
                entries: day.count(),
                digest: day.digest.to_string(),
                open: newest == Some(day.day) && day.day >= shell.today(),
                last: LastCount::of(tx, &shell, &mut speaker, day)?,
            });
        }
        let next = found.next.map(|after| format!("/admin/audit/days?after={after}"));
        Ok(Self { shell, rows, next })
    }
}

impl LastCount {
    fn of(
        tx: &mut Tx<'_>,
        shell: &Shell,
        speaker: &mut Speaker<'_>,
        day: &read::Day,
    ) -> Result<Option<Self>> {
        let (act, object) = (Some(DAY_VERIFIED.0.to_owned()), Some(day.day.to_string()));
        let filter = Filter { act, object, ..Filter::default() };
        let Some(entry) = read::newest(tx, &filter, None, 1)?.pop() else { return Ok(None) };
        let found: Value =
            serde_json::from_str(entry.after.as_deref().unwrap_or_default()).unwrap_or_default();
        let who = speaker.author(tx, entry.author)?;
        let line = shell.t.msg("auditing-counted").arg("when", shell.when(&entry.at));
        let wrong = found["fault"].as_str().map(|fault| {
            let fault = shell.t.msg(&format!("audit-value-fault-{fault}")).to_string();
            let line = shell.t.msg("auditing-fault").arg("day", shell.full_day(&day.day));
            line.arg("seq", found["seq"].as_i64().unwrap_or_default())
                .arg("fault", fault)
                .to_string()
        });
        Ok(Some(Self { line: line.arg("who", who).to_string(), wrong }))
    }
}
