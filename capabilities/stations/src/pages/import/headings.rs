//! The headings of a list, and which field each of its columns feeds.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use db::Tx;
use kernel::{App, Error, Result};
use web::{Problems, Shell};

use super::{Desk, Found, Named, UnitName, file_name, stages};
use crate::{
    import::headings::{Field, Mapping},
    importing,
};

/// The page.
#[derive(Template)]
#[template(path = "import_headings.html")]
pub struct HeadingsPage {
    shell: Shell,
    unit: UnitName,
    stages: Vec<web::Stage>,
    href: String,
    file_name: String,
    problems: Problems,
    columns: Vec<Column>,
}

/// A column of the list.
pub struct Column {
    /// The name of its choice in the form.
    name: String,
    heading: String,
    samples: String,
    fields: Vec<FieldChoice>,
}

/// A field that a column may feed.
pub struct FieldChoice {
    value: &'static str,
    label: String,
    chosen: bool,
}

/// `GET /console/units/{code}/import/{id}/headings`
pub async fn show(app: State<App>, desk: Desk, named: Named) -> Result<Response> {
    let (viewer, shell) = (desk.viewer, desk.ctx.shell());
    let load = move |tx: &mut Tx<'_>| {
        let found = waiting(named.load(tx, &viewer)?)?;
        let mapping = mapping(&found)?;
        let page = HeadingsPage::of(found, &mapping, Problems::none(), shell);
        web::page(StatusCode::OK, &page)
    };
    app.db.read(load).await
}

/// `POST /console/units/{code}/import/{id}/headings`: the list is read again.
pub async fn save(
    app: State<App>,
    desk: Desk,
    named: Named,
    form: web::Form<HashMap<String, String>>,
) -> Result<Response> {
    let (viewer, shell, picked) = (desk.viewer, desk.ctx.shell(), form.0);
    let save = move |tx: &mut Tx<'_>| {
        let mut found = waiting(named.load(tx, &viewer)?)?;
        let map = map(headings(&found), &picked)?;
        if !map.iter().any(|(field, heading)| *field == Field::Name && !heading.is_empty()) {
            let mut problems = Problems::none();
            problems.add("columns", "import.no-name-column");
            let mapping = Mapping::with(headings(&found), &map)
                .map_err(|error| importing::map_error(&error))?;
            let page = HeadingsPage::of(found, &mapping, problems, shell);
            return web::page(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        let name = |(field, heading): (Field, String)| (field.as_str().to_owned(), heading);
        found.import.map = map.into_iter().map(name).collect();
        importing::read_again(tx, &viewer, &found.import)?;
        Ok(web::see_other(&named.href()))
    };
    app.db.write(save).await
}

/// An import whose headings can still be changed.
fn waiting(found: Found) -> Result<Found> {
    if found.import.stage.waits() { Ok(found) } else { Err(Error::conflict("import.moved-on")) }
}

fn headings(found: &Found) -> &[String] {
    found.import.report.as_ref().map_or(&[], |report| &report.headings)
}

fn mapping(found: &Found) -> Result<Mapping> {
    let mapping = Mapping::with(headings(found), &found.import.fields());
    mapping.map_err(|error| importing::map_error(&error))
}

fn column_name(column: usize) -> String {
    format!("c{column}")
}

/// What was picked, column by column. A field that no column was picked for is fed by none,
/// whatever its headings look like.
fn map(headings: &[String], picked: &HashMap<String, String>) -> Result<Vec<(Field, String)>> {
    let mut map = Vec::new();
    for (column, heading) in headings.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        let Some(word) = picked.get(&column_name(column)) else { continue };
        let field = Field::parse(word);
        map.push((
            field.ok_or_else(|| Error::field("columns", "import.map-field"))?,
            heading.clone(),
        ));
    }
    for field in Field::ALL {
        if !map.iter().any(|(known, _)| *known == field) {
            map.push((field, String::new()));
        }
    }
    Ok(map)
}

impl HeadingsPage {
    /// The page of an import whose columns feed these fields.
    pub fn of(found: Found, mapping: &Mapping, problems: Problems, shell: Shell) -> Self {
        let samples = &found.import.summary.samples;
        let columns = headings(&found).iter().enumerate().filter(|(_, text)| !text.is_empty());
        let columns = columns.map(|(column, heading)| Column {
            name: column_name(column),
            heading: heading.clone(),
            samples: shown(samples, column),
            fields: choices(&shell, mapping.field(column)),
        });
        Self {
            columns: columns.collect(),
            stages: stages(&shell, 1),
            href: found.href(),
            file_name: file_name(&found.import, &shell),
            problems,
            unit: found.unit,
            shell,
        }
    }
}

/// What stands in a column of the first rows.
fn shown(samples: &[Vec<String>], column: usize) -> String {
    let cells = samples.iter().filter_map(|row| row.get(column));
    let cells = cells.map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    cells.collect::<Vec<_>>().join(" · ")
}

fn choices(shell: &Shell, chosen: Option<Field>) -> Vec<FieldChoice> {
    let choice = |field: Field| FieldChoice {
        value: field.as_str(),
        label: shell.t.msg(label(field)).to_string(),
        chosen: Some(field) == chosen,
    };
    Field::ALL.into_iter().map(choice).collect()
}

/// The key of a field's word.
fn label(field: Field) -> &'static str {
    match field {
        Field::Code => "importing-field-code",
        Field::HostCode => "importing-field-host-code",
        Field::Name => "importing-field-name",
        Field::Division => "importing-field-division",
        Field::Address => "importing-field-address",
        Field::Lng => "importing-field-lng",
        Field::Lat => "importing-field-lat",
        Field::Datum => "importing-field-datum",
        Field::Phone => "importing-field-phone",
        Field::Hours => "importing-field-hours",
        Field::Services => "importing-field-services",
        Field::HostType => "importing-field-host-type",
        Field::Grade => "importing-field-grade",
        Field::Opened => "importing-field-opened",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_picked_stands_for_the_whole_list() {
        let headings = ["名称", "", "电话", "别名"].map(str::to_owned);
        let picked = [("c3", "name"), ("c2", "phone"), ("c1", "address"), ("c9", "hours")];
        let picked = picked.map(|(name, field)| (name.to_owned(), field.to_owned())).into();
        let map = map(&headings, &picked).unwrap();
        let mapping = Mapping::with(&headings, &map).unwrap();
        assert_eq!(mapping.columns(Field::Name).collect::<Vec<_>>(), [3]);
        assert_eq!(mapping.columns(Field::Phone).collect::<Vec<_>>(), [2]);
        assert!(!mapping.has(Field::Address) && !mapping.has(Field::Hours));
        let wrong = HashMap::from([("c0".to_owned(), "title".to_owned())]);
        assert!(super::map(&headings, &wrong).is_err());
    }
}
