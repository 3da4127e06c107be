//! The pages under `/admin/audit`.

pub mod days;
pub mod entry;
pub mod export;
pub mod list;

use axum::{extract::FromRequestParts, http::request::Parts};
use kernel::{App, Error, Result};
use web::Shell;

/// The frame of the page that is asked for.
pub struct Frame(pub Shell);

impl FromRequestParts<App> for Frame {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        web::Ctx::from_request_parts(parts, app).await.map(|ctx| Self(ctx.shell()))
    }
}
