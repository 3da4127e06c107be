//! `/admin/audit/exports`: entries taken away as a table. Whoever takes them says why, and that is
//! noted with the digest of the file before it is handed over.

use askama::Template;
use audit::{Measure, Taken};
use axum::{
    extract::State,
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use db::{Day, Tx};
use documents::table::{Format, Writer};
use kernel::{App, Error, FieldError, Result};
use serde::Deserialize;
use web::{Problems, Shell};

use crate::{
    exporting::{self, HEADINGS},
    pages::Frame,
};

/// Most entries of a table that is made for a page; the command line has no such bound.
const MOST_ROWS: i64 = 100_000;
/// Characters of the longest purpose.
const PURPOSE_CHARS: usize = 200;

/// The page with the form.
#[derive(Template)]
#[template(path = "audit-export.html")]
pub struct ExportPage {
    pub shell: Shell,
    pub form: ExportForm,
    pub problems: Problems,
}

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ExportForm {
    pub from: String,
    pub to: String,
    pub format: String,
    pub purpose: String,
}

/// What is to be taken away.
struct Order {
    from: Day,
    to: Day,
    format: Format,
    purpose: String,
}

/// `GET /admin/audit/exports/new`
pub async fn show(Frame(shell): Frame) -> Result<Response> {
    let today = shell.today();
    let (from, to) = (today.month_start().to_string(), today.to_string());
    let form = ExportForm { from, to, ..ExportForm::default() };
    web::page(StatusCode::OK, &ExportPage { shell, form, problems: Problems::none() })
}

/// `POST /admin/audit/exports`
pub async fn take(
    app: State<App>,
    Frame(shell): Frame,
    web::Form(form): web::Form<ExportForm>,
) -> Result<Response> {
    match hand_over(&app, &form).await {
        Err(Error::Refused { status: 422, fields, .. }) if !fields.is_empty() => {
            let page = ExportPage { shell, form, problems: fields.into() };
            web::page(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => other,
    }
}

async fn hand_over(app: &App, form: &ExportForm) -> Result<Response> {
    let order = Order::read(form)?;
    let Order { from, to, format, purpose } = order;
    let file = app.db.read(move |tx| file(tx, (from, to), format)).await?;
    let measure = Measure::of_all(&file);
    let taken = Taken {
        what: "audit",
        format: format.extension(),
        unit: None,
        from: Some(from),
        to: Some(to),
        purpose: Some(purpose),
    };
    let tell = move |tx: &mut Tx<'_>| {
        taken.note(tx, &measure, true);
        Ok::<_, Error>(())
    };
    app.db.write(tell).await?;
    let name = format!("attachment; filename=\"audit-{from}-{to}.{}\"", format.extension());
    let name = HeaderValue::from_str(&name).map_err(|error| Error::Internal(error.to_string()))?;
    let kind = HeaderValue::from_static(format.media_type());
    Ok((StatusCode::OK, [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], file).into_response())
}

/// The table of some days.
fn file(tx: &mut Tx<'_>, (from, to): (Day, Day), format: Format) -> Result<Vec<u8>> {
    let range = exporting::range(tx, from, Some(to))?;
    if range.is_some_and(|(first, last)| last - first >= MOST_ROWS) {
        return Err(Error::field("to", "auditing.too-many"));
    }
    let unwritable = |error: documents::table::Error| Error::Internal(error.to_string());
    let mut out = Vec::new();
    let mut sheet = Writer::new(format, &mut out, &HEADINGS).map_err(unwritable)?;
    let mut next = range;
    while let Some((first, last)) = next {
        let part = exporting::rows_from(tx, (first, last))?;
        part.rows.iter().try_for_each(|row| sheet.row(row)).map_err(unwritable)?;
        next = part.next.map(|first| (first, last));
    }
    sheet.finish().map_err(unwritable)?;
    Ok(out)
}

impl Order {
    fn read(form: &ExportForm) -> Result<Self> {
        let mut wrong = Vec::new();
        let mut say = |field: &str, code| wrong.push(FieldError { field: field.to_owned(), code });
        let from = form.from.trim().parse::<Day>().map_err(|_| say("from", "request.wrong-type"));
        let to = form.to.trim().parse::<Day>().map_err(|_| say("to", "request.wrong-type"));
        let format = Format::parse(&form.format);
        let purpose = form.purpose.trim().to_owned();
        if format.is_none() {
            say("format", "request.wrong-type");
        }
        if purpose.is_empty() {
            say("purpose", "auditing.purpose-missing");
        } else if purpose.chars().count() > PURPOSE_CHARS {
            say("purpose", "auditing.purpose-too-long");
        }
        if let (Ok(from), Ok(to)) = (from, to)
            && to < from
        {
            say("to", "request.days-in-order");
        }
        match (from, to, format) {
            (Ok(from), Ok(to), Some(format)) if wrong.is_empty() => {
                Ok(Self { from, to, format, purpose })
            }
            _ => Err(Error::invalid(wrong)),
        }
    }
}
