//! What a row is: a station that is known, and how, or a new one; and what is done about it
//! (public contract, "Import identity").

mod warnings;

use std::{collections::HashMap, sync::Arc};

use db::{Day, Tx};
use geo::{Datum, Position, divisions};
use kernel::{Error, Result};
use org::{Tree, UnitId};

use self::warnings::{alike_warning, datum_warning};
use super::{
    alike::Neighbours,
    earlier::Earlier,
    headings::Field,
    known::Known,
    prepare::{Prepared, Warning},
    report::{Done, Outcome, Wrote},
};
use crate::{
    catalogue::Catalogue,
    number::StationNumber,
    station::{self, Change, Details, NewStation, Place, Station},
    store,
};

/// Refusal of a row that lies outside of the caller's units.
const OUT_OF_SCOPE: &str = "import.out-of-scope";

/// Coordinates of one place in two datums lie farther apart than this, and in one nearer.
const SHIFTED_M: f64 = 150.0;
const SAME_M: f64 = 50.0;

/// What rows are settled against, from the first to the last.
pub struct Book {
    /// Units below which rows are taken; `None`: everywhere.
    pub scope: Option<Vec<UnitId>>,
    /// The day of the import: scope is a matter of today's tree.
    pub today: Day,
    /// The tree at the beginning.
    pub tree: Arc<Tree>,
    /// The catalogue at the beginning.
    pub catalogue: Arc<Catalogue>,
    /// Headings of the list, for the source text of stations.
    pub headings: Vec<String>,
    /// Who imports.
    pub by: Option<i64>,
    /// What would be written by a dry run; none when rows are written.
    pub known: Known,
    /// Stations that a new one may be, written differently.
    pub neighbours: Neighbours,
    /// The unit of each county-level division that came up.
    pub parents: HashMap<&'static str, Option<UnitId>>,
}

/// How a station is known.
enum Identity {
    /// By its own number or the owner's shop code: the row tells its details.
    Own(Station),
    /// By division, name and address alone.
    Place(Station),
    Unknown,
}

impl Book {
    /// Settles a row. `change` is begun with the first row that changes something.
    pub fn settle(
        &mut self,
        tx: &mut Tx<'_>,
        change: &mut Option<Change>,
        mut row: Prepared,
    ) -> Result<Done> {
        let Settled { outcome, number, wrote } = match (row.rejected, row.division) {
            (Some(code), _) => Settled::as_is(Outcome::Rejected(code), None),
            (None, None) => Settled::as_is(Outcome::Rejected("division.unknown"), None),
            (None, Some(division)) => self.place(tx, change, &mut row, division.code)?,
        };
        Ok(Done { row, outcome, number, wrote })
    }

    fn place(
        &mut self,
        tx: &mut Tx<'_>,
        change: &mut Option<Change>,
        row: &mut Prepared,
        division: &'static str,
    ) -> Result<Settled> {
        let said = self.said(row, division);
        let county = said.details.county()?;
        let Some(parent) = self.parent(tx, county)? else {
            return Ok(Settled::as_is(Outcome::Rejected("stations.division-without-unit"), None));
        };
        let identity = self.identify(tx, row, &said, county)?;
        let (Identity::Own(station) | Identity::Place(station)) = &identity else {
            if !self.is_in_scope(parent) {
                return Ok(Settled::as_is(Outcome::Rejected(OUT_OF_SCOPE), None));
            }
            return self.create(tx, change, row, said, parent);
        };
        // A station made by this list is not in the tree yet, but stands below its county's unit.
        let at = self.tree.node(station.unit).map_or(parent, |node| node.id);
        if !self.is_in_scope(at) {
            return Ok(Settled::as_is(Outcome::Rejected(OUT_OF_SCOPE), None));
        }
        let number = Some(station.number.clone());
        let (mut details, services) = self.merged(tx, row, station, &said)?;
        if matches!(identity, Identity::Place(_)) {
            // Known by them, however they are written.
            details.name.clone_from(&station.details.name);
            details.address.clone_from(&station.details.address);
        }
        if details == station.details && services == station.services {
            return Ok(Settled::as_is(Outcome::Unchanged, number));
        }
        let Identity::Own(station) = identity else {
            return Ok(Settled::as_is(Outcome::Duplicate, number));
        };
        let wrote = self.update(tx, change, row, (&station, details), services)?;
        Ok(Settled { outcome: Outcome::Updated, number, wrote })
    }

    fn parent(&mut self, tx: &mut Tx<'_>, county: &'static str) -> Result<Option<UnitId>> {
        if let Some(known) = self.parents.get(county) {
            return Ok(*known);
        }
        let today = tx.today();
        let parent = match station::unit_of(tx, county, today) {
            Ok(unit) => Some(unit),
            Err(Error::Refused { .. }) => None,
            Err(error) => return Err(error),
        };
        self.parents.insert(county, parent);
        Ok(parent)
    }

    fn is_in_scope(&self, unit: UnitId) -> bool {
        let Some(scope) = &self.scope else { return true };
        self.tree.chain(unit, self.today).any(|above| scope.contains(&above))
    }

    /// What the row says of a station, as a new one would have it.
    fn said(&self, row: &mut Prepared, division: &str) -> Said {
        let draft = &row.draft;
        let place = draft.location.map(|at| Place {
            lng: at.lng,
            lat: at.lat,
            datum: at.datum,
            position: at.position,
        });
        let mut services = 0;
        for text in &draft.services {
            if let Some(service) = self.catalogue.service_named(text) {
                services |= service.mask();
            } else {
                let warning = Warning::plain(Field::Services, "import.service");
                row.warnings.push(Warning { text: text.clone(), ..warning });
            }
        }
        let phone = draft.phones.join(" / ");
        let details = Details {
            host_code: draft.host_code.clone(),
            host_type: draft.host_type,
            name: draft.name.clone(),
            address: draft.address.clone().unwrap_or_default(),
            division: division.to_owned(),
            place,
            phone: shortened(&phone),
            hours: draft.hours.clone(),
            hours_text: draft.hours_text.clone(),
            grade: draft.grade,
            ..Details::default()
        };
        Said { details, services }
    }

    fn identify(
        &mut self,
        tx: &mut Tx<'_>,
        row: &mut Prepared,
        said: &Said,
        county: &str,
    ) -> Result<Identity> {
        if let Some(number) = &row.draft.code
            && let Some(station) = self.known.by_number(tx, number.as_str())?
        {
            if !store::import_journal::is_withdrawn(tx, station.unit)? {
                return Ok(Identity::Own(station));
            }
            // Taken back with the list that made it: its number is nobody's any more.
            row.draft.code = None;
            row.warnings.push(Warning::plain(Field::Code, "import.number-taken-back"));
        }
        if let Some(code) = &row.draft.host_code
            && let Some(station) = self.known.by_host_code(tx, code)?
        {
            return Ok(Identity::Own(station));
        }
        let keys = (said.details.name_key(), said.details.address_key());
        let station = self.known.by_identity(tx, county, &keys.0, &keys.1)?;
        Ok(station.map_or(Identity::Unknown, Identity::Place))
    }

    /// The details of a known station with what the row says in them. What the row does not say
    /// stays; what it may not change stays, with a warning.
    fn merged(
        &mut self,
        tx: &mut Tx<'_>,
        row: &mut Prepared,
        station: &Station,
        said: &Said,
    ) -> Result<(Details, u64)> {
        let (mut details, new) = (station.details.clone(), &said.details);
        let warn = |row: &mut Prepared, field, code| row.warnings.push(Warning::plain(field, code));
        details.name.clone_from(&new.name);
        if !new.address.is_empty() {
            details.address.clone_from(&new.address);
        }
        match (details.county()?, new.county()?) {
            (before, after) if before != after => warn(row, Field::Division, "import.other-unit"),
            // A list that knows the county alone takes no town away.
            (county, _) if new.division != county => details.division.clone_from(&new.division),
            _ => {}
        }
        if let Some(code) =
            new.host_code.as_ref().filter(|code| Some(*code) != details.host_code.as_ref())
        {
            let other = self.known.by_host_code(tx, code)?;
            if other.is_some_and(|other| other.unit != station.unit) {
                warn(row, Field::HostCode, "import.host-code-taken");
            } else {
                details.host_code = Some(code.clone());
            }
        }
        if row.draft.code.as_ref().is_some_and(|code| code.as_str() != station.number) {
            warn(row, Field::Code, "import.number-differs");
        }
        details.host_type = new.host_type.or(details.host_type);
        details.grade = new.grade.or(details.grade);
        match other_datum(row, details.place, new.place) {
            Some(datum) => row.warnings.push(datum_warning(datum)),
            None => details.place = new.place.or(details.place),
        }
        details.phone = new.phone.clone().or(details.phone);
        if new.hours.is_some() {
            // The same week in other words is no other detail.
            if new.hours != details.hours {
                details.hours.clone_from(&new.hours);
                details.hours_text.clone_from(&new.hours_text);
            }
        } else if new.hours_text.is_some() && new.hours_text != details.hours_text {
            // Other words that cannot be read say that the known hours no longer hold.
            details.hours = None;
            details.hours_text.clone_from(&new.hours_text);
        }
        let services = if said.services == 0 { station.services } else { said.services };
        Ok((details, services))
    }

    fn create(
        &mut self,
        tx: &mut Tx<'_>,
        change: &mut Option<Change>,
        row: &mut Prepared,
        said: Said,
        parent: UnitId,
    ) -> Result<Settled> {
        let county = said.details.county()?;
        let number = row.draft.code.clone().filter(|number| is_of(number, county));
        if row.draft.code.is_some() && number.is_none() {
            row.warnings.push(Warning::plain(Field::Code, "import.number-elsewhere"));
        }
        if let Some(place) = said.details.place {
            let near = self.neighbours.meet(row.line, &said.details.name, place.position);
            row.warnings.extend(alike_warning(&near));
        }
        let new = NewStation {
            number,
            details: said.details,
            services: said.services,
            opened: row.draft.opened.map(|day| day.max(org::unit::beginning())),
            source: Some(self.source(&row.cells)),
            ..NewStation::default()
        };
        if self.known.is_dry() {
            let number = Some(self.known.would_create(new));
            return Ok(Settled::as_is(Outcome::Created, number));
        }
        let change = begun(tx, change, self.by)?;
        let station = station::register(tx, change, parent, &new)?;
        let (number, wrote) = (Some(station.number), Some(Wrote::Made(station.unit)));
        Ok(Settled { outcome: Outcome::Created, number, wrote })
    }

    fn update(
        &mut self,
        tx: &mut Tx<'_>,
        change: &mut Option<Change>,
        row: &Prepared,
        (before, details): (&Station, Details),
        services: u64,
    ) -> Result<Option<Wrote>> {
        let station = Station { details, ..before.clone() };
        if self.known.is_dry() {
            self.known.would_change(Station { services, ..station });
            return Ok(None);
        }
        let earlier = Earlier::of(tx, before)?;
        let change = begun(tx, change, self.by)?;
        station::update(tx, change, &station)?;
        if services != station.services {
            station::set_services(tx, change, station.unit, services)?;
        }
        store::stations::set_source(tx, station.unit, Some(&self.source(&row.cells)))?;
        Ok(Some(Wrote::Changed(station.unit, Box::new(earlier))))
    }

    /// The row as it stood in the list.
    fn source(&self, cells: &[String]) -> String {
        let pairs = self.headings.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
        let pairs = pairs.map(|(heading, cell)| {
            let cell: String = cell.chars().filter(|c| *c != '\0').collect();
            (heading.clone(), serde_json::Value::String(cell))
        });
        serde_json::Value::Object(pairs.collect()).to_string()
    }
}

/// What became of a row.
struct Settled {
    outcome: Outcome,
    number: Option<String>,
    wrote: Option<Wrote>,
}

impl Settled {
    /// Nothing was written.
    fn as_is(outcome: Outcome, number: Option<String>) -> Self {
        Self { outcome, number, wrote: None }
    }
}

struct Said {
    details: Details,
    services: u64,
}

fn begun(tx: &mut Tx<'_>, change: &mut Option<Change>, by: Option<i64>) -> Result<Change> {
    match change {
        Some(change) => Ok(*change),
        None => Ok(*change.insert(Change::begin(tx, by)?)),
    }
}

/// Coordinates without a datum that lie beside the known place, but on it in another datum: the
/// shift of some hundred metres is the datum's, not the station's.
fn other_datum(row: &Prepared, known: Option<Place>, new: Option<Place>) -> Option<Datum> {
    let (known, new) = known.zip(new).filter(|_| row.lacks_datum())?;
    let away = |position: Position| known.position.distance_m(position);
    let shifted = away(new.position) > SHIFTED_M;
    [Datum::Gcj02, Datum::Bd09].into_iter().filter(|_| shifted).find(|datum| {
        let position = Position::from_datum(*datum, new.lng, new.lat);
        position.is_ok_and(|position| away(position) < SAME_M)
    })
}

/// A number that another system gave is kept when it belongs to the county.
fn is_of(number: &StationNumber, county: &str) -> bool {
    number.as_str().starts_with(county) && divisions::get(county).is_some()
}

/// As many whole phone numbers as a station keeps.
fn shortened(phone: &str) -> Option<String> {
    let mut kept = String::new();
    for part in phone.split(" / ") {
        let joint = if kept.is_empty() { "" } else { " / " };
        if kept.chars().count() + joint.len() + part.chars().count() > station::SHORT_CHARS {
            break;
        }
        kept.push_str(joint);
        kept.push_str(part);
    }
    Some(kept).filter(|kept| !kept.is_empty())
}
