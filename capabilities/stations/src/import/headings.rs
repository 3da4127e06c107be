//! Which column of a list feeds which field of a station.
//!
//! A heading is known by its whole name first, then without what stands in brackets, then by a
//! word it contains. Whoever imports may say it better with `FIELD=HEADING`.

mod aliases;

use aliases::{Rank, rank};
use geo::Datum;

use super::location::datum;

/// The fields that a list may fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The station's own number.
    Code,
    /// The owner's code of the shop.
    HostCode,
    /// Name.
    Name,
    /// Names or codes of divisions; several columns may feed it.
    Division,
    /// Address.
    Address,
    /// Longitude, or both coordinates in one cell.
    Lng,
    /// Latitude.
    Lat,
    /// The datum of the coordinates.
    Datum,
    /// Phone numbers; several columns may feed it.
    Phone,
    /// Opening hours.
    Hours,
    /// Services by code or name.
    Services,
    /// Kind of host.
    HostType,
    /// Stars.
    Grade,
    /// First day.
    Opened,
}

impl Field {
    /// Every field, in the contract's order.
    pub const ALL: [Self; 14] = [
        Self::Code,
        Self::HostCode,
        Self::Name,
        Self::Division,
        Self::Address,
        Self::Lng,
        Self::Lat,
        Self::Datum,
        Self::Phone,
        Self::Hours,
        Self::Services,
        Self::HostType,
        Self::Grade,
        Self::Opened,
    ];

    /// The name in the contract: `host_code`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::HostCode => "host_code",
            Self::Name => "name",
            Self::Division => "division",
            Self::Address => "address",
            Self::Lng => "lng",
            Self::Lat => "lat",
            Self::Datum => "datum",
            Self::Phone => "phone",
            Self::Hours => "hours",
            Self::Services => "services",
            Self::HostType => "host_type",
            Self::Grade => "grade",
            Self::Opened => "opened",
        }
    }

    /// The field of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }

    /// Whether several columns may feed it.
    fn takes_several(self) -> bool {
        matches!(self, Self::Division | Self::Phone)
    }
}

/// Why a `FIELD=HEADING` cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// Not of the form `FIELD=HEADING`.
    #[error("import.map-form: {0}")]
    Form(String),
    /// No such field.
    #[error("import.map-field: {0}")]
    Field(String),
    /// The file has no such heading.
    #[error("import.map-heading: {0}")]
    Heading(String),
}

impl MapError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Form(_) => "import.map-form",
            Self::Field(_) => "import.map-field",
            Self::Heading(_) => "import.map-heading",
        }
    }

    /// The text it is about.
    pub fn subject(&self) -> &str {
        match self {
            Self::Form(text) | Self::Field(text) | Self::Heading(text) => text,
        }
    }
}

/// One `FIELD=HEADING`; an empty heading says that no column feeds the field.
pub fn parse_map(text: &str) -> Result<(Field, String), MapError> {
    let (field, heading) = text.split_once('=').ok_or_else(|| MapError::Form(text.to_owned()))?;
    let field =
        Field::parse(field.trim()).ok_or_else(|| MapError::Field(field.trim().to_owned()))?;
    Ok((field, heading.trim().to_owned()))
}

/// Which columns feed which field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    columns: Vec<Option<Field>>,
}

impl Mapping {
    /// What the headings alone tell.
    pub fn guess(headings: &[String]) -> Self {
        let ranks: Vec<Option<(Field, Rank)>> = headings.iter().map(|text| rank(text)).collect();
        let mut columns = vec![None; headings.len()];
        for field in Field::ALL {
            let candidates = ranks.iter().enumerate().filter_map(|(column, found)| {
                found.filter(|(of, _)| *of == field).map(|(_, rank)| (rank, column))
            });
            if field.takes_several() {
                candidates.for_each(|(_, column)| columns[column] = Some(field));
            } else if let Some((_, column)) = candidates.min() {
                columns[column] = Some(field);
            }
        }
        Self { columns }
    }

    /// What the headings tell, and what was said by hand, which goes before it. A field that is
    /// named by hand is fed by the named columns alone.
    pub fn with(headings: &[String], by_hand: &[(Field, String)]) -> Result<Self, MapError> {
        let mut mapping = Self::guess(headings);
        for (field, _) in by_hand {
            for column in &mut mapping.columns {
                if *column == Some(*field) {
                    *column = None;
                }
            }
        }
        for (field, heading) in by_hand.iter().filter(|(_, heading)| !heading.is_empty()) {
            let column = headings
                .iter()
                .position(|text| text.trim() == heading)
                .ok_or_else(|| MapError::Heading(heading.clone()))?;
            mapping.columns[column] = Some(*field);
        }
        Ok(mapping)
    }

    /// The field that a column feeds.
    pub fn field(&self, column: usize) -> Option<Field> {
        self.columns.get(column).copied().flatten()
    }

    /// The datum that the headings of coordinates name: `经度(GCJ-02)`.
    pub fn datum(&self, headings: &[String]) -> Option<Datum> {
        let columns = self.columns(Field::Lng).chain(self.columns(Field::Lat));
        columns.filter_map(|column| headings.get(column)).find_map(|heading| datum(heading))
    }

    /// The columns that feed a field, from the left.
    pub fn columns(&self, field: Field) -> impl Iterator<Item = usize> + '_ {
        self.columns.iter().enumerate().filter(move |(_, of)| **of == Some(field)).map(|(i, _)| i)
    }

    /// Whether any column feeds the field. Without a name column no row can be taken.
    pub fn has(&self, field: Field) -> bool {
        self.columns(field).next().is_some()
    }
}
