//! `/console/units/{code}/visits` and `/console/visits/{id}`: the records that figures are made of.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use db::{Day, Instant, Tx};
use kernel::{App, Error, Result};
use org::{Role, Tree, Viewer, Who};
use serde::Deserialize;
use stations::{Catalogue, Service};
use web::{Ctx, Shell};

use crate::{
    book::{self, Fact},
    list::{self, Ask, Place},
    pages::console::{Step, supervised},
    record::VisitId,
    tally::{Figures, Range},
    totals::{self, Services},
};

/// Records on a page.
const PAGE: usize = 50;

/// The register of a unit over a range.
#[derive(Template)]
#[template(path = "register.html")]
pub struct RegisterPage {
    pub shell: Shell,
    pub unit: Step,
    pub above: Vec<Step>,
    pub days: Range,
    pub service: Option<String>,
    pub services: Vec<Service>,
    pub total: Figures,
    pub lines: Vec<Line>,
    pub next: Option<String>,
    pub is_first: bool,
}

/// One row of the register.
pub struct Line {
    pub fact: Fact,
    pub station: Step,
    pub service: String,
    pub icon: String,
    pub group: Option<String>,
}

#[derive(Deserialize)]
pub struct RegisterQuery {
    from: Option<Day>,
    to: Option<Day>,
    service: Option<String>,
    cursor: Option<String>,
}

/// `GET /console/units/{code}/visits`
pub async fn list(
    app: State<App>,
    who: Who,
    ctx: Ctx,
    Path(code): Path<String>,
    query: web::Query<RegisterQuery>,
) -> Result<Response> {
    let (viewer, shell) = (who.viewer(), ctx.shell());
    let load = move |tx: &mut Tx<'_>| {
        web::page(StatusCode::OK, &RegisterPage::load(tx, &viewer, shell, &code, query.0)?)
    };
    app.db.read(load).await
}

impl RegisterPage {
    fn load(
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        shell: Shell,
        code: &str,
        query: RegisterQuery,
    ) -> Result<Self> {
        let unit = supervised(tx, viewer, code)?;
        let (tree, catalogue) = (tx.cached::<Tree>()?, tx.cached::<Catalogue>()?);
        list::check_service(tx, query.service.as_deref())?;
        let to = query.to.unwrap_or(tx.today());
        let days = Range::new(query.from.unwrap_or(to), to)
            .ok_or_else(|| Error::field("to", "request.days-in-order"))?;
        let after =
            query.cursor.as_deref().map(web::cursor::decode::<(i64, String)>).transpose()?;
        let is_first = after.is_none();
        let after = after
            .map(|(at, id)| {
                let id =
                    db::uuid_v7(&id).ok_or_else(|| Error::field("cursor", "request.cursor"))?;
                Ok::<_, Error>(Place { at: Instant(at), id: VisitId(id) })
            })
            .transpose()?;
        let ask = Ask { days, service: query.service.as_deref(), after, limit: PAGE };
        let page = list::page(tx, unit, ask)?;
        let counted = Services(query.service.iter().cloned().collect());
        let asked = totals::Ask { services: &counted, ..totals::Ask::then(&tree, days) };
        let next = page.next.map(|place| web::cursor::encode(&(place.at.0, place.id.to_string())));
        let line = |fact| Line::of(fact, &tree, &catalogue, &shell);
        Ok(Self {
            unit: Step::of(&tree, unit),
            above: Step::above(&tree, viewer, unit, tx.today()),
            total: totals::total(tx, unit, asked)?,
            lines: page.facts.into_iter().map(line).collect(),
            services: catalogue.services().to_vec(),
            service: query.service,
            days,
            next,
            is_first,
            shell,
        })
    }

    /// The next page of the same question.
    pub fn href_next(&self, cursor: &str) -> String {
        let service =
            self.service.as_ref().map(|code| format!("&service={code}")).unwrap_or_default();
        let Range { from, to } = self.days;
        format!(
            "/console/units/{}/visits?from={from}&to={to}{service}&cursor={cursor}",
            self.unit.code
        )
    }

    /// Whether a service is the one that is shown.
    pub fn is_chosen(&self, service: &Service) -> bool {
        self.service.as_deref() == Some(&*service.code)
    }

    /// The official name of a service.
    pub fn name_of<'a>(&self, service: &'a Service) -> &'a str {
        service.name(self.shell.lang)
    }
}

impl Line {
    fn of(fact: Fact, tree: &Tree, catalogue: &Catalogue, shell: &Shell) -> Self {
        let service = catalogue.service(&fact.service);
        let group = fact.group.as_deref().and_then(|code| catalogue.group(code));
        Self {
            station: Step::of(tree, fact.station),
            service: service.map_or(&*fact.service, |service| service.name(shell.lang)).to_owned(),
            icon: service.map(Service::icon).unwrap_or_default(),
            group: group.map(|group| group.name(shell.lang).to_owned()),
            fact,
        }
    }
}

/// One record with everything that is known of it.
#[derive(Template)]
#[template(path = "visit.html")]
pub struct VisitPage {
    pub shell: Shell,
    pub line: Line,
    pub levels: Vec<Step>,
    pub reversal: Option<Fact>,
    pub can_reverse: bool,
    pub new_id: String,
}

/// `GET /console/visits/{id}`
pub async fn show(app: State<App>, who: Who, ctx: Ctx, Path(id): Path<String>) -> Result<Response> {
    let (viewer, shell) = (who.viewer(), ctx.shell());
    let load = move |tx: &mut Tx<'_>| {
        web::page(StatusCode::OK, &VisitPage::load(tx, &viewer, shell, &id)?)
    };
    app.db.read(load).await
}

impl VisitPage {
    fn load(tx: &mut Tx<'_>, viewer: &Viewer, shell: Shell, id: &str) -> Result<Self> {
        let id = db::uuid_v7(id).map(VisitId).ok_or(Error::NotFound("visits.unknown"))?;
        let fact = book::visible(tx, viewer, id)?;
        let (tree, catalogue) = (tx.cached::<Tree>()?, tx.cached::<Catalogue>()?);
        let reversal = book::reversal_of(tx, fact.reverses.unwrap_or(fact.id))?;
        let may = viewer.holds(&tree, &[Role::Supervisor], fact.station);
        let levels = tree.chain(fact.station, fact.day).map(|unit| Step::of(&tree, unit)).collect();
        Ok(Self {
            can_reverse: may && !fact.reversed && fact.reverses.is_none(),
            line: Line::of(fact, &tree, &catalogue, &shell),
            levels,
            reversal,
            new_id: tx.new_uuid().to_string(),
            shell,
        })
    }
}

#[derive(Deserialize)]
pub struct ReversalForm {
    id: String,
    reason: Option<String>,
}

/// `POST /console/visits/{id}/reversal`
pub async fn reverse(
    app: State<App>,
    who: Who,
    Path(id): Path<String>,
    form: web::Form<ReversalForm>,
) -> Result<Response> {
    let viewer = who.viewer();
    let visit = db::uuid_v7(&id).map(VisitId).ok_or(Error::NotFound("visits.unknown"))?;
    let reversal = db::uuid_v7(&form.0.id).map(VisitId);
    let reversal = reversal.ok_or_else(|| Error::field("id", "visits.bad-id"))?;
    let reason = book::reason(form.0.reason)?;
    app.db.write(move |tx| book::reverse(tx, &viewer, visit, reversal, reason.as_deref())).await?;
    Ok(web::see_other(&format!("/console/visits/{id}")))
}
