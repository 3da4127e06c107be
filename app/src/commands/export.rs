//! `export`: stations, records, totals or the audit as a table. What a demonstration exports says so in each
//! row.

use std::{
    fs::{self, File},
    io::{self, Write},
};

use audit::{Measure, Taken};
use auditing::exporting as audit_out;
use db::{Day, Tx};
use documents::table::{self, Value, Writer};
use i18n::Lang;
use org::{Tree, UnitId};
use stations::{Catalogue, exporting as stations_out};
use visits::exporting as visits_out;

use crate::{
    arguments::{Export, ExportWhat, Format, Global},
    boot::{Expect, House},
    config::Purpose,
    output::Failure,
};

pub fn run(global: &Global, arguments: &Export) -> Result<(), Failure> {
    if arguments.what == ExportWhat::Stations && arguments.from.is_some() {
        return Err(usage("stations are exported as they are today, without --from and --to"));
    }
    if arguments.what == ExportWhat::Audit && arguments.unit.is_some() {
        return Err(usage("the audit is exported whole or by days, without --unit"));
    }
    if global.json && arguments.output.is_none() {
        return Err(usage("with --json the table needs a file of its own: -o FILE"));
    }
    let house = House::open(global, Purpose::Product, Expect::Network)?;
    let asked = Asked::of(&house, arguments)?;
    let measure = Measure::default();
    let written = write(&house, arguments, &asked, &measure)
        .and_then(|rows| note(&house, arguments, measure).map(|()| rows));
    if let (Err(_), Some(path)) = (&written, &arguments.output) {
        // A part of a table must not be taken for the whole. That it cannot be removed either is
        // no better reason than the first.
        let _ = fs::remove_file(path);
    }
    let rows = written?;
    let Some(path) = &arguments.output else { return Ok(()) };
    let object = serde_json::json!({ "rows": rows, "file": path });
    house.output.result(&object, &format!("{rows} rows in {}", path.display()))
}

/// Notes who took away what.
fn note(house: &House, arguments: &Export, measure: Measure) -> Result<(), Failure> {
    let taken = Taken {
        what: match arguments.what {
            ExportWhat::Stations => "stations",
            ExportWhat::Visits => "visits",
            ExportWhat::Tallies => "tallies",
            ExportWhat::Audit => "audit",
        },
        format: format(arguments.format).extension(),
        unit: arguments.unit.clone(),
        from: arguments.from,
        to: arguments.to,
        purpose: arguments.purpose.clone(),
    };
    house.write(move |tx| {
        taken.note(tx, &measure, true);
        Ok(())
    })
}

fn format(format: Format) -> table::Format {
    match format {
        Format::Csv => table::Format::Csv,
        Format::Xlsx => table::Format::Xlsx,
        Format::Jsonl => table::Format::JsonLines,
    }
}

fn usage(line: &str) -> Failure {
    Failure::Usage(format!("{line}; see yizhan --help"))
}

/// What is exported, once its parts are known.
struct Asked {
    unit: Option<UnitId>,
    nation: UnitId,
    from: Day,
    to: Option<Day>,
    /// What each row of a demonstration says.
    notice: Option<String>,
}

impl Asked {
    fn of(house: &House, arguments: &Export) -> Result<Self, Failure> {
        let (code, from, to) = (arguments.unit.clone(), arguments.from, arguments.to);
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            return Err(house.refusal(&kernel::Error::refused("request.days-in-order")));
        }
        let demo = house.app.settings.demo;
        let band = house.t.speaking(Lang::ZhCn).msg("web-demo").to_string();
        house.read(move |tx| {
            let tree = tx.cached::<Tree>()?;
            let unit = code.map(|code| org::unit::by_code(&tree, &code)).transpose()?;
            let nation = tree.nation().ok_or(kernel::Error::NotFound("units.unknown"))?;
            let notice = (demo || demo::is_demo(tx)?).then_some(band);
            let from = from.unwrap_or_else(org::unit::beginning);
            Ok(Self { unit, nation, from, to, notice })
        })
    }
}

type Sheet = Writer<Box<dyn Write + Send>>;

fn write(
    house: &House,
    arguments: &Export,
    asked: &Asked,
    measure: &Measure,
) -> Result<u64, Failure> {
    let out: Box<dyn Write + Send> = match &arguments.output {
        Some(path) => Box::new(
            File::create(path)
                .map_err(|error| Failure::refused(format!("{}: {error}", path.display())))?,
        ),
        None => Box::new(io::stdout()),
    };
    let out: Box<dyn Write + Send> = Box::new(measure.of(out));
    let format = format(arguments.format);
    let begin = |own: Vec<String>| {
        let headings = stations_out::noticed(own, asked.notice.is_some());
        Writer::new(format, out, &headings).map_err(unwritable)
    };
    match arguments.what {
        ExportWhat::Stations => {
            stations(house, asked, begin(stations_out::HEADINGS.map(str::to_owned).to_vec())?)
        }
        ExportWhat::Visits => {
            visits(house, asked, begin(visits_out::RECORD_HEADINGS.map(str::to_owned).to_vec())?)
        }
        ExportWhat::Tallies => {
            let catalogue = house.read(|tx| Ok(tx.cached::<Catalogue>()?))?;
            let headings = visits_out::total_headings(&catalogue);
            tallies(house, asked, &catalogue, begin(headings)?)
        }
        ExportWhat::Audit => {
            audit(house, asked, begin(audit_out::HEADINGS.map(str::to_owned).to_vec())?)
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn unwritable(error: table::Error) -> Failure {
    Failure::refused(format!("the table cannot be written: {error}"))
}

fn add(sheet: &mut Sheet, asked: &Asked, mut row: Vec<Value>) -> Result<(), Failure> {
    row.extend(asked.notice.as_deref().map(Value::from));
    sheet.row(&row).map_err(unwritable)
}

fn stations(house: &House, asked: &Asked, mut sheet: Sheet) -> Result<u64, Failure> {
    let unit = asked.unit;
    let mut after = Some(String::new());
    while let Some(number) = after {
        let part = house.read(move |tx| stations_out::rows_after(tx, unit, &number))?;
        part.rows.into_iter().try_for_each(|row| add(&mut sheet, asked, row))?;
        after = part.next;
    }
    sheet.finish().map_err(unwritable)
}

/// Hands the days of the range on which anything happened to `each`, in their order.
fn days(
    house: &House,
    asked: &Asked,
    mut each: impl FnMut(Day) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut last = asked.from.plus(-1);
    while let Some(day) = house.read(move |tx| visits_out::next_day(tx, last))? {
        if asked.to.is_some_and(|to| to < day) {
            break;
        }
        each(day)?;
        last = day;
    }
    Ok(())
}

fn visits(house: &House, asked: &Asked, mut sheet: Sheet) -> Result<u64, Failure> {
    let unit = asked.unit;
    days(house, asked, |day| {
        let rows = house.read(move |tx| {
            let tree = tx.cached::<Tree>()?;
            let facts = visits_out::facts_of(tx, unit, day)?;
            Ok(facts.iter().map(|fact| visits_out::record_row(fact, &tree)).collect::<Vec<_>>())
        })?;
        rows.into_iter().try_for_each(|row| add(&mut sheet, asked, row))
    })?;
    sheet.finish().map_err(unwritable)
}

fn tallies(
    house: &House,
    asked: &Asked,
    catalogue: &Catalogue,
    mut sheet: Sheet,
) -> Result<u64, Failure> {
    let unit = asked.unit.unwrap_or(asked.nation);
    let tree = house.read(|tx: &mut Tx<'_>| Ok(tx.cached::<Tree>()?))?;
    days(house, asked, |day| {
        for cell in house.read(move |tx| visits_out::cells_of(tx, unit, day))? {
            let row = visits_out::total_row(day, &cell, (&tree, catalogue), true);
            add(&mut sheet, asked, row)?;
        }
        Ok(())
    })?;
    sheet.finish().map_err(unwritable)
}

fn audit(house: &House, asked: &Asked, mut sheet: Sheet) -> Result<u64, Failure> {
    let (from, to) = (asked.from, asked.to);
    let mut range = house.read(move |tx| audit_out::range(tx, from, to))?;
    while let Some((first, last)) = range {
        let part = house.read(move |tx| audit_out::rows_from(tx, (first, last)))?;
        part.rows.into_iter().try_for_each(|row| add(&mut sheet, asked, row))?;
        range = part.next.map(|first| (first, last));
    }
    sheet.finish().map_err(unwritable)
}
