//! `/`: the stations near somebody, for everybody.
//!
//! Works without script: a place name, a station's name or its number is typed; with script the
//! browser's position may stand instead.

mod row;
mod search;

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use db::Tx;
use geo::{Division, Level, divisions};
use kernel::{App, Result};
use org::{Viewer, Who};
use serde::Deserialize;
use web::{Ctx, Shell, percent_encoded};

use super::picture::Picture;
use crate::catalogue::{Catalogue, Service};

pub use row::{Row, RowView};
use search::Outcome;

/// The needs that are offered as chips.
const NEEDS: [&str; 6] = ["A02", "A03", "B06", "B01", "B04", "A05"];

/// What somebody looks for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct FinderQuery {
    /// Place name, station name or number.
    #[serde(default)]
    pub q: String,
    /// `LNG,LAT` of the browser.
    #[serde(default)]
    pub near: String,
    /// Code of the division that was chosen of several.
    #[serde(default)]
    pub division: String,
    /// Codes of the services that are needed.
    #[serde(default)]
    pub services: String,
    /// `now`: open now.
    #[serde(default)]
    pub open: String,
    /// Where the last page ended.
    #[serde(default)]
    pub after: String,
    /// How many stations stood before this page.
    #[serde(default)]
    pub before: usize,
}

impl FinderQuery {
    /// The address of this search, with what is given instead.
    fn href(&self, place: &str, rest: &str) -> String {
        let mut href = format!("/?{place}");
        for (name, value) in [("services", &self.services), ("open", &self.open)] {
            if !value.is_empty() {
                href.extend(["&", name, "=", &percent_encoded(value)]);
            }
        }
        href.push_str(rest);
        href
    }

    fn place(&self) -> String {
        if !self.q.is_empty() {
            format!("q={}", percent_encoded(&self.q))
        } else if self.division.is_empty() {
            format!("near={}", percent_encoded(&self.near))
        } else {
            format!("division={}", percent_encoded(&self.division))
        }
    }
}

/// A chip: something that is needed.
#[derive(Clone, Debug)]
pub struct Chip {
    name: &'static str,
    value: String,
    icon: String,
    label: String,
    on: bool,
}

/// A link to a place.
#[derive(Clone, Debug)]
pub struct PlaceLink {
    label: String,
    href: String,
}

/// The page.
#[derive(Template)]
#[template(path = "finder.html")]
pub struct FinderPage {
    shell: Shell,
    query: FinderQuery,
    chips: Vec<Chip>,
    /// Whence distances are measured, in words; empty when nowhere.
    around: String,
    /// Everything that was asked for.
    matches: Vec<Row>,
    /// All but one thing.
    almost: Vec<Row>,
    /// Whether anything was looked for.
    asked: bool,
    /// Whether a place or station was found for the words.
    understood: bool,
    /// Other places that the words may mean.
    others: Vec<PlaceLink>,
    /// Provinces, when nothing was asked yet.
    provinces: Vec<PlaceLink>,
    /// More of them, farther away.
    farther: Option<String>,
    /// Stations with the words in their names, when a place was found too.
    by_name: Option<String>,
    picture: Option<Picture>,
}

/// `GET /`
pub async fn show(
    app: State<App>,
    ctx: Ctx,
    who: Who,
    query: web::Query<FinderQuery>,
) -> Result<Response> {
    let (shell, viewer) = (ctx.shell(), who.viewer());
    let query = query.0;
    let load = move |tx: &mut Tx<'_>| Load { viewer: &viewer, shell, query }.page(tx);
    match app.db.read(load).await? {
        Loaded::Page(page) => web::page(StatusCode::OK, page.as_ref()),
        Loaded::Station(number) => Ok(web::see_other(&format!("/stations/{number}"))),
    }
}

enum Loaded {
    Page(Box<FinderPage>),
    /// The words were the number of a station.
    Station(String),
}

struct Load<'v> {
    viewer: &'v Viewer,
    shell: Shell,
    query: FinderQuery,
}

impl Load<'_> {
    fn page(self, tx: &mut Tx<'_>) -> Result<Loaded> {
        let Self { viewer, shell, query } = self;
        let catalogue = tx.cached::<Catalogue>()?;
        let needed: Vec<&Service> =
            query.services.split(',').filter_map(|code| catalogue.service(code)).collect();
        let found = match search::search(tx, viewer, &query, &needed, &shell)? {
            Outcome::Station(number) => return Ok(Loaded::Station(number)),
            Outcome::Found(found) => found,
        };
        let drawn: Vec<_> =
            found.matches.iter().chain(&found.almost).filter_map(Row::drawn).collect();
        let words = |metres: i64| shell.t.distance(metres);
        let picture = found.from.and_then(|from| Picture::of(from, &drawn, words));
        let place = query.place();
        Ok(Loaded::Page(Box::new(FinderPage {
            chips: chips(&catalogue, &query, &needed, &shell),
            around: found.around,
            asked: found.asked,
            understood: found.understood,
            others: found.others.into_iter().map(|d| place_link(&query, d)).collect(),
            provinces: if found.asked { Vec::new() } else { provinces(&query) },
            farther: found.after.map(|after| {
                let before = query.before + found.matches.len();
                query.href(&place, &format!("&after={after}&before={before}"))
            }),
            by_name: found.by_name.then(|| query.href(&place, "&after=names")),
            matches: found.matches,
            almost: found.almost,
            picture,
            query,
            shell,
        })))
    }
}

fn chips(
    catalogue: &Catalogue,
    query: &FinderQuery,
    needed: &[&Service],
    shell: &Shell,
) -> Vec<Chip> {
    let open = Chip {
        name: "open",
        value: "now".to_owned(),
        icon: "i-open".to_owned(),
        label: shell.t.msg("stations-need-open").to_string(),
        on: query.open == "now",
    };
    let offered = NEEDS.iter().filter_map(|code| catalogue.service(code));
    let more = needed.iter().copied().filter(|service| !NEEDS.contains(&&*service.code));
    let chip = |service: &Service| Chip {
        name: "services",
        value: service.code.to_string(),
        icon: service.icon(),
        label: service.short_name(shell.lang).to_owned(),
        on: needed.iter().any(|needed| needed.code == service.code),
    };
    std::iter::once(open).chain(offered.chain(more).map(chip)).collect()
}

fn place_link(query: &FinderQuery, division: &Division) -> PlaceLink {
    PlaceLink {
        label: divisions::path_name(division.code).unwrap_or_default(),
        href: query.href(&format!("division={}", division.code), ""),
    }
}

fn provinces(query: &FinderQuery) -> Vec<PlaceLink> {
    let link = |division: &Division| PlaceLink {
        label: division.short_name.to_owned(),
        href: query.href(&format!("division={}", division.code), ""),
    };
    divisions::all_at(Level::Province).map(link).collect()
}

impl FinderPage {
    /// A page of these rows, for samples.
    pub fn sample(shell: Shell, catalogue: &Catalogue, rows: Vec<Row>, asked: bool) -> Self {
        let query = FinderQuery {
            services: if asked { "A02,A03".to_owned() } else { String::new() },
            near: if asked { "114.05,22.54".to_owned() } else { String::new() },
            ..FinderQuery::default()
        };
        let needed: Vec<&Service> =
            query.services.split(',').filter_map(|code| catalogue.service(code)).collect();
        let drawn: Vec<_> = rows.iter().filter_map(Row::drawn).collect();
        let from = geo::Position::new(114.05, 22.54).ok();
        let words = |metres: i64| shell.t.distance(metres);
        let (matches, almost) = rows.into_iter().partition(Row::is_whole);
        Self {
            chips: chips(catalogue, &query, &needed, &shell),
            around: if asked {
                shell.t.msg("stations-around-me").to_string()
            } else {
                String::new()
            },
            picture: from.and_then(|from| Picture::of(from, &drawn, words)),
            matches,
            almost,
            asked,
            understood: true,
            others: Vec::new(),
            provinces: if asked { Vec::new() } else { provinces(&query) },
            farther: asked.then(|| "/?near=114.05,22.54&after=x".to_owned()),
            by_name: None,
            query,
            shell,
        }
    }
}
