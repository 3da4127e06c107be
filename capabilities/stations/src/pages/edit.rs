//! The console's form of one station: `/console/units/{code}/stations/new` and
//! `/console/stations/{code}/edit`, with closing it, opening it again, and notices.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use db::{Day, Tx};
use geo::Datum;
use i18n::Lang;
use kernel::{App, Error, Result};
use org::{Tree, Viewer, Who};
use serde::Deserialize;
use web::{Ctx, Problems, Shell};

use super::{
    console::UnitName,
    form::{self, Meant, ReadingChoice, StationForm, Wrong},
};
use crate::{
    catalogue::Catalogue,
    closing::{self, Closure},
    features::Feature,
    hours::Language,
    import::host_type::HostType,
    life::Status,
    notice, scope,
    station::{self, Change, NewStation, Station},
};

/// Something to tick or to choose.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is sent.
    value: String,
    /// The word.
    label: String,
    /// Ticked or chosen.
    on: bool,
}

/// A station that is changed.
#[derive(Clone, Debug)]
pub struct Known {
    number: String,
    name: String,
    status: Status,
    status_word: String,
    version: i64,
    notices: Vec<notice::Notice>,
}

/// The page.
#[derive(Template)]
#[template(path = "station-form.html")]
pub struct FormPage {
    shell: Shell,
    unit: UnitName,
    known: Option<Known>,
    form: StationForm,
    problems: Problems,
    hours_readings: Vec<ReadingChoice>,
    division_readings: Vec<ReadingChoice>,
    services: Vec<Choice>,
    features: Vec<Choice>,
    host_types: Vec<Choice>,
    grades: Vec<Choice>,
    datums: Vec<Choice>,
    saved: bool,
}

/// `?saved=1` after a change.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditQuery {
    saved: String,
}

/// `GET /console/units/{code}/stations/new`
pub async fn new(
    app: State<App>,
    (ctx, who): (Ctx, Who),
    Path(code): Path<String>,
) -> Result<Response> {
    let (shell, viewer) = (ctx.shell(), who.viewer());
    let load = move |tx: &mut Tx<'_>| {
        let unit = unit(tx, &viewer, &code)?;
        let division = within(&unit.code).unwrap_or_default();
        let form = StationForm { division, ..StationForm::default() };
        FormPage::load(tx, shell, unit, None, form, Wrong::default())
    };
    web::page(StatusCode::OK, &app.db.read(load).await?)
}

/// `POST /console/units/{code}/stations`
pub async fn create(
    app: State<App>,
    (ctx, who): (Ctx, Who),
    Path(code): Path<String>,
    web::Form(form): web::Form<StationForm>,
) -> Result<Response> {
    let (shell, viewer) = (ctx.shell(), who.viewer());
    let language = language(shell.lang);
    let (typed, at) = (form.clone(), code.clone());
    let by = who.viewer();
    let create = move |tx: &mut Tx<'_>| -> Result<std::result::Result<String, Wrong>> {
        let unit = unit(tx, &by, &at)?;
        let catalogue = tx.cached::<Catalogue>()?;
        let within = within(&unit.code);
        let meant = match typed.meant(&catalogue, None, within.as_deref(), language) {
            Ok(meant) => meant,
            Err(wrong) => return Ok(Err(wrong)),
        };
        register(tx, &by, meant).map(Ok)
    };
    let (status, wrong) = match app.db.write(create).await {
        Ok(Ok(number)) => {
            return Ok(web::see_other(&format!("/console/stations/{number}/edit?saved=1")));
        }
        Ok(Err(wrong)) => (422, wrong),
        Err(error) => form::wrong_of(error)?,
    };
    let again = move |tx: &mut Tx<'_>| {
        let unit = unit(tx, &viewer, &code)?;
        FormPage::load(tx, shell, unit, None, form, wrong)
    };
    web::page(status_of(status), &app.db.read(again).await?)
}

fn register(tx: &mut Tx<'_>, viewer: &Viewer, meant: Meant) -> Result<String> {
    let (county, today) = (meant.details.county()?, tx.today());
    let parent = station::unit_of(tx, county, today)?;
    match scope::check_editable_unit(&*tx.cached::<Tree>()?, viewer, parent) {
        Err(Error::NotFound(_)) => return Err(Error::field("division", "import.out-of-scope")),
        other => other?,
    }
    let change = Change::begin(tx, Some(viewer.author()))?;
    let new = NewStation {
        details: meant.details,
        services: meant.services,
        opened: meant.opened,
        ..NewStation::default()
    };
    Ok(station::register(tx, change, parent, &new)?.number)
}

/// `GET /console/stations/{code}/edit`
pub async fn edit(
    app: State<App>,
    (ctx, who): (Ctx, Who),
    Path(code): Path<String>,
    query: web::Query<EditQuery>,
) -> Result<Response> {
    let (shell, viewer) = (ctx.shell(), who.viewer());
    let language = language(shell.lang);
    let load = move |tx: &mut Tx<'_>| {
        let station = scope::editable(tx, &viewer, &code)?;
        let form = StationForm::of(&station, &*tx.cached::<Catalogue>()?, language);
        let page = FormPage::of_known(tx, shell, station, form, Wrong::default())?;
        Ok::<_, Error>(FormPage { saved: query.0.saved == "1", ..page })
    };
    web::page(StatusCode::OK, &app.db.read(load).await?)
}

/// `POST /console/stations/{code}`
pub async fn change(
    app: State<App>,
    (ctx, who): (Ctx, Who),
    Path(code): Path<String>,
    web::Form(form): web::Form<StationForm>,
) -> Result<Response> {
    let (shell, viewer) = (ctx.shell(), who.viewer());
    let language = language(shell.lang);
    let (typed, number, by) = (form.clone(), code.clone(), who.viewer());
    let change = move |tx: &mut Tx<'_>| -> Result<Option<Wrong>> {
        let station = scope::editable(tx, &by, &number)?;
        let catalogue = tx.cached::<Catalogue>()?;
        match typed.meant(&catalogue, Some(&station), None, language) {
            Ok(meant) => save(tx, &by, station, &typed, meant).map(|()| None),
            Err(wrong) => Ok(Some(wrong)),
        }
    };
    let (status, wrong) = match app.db.write(change).await {
        Ok(None) => return Ok(web::see_other(&edit_path(&code, true))),
        Ok(Some(wrong)) => (422, wrong),
        Err(error) => form::wrong_of(error)?,
    };
    let again = move |tx: &mut Tx<'_>| {
        let station = scope::editable(tx, &viewer, &code)?;
        FormPage::of_known(tx, shell, station, form, wrong)
    };
    web::page(status_of(status), &app.db.read(again).await?)
}

fn save(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    station: Station,
    typed: &StationForm,
    meant: Meant,
) -> Result<()> {
    if typed.version != station.version.to_string() {
        return Err(Error::status(412, "stations.version-stale"));
    }
    station::check_same_unit(tx, &station, &meant.details)?;
    let services = meant.services;
    let change = Change::begin(tx, Some(viewer.author()))?;
    let changed = Station { details: meant.details, ..station };
    station::update(tx, change, &changed)?;
    if services != changed.services {
        station::set_services(tx, change, changed.unit, services)?;
    }
    Ok(())
}

/// What is typed to close a station.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ClosureForm {
    reason: String,
    until: Option<Day>,
    for_good: String,
    version: String,
}

/// `POST /console/stations/{code}/closure`
pub async fn close(
    app: State<App>,
    who: Who,
    Path(code): Path<String>,
    web::Form(form): web::Form<ClosureForm>,
) -> Result<Response> {
    let (viewer, number) = (who.viewer(), code.clone());
    let close = move |tx: &mut Tx<'_>| {
        let station = versioned(tx, &viewer, &number, &form.version)?;
        let change = Change::begin(tx, Some(viewer.author()))?;
        let for_good = form.for_good == "1";
        let until = form.until.filter(|_| !for_good);
        let closure = Closure { from: None, until, reason: form.reason, for_good };
        closing::close(tx, change, &station, &closure)
    };
    app.db.write(close).await?;
    Ok(web::see_other(&edit_path(&code, true)))
}

/// What is typed to take another step.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    status: String,
    version: String,
}

/// `POST /console/stations/{code}/status`: the next step of its life.
pub async fn step(
    app: State<App>,
    who: Who,
    Path(code): Path<String>,
    web::Form(form): web::Form<StepForm>,
) -> Result<Response> {
    let (viewer, number) = (who.viewer(), code.clone());
    let step = move |tx: &mut Tx<'_>| {
        let station = versioned(tx, &viewer, &number, &form.version)?;
        let next = Status::parse(&form.status);
        let next = next.ok_or_else(|| Error::field("status", "stations.status"))?;
        let change = Change::begin(tx, Some(viewer.author()))?;
        closing::step(tx, change, &station, next)
    };
    app.db.write(step).await?;
    Ok(web::see_other(&edit_path(&code, true)))
}

/// What is typed to tell those who come.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NoticeForm {
    text: String,
    to: Option<Day>,
}

/// `POST /console/stations/{code}/notices`
pub async fn post_notice(
    app: State<App>,
    who: Who,
    Path(code): Path<String>,
    web::Form(form): web::Form<NoticeForm>,
) -> Result<Response> {
    let (viewer, number) = (who.viewer(), code.clone());
    let post = move |tx: &mut Tx<'_>| {
        let station = scope::editable(tx, &viewer, &number)?;
        notice::post(tx, Some(viewer.author()), station.unit, &form.text, form.to)
    };
    app.db.write(post).await?;
    Ok(web::see_other(&edit_path(&code, true)))
}

/// `POST /console/stations/{code}/notices/{id}/end`
pub async fn end_notice(
    app: State<App>,
    who: Who,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response> {
    let (viewer, number) = (who.viewer(), code.clone());
    let end = move |tx: &mut Tx<'_>| {
        let station = scope::editable(tx, &viewer, &number)?;
        let id = id.parse().map_err(|_| Error::NotFound("stations.unknown-notice"))?;
        notice::end(tx, station.unit, id)
    };
    app.db.write(end).await?;
    Ok(web::see_other(&edit_path(&code, true)))
}

fn versioned(tx: &mut Tx<'_>, viewer: &Viewer, number: &str, version: &str) -> Result<Station> {
    let station = scope::editable(tx, viewer, number)?;
    let fresh = version == station.version.to_string();
    if fresh { Ok(station) } else { Err(Error::status(412, "stations.version-stale")) }
}

fn edit_path(code: &str, saved: bool) -> String {
    format!("/console/stations/{code}/edit{}", if saved { "?saved=1" } else { "" })
}

fn unit(tx: &mut Tx<'_>, viewer: &Viewer, code: &str) -> Result<UnitName> {
    let unit = scope::editable_unit(tx, viewer, code)?;
    Ok(UnitName::of(&*tx.cached::<Tree>()?, unit))
}

/// The division that a unit mirrors, to read names in.
fn within(code: &str) -> Option<String> {
    let division = geo::divisions::get(code)?;
    (division.code != geo::divisions::COUNTRY).then(|| division.code.to_owned())
}

fn language(lang: Lang) -> Language {
    match lang {
        Lang::ZhCn => Language::Chinese,
        Lang::En => Language::English,
    }
}

fn status_of(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY)
}

impl FormPage {
    fn of_known(
        tx: &mut Tx<'_>,
        shell: Shell,
        station: Station,
        form: StationForm,
        wrong: Wrong,
    ) -> Result<Self> {
        let (tree, today) = (tx.cached::<Tree>()?, tx.today());
        let parent = tree.parent(station.unit, today).unwrap_or(station.unit);
        let status = closing::life(tx, &station)?.status(today);
        let known = Known {
            number: station.number,
            name: station.details.name,
            status,
            status_word: shell.t.msg(status.label()).to_string(),
            version: station.version,
            notices: notice::on(tx, station.unit, today)?,
        };
        Self::load(tx, shell, UnitName::of(&tree, parent), Some(known), form, wrong)
    }

    fn load(
        tx: &mut Tx<'_>,
        shell: Shell,
        unit: UnitName,
        known: Option<Known>,
        form: StationForm,
        wrong: Wrong,
    ) -> Result<Self> {
        Ok(Self::of(shell, unit, known, form, wrong, &*tx.cached::<Catalogue>()?))
    }

    fn of(
        shell: Shell,
        unit: UnitName,
        known: Option<Known>,
        form: StationForm,
        wrong: Wrong,
        catalogue: &Catalogue,
    ) -> Self {
        let has = |list: &str, value: &str| list.split(',').any(|each| each == value);
        let choice =
            |value: &str, label: String, on: bool| Choice { value: value.to_owned(), label, on };
        let word = |key: &str| shell.t.msg(key).to_string();
        let services = catalogue.services().iter().map(|service| {
            let name = service.name(shell.lang).to_owned();
            choice(&service.code, name, has(&form.services, &service.code))
        });
        let features = Feature::ALL.into_iter().map(|feature| {
            let on = has(&form.features, feature.as_str());
            choice(feature.as_str(), word(feature.label()), on)
        });
        let host_types = HostType::ALL.into_iter().map(|kind| {
            choice(kind.as_str(), word(host_label(kind)), form.host_type == kind.as_str())
        });
        let grades = (1..=5).map(|grade: u8| {
            let label = shell.t.msg("stations-stars").arg("count", grade).to_string();
            choice(&grade.to_string(), label, form.grade == grade.to_string())
        });
        let datums = [
            (Datum::Wgs84, "stations-datum-wgs84"),
            (Datum::Gcj02, "stations-datum-gcj02"),
            (Datum::Bd09, "stations-datum-bd09"),
        ];
        let datums = datums
            .map(|(datum, key)| choice(datum.as_str(), word(key), form.datum == datum.as_str()));
        Self {
            services: services.collect(),
            features: features.collect(),
            host_types: host_types.collect(),
            grades: grades.collect(),
            datums: datums.to_vec(),
            problems: wrong.fields.into(),
            hours_readings: wrong.hours,
            division_readings: wrong.divisions,
            saved: false,
            unit,
            known,
            form,
            shell,
        }
    }

    /// Steps that need no reason, each with its word.
    fn next_steps(&self) -> Vec<(&'static str, String)> {
        let Some(known) = &self.known else { return Vec::new() };
        let needs_no_reason = |next: &Status| !matches!(next, Status::Suspended | Status::Closed);
        let next = Status::ALL.into_iter().filter(|next| known.status.may_become(*next));
        let word = |next: Status| match (known.status, next) {
            (Status::Suspended, Status::Active) => "stations-reopen",
            _ => next.label(),
        };
        next.filter(needs_no_reason)
            .map(|next| (next.as_str(), self.shell.t.msg(word(next)).to_string()))
            .collect()
    }

    /// A page of an invented station, for samples.
    pub fn sample(shell: Shell, catalogue: &Catalogue, is_new: bool, is_wrong: bool) -> Self {
        let unit = UnitName { code: "440304".to_owned(), name: "福田区".to_owned() };
        let form = StationForm {
            name: "榕树下爱心翼站".to_owned(),
            division: "440304".to_owned(),
            hours: "夏季 08:00–18:00，冬季 09:00–17:30".to_owned(),
            services: "A01,A02".to_owned(),
            ..StationForm::default()
        };
        let status = Status::Active;
        let known = (!is_new).then(|| Known {
            number: "440304-00016".to_owned(),
            name: form.name.clone(),
            status,
            status_word: shell.t.msg(status.label()).to_string(),
            version: 3,
            notices: vec![notice::Notice {
                id: 1,
                text: "12 月 1 日起改冬季时间。".to_owned(),
                from: shell.today(),
                to: None,
            }],
        });
        let mut wrong = Wrong::default();
        if is_wrong {
            let meant = form.meant(catalogue, None, None, language(shell.lang));
            wrong = meant.err().unwrap_or_default();
        }
        Self::of(shell, unit, known, form, wrong, catalogue)
    }
}

fn host_label(kind: HostType) -> &'static str {
    match kind {
        HostType::SelfRun => "stations-host-self-run",
        HostType::Exclusive => "stations-host-exclusive",
        HostType::Agent => "stations-host-agent",
        HostType::Community => "stations-host-community",
        HostType::Mobile => "stations-host-mobile",
    }
}
