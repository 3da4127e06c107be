//! `/admin/catalogue`: services and groups, and changing their names.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use db::Tx;
use kernel::{App, Error, Result};
use serde::Deserialize;
use web::{Ctx, Problems, Shell};

use super::form::wrong_of;
use crate::catalogue::{self, CATEGORIES, Catalogue, Group, LEVELS, MEASURES, Service, defaults};

/// The list.
#[derive(Template)]
#[template(path = "catalogue.html")]
pub struct CataloguePage {
    shell: Shell,
    services: Vec<Service>,
    groups: Vec<Group>,
}

/// What is typed about a service or a group.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EntryForm {
    name: String,
    name_en: String,
    short_name: String,
    short_name_en: String,
    category: String,
    level: String,
    measure_unit: String,
    counted_at_close: String,
    version: String,
}

/// A word to choose.
#[derive(Clone, Debug)]
pub struct WordChoice {
    value: &'static str,
    label: String,
    chosen: bool,
}

/// The form of one service or group.
#[derive(Template)]
#[template(path = "catalogue-form.html")]
pub struct EntryPage {
    shell: Shell,
    code: String,
    /// Where the form is sent.
    action: String,
    is_service: bool,
    form: EntryForm,
    problems: Problems,
    categories: Vec<WordChoice>,
    levels: Vec<WordChoice>,
    measures: Vec<WordChoice>,
}

/// `GET /admin/catalogue`
pub async fn index(app: State<App>, ctx: Ctx) -> Result<Response> {
    let shell = ctx.shell();
    let load = move |tx: &mut Tx<'_>| {
        let catalogue = tx.cached::<Catalogue>()?;
        Ok::<_, Error>(CataloguePage::of(shell, &catalogue))
    };
    web::page(StatusCode::OK, &app.db.read(load).await?)
}

/// `GET /admin/catalogue/services/{code}`
pub async fn service(app: State<App>, ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    let shell = ctx.shell();
    let load = move |tx: &mut Tx<'_>| {
        let form = EntryForm::of_service(&find_service(tx, &code)?);
        Ok::<_, Error>(EntryPage::of(shell, &code, true, form, Problems::none()))
    };
    web::page(StatusCode::OK, &app.db.read(load).await?)
}

/// `GET /admin/catalogue/groups/{code}`
pub async fn group(app: State<App>, ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    let shell = ctx.shell();
    let load = move |tx: &mut Tx<'_>| {
        let form = EntryForm::of_group(&find_group(tx, &code)?);
        Ok::<_, Error>(EntryPage::of(shell, &code, false, form, Problems::none()))
    };
    web::page(StatusCode::OK, &app.db.read(load).await?)
}

/// `POST /admin/catalogue/services/{code}`
pub async fn change_service(
    app: State<App>,
    ctx: Ctx,
    Path(code): Path<String>,
    web::Form(form): web::Form<EntryForm>,
) -> Result<Response> {
    let (typed, of) = (form.clone(), code.clone());
    let change = move |tx: &mut Tx<'_>| {
        let known = find_service(tx, &of)?;
        check_version(&typed, known.version)?;
        let changed = Service {
            name_zh: typed.name.trim().to_owned(),
            name_en: typed.name_en.trim().to_owned(),
            short_zh: typed.short_name.trim().to_owned(),
            short_en: typed.short_name_en.trim().to_owned(),
            category: typed.category,
            level: typed.level,
            measure_unit: typed.measure_unit,
            counted_at_close: typed.counted_at_close == "1",
            ..known
        };
        catalogue::change_service(tx, changed).map(drop)
    };
    answer(app.db.write(change).await, &ctx, &code, true, form)
}

/// `POST /admin/catalogue/groups/{code}`
pub async fn change_group(
    app: State<App>,
    ctx: Ctx,
    Path(code): Path<String>,
    web::Form(form): web::Form<EntryForm>,
) -> Result<Response> {
    let (typed, of) = (form.clone(), code.clone());
    let change = move |tx: &mut Tx<'_>| {
        let known = find_group(tx, &of)?;
        check_version(&typed, known.version)?;
        let name_zh = typed.name.trim().to_owned();
        let name_en = typed.name_en.trim().to_owned();
        catalogue::change_group(tx, Group { name_zh, name_en, ..known }).map(drop)
    };
    answer(app.db.write(change).await, &ctx, &code, false, form)
}

fn answer(
    outcome: Result<()>,
    ctx: &Ctx,
    code: &str,
    is_service: bool,
    form: EntryForm,
) -> Result<Response> {
    let Err(error) = outcome else { return Ok(web::see_other("/admin/catalogue")) };
    let (status, wrong) = wrong_of(error)?;
    let page = EntryPage::of(ctx.shell(), code, is_service, form, wrong.fields.into());
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    web::page(status, &page)
}

fn check_version(form: &EntryForm, stored: i64) -> Result<()> {
    let fresh = form.version == stored.to_string();
    if fresh { Ok(()) } else { Err(Error::status(412, "stations.version-stale")) }
}

fn find_service(tx: &mut Tx<'_>, code: &str) -> Result<Service> {
    let catalogue = tx.cached::<Catalogue>()?;
    catalogue.service(code).cloned().ok_or(Error::NotFound("catalogue.unknown-service"))
}

fn find_group(tx: &mut Tx<'_>, code: &str) -> Result<Group> {
    let catalogue = tx.cached::<Catalogue>()?;
    catalogue.group(code).cloned().ok_or(Error::NotFound("catalogue.unknown-group"))
}

impl CataloguePage {
    fn of(shell: Shell, catalogue: &Catalogue) -> Self {
        Self { services: catalogue.services().to_vec(), groups: catalogue.groups().to_vec(), shell }
    }

    /// The page of the defaults, for samples.
    pub fn sample(shell: Shell, catalogue: &Catalogue) -> Self {
        Self::of(shell, catalogue)
    }

    fn category(&self, service: &Service) -> String {
        self.shell.t.msg(category_label(&service.category)).to_string()
    }

    fn level(&self, service: &Service) -> String {
        self.shell.t.msg(level_label(&service.level)).to_string()
    }
}

impl EntryForm {
    fn of_service(service: &Service) -> Self {
        let service = service.clone();
        Self {
            name: service.name_zh,
            name_en: service.name_en,
            short_name: service.short_zh,
            short_name_en: service.short_en,
            category: service.category,
            level: service.level,
            measure_unit: service.measure_unit,
            counted_at_close: if service.counted_at_close { "1".to_owned() } else { String::new() },
            version: service.version.to_string(),
        }
    }

    fn of_group(group: &Group) -> Self {
        Self {
            name: group.name_zh.clone(),
            name_en: group.name_en.clone(),
            version: group.version.to_string(),
            ..Self::default()
        }
    }
}

impl EntryPage {
    fn of(shell: Shell, code: &str, is_service: bool, form: EntryForm, problems: Problems) -> Self {
        let kind = if is_service { "services" } else { "groups" };
        let choices = |words: &[&'static str], label: fn(&str) -> &'static str, chosen: &str| {
            let choice = |word: &&'static str| WordChoice {
                value: word,
                label: shell.t.msg(label(word)).to_string(),
                chosen: *word == chosen,
            };
            words.iter().map(choice).collect()
        };
        Self {
            action: format!("/admin/catalogue/{kind}/{code}"),
            code: code.to_owned(),
            categories: choices(&CATEGORIES, category_label, &form.category),
            levels: choices(&LEVELS, level_label, &form.level),
            measures: choices(&MEASURES, measure_label, &form.measure_unit),
            is_service,
            form,
            problems,
            shell,
        }
    }

    /// The form of the first service, or of a group, for samples.
    pub fn sample(shell: Shell, is_service: bool) -> Self {
        let form = if is_service {
            EntryForm::of_service(&defaults::services()[1])
        } else {
            EntryForm::of_group(&defaults::groups()[1])
        };
        let mut problems = Problems::none();
        problems.add("name", "catalogue.name-missing");
        Self::of(shell, if is_service { "A02" } else { "elder" }, is_service, form, problems)
    }
}

/// The key of a category's word.
pub fn category_label(category: &str) -> &'static str {
    match category {
        "basic" => "stations-category-basic",
        "convenience" => "stations-category-convenience",
        "outdoor" => "stations-category-outdoor",
        "elder" => "stations-category-elder",
        _ => "stations-category-knowledge",
    }
}

fn level_label(level: &str) -> &'static str {
    match level {
        "mandatory" => "stations-level-mandatory",
        "optional" => "stations-level-optional",
        "campaign" => "stations-level-campaign",
        "scheduled" => "stations-level-scheduled",
        _ => "stations-level-continuous",
    }
}

fn measure_label(measure: &str) -> &'static str {
    match measure {
        "person_times" => "stations-measure-person-times",
        "sessions" => "stations-measure-sessions",
        _ => "stations-measure-items",
    }
}
