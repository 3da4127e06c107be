//! What the product answers whatever it does: is it alive, is it ready, its API document, and
//! what robots may read.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use db::Migration;
use kernel::{App, Error, Result};

use crate::{assets, ctx::Ctx, page::page, shell::Shell};

/// `GET /livez`: the process answers.
pub async fn alive() -> &'static str {
    "ok"
}

/// Whether the store answers and has this schema; what is wrong goes to the log.
pub async fn ready(app: App, migrations: Arc<[Migration]>) -> Result<&'static str> {
    let store = app.db.clone();
    let fits = tokio::task::spawn_blocking(move || store.check_migrations(&migrations)).await;
    let unready = |why: String| {
        tracing::warn!(why, "not ready");
        Error::Busy(5)
    };
    fits.map_err(|error| unready(error.to_string()))?
        .map_err(|error| unready(error.to_string()))?;
    Ok("ok")
}

/// `GET /robots.txt`
pub async fn robots(app: State<App>) -> &'static str {
    if app.settings.demo {
        "User-agent: *\nDisallow: /\n"
    } else {
        "User-agent: *\nDisallow: /api/\n"
    }
}

#[derive(Template)]
#[template(path = "api_docs.html")]
struct ApiDocs {
    shell: Shell,
    css: &'static str,
    script: &'static str,
}

/// `GET /api/docs`
pub async fn docs(ctx: Ctx) -> Result<Response> {
    let docs = ApiDocs { shell: ctx.shell(), css: assets::SWAGGER_CSS, script: assets::SWAGGER_JS };
    page(StatusCode::OK, &docs)
}
