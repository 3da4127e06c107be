//! `/desk`: the counter. One tap records one service; what was just recorded can be taken back.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use db::{Instant, Tx};
use kernel::{App, Error, Result};
use org::{Tree, UnitId, Viewer, Who};
use serde::Deserialize;
use stations::{
    Catalogue, Directory, Group,
    open::{Open, State as OpenState},
};
use web::{Ctx, Shell};

use crate::{
    book::{self, Outcome},
    counter::{self, Counter},
    record::{self, Record, VisitId},
    rights::Ratings,
};

/// Stations offered for choice.
const CHOICE: usize = 60;

/// The counter of one station.
#[derive(Template)]
#[template(path = "desk.html")]
pub struct DeskPage {
    pub shell: Shell,
    pub station: Place,
    pub others: bool,
    pub counter: Counter,
    pub groups: Vec<Group>,
    pub open: Open,
    pub owner: String,
    /// For the form without script: an id of its own for each page that is served.
    pub new_id: String,
    /// The same for each undo of the list.
    pub undo_ids: Vec<String>,
    pub done: Option<Done>,
    pub problem: Option<&'static str>,
}

/// A station by what people call it.
pub struct Place {
    pub number: String,
    pub name: String,
}

/// What was just recorded.
pub struct Done {
    pub id: String,
    pub service: String,
    pub people: i64,
    pub can_undo: bool,
}

/// Which station, when somebody serves at several; or why there is none.
#[derive(Template)]
#[template(path = "desk_choice.html")]
pub struct ChoicePage {
    pub shell: Shell,
    pub stations: Vec<Place>,
    pub more: bool,
    /// The page that they lead to.
    pub href: &'static str,
}

#[derive(Deserialize)]
pub struct DeskQuery {
    station: Option<String>,
    done: Option<String>,
}

/// `GET /desk`
pub async fn show(
    app: State<App>,
    who: Who,
    ctx: Ctx,
    query: web::Query<DeskQuery>,
) -> Result<Response> {
    let (viewer, shell, query) = (who.viewer(), ctx.shell(), query.0);
    app.db.read(move |tx| respond(tx, &viewer, shell, &query, None)).await
}

fn respond(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    shell: Shell,
    query: &DeskQuery,
    problem: Option<&'static str>,
) -> Result<Response> {
    let (station, others) = match asked(tx, viewer, query.station.as_deref())? {
        Asked::Station { id, others } => (id, others),
        Asked::Offered(choice) => return web::page(StatusCode::OK, &choice.page(shell, "/desk")),
    };
    let page = DeskPage::load(tx, viewer, shell, station, query.done.as_deref())?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    web::page(status, &DeskPage { others, problem, ..page })
}

/// The station at which a page of the counter works, or those to choose from.
pub enum Asked {
    Station { id: UnitId, others: bool },
    Offered(Choice),
}

/// Stations that are offered, and whether there are more of them.
pub struct Choice {
    stations: Vec<Place>,
    more: bool,
}

/// The station of this number; without one that at which the viewer serves, if there is only one.
pub fn asked(tx: &mut Tx<'_>, viewer: &Viewer, number: Option<&str>) -> Result<Asked> {
    let tree = tx.cached::<Tree>()?;
    let stations = counter::stations_of(tx, viewer, CHOICE + 1)?;
    let others = stations.len() > 1;
    Ok(match (number, stations.as_slice()) {
        (Some(number), _) => {
            let id = tree.by_code(number).ok_or(Error::NotFound("units.unknown"))?;
            Asked::Station { id, others }
        }
        (None, [only]) => Asked::Station { id: *only, others },
        (None, _) => Asked::Offered(Choice {
            more: stations.len() > CHOICE,
            stations: stations.iter().take(CHOICE).map(|id| Place::of(&tree, *id)).collect(),
        }),
    })
}

impl Choice {
    /// The page that offers them for a page of the counter.
    pub fn page(self, shell: Shell, href: &'static str) -> ChoicePage {
        ChoicePage { shell, stations: self.stations, more: self.more, href }
    }
}

impl Place {
    /// A station of the tree.
    pub fn of(tree: &Tree, id: UnitId) -> Self {
        Self { number: tree.code(id).to_owned(), name: tree.name(id).to_owned() }
    }
}

impl DeskPage {
    fn load(
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        shell: Shell,
        station: UnitId,
        done: Option<&str>,
    ) -> Result<Self> {
        let counter = counter::load(tx, viewer, station)?;
        let (tree, catalogue) = (tx.cached::<Tree>()?, tx.cached::<Catalogue>()?);
        let directory = tx.cached::<Directory>()?;
        let entry = directory.by_unit(station).ok_or(Error::NotFound("units.unknown"))?;
        let done = done.and_then(|id| {
            let line = counter.latest.iter().find(|line| line.fact.id.to_string() == id)?;
            let service = catalogue.service(&line.fact.service)?;
            Some(Done {
                id: id.to_owned(),
                service: service.short_name(shell.lang).to_owned(),
                people: line.fact.people,
                can_undo: line.can_undo,
            })
        });
        Ok(Self {
            station: Place::of(&tree, station),
            others: false,
            groups: catalogue.groups().to_vec(),
            open: Open::of(entry, tx.now()),
            owner: viewer.author().to_string(),
            new_id: tx.new_uuid().to_string(),
            undo_ids: counter.latest.iter().map(|_| tx.new_uuid().to_string()).collect(),
            counter,
            done,
            problem: None,
            shell,
        })
    }

    /// How the open state looks: the `data-state` of its line.
    pub fn open_look(&self) -> &'static str {
        match self.open.state {
            OpenState::Open if self.open.is_sure() => "sure",
            OpenState::Open => "likely",
            OpenState::Closed => "closed",
            OpenState::Unsure => "doubt",
        }
    }

    /// Its door.
    pub fn open_icon(&self) -> &'static str {
        match self.open.state {
            OpenState::Open if self.open.is_sure() => "i-open",
            OpenState::Open => "i-ajar",
            OpenState::Closed => "i-shut",
            OpenState::Unsure => "i-unsure",
        }
    }

    /// Its words, with the time at which it changes.
    pub fn open_words(&self) -> String {
        let t = &self.shell.t;
        match (self.open.state, self.open.until) {
            (OpenState::Open, Some(until)) => {
                t.msg("visits-open-until").arg("time", self.shell.clock(&until)).to_string()
            }
            (OpenState::Open, None) => t.msg("visits-open-now").to_string(),
            (OpenState::Closed, _) => t.msg("visits-closed-now").to_string(),
            (OpenState::Unsure, _) => t.msg("visits-hours-unknown").to_string(),
        }
    }

    /// What a service is called on a key.
    pub fn service_name(&self, code: &str) -> String {
        let keys = self.counter.keys.iter().chain(&self.counter.self_service);
        let named = keys.map(|key| &key.service).find(|service| &*service.code == code);
        named.map_or(code, |service| service.short_name(self.shell.lang)).to_owned()
    }
}

#[derive(Deserialize)]
pub struct RecordForm {
    id: String,
    station: String,
    service: String,
    people: Option<String>,
    group: Option<String>,
    /// When the key was tapped, for taps that waited for the network.
    occurred_at: Option<String>,
    /// Of the right that the device made for the guest.
    rating_key: Option<String>,
}

/// `POST /desk/visits`
pub async fn record<R: Ratings>(
    app: State<App>,
    who: Who,
    ctx: Ctx,
    form: web::Form<RecordForm>,
) -> Result<Response> {
    let (viewer, shell, form) = (who.viewer(), ctx.shell(), form.0);
    let record = read(&form, app.db.now());
    let by = who.viewer();
    let outcome = match record {
        Ok(record) => {
            let records = [Ok(record)];
            let lane = book::lane(&records);
            let write = move |tx: &mut Tx<'_>| book::record::<R>(tx, &by, &records);
            let outcomes = app.db.write_in(lane, write).await?;
            outcomes.into_iter().next().unwrap_or(Outcome::Duplicate)
        }
        Err(refusal) => Outcome::Refused(refusal),
    };
    let RecordForm { station, id, .. } = form;
    match outcome {
        Outcome::Accepted | Outcome::Duplicate => {
            Ok(web::see_other(&format!("/desk?station={station}&done={id}")))
        }
        Outcome::Refused("visits.unknown-station") => Err(Error::NotFound("units.unknown")),
        Outcome::Refused(code) => {
            let query = DeskQuery { station: Some(station), done: None };
            app.db.read(move |tx| respond(tx, &viewer, shell, &query, Some(code))).await
        }
    }
}

fn read(form: &RecordForm, now: Instant) -> Result<Record, &'static str> {
    let people: i64 =
        form.people.as_deref().unwrap_or("1").trim().parse().map_err(|_| "visits.people")?;
    let occurred_at = match form.occurred_at.as_deref() {
        Some(text) => text.parse().map_err(|_| "visits.malformed")?,
        None => now,
    };
    let key = form.rating_key.as_deref().filter(|key| !key.is_empty());
    let rating_keys =
        key.map(|key| record::rating_key(key).ok_or(record::MALFORMED)).transpose()?;
    let id = VisitId(db::uuid_v7(&form.id).ok_or("visits.bad-id")?);
    Ok(Record {
        group: form.group.clone(),
        rating_keys: rating_keys.into_iter().collect(),
        ..Record::of_people(id, &form.station, &form.service, people, occurred_at)
    })
}

#[derive(Deserialize)]
pub struct UndoForm {
    id: String,
    visit: String,
    station: String,
}

/// `POST /desk/reversals`
pub async fn undo(app: State<App>, who: Who, form: web::Form<UndoForm>) -> Result<Response> {
    let (viewer, form) = (who.viewer(), form.0);
    let id = |text: &str| db::uuid_v7(text).map(VisitId);
    let visit = id(&form.visit).ok_or(Error::NotFound("visits.unknown"))?;
    let reversal = id(&form.id).ok_or_else(|| Error::field("id", "visits.bad-id"))?;
    app.db.write(move |tx| book::reverse(tx, &viewer, visit, reversal, None)).await?;
    Ok(web::see_other(&format!("/desk?station={}", form.station)))
}
