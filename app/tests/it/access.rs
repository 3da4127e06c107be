//! The matrix of access: every route of every capability, asked by everybody there is, held
//! against the one table in [`table`]. A new route without a line of its own fails here, and the
//! failure shows the line as it was measured, to be judged by the contract before it is taken.
//!
//! What is asked for by pages goes as a form, what is asked of the API as JSON, both complete, so
//! that whoever may do something does it. Whatever a line names is made anew for each caller.

mod callers;
mod table;
mod things;

use std::collections::BTreeSet;

use testkit::Answer;
use yizhan::capabilities;

use crate::contract::{on_each_engine, text};

/// Seconds after which a door that was tried too often opens again.
const REST: i64 = 15 * 60;

/// A line of the table: a request, and what comes of it for each caller.
struct Line {
    request: &'static str,
    cells: Vec<&'static str>,
}

/// The callers by name, and the lines.
fn table() -> (Vec<&'static str>, Vec<Line>) {
    let mut lines = table::TABLE.trim().lines().map(|line| {
        let (request, cells) = line.split_once('|').unwrap();
        let cells = cells.split('|').flat_map(str::split_whitespace).collect();
        Line { request: request.trim(), cells }
    });
    let names = lines.next().unwrap().cells;
    (names, lines.collect())
}

/// Every route of every capability as `METHOD /path`.
fn routes() -> Vec<String> {
    let all = capabilities::all();
    let routes = all.iter().flat_map(|each| (each.routes)());
    routes.map(|route| format!("{} {}", route.method, route.path)).collect()
}

/// The route that answers a line: the one with the fewest parameters that fits.
fn route_of<'r>(request: &str, routes: &'r [String]) -> Option<&'r String> {
    let path = request.split('?').next().unwrap();
    let fits = |route: &&String| {
        let (asked, served) = (path.split('/'), route.split('/'));
        asked.clone().count() == served.clone().count()
            && asked.zip(served).all(|(one, other)| one == other || other.starts_with('{'))
    };
    routes.iter().filter(fits).min_by_key(|route| route.matches('{').count())
}

#[test]
fn every_route_has_a_line() {
    let (names, lines) = table();
    let routes = routes();
    let described: BTreeSet<&String> = lines
        .iter()
        .map(|line| {
            assert_eq!(line.cells.len(), names.len(), "{}: a cell for each caller", line.request);
            let route = route_of(line.request, &routes);
            route.unwrap_or_else(|| panic!("{}: there is no such route", line.request))
        })
        .collect();
    let missing: Vec<&String> = routes.iter().filter(|it| !described.contains(it)).collect();
    assert!(missing.is_empty(), "routes without a line in the table of access: {missing:#?}");
}

#[test]
fn everybody_gets_where_the_table_says() {
    on_each_engine(|contract| {
        let (names, lines) = table();
        let callers = callers::all(contract);
        assert_eq!(names, callers.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        let kept = things::Kept::new(contract);
        let mut wrong = Vec::new();
        for Line { request, cells } in lines {
            if ["POST /sign-in", "POST /account/"].iter().any(|door| request.starts_with(door)) {
                // Secrets are tried here, so the doors rest; each line finds them rested.
                contract.pass(REST);
            }
            let came: Vec<String> = callers
                .iter()
                .map(|(_, caller)| came_of(&kept.asked(contract, caller, request), request))
                .collect();
            if came != cells {
                let at =
                    cells.iter().zip(&came).zip(&names).filter(|((cell, came), _)| cell != came);
                let at: Vec<&str> = at.map(|(_, name)| *name).collect();
                wrong.push(format!("{request} | {}   for {}", came.join(" "), at.join(", ")));
            }
        }
        assert!(wrong.is_empty(), "what came of it differs:\n{}", wrong.join("\n"));
    });
}

/// The status; `ask` for somebody who is led to the door; of a record `yes` when it is taken and
/// `no` when its station is unknown.
fn came_of(answer: &Answer, request: &str) -> String {
    match answer.status() {
        303 if answer.header("location").starts_with("/sign-in") => "ask".to_owned(),
        200 if request == "POST /api/v1/visits" => {
            let result = answer.json()["results"][0].clone();
            match result["code"].as_str() {
                None => "yes".to_owned(),
                Some("visits.unknown-station") => "no".to_owned(),
                Some(_) => text(&result["code"]),
            }
        }
        status => status.to_string(),
    }
}

/// What stands behind the requests of the table.
pub(crate) fn is_stream(request: &str) -> bool {
    request.split('?').next().is_some_and(|path| path.ends_with("/stream"))
}

#[test]
fn a_line_is_answered_by_the_narrowest_route() {
    let routes = ["GET /a/{id}", "GET /a/new", "GET /a/{id}/b"].map(str::to_owned);
    let found = |request| route_of(request, &routes).map(String::as_str);
    assert_eq!(found("GET /a/new?x=1"), Some("GET /a/new"));
    assert_eq!(found("GET /a/{thing}"), Some("GET /a/{id}"));
    assert_eq!(found("GET /a/7/b"), Some("GET /a/{id}/b"));
    assert_eq!(found("POST /a/new"), None);
}
