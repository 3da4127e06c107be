//! How a station looks in JSON.

use std::sync::Arc;

use db::{Day, Instant, Tx};
use geo::{Datum, divisions};
use kernel::Result;
use org::{Tree, Viewer};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    catalogue::Catalogue,
    directory::{Entry, Plate},
    features::Feature,
    figures::{PublicFigures, Scores},
    hours::DaySpan,
    open::Open,
    store,
};

/// What items are shown with.
pub struct View {
    /// The tree, for the unit above.
    pub tree: Arc<Tree>,
    /// The catalogue, for the codes of services.
    pub catalogue: Arc<Catalogue>,
    /// Today, for status, unit and plates.
    pub today: Day,
    /// The moment for which the open state is told.
    pub at: Instant,
    /// The datum of locations.
    pub datum: Datum,
}

impl View {
    /// The view of now.
    pub fn now(tx: &mut Tx<'_>, datum: Datum) -> Result<Self> {
        let (tree, catalogue) = (tx.cached()?, tx.cached()?);
        Ok(Self { tree, catalogue, today: tx.today(), at: tx.now(), datum })
    }
}

/// A code and its name.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = stations::CodeName)]
pub struct CodeName {
    code: String,
    name: String,
}

/// A division.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = stations::Division)]
pub struct DivisionBody {
    /// GB/T 2260 code of six digits, of nine for a town.
    code: String,
    name: String,
    /// The names from the province down.
    #[schema(example = "广东省深圳市福田区")]
    path: String,
}

/// Coordinates and their datum.
#[derive(Clone, Debug, PartialEq, Serialize, serde::Deserialize, ToSchema)]
#[schema(as = stations::Location)]
pub struct LocationBody {
    /// Degrees east.
    pub lng: f64,
    /// Degrees north.
    pub lat: f64,
    /// `wgs84` (default), `gcj02` or `bd09`.
    #[serde(default = "wgs84")]
    pub datum: String,
}

fn wgs84() -> String {
    Datum::Wgs84.as_str().to_owned()
}

/// A plate on the door.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = stations::Plate)]
pub struct PlateBody {
    /// What it says.
    name: String,
    /// Who gave it.
    issuer: String,
    /// Its number, when it has one.
    number: Option<String>,
    /// The day it was given.
    #[schema(value_type = String, format = Date)]
    since: Day,
}

impl PlateBody {
    fn of(plate: &Plate) -> Self {
        Self {
            name: plate.name.clone(),
            issuer: plate.issuer.clone(),
            number: plate.number.clone(),
            since: plate.from,
        }
    }
}

/// Whether it is open, why we think so, and how sure we are.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = stations::Open)]
pub struct OpenBody {
    /// `open`, `closed` or `unsure`.
    state: &'static str,
    /// `declared_hours`, `no_hours`, `suspended`, `not_open_yet`, `relocating` or `withdrawn`.
    reason: &'static str,
    /// When it closes, if it is open and ever does.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Instant>,
    /// When it opens, if it is closed and that is known.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_open: Option<Instant>,
    /// How sure the state is, 0 to 1.
    confidence: f64,
    /// The moment it is told for; not part of the `ETag`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, format = DateTime)]
    as_of: Option<Instant>,
}

/// What every view of a station has.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = stations::Common)]
pub struct Common {
    /// Its number.
    #[schema(example = "440305-00121")]
    code: String,
    /// The owner's code of the shop.
    host_code: Option<String>,
    name: String,
    /// `planned`, `submitted`, `returned`, `trial`, `active`, `suspended`, `relocating` or
    /// `closed`.
    status: &'static str,
    /// The unit above it today.
    unit: Option<CodeName>,
    division: DivisionBody,
    address: Option<String>,
    location: Option<LocationBody>,
    /// Metres from `near`, great-circle; null without.
    distance_m: Option<f64>,
    /// `step_free`, `wheelchair`, `accessible_toilet`, `hearing`, `parking`, `ebike_charging`.
    features: Vec<&'static str>,
    plates: Vec<PlateBody>,
    /// Stars, 1 to 5.
    grade: Option<u8>,
    open: OpenBody,
    phone: Option<String>,
    /// For `If-Match`.
    version: i64,
}

impl Common {
    fn of(entry: &Entry, distance_m: Option<f64>, view: &View) -> Self {
        let open = Open::of(entry, view.at);
        let unit = view.tree.parent(entry.unit, view.today).map(|unit| CodeName {
            code: view.tree.code(unit).to_owned(),
            name: view.tree.name(unit).to_owned(),
        });
        Self {
            code: entry.number.to_string(),
            host_code: entry.host_code.as_deref().map(str::to_owned),
            name: entry.name.to_string(),
            status: entry.status(view.today).as_str(),
            unit,
            division: division(&entry.division),
            address: Some(&entry.address).filter(|text| !text.is_empty()).map(ToString::to_string),
            location: location(entry, view.datum),
            distance_m,
            features: entry.features.iter().map(Feature::as_str).collect(),
            plates: entry.plates_on(view.today).map(PlateBody::of).collect(),
            grade: entry.grade,
            open: OpenBody {
                state: open.state.as_str(),
                reason: open.reason,
                until: open.until,
                next_open: open.next_open,
                confidence: open.confidence,
                as_of: None,
            },
            phone: entry.phone.as_deref().map(str::to_owned),
            version: entry.version,
        }
    }

    /// Says for which moment the open state is told; what comes before that is the content.
    pub fn told_at(&mut self, at: Instant) {
        self.open.as_of = Some(at);
    }
}

fn division(code: &str) -> DivisionBody {
    DivisionBody {
        code: code.to_owned(),
        name: divisions::get(code).map_or("", |division| division.name).to_owned(),
        path: divisions::path_name(code).unwrap_or_default(),
    }
}

fn location(entry: &Entry, datum: Datum) -> Option<LocationBody> {
    let (lng, lat) = entry.position?.to_datum(datum);
    Some(LocationBody { lng, lat, datum: datum.as_str().to_owned() })
}

/// A station in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = stations::Item)]
pub struct Item {
    /// What every view has.
    #[serde(flatten)]
    pub common: Common,
    /// Codes of the services that are loaded.
    services: Vec<String>,
}

impl Item {
    /// An entry in a list.
    pub fn of(entry: &Entry, distance_m: Option<f64>, view: &View) -> Self {
        let services = view.catalogue.services_of(entry.services);
        Self {
            common: Common::of(entry, distance_m, view),
            services: services.map(|service| service.code.to_string()).collect(),
        }
    }
}

/// A service of a station.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = stations::ServiceState)]
pub struct ServiceStateBody {
    code: String,
    /// `planned`, `loaded` or `suspended`.
    state: String,
    /// Since which day it is that.
    #[schema(value_type = String, format = Date)]
    since: Day,
}

/// A stretch of declared opening time.
#[derive(ToSchema)]
#[schema(as = stations::DaySpan)]
#[expect(dead_code, reason = "describes the hours for the API document")]
pub struct DaySpanBody {
    /// 1 Monday to 7 Sunday.
    day: u8,
    /// `HH:MM`.
    from: String,
    /// `HH:MM`; at or before `from`: on the next day.
    to: String,
}

/// Something that those who come should know.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = stations::Notice)]
pub struct NoticeBody {
    text: String,
    #[schema(value_type = String, format = Date)]
    from: Day,
    #[schema(value_type = Option<String>, format = Date)]
    to: Option<Day>,
}

/// A station with everything about it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = stations::Station)]
pub struct Detail {
    /// What every view has.
    #[serde(flatten)]
    pub common: Common,
    services: Vec<ServiceStateBody>,
    /// The declared week; null when no hours are known.
    #[schema(value_type = Option<Vec<DaySpanBody>>)]
    hours: Option<Vec<DaySpan>>,
    /// The words with which the week was declared.
    hours_text: Option<String>,
    /// `self_run`, `exclusive`, `agent`, `community` or `mobile`.
    host_type: Option<&'static str>,
    notices: Vec<NoticeBody>,
    ratings: RatingsBody,
}

/// What guests think: null under five ratings, and moved at each full five or at the end of a month,
/// for the public and for those who serve there.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = stations::Ratings)]
pub struct RatingsBody {
    /// Ratings.
    rated: Option<i64>,
    /// Sum of their scores.
    score_sum: Option<i64>,
    /// Scores 3 to 5.
    satisfied: Option<i64>,
    /// Scores 1 and 2.
    dissatisfied: Option<i64>,
    /// How many gave each score, from 1 to 5.
    #[schema(value_type = Option<Vec<i64>>)]
    scores: Option<Scores>,
}

impl RatingsBody {
    fn of(scores: Scores) -> Self {
        let [one, two, three, four, five] = scores;
        let satisfied = three + four + five;
        Self {
            rated: Some(one + two + satisfied),
            score_sum: Some(one + 2 * two + 3 * three + 4 * four + 5 * five),
            satisfied: Some(satisfied),
            dissatisfied: Some(one + two),
            scores: Some(scores),
        }
    }
}

impl Detail {
    /// A station as it is now, as this viewer is shown it.
    pub fn load<F: PublicFigures>(
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        entry: &Entry,
        view: &View,
    ) -> Result<Self> {
        let services = store::life::services(tx, entry.unit)?;
        let notices = store::life::notices_on(tx, entry.unit, view.today)?;
        let station = store::stations::by_unit(tx, entry.unit)?;
        Ok(Self {
            common: Common::of(entry, None, view),
            services: services
                .into_iter()
                .map(|row| ServiceStateBody {
                    code: row.service,
                    state: row.state,
                    since: row.since,
                })
                .collect(),
            hours: entry.hours().map(crate::hours::WeeklyHours::to_entries),
            hours_text: station.and_then(|station| station.details.hours_text),
            host_type: entry.host_type.map(crate::import::host_type::HostType::as_str),
            notices: notices
                .into_iter()
                .map(|row| NoticeBody { text: row.text, from: row.from, to: row.to })
                .collect(),
            ratings: F::ratings(tx, viewer, entry.unit)?
                .map_or_else(RatingsBody::default, RatingsBody::of),
        })
    }
}
