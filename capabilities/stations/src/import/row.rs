//! One row of a list, read with all its doubts.

use db::Day;
use geo::Datum;

use super::clean::{self, Cell};
use super::date::{self, DateReading};
use super::grade::{self, Grade};
use super::headings::{Field, Mapping};
use super::host_type::HostType;
use super::location::{Coordinates, Written, datum, written};
use super::phone::phones;
use crate::hours::{self, Reading, WeeklyHours};
use crate::number::StationNumber;

/// Characters of the longest name, address and other texts that are taken.
const NAME: usize = 100;
const ADDRESS: usize = 300;
const OTHER: usize = 2_000;

/// What holds for every row of a file.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Code of the division of rows that do not say their own.
    pub within: Option<String>,
    /// The datum of coordinates that do not say theirs; WGS-84 unless known, as everywhere.
    pub datum: Option<Datum>,
}

/// What a row says about its division; name, address and position of the draft tell more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DivisionHints {
    /// A code of 6, 9 or 12 digits.
    pub code: Option<String>,
    /// Names, from the left.
    pub names: Vec<String>,
    /// The default of the file.
    pub within: Option<String>,
}

/// A station as a row describes it. What is missing is `None` or empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StationDraft {
    /// Its own number.
    pub code: Option<StationNumber>,
    /// The owner's code of the shop.
    pub host_code: Option<String>,
    /// Name; empty only in a rejected row.
    pub name: String,
    /// What is said about the division.
    pub division: DivisionHints,
    /// Address.
    pub address: Option<String>,
    /// Coordinates as they are written.
    pub written: Written,
    /// The datum they are said to be in.
    pub datum: Option<Datum>,
    /// The place that they mean, once the division is told.
    pub location: Option<Coordinates>,
    /// Phone numbers, the first one foremost.
    pub phones: Vec<String>,
    /// Hours that are certain.
    pub hours: Option<WeeklyHours>,
    /// The source text of the hours.
    pub hours_text: Option<String>,
    /// Services as named: codes or names.
    pub services: Vec<String>,
    /// Kind of host.
    pub host_type: Option<HostType>,
    /// Stars, 1 to 5.
    pub grade: Option<u8>,
    /// First day, when it is told.
    pub opened: Option<Day>,
    /// The source text of the first day.
    pub opened_text: Option<String>,
}

/// One way to read a doubtful cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// The value: hours in the store's notation, coordinates as `lng,lat`.
    pub value: String,
    /// The source's own words for when it holds; mostly empty.
    pub note: String,
}

/// Something about a row that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The field in doubt.
    pub field: Field,
    /// What is doubtful: a code `import.…` or `hours.…`, or one of the station number's.
    pub code: &'static str,
    /// What it may mean, the likeliest first; empty when the value is missing or was left out.
    pub readings: Vec<Alternative>,
}

/// A row, read.
#[derive(Debug, Clone, PartialEq)]
pub struct RowReading {
    /// What the row says.
    pub fields: StationDraft,
    /// What is doubtful, in the order of the fields.
    pub doubts: Vec<Doubt>,
    /// Why the row cannot be taken whatever its division is: `import.no-name`,
    /// `import.name-refused` (a formula) or `import.name-too-long`.
    pub rejected: Option<&'static str>,
}

/// Reads one row. `cells` stand under the headings that `mapping` was made from.
pub fn read_row(cells: &[String], mapping: &Mapping, context: &Context) -> RowReading {
    let mut row = Row { cells, mapping, doubts: Vec::new() };
    let code = row.number();
    let host_code = row.text(Field::HostCode, NAME);
    let (name, rejected) = row.name();
    let mut fields = StationDraft { code, host_code, name, ..StationDraft::default() };
    fields.division = row.division(context);
    fields.address = row.text(Field::Address, ADDRESS);
    if fields.address.is_none() {
        row.doubt(Field::Address, "import.no-address");
    }
    (fields.written, fields.datum) = row.written(context);
    fields.phones = row.phones();
    (fields.hours, fields.hours_text) = row.hours();
    fields.services = row.services();
    fields.host_type = row.host_type();
    fields.grade = row.grade();
    (fields.opened, fields.opened_text) = row.opened();
    RowReading { fields, doubts: row.doubts, rejected }
}

struct Row<'a> {
    cells: &'a [String],
    mapping: &'a Mapping,
    doubts: Vec<Doubt>,
}

impl Row<'_> {
    fn doubt(&mut self, field: Field, code: &'static str) {
        self.doubts.push(Doubt { field, code, readings: Vec::new() });
    }

    fn doubt_between(&mut self, field: Field, code: &'static str, readings: Vec<Alternative>) {
        self.doubts.push(Doubt { field, code, readings });
    }

    /// The clean cells of a field, from the left.
    fn cells(&self, field: Field) -> impl Iterator<Item = Cell> + '_ {
        self.mapping
            .columns(field)
            .map(|column| self.cells.get(column).map_or(Cell::Empty, |raw| clean::cell(raw)))
    }

    /// The texts of a field; refused ones and those that are too long become doubts.
    fn texts(&mut self, field: Field, longest: usize) -> Vec<String> {
        let cells: Vec<Cell> = self.cells(field).collect();
        let mut texts = Vec::new();
        for cell in cells {
            match cell {
                Cell::Empty => {}
                Cell::Refused => self.doubt(field, "import.formula"),
                Cell::Text(text) if text.chars().nth(longest).is_some() => {
                    self.doubt(field, "import.too-long");
                }
                Cell::Text(text) => texts.push(text),
            }
        }
        texts
    }

    fn text(&mut self, field: Field, longest: usize) -> Option<String> {
        self.texts(field, longest).into_iter().next()
    }

    fn number(&mut self) -> Option<StationNumber> {
        let text = self.text(Field::Code, NAME)?;
        StationNumber::parse(&text).map_err(|error| self.doubt(Field::Code, error.code())).ok()
    }

    /// The name, or why there is none.
    fn name(&mut self) -> (String, Option<&'static str>) {
        let code = match self.cells(Field::Name).next() {
            Some(Cell::Text(name)) => {
                if name.chars().nth(NAME).is_some() {
                    "import.name-too-long"
                } else if clean::clean_key(&name).is_empty() {
                    "import.no-name"
                } else {
                    return (name, None);
                }
            }
            Some(Cell::Refused) => "import.name-refused",
            Some(Cell::Empty) | None => "import.no-name",
        };
        (String::new(), Some(code))
    }

    fn division(&mut self, context: &Context) -> DivisionHints {
        let mut hints =
            DivisionHints { within: context.within.clone(), ..DivisionHints::default() };
        for text in self.texts(Field::Division, NAME) {
            // Some programs write every number as a fraction.
            let text = text.strip_suffix(".0").map(str::to_owned).unwrap_or(text);
            let is_code =
                matches!(text.len(), 6 | 9 | 12) && text.bytes().all(|b| b.is_ascii_digit());
            if is_code {
                hints.code = hints.code.or(Some(text));
                continue;
            }
            let names = text.split(['-', '/', '|', '·', '—', ' ']).map(clean::trimmed);
            hints.names.extend(names.filter(|name| !name.is_empty()).map(str::to_owned));
        }
        hints
    }

    fn written(&mut self, context: &Context) -> (Written, Option<Datum>) {
        let said = self.text(Field::Datum, NAME);
        let datum = said.as_deref().map_or(context.datum, datum);
        if said.is_some() && datum.is_none() {
            self.doubt(Field::Datum, "import.datum");
            return (Written::Missing("import.datum"), None);
        }
        let (lng, lat) = (self.text(Field::Lng, NAME), self.text(Field::Lat, NAME));
        let found = written(lng.as_deref(), lat.as_deref());
        if let Written::Missing(code) = found {
            self.doubt(Field::Lng, code);
        }
        (found, datum)
    }

    fn phones(&mut self) -> Vec<String> {
        let text = self.texts(Field::Phone, OTHER).join(" / ");
        if text.is_empty() {
            self.doubt(Field::Phone, "import.no-phone");
            return Vec::new();
        }
        let found = phones(&text);
        found.doubts.iter().for_each(|code| self.doubt(Field::Phone, code));
        found.numbers
    }

    fn hours(&mut self) -> (Option<WeeklyHours>, Option<String>) {
        let Some(text) = self.text(Field::Hours, OTHER) else {
            self.doubt(Field::Hours, "import.no-hours");
            return (None, None);
        };
        let hours = match hours::parse(&text) {
            Reading::Certain(hours) => Some(hours),
            Reading::Doubtful { readings, doubts } => {
                let readings: Vec<Alternative> = readings
                    .into_iter()
                    .map(|r| Alternative { value: r.hours.to_string(), note: r.note })
                    .collect();
                for code in doubts {
                    self.doubt_between(Field::Hours, code, readings.clone());
                }
                None
            }
            Reading::Unknown(code) => {
                self.doubt(Field::Hours, code);
                None
            }
        };
        (hours, Some(text))
    }

    fn services(&mut self) -> Vec<String> {
        let mut services: Vec<String> = Vec::new();
        for text in self.texts(Field::Services, OTHER) {
            // A space parts codes and Chinese names; in English ones it stands between words.
            let english = text.contains(|c: char| c.is_ascii_lowercase());
            let parts = |c: char| "、,，;；/|".contains(c) || (c == ' ' && !english);
            for service in text.split(parts) {
                let service = clean::trimmed(service);
                if !service.is_empty() && !services.iter().any(|known| known == service) {
                    services.push(service.to_owned());
                }
            }
        }
        services
    }

    fn host_type(&mut self) -> Option<HostType> {
        let text = self.text(Field::HostType, NAME)?;
        let host_type = HostType::parse(&text);
        if host_type.is_none() {
            self.doubt(Field::HostType, "import.host-type");
        }
        host_type
    }

    fn grade(&mut self) -> Option<u8> {
        match grade::grade(&self.text(Field::Grade, NAME)?) {
            Grade::Stars(stars) => Some(stars),
            Grade::None => None,
            Grade::Unknown => {
                self.doubt(Field::Grade, "import.grade");
                None
            }
        }
    }

    fn opened(&mut self) -> (Option<Day>, Option<String>) {
        let Some(text) = self.text(Field::Opened, NAME) else { return (None, None) };
        let day = match date::day(&text) {
            DateReading::Certain(day) => Some(day),
            DateReading::Doubtful { code, days } => {
                let reading =
                    |day: &Day| Alternative { value: day.to_string(), note: String::new() };
                self.doubt_between(Field::Opened, code, days.iter().map(reading).collect());
                None
            }
            DateReading::Unknown => {
                self.doubt(Field::Opened, "import.date");
                None
            }
        };
        (day, Some(text))
    }
}
