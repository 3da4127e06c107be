//! `/console/units/{code}/stations`: the stations below a unit, for those who look after them.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use db::Tx;
use geo::divisions;
use kernel::{App, Error, Result};
use org::{Tree, UnitId, Viewer, Who};
use serde::Deserialize;
use web::{Ctx, Shell, percent_encoded};

use super::open_words::OpenWords;
use crate::{
    directory::{Directory, Entry, Filter},
    life::Status,
    scope,
};

/// Stations of a page.
const PAGE: usize = 50;

/// What the list is narrowed by.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// Part of name, address or number.
    q: String,
    /// A status; all of them unless given.
    status: String,
    /// The last number of the page before.
    after: String,
}

/// A unit, as pages name it.
#[derive(Clone, Debug)]
pub struct UnitName {
    /// Its code.
    pub code: String,
    /// What people call it.
    pub name: String,
}

impl UnitName {
    /// Of a node of the tree.
    pub fn of(tree: &Tree, unit: UnitId) -> Self {
        Self { code: tree.code(unit).to_owned(), name: tree.name(unit).to_owned() }
    }
}

/// A line of the list.
#[derive(Clone, Debug)]
pub struct Line {
    number: String,
    name: String,
    county: String,
    address: String,
    status: String,
    tone: &'static str,
    open: OpenWords,
    services: u32,
    grade: String,
}

/// A status to choose.
#[derive(Clone, Debug)]
pub struct StatusChoice {
    value: &'static str,
    label: String,
    chosen: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "console-stations.html")]
pub struct StationsPage {
    shell: Shell,
    unit: UnitName,
    above: Vec<UnitName>,
    query: ListQuery,
    statuses: Vec<StatusChoice>,
    lines: Vec<Line>,
    next: Option<String>,
}

/// `GET /console/stations`: leads to the stations of one's own unit.
pub async fn home(app: State<App>, who: Who) -> Result<Response> {
    let viewer = who.viewer();
    let first = move |tx: &mut Tx<'_>| {
        let tree = tx.cached::<Tree>()?;
        let unit = viewer.units_of(&tree, &scope::EDITORS).first().copied();
        let unit = unit.ok_or(Error::Forbidden("access.not-granted"))?;
        Ok::<_, Error>(tree.code(unit).to_owned())
    };
    let code = app.db.read(first).await?;
    Ok(web::see_other(&format!("/console/units/{code}/stations")))
}

/// `GET /console/units/{code}/stations`
pub async fn list(
    app: State<App>,
    (ctx, who): (Ctx, Who),
    Path(code): Path<String>,
    query: web::Query<ListQuery>,
) -> Result<Response> {
    let (shell, viewer, query) = (ctx.shell(), who.viewer(), query.0);
    let load = move |tx: &mut Tx<'_>| StationsPage::load(tx, &viewer, &code, query, shell);
    web::page(StatusCode::OK, &app.db.read(load).await?)
}

impl StationsPage {
    fn load(
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        code: &str,
        query: ListQuery,
        shell: Shell,
    ) -> Result<Self> {
        let unit = scope::editable_unit(tx, viewer, code)?;
        let (tree, today) = (tx.cached::<Tree>()?, tx.today());
        let directory = tx.cached::<Directory>()?;
        let chosen = Status::parse(&query.status);
        let part = Some(query.q.trim().to_ascii_lowercase()).filter(|part| !part.is_empty());
        let statuses = chosen.map_or_else(|| Status::ALL.to_vec(), |status| vec![status]);
        let mut filter = Filter { part, statuses, ..Filter::public(tx.now()) };
        let within = |entry: &Entry| tree.is_within(entry.unit, unit, today);
        let found = directory.entries_after(&query.after);
        let mut found: Vec<_> =
            found.filter(|entry| filter.passes(entry) && within(entry)).take(PAGE + 1).collect();
        let more = found.len() > PAGE;
        found.truncate(PAGE);
        let next = found.last().filter(|_| more).map(|entry| next(code, &query, &entry.number));
        let above = tree.chain(unit, today).skip(1).collect::<Vec<_>>();
        let seen = |above: &&UnitId| viewer.holds(&tree, &scope::EDITORS, **above);
        Ok(Self {
            unit: UnitName::of(&tree, unit),
            above: above.iter().rev().filter(seen).map(|u| UnitName::of(&tree, *u)).collect(),
            statuses: status_choices(&shell, chosen),
            lines: found.iter().map(|entry| Line::of(entry, &shell)).collect(),
            next,
            query,
            shell,
        })
    }

    /// A page of these stations, for samples.
    pub fn sample(shell: Shell, entries: &[Entry]) -> Self {
        let name = |code: &str, name: &str| UnitName { code: code.into(), name: name.into() };
        Self {
            unit: name("440304", "福田区"),
            above: vec![name("440300", "深圳市")],
            statuses: status_choices(&shell, None),
            lines: entries.iter().map(|entry| Line::of(entry, &shell)).collect(),
            next: (!entries.is_empty()).then(|| "/console/units/440304/stations?after=x".into()),
            query: ListQuery::default(),
            shell,
        }
    }
}

fn next(code: &str, query: &ListQuery, last: &str) -> String {
    let (q, status) = (percent_encoded(&query.q), percent_encoded(&query.status));
    format!("/console/units/{code}/stations?q={q}&status={status}&after={last}")
}

fn status_choices(shell: &Shell, chosen: Option<Status>) -> Vec<StatusChoice> {
    let choice = |status: Status| StatusChoice {
        value: status.as_str(),
        label: shell.t.msg(status.label()).to_string(),
        chosen: Some(status) == chosen,
    };
    Status::ALL.into_iter().map(choice).collect()
}

impl Line {
    fn of(entry: &Entry, shell: &Shell) -> Self {
        let status = entry.status(shell.today());
        let county = divisions::county_level(&entry.division);
        Self {
            number: entry.number.to_string(),
            name: entry.name.to_string(),
            county: county.map_or("", |county| county.name).to_owned(),
            address: entry.address.to_string(),
            status: shell.t.msg(status.label()).to_string(),
            tone: match status {
                Status::Active | Status::Trial => "ok",
                Status::Suspended | Status::Relocating => "warn",
                _ => "",
            },
            open: OpenWords::of(entry, shell.now, &shell.t),
            services: entry.services.count_ones(),
            grade: entry.grade.map_or_else(|| "–".to_owned(), |grade| grade.to_string()),
        }
    }
}
