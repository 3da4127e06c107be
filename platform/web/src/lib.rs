//! Pages and the API over HTTP: routing, sessions, errors, layout, assets and the accept loop.
//! Knows no capability and no word of the domain.
//!
//! # How a handler is written
//!
//! An API handler takes [`ApiJson`] or [`Query`], returns `kernel::Result` of anything that axum
//! can send, and says no with a [`kernel::Error`]; status, language and form of the answer are
//! chosen here:
//!
//! ```ignore
//! pub async fn show(app: State<App>, Path(code): Path<String>) -> Result<Json<Item>> {
//!     let item = app.db.read(move |tx| store::item(tx, &code)).await?;
//!     item.map(Json).ok_or(Error::NotFound("things.unknown"))
//! }
//! ```
//!
//! A page is a struct that holds a [`Shell`], and its template extends `public.html`,
//! `office.html` or `bare.html`; a refused form shows the same page again with 422:
//!
//! ```ignore
//! #[derive(Template)]
//! #[template(path = "thing.html")]
//! struct ThingPage { shell: Shell, form: ThingForm, problems: Problems }
//!
//! pub async fn save(app: State<App>, ctx: Ctx, form: web::Form<ThingForm>) -> Result<Response> {
//!     let form = form.0;
//!     match Thing::parse(&form) {
//!         Ok(thing) => {
//!             app.db.write(move |tx| store::save(tx, &thing)).await?;
//!             Ok(web::see_other("/things"))
//!         }
//!         Err(problems) => {
//!             let page = ThingPage { shell: ctx.shell(), form, problems };
//!             web::page(StatusCode::UNPROCESSABLE_ENTITY, &page)
//!         }
//!     }
//! }
//! ```
//!
//! ```html
//! {% extends "public.html" %}
//! {% import "ui/form.html" as form %}
//! {% block title %}{{ shell.t.msg("things-title") }}{% endblock %}
//! {% block content %}
//!   <h1>{{ shell.icon("i-box") }} {{ shell.t.msg("things-title") }}</h1>
//!   <form class="stack" method="post">
//!     {% call form::field(shell, problems, "name", shell.t.msg("things-name"), value = form.name) %}{% endcall %}
//!     {% call form::button(shell, shell.t.msg("things-save"), look = "primary") %}{% endcall %}
//!   </form>
//! {% endblock %}
//! ```
//!
//! `templates/ui/` holds the parts: `form`, `state`, `figure`, `list`. An `askama.toml` beside the
//! crate's `Cargo.toml` says `dirs = ["templates", "../../platform/web/templates"]`. A page whose
//! figures move follows its topics with [`Refresh`]; whoever writes touches them.

mod address;
mod api_answers;
mod api_document;
mod asked;
pub mod assets;
mod connections;
mod credentials;
mod cross_site;
mod ctx;
pub mod cursor;
pub mod download;
mod errors;
mod figures;
mod guard;
mod house;
mod json;
mod leftover;
mod lists;
mod metrics;
mod page;
mod qr;
mod query;
mod refresh;
mod refused;
pub mod sessions;
mod shares;
mod shell;
mod site;
mod stall;
mod store;
mod system;
#[cfg(test)]
mod tests;
mod tls;
mod ui;

use db::Migration;
use i18n::Lang;

pub use crate::{
    address::percent_encoded,
    api_document::{Clash, api_document},
    asked::{ClientAddress, Peer},
    connections::{Entrance, Limits, serve, serve_metrics},
    credentials::Credentials,
    ctx::{Caller, Ctx, Who, forget_session, introduce},
    errors::{FieldProblem, Problem},
    figures::{Face, Faces, Spark, Tally},
    json::{ApiJson, Envelope, JsonText, etag_json, to_json},
    lists::{PageOf, limit},
    metrics::Metrics,
    page::{page, sample, see_other},
    qr::Qr,
    query::{Form, Query},
    refresh::Refresh,
    refused::write_refusals,
    sessions::Secret,
    shares::Shares,
    shell::{Entry, Shell},
    site::{Site, router},
    tls::Tls,
    ui::{Crumb, Icon, Problems, Stage},
};

/// The tables of this crate.
pub const MIGRATIONS: &[Migration] = &[Migration {
    capability: "web",
    number: 1,
    name: "0001_session",
    sql: include_str!("../migrations/0001_session.sql"),
}];

/// The messages of this crate.
pub const MESSAGES: &[(Lang, &str)] = &[
    (Lang::ZhCn, include_str!("../messages/zh-CN.ftl")),
    (Lang::En, include_str!("../messages/en.ftl")),
];
