//! One station in the list.

use db::Instant;
use i18n::T;

use crate::{
    catalogue::{Catalogue, Service},
    directory::Entry,
    pages::{links, open_words::OpenWords, picture::Drawn},
};

/// Beyond so many metres nobody walks.
const WALKABLE_M: i64 = 5_000;
/// Services named beside those that were asked for.
const MORE_SERVICES: usize = 3;

/// A service of a row: asked for and there, asked for and lacking, or one more.
#[derive(Clone, Debug)]
pub struct Has {
    /// `match`, `lack` or empty.
    pub class: &'static str,
    /// Its symbol.
    pub icon: String,
    /// Its word.
    pub label: String,
}

/// A station in the list.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its number in the list.
    pub no: usize,
    /// Its page.
    pub href: String,
    /// What people call it.
    pub name: String,
    /// How far, in words; empty when nobody knows from where.
    pub far: String,
    /// Minutes on foot, when that is a walk.
    pub minutes: Option<i64>,
    /// Whether it is open.
    pub open: OpenWords,
    /// Services.
    pub has: Vec<Has>,
    /// Its address.
    pub address: String,
    /// The way in a map.
    pub way: Option<String>,
    /// The phone as a link.
    pub phone: Option<String>,
    lacking: bool,
    position: Option<geo::Position>,
}

/// What rows are shown with.
pub struct RowView<'v> {
    /// For names of services.
    pub catalogue: &'v Catalogue,
    /// What was asked for.
    pub needed: &'v [&'v Service],
    /// The messages.
    pub t: &'v T,
    /// The moment.
    pub now: Instant,
}

impl Row {
    /// The row of a station at a distance in metres.
    pub fn of(
        no: usize,
        entry: &Entry,
        distance: Option<f64>,
        lacking: bool,
        view: &RowView<'_>,
    ) -> Self {
        // Distances on Earth fit a whole number of metres.
        #[expect(clippy::cast_possible_truncation, reason = "at most 20,100,000 metres")]
        let metres = distance.map(|metres| metres.round() as i64);
        let walk = metres.filter(|metres| *metres <= WALKABLE_M);
        Self {
            no,
            href: format!("/stations/{}", entry.number),
            name: entry.name.to_string(),
            far: metres.map(|metres| view.t.distance(metres)).unwrap_or_default(),
            minutes: walk.map(|metres| view.t.walking_minutes(metres)),
            open: OpenWords::of(entry, view.now, view.t),
            has: has(entry, view),
            address: entry.address.to_string(),
            way: links::amap(entry),
            phone: links::phone(entry),
            lacking,
            position: entry.position,
        }
    }

    /// What the picture draws of it.
    pub fn drawn(&self) -> Option<Drawn> {
        self.position.map(|position| (self.no, position, self.open.state))
    }

    /// Whether nothing that was asked for is lacking.
    pub fn is_whole(&self) -> bool {
        !self.lacking
    }
}

fn has(entry: &Entry, view: &RowView<'_>) -> Vec<Has> {
    let lang = view.t.lang();
    let is_needed = |service: &Service| view.needed.iter().any(|need| need.code == service.code);
    let asked = view.needed.iter().map(|service| {
        let label = service.short_name(lang);
        if entry.services & service.mask() == 0 {
            let label = view.t.msg("stations-lacks").arg("service", label).to_string();
            Has { class: "lack", icon: "i-cross".to_owned(), label }
        } else {
            Has { class: "match", icon: "i-check".to_owned(), label: label.to_owned() }
        }
    });
    let others = view.catalogue.services_of(entry.services).filter(|service| !is_needed(service));
    let more = others.take(MORE_SERVICES).map(|service| Has {
        class: "",
        icon: service.icon(),
        label: service.short_name(lang).to_owned(),
    });
    asked.chain(more).collect()
}
