//! `/admin/audit`: who did what, the newest first.

use askama::Template;
use audit::{Filter, read};
use axum::{extract::State, http::StatusCode, response::Response};
use db::{Day, Tx};
use kernel::{App, Error, Result};
use serde::{Deserialize, Serialize};
use web::{PageOf, Shell, cursor};

use crate::{
    pages::Frame,
    words::{self, EntryWords, Speaker},
};

/// Entries on a page.
const ROWS: u32 = 50;

/// The list.
#[derive(Template)]
#[template(path = "audit-list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub rows: Vec<EntryWords>,
    pub search: Search,
    /// Who is looked for, when somebody is.
    pub author: Option<String>,
    pub acts: Vec<ActChoice>,
    /// The address of the next page.
    pub next: Option<String>,
}

/// An act that was ever done.
pub struct ActChoice {
    pub act: String,
    pub word: String,
    pub chosen: bool,
}

/// What is looked for.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Search {
    /// A login, or the number that a list links to.
    pub author: String,
    pub act: String,
    pub object: String,
    pub day: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// `GET /admin/audit`
pub async fn show(
    app: State<App>,
    Frame(shell): Frame,
    query: web::Query<Search>,
) -> Result<Response> {
    let search = query.0;
    let page = app.db.read(move |tx| ListPage::load(tx, shell, search)).await?;
    web::page(StatusCode::OK, &page)
}

impl ListPage {
    fn load(tx: &mut Tx<'_>, shell: Shell, search: Search) -> Result<Self> {
        let filter = search.filter(tx)?;
        let before = search.after.as_deref().map(cursor::decode::<i64>).transpose()?;
        let found = match &filter {
            Some(filter) => read::newest(tx, filter, before, ROWS + 1)?,
            None => Vec::new(),
        };
        let found = PageOf::cut(found, ROWS as usize, |entry| entry.seq);
        let mut speaker = Speaker::new(&shell);
        let rows = found.items.iter().map(|entry| speaker.entry(tx, entry));
        let rows = rows.collect::<Result<Vec<_>>>()?;
        let author = match filter.and_then(|filter| filter.author) {
            Some(author) => Some(speaker.author(tx, author)?),
            None => Some(search.author.clone()).filter(|typed| !typed.is_empty()),
        };
        let acts = read::acts(tx)?.into_iter().map(|act| ActChoice {
            word: words::act(&shell, &act),
            chosen: act == search.act,
            act,
        });
        let acts = acts.collect();
        let next = found.next.map(|after| search.address(Some(after))).transpose()?;
        Ok(Self { shell, rows, search, author, acts, next })
    }

    /// Whether anything is looked for.
    pub fn is_search(&self) -> bool {
        let Search { author, act, object, day, .. } = &self.search;
        [author, act, object, day].iter().any(|typed| !typed.is_empty())
    }
}

impl Search {
    /// What was typed, as it is looked for; none when nobody has the login that was typed.
    fn filter(&self, tx: &mut Tx<'_>) -> Result<Option<Filter>> {
        let some = |typed: &str| Some(typed.trim().to_owned()).filter(|typed| !typed.is_empty());
        let author = match some(&self.author) {
            None => None,
            Some(typed) => match typed.parse::<i64>() {
                Ok(number) => Some(number),
                Err(_) => match org::authors::by_login(tx, &typed)? {
                    Some(number) => Some(number),
                    None => return Ok(None),
                },
            },
        };
        let day = some(&self.day).map(|day| day.parse::<Day>()).transpose();
        let day = day.map_err(|_| Error::field("day", "request.wrong-type"))?;
        Ok(Some(Filter { author, act: some(&self.act), object: some(&self.object), day }))
    }

    fn address(&self, after: Option<String>) -> Result<String> {
        let search = Self { after, ..self.clone() };
        let query = serde_urlencoded::to_string(&search);
        let query = query.map_err(|error| Error::Internal(error.to_string()))?;
        Ok(format!("/admin/audit?{query}"))
    }
}
