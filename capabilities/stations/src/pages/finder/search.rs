//! From what somebody typed to the rows of the page.

use std::sync::Arc;

use db::Tx;
use geo::{Datum, Division, Position, divisions};
use kernel::Result;
use org::Viewer;
use web::Shell;

use super::{
    FinderQuery,
    row::{Row, RowView},
};
use crate::{
    catalogue::{Catalogue, Service},
    directory::{Directory, Entry, Filter},
    finder,
    number::StationNumber,
    open::{Open, State},
    scope,
};

/// Stations of one page, and of 长辈版.
const PAGE: usize = 10;
const ELDER_PAGE: usize = 3;
/// Stations that lack one thing.
const ALMOST: usize = 3;
/// Places that are offered when words mean several.
const OTHERS: usize = 5;
/// In the address: look for names, although a place was found.
const NAMES: &str = "names";

/// What became of a search.
pub enum Outcome {
    /// The words were the number of this station.
    Station(String),
    /// Rows, or none.
    Found(Box<Found>),
}

/// Rows, and how they came about.
#[derive(Default)]
pub struct Found {
    /// Whence distances are measured.
    pub from: Option<Position>,
    /// The same in words.
    pub around: String,
    /// Whether anything was looked for.
    pub asked: bool,
    /// Whether the words were understood.
    pub understood: bool,
    /// Stations with all that was asked for.
    pub matches: Vec<Row>,
    /// Stations that lack one thing.
    pub almost: Vec<Row>,
    /// Other places that the words may mean.
    pub others: Vec<&'static Division>,
    /// Cursor of the next page.
    pub after: Option<String>,
    /// Whether there are stations with the words in their names, too.
    pub by_name: bool,
}

/// Looks for stations.
pub fn search(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    query: &FinderQuery,
    needed: &[&Service],
    shell: &Shell,
) -> Result<Outcome> {
    let directory = tx.cached::<Directory>()?;
    let words = query.q.trim();
    if let Ok(number) = StationNumber::parse(words)
        && scope::visible(tx, &directory, viewer, number.as_str()).is_ok()
    {
        return Ok(Outcome::Station(number.to_string()));
    }
    let catalogue = tx.cached::<Catalogue>()?;
    let view = RowView { catalogue: &catalogue, needed, t: &shell.t, now: tx.now() };
    let looking = Looking { directory: &directory, query, view, elder: shell.elder };
    let found = match looking.place(words, shell) {
        Where::Nowhere => Found { understood: true, ..Found::default() },
        Where::Words => looking.by_name(words),
        Where::At(position, around, others) => {
            let by_name = !words.is_empty() && looking.named(words).next().is_some();
            Found { around, others, by_name, ..looking.near(position) }
        }
    };
    Ok(Outcome::Found(Box::new(found)))
}

enum Where {
    /// Nothing was said.
    Nowhere,
    /// No place is called that: a station may be.
    Words,
    /// A position, its words, and other places that the words may mean.
    At(Position, String, Vec<&'static Division>),
}

struct Looking<'a> {
    directory: &'a Directory,
    query: &'a FinderQuery,
    view: RowView<'a>,
    elder: bool,
}

impl<'a> Looking<'a> {
    fn place(&self, words: &str, shell: &Shell) -> Where {
        if words.is_empty() {
            if let Some(division) = divisions::get(&self.query.division)
                && let Some(position) = division.position
            {
                return Where::At(position, around(division, shell), Vec::new());
            }
            let here = finder::position(&self.query.near, Datum::Wgs84);
            return here.map_or(Where::Nowhere, |position| {
                Where::At(position, shell.t.msg("stations-around-me").to_string(), Vec::new())
            });
        }
        if self.query.after == NAMES {
            return Where::Words;
        }
        let mut places = geo::find_place(words).into_iter().filter(|d| d.position.is_some());
        match places.next().and_then(|first| Some((first, first.position?))) {
            None => Where::Words,
            Some((first, position)) => {
                Where::At(position, around(first, shell), places.take(OTHERS).collect())
            }
        }
    }

    fn limit(&self) -> usize {
        if self.elder { ELDER_PAGE } else { PAGE }
    }

    fn services(&self) -> u64 {
        self.view.needed.iter().fold(0, |all, service| all | service.mask())
    }

    fn filter(&self) -> Filter {
        let open_at = (self.query.open == "now").then_some(self.view.now);
        Filter { services: self.services(), open_at, ..Filter::public(self.view.now) }
    }

    fn near(&self, from: Position) -> Found {
        let limit = self.limit();
        let last: Option<(u64, i64)> = web::cursor::decode(&self.query.after).ok();
        let is_after = |entry: &Entry| {
            last.is_none_or(|(bits, unit)| {
                let distance = entry.position.map_or(f64::INFINITY, |at| from.distance_m(at));
                let end = f64::from_bits(bits);
                distance > end || (distance.total_cmp(&end).is_eq() && entry.unit.0 > unit)
            })
        };
        let mut filter = self.filter();
        let services = filter.services;
        let passes = |entry: &Entry| filter.passes(entry) && is_after(entry);
        let mut nearest = self.directory.nearest(from, limit + 1, None, services, passes);
        let more = nearest.len() > limit;
        nearest.truncate(limit);
        let end = nearest.last().filter(|_| more);
        let after = end.map(|(entry, far)| web::cursor::encode(&(far.to_bits(), entry.unit.0)));
        let almost = if last.is_none() { self.almost(from) } else { Vec::new() };
        let mut no = self.query.before;
        let mut row = |(entry, distance): &(Arc<Entry>, f64), lacking| {
            no += 1;
            Row::of(no, entry, Some(*distance), lacking, &self.view)
        };
        Found {
            from: Some(from),
            asked: true,
            understood: true,
            matches: nearest.iter().map(|found| row(found, false)).collect(),
            almost: almost.iter().map(|found| row(found, true)).collect(),
            after,
            ..Found::default()
        }
    }

    /// Stations that lack just one of what was asked for.
    fn almost(&self, from: Position) -> Vec<(Arc<Entry>, f64)> {
        let (services, open) = (self.services(), self.query.open == "now");
        if services == 0 && !open {
            return Vec::new();
        }
        let mut public = Filter::public(self.view.now);
        let now = self.view.now;
        self.directory.nearest(from, ALMOST, None, 0, |entry| {
            let lacks = (services & !entry.services).count_ones();
            let shut = open && Open::of(entry, now).state != State::Open;
            lacks + u32::from(shut) == 1 && public.passes(entry)
        })
    }

    fn named(&self, words: &str) -> impl Iterator<Item = &'a Arc<Entry>> + use<'a> {
        let part = Some(words.to_ascii_lowercase());
        let mut filter = Filter { part, ..self.filter() };
        self.directory.entries_after("").filter(move |entry| filter.passes(entry))
    }

    fn by_name(&self, words: &str) -> Found {
        let rows: Vec<Row> = (1..)
            .zip(self.named(words).take(PAGE))
            .map(|(no, entry)| Row::of(no, entry, None, false, &self.view))
            .collect();
        Found { asked: true, understood: !rows.is_empty(), matches: rows, ..Found::default() }
    }
}

fn around(division: &Division, shell: &Shell) -> String {
    let path = divisions::path_name(division.code).unwrap_or_default();
    shell.t.msg("stations-around").arg("place", path).to_string()
}
