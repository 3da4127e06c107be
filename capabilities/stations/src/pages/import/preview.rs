//! What would become of a list, before anything of it is written: counts, doubts with their
//! readings to choose from, rejections, and the rows one by one.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::State, response::Response};
use db::Tx;
use kernel::{App, Error, Result};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use web::Shell;

use super::{
    Desk, Found, Named, UnitName, file_name, readings,
    rows::{self, Rows, RowsQuery},
    stages,
};
use crate::{
    import::{
        Choices, Report,
        headings::{Field, Mapping},
    },
    importing::{
        self, Summary,
        summary::{DoubtGroup, Finding, Reading},
    },
};

/// Doubts that are shown at once.
const FIRST_DOUBTS: usize = 6;

/// The page.
#[derive(Template)]
#[template(path = "import_preview.html")]
pub struct PreviewPage {
    shell: Shell,
    unit: UnitName,
    stages: Vec<web::Stage>,
    href: String,
    file_name: String,
    report: Report,
    /// Columns that feed a field, and those that feed none.
    columns: (usize, usize),
    doubts: Vec<Doubt>,
    in_doubt: u64,
    more_doubts: u64,
    rejects: Vec<Line>,
    warnings: Vec<Line>,
    unlisted: u64,
    rows: Rows,
    sheet: String,
    other_sheets: Vec<String>,
}

/// Rows that are written alike, and how they can be read.
pub struct Doubt {
    name: String,
    lines: String,
    asks: String,
    text: String,
    why: String,
    readings: Vec<Choice>,
    is_open: bool,
    open: String,
}

/// One reading.
pub struct Choice {
    value: String,
    label: String,
    note: String,
    chosen: bool,
}

/// A finding in words.
pub struct Line {
    what: String,
    lines: String,
    rows: u64,
}

/// `POST /console/units/{code}/import/{id}/choices`: the list is read again as was chosen.
pub async fn choose(
    app: State<App>,
    desk: Desk,
    named: Named,
    form: web::Form<HashMap<String, String>>,
) -> Result<Response> {
    let (viewer, picked) = (desk.viewer, form.0);
    let save = move |tx: &mut Tx<'_>| {
        let mut found = named.load(tx, &viewer)?;
        found.import.choices = choices(&found, &picked);
        importing::read_again(tx, &viewer, &found.import)?;
        Ok::<_, Error>(web::see_other(&named.href()))
    };
    app.db.write(save).await
}

/// The sheet that is to be read.
#[derive(Debug, Deserialize)]
pub struct SheetForm {
    sheet: String,
}

/// `POST /console/units/{code}/import/{id}/sheet`: another sheet of the workbook is read. What was
/// chosen for the first one does not hold for it.
pub async fn sheet(
    app: State<App>,
    desk: Desk,
    named: Named,
    form: web::Form<SheetForm>,
) -> Result<Response> {
    let (viewer, sheet) = (desk.viewer, form.0.sheet);
    let save = move |tx: &mut Tx<'_>| {
        let mut found = named.load(tx, &viewer)?;
        if !found.import.summary.other_sheets.contains(&sheet) {
            return Err(Error::field("sheet", "request.unknown-value"));
        }
        found.import.map.clear();
        found.import.choices = Choices { sheet: Some(sheet), ..Choices::default() };
        importing::read_again(tx, &viewer, &found.import)?;
        Ok::<_, Error>(web::see_other(&named.href()))
    };
    app.db.write(save).await
}

/// `POST /console/units/{code}/import/{id}/confirmation`: the list is written as was chosen.
pub async fn confirm(
    app: State<App>,
    desk: Desk,
    named: Named,
    form: web::Form<HashMap<String, String>>,
) -> Result<Response> {
    let (viewer, picked) = (desk.viewer, form.0);
    let save = move |tx: &mut Tx<'_>| {
        let mut found = named.load(tx, &viewer)?;
        found.import.choices = choices(&found, &picked);
        importing::confirm(tx, &viewer, &found.import)?;
        Ok::<_, Error>(web::see_other(&named.href()))
    };
    app.db.write(save).await
}

/// `POST /console/units/{code}/import/{id}/cancellation`: nothing of the list is written.
pub async fn cancel(app: State<App>, desk: Desk, named: Named) -> Result<Response> {
    let (viewer, id, code) = (desk.viewer, named.id, named.code.clone());
    let cancel = move |tx: &mut Tx<'_>| {
        let found = named.load(tx, &viewer)?;
        importing::cancel(tx, &found.import)
    };
    let file = app.db.write(cancel).await?;
    importing::discard(&app, file.as_deref());
    let db = app.db.clone();
    let forgotten = tokio::task::spawn_blocking(move || importing::forget_rows(&db, id)).await;
    forgotten.map_err(|error| Error::Internal(error.to_string()))??;
    Ok(web::see_other(&format!("/console/units/{code}/import")))
}

fn choices(found: &Found, picked: &HashMap<String, String>) -> Choices {
    let import = &found.import;
    let of_group = |group: &DoubtGroup| picked.get(&choice_name(group)).map(String::as_str);
    import.summary.choose(&import.choices, of_group)
}

/// The name of a group's choice in the form: the same as long as its rows are written alike.
fn choice_name(group: &DoubtGroup) -> String {
    let digest =
        Sha256::new().chain_update(&group.field).chain_update([0]).chain_update(&group.key);
    format!("c-{}", db::hex(&digest.finalize()[..8]))
}

impl PreviewPage {
    /// The page of an import that waits for its confirmation.
    pub fn load(tx: &mut Tx<'_>, found: Found, query: &RowsQuery, shell: Shell) -> Result<Self> {
        let import = &found.import;
        let report = import.report.clone().ok_or(Error::conflict("import.moved-on"))?;
        let told = (&report, &import.summary);
        let rows = rows::load(tx, import.id, &found.href(), query, &shell, told)?;
        Ok(Self::of(found, report, rows, shell))
    }

    /// The page with these rows.
    pub fn of(found: Found, report: Report, rows: Rows, shell: Shell) -> Self {
        let import = &found.import;
        let summary = &import.summary;
        Self {
            stages: stages(&shell, 2),
            href: found.href(),
            file_name: file_name(import, &shell),
            columns: columns(&report, &import.fields()),
            doubts: summary.doubts.iter().map(|group| Doubt::of(group, &shell)).collect(),
            in_doubt: summary.rows_in_doubt(),
            more_doubts: summary.more_doubts,
            rejects: findings(&summary.rejects, &shell),
            warnings: findings(&plain_warnings(summary), &shell),
            sheet: summary.sheet.clone(),
            other_sheets: summary.other_sheets.clone(),
            unlisted: report.rows.saturating_sub(summary.listed),
            rows,
            report,
            unit: found.unit,
            shell,
        }
    }

    /// The doubts that most rows wait for, and those that were settled.
    pub fn first_doubts(&self) -> &[Doubt] {
        &self.doubts[..self.doubts.len().min(FIRST_DOUBTS)]
    }

    /// The other doubts, which are folded.
    pub fn other_doubts(&self) -> &[Doubt] {
        &self.doubts[self.doubts.len().min(FIRST_DOUBTS)..]
    }

    /// How many stations would be written.
    pub fn writes(&self) -> u64 {
        self.report.created + self.report.updated
    }
}

fn columns(report: &Report, fields: &[(Field, String)]) -> (usize, usize) {
    let named = report.headings.iter().filter(|heading| !heading.is_empty()).count();
    let mapping = Mapping::with(&report.headings, fields).unwrap_or_default();
    let used = (0..report.headings.len()).filter(|column| mapping.field(*column).is_some()).count();
    (used, named.saturating_sub(used))
}

type Findings = std::collections::BTreeMap<String, Finding>;

/// Warnings that are not among the doubts to choose from.
fn plain_warnings(summary: &Summary) -> Findings {
    let offered = |code: &String| summary.doubts.iter().any(|group| group.codes.contains(code));
    let plain = summary.warnings.iter().filter(|(code, _)| !offered(code));
    plain.map(|(code, finding)| (code.clone(), finding.clone())).collect()
}

fn findings(findings: &Findings, shell: &Shell) -> Vec<Line> {
    let line = |(code, finding): (&String, &Finding)| Line {
        what: rows::sentences(&[code], &shell.t),
        lines: rows::lines(&finding.lines, finding.rows, &shell.t),
        rows: finding.rows,
    };
    let mut lines: Vec<Line> = findings.iter().map(line).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.rows));
    lines
}

impl Doubt {
    fn of(group: &DoubtGroup, shell: &Shell) -> Self {
        let codes: Vec<&str> = group.codes.iter().map(String::as_str).collect();
        let choice = |reading: &Reading| Choice {
            value: reading.value.clone(),
            label: readings::label(&group.field, reading, shell),
            note: readings::note(&group.field, reading, shell),
            chosen: group.chosen.as_ref() == Some(&reading.value),
        };
        let (asks, open) = readings::question(group);
        let why = if codes.is_empty() {
            shell.t.msg("importing-why-datum").to_string()
        } else {
            rows::sentences(&codes, &shell.t)
        };
        Self {
            name: choice_name(group),
            lines: rows::lines(&group.found.lines, group.found.rows, &shell.t),
            asks: shell.t.msg(asks).to_string(),
            text: group.text.clone(),
            why,
            readings: group.readings.iter().map(choice).collect(),
            is_open: group.chosen.is_none(),
            open: shell.t.msg(open).to_string(),
        }
    }
}
