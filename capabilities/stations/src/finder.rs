//! Finding stations: by distance, exactly, or in the order of numbers, under every filter.

use std::sync::Arc;

use db::{Instant, Tx};
use geo::{Datum, Position, divisions};
use kernel::{Error, Result};
use org::{Tree, Viewer};

use crate::{
    catalogue::Catalogue,
    directory::{Directory, Entry, Filter, Within},
    features::{Feature, Features},
    life::Status,
    scope,
};

/// Characters of the longest part of a name that is searched for.
const PART_CHARS: usize = 100;

/// What somebody looks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// Whence distances are measured; without it the order is that of numbers.
    pub near: Option<Position>,
    /// No farther than so many metres.
    pub radius_m: Option<f64>,
    /// Codes of services, all of which must be loaded.
    pub services: Vec<String>,
    /// Words of features, all of which it must have.
    pub features: Vec<String>,
    /// The moment at which it must be open.
    pub open_at: Option<Instant>,
    /// Code of the division it must lie in.
    pub division: Option<String>,
    /// Part of its name, address or number.
    pub part: Option<String>,
    /// Words of statuses, one of which it must have.
    pub statuses: Vec<String>,
    /// How many.
    pub limit: usize,
    /// Where the last page ended.
    pub after: Option<Place>,
}

/// Where a page ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// In the order of distance: the distance and the unit of the last one.
    Distance(f64, i64),
    /// In the order of numbers: the last number.
    Number(String),
}

/// A station that was found, and how far it is in metres.
pub type Found = (Arc<Entry>, Option<f64>);

/// Finds stations for a viewer. Tells whether there are more.
pub fn find(tx: &mut Tx<'_>, viewer: &Viewer, search: &Search) -> Result<(Vec<Found>, bool)> {
    let directory = tx.cached::<Directory>()?;
    let mut filter = filter(tx, viewer, search)?;
    let tree = tx.cached::<Tree>()?;
    let today = tx.today();
    let in_sight =
        |entry: &Entry| entry.status(today).is_public() || scope::reads(viewer, &tree, entry.unit);
    let wanted = search.limit + 1;
    let mut found: Vec<Found> = if let Some(from) = search.near {
        let services = filter.services;
        let passes = |entry: &Entry| {
            filter.passes(entry) && in_sight(entry) && is_after(search, from, entry)
        };
        let nearest = directory.nearest(from, wanted, search.radius_m, services, passes);
        nearest.into_iter().map(|(entry, distance)| (entry, Some(distance))).collect()
    } else {
        let last = match &search.after {
            Some(Place::Number(number)) => number.as_str(),
            _ => "",
        };
        directory
            .entries_after(last)
            .filter(|entry| filter.passes(entry) && in_sight(entry))
            .take(wanted)
            .map(|entry| (Arc::clone(entry), None))
            .collect()
    };
    let more = found.len() > search.limit;
    found.truncate(search.limit);
    Ok((found, more))
}

/// Whether a station comes after the last page's end, by distance and then by unit.
fn is_after(search: &Search, from: Position, entry: &Entry) -> bool {
    let Some(Place::Distance(last, unit)) = search.after else { return true };
    let distance = entry.position.map_or(f64::INFINITY, |at| from.distance_m(at));
    distance > last || (distance.total_cmp(&last).is_eq() && entry.unit.0 > unit)
}

fn filter(tx: &mut Tx<'_>, viewer: &Viewer, search: &Search) -> Result<Filter> {
    let catalogue = tx.cached::<Catalogue>()?;
    let mut filter = Filter::public(tx.now());
    for code in &search.services {
        let service = catalogue.service(code);
        let service = service.ok_or_else(|| Error::field("services", "stations.service"))?;
        filter.services |= service.mask();
    }
    let feature = |word: &String| {
        Feature::parse(word).ok_or_else(|| Error::field("features", "stations.feature"))
    };
    let features: Vec<Feature> = search.features.iter().map(feature).collect::<Result<_>>()?;
    filter.features = Features::of(features);
    filter.open_at = search.open_at;
    if let Some(code) = &search.division {
        let division = divisions::get(code);
        let division = division.ok_or_else(|| Error::field("division", "stations.division"))?;
        // Every division lies in the country, so nothing needs to be asked.
        let whole = division.code == divisions::COUNTRY;
        filter.division = (!whole).then(|| Within::new(division.code));
    }
    if let Some(part) = &search.part {
        if part.chars().count() > PART_CHARS {
            return Err(Error::field("q", "stations.too-long"));
        }
        filter.part = Some(part.trim().to_ascii_lowercase());
    }
    if !search.statuses.is_empty() {
        filter.statuses = statuses(viewer, &search.statuses)?;
    }
    if search.radius_m.is_some() && search.near.is_none() {
        return Err(Error::field("radius", "stations.radius"));
    }
    Ok(filter)
}

/// More than the public may see needs a grant; which stations, is asked for each.
fn statuses(viewer: &Viewer, words: &[String]) -> Result<Vec<Status>> {
    let status = |word: &String| {
        Status::parse(word).ok_or_else(|| Error::field("status", "stations.status"))
    };
    let statuses: Vec<Status> = words.iter().map(status).collect::<Result<_>>()?;
    if statuses.iter().all(|status| status.is_public()) {
        return Ok(statuses);
    }
    if !viewer.is_known() {
        return Err(Error::SignInFirst);
    }
    let reads = scope::READERS.iter().any(|role| viewer.has_role(*role));
    if reads { Ok(statuses) } else { Err(Error::Forbidden("access.not-granted")) }
}

/// Reads `LNG,LAT` in a datum.
pub fn position(text: &str, datum: Datum) -> Option<Position> {
    let (lng, lat) = text.split_once(',')?;
    let number = |text: &str| text.trim().parse::<f64>().ok();
    Position::from_datum(datum, number(lng)?, number(lat)?).ok()
}
