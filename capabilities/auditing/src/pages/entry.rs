//! `/admin/audit/entries/{seq}`: one entry, before and after side by side.

use askama::Template;
use audit::read;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use db::Tx;
use kernel::{App, Error, Result};
use web::Shell;

use crate::{
    pages::Frame,
    words::{self, EntryWords, FieldWords, Speaker},
};

/// The page.
#[derive(Template)]
#[template(path = "audit-entry.html")]
pub struct EntryPage {
    pub shell: Shell,
    pub entry: EntryWords,
    pub fields: Vec<FieldWords>,
    /// When, to the part of a second.
    pub exact: String,
    /// In hexadecimal.
    pub digest: String,
}

/// `GET /admin/audit/entries/{seq}`
pub async fn show(
    app: State<App>,
    Frame(shell): Frame,
    Path(seq): Path<String>,
) -> Result<Response> {
    let unknown = || Error::NotFound("auditing.unknown-entry");
    let seq = seq.parse().map_err(|_| unknown())?;
    let load = move |tx: &mut Tx<'_>| {
        let noted = read::entry(tx, seq)?.ok_or_else(unknown)?;
        let entry = Speaker::new(&shell).entry(tx, &noted)?;
        let fields = words::fields(tx, &shell, &noted)?;
        let (exact, digest) = (noted.at.to_string(), noted.digest.to_string());
        Ok::<_, Error>(EntryPage { shell, entry, fields, exact, digest })
    };
    web::page(StatusCode::OK, &app.db.read(load).await?)
}

impl EntryPage {
    /// Whether anything was before.
    pub fn has_before(&self) -> bool {
        self.fields.iter().any(|field| field.before.is_some())
    }
}
