//! Why somebody reads everything that is known of a person: asked before it is shown, by a short
//! list and free words, and remembered by the browser for some minutes, so that whoever works
//! through several people is asked once.

use askama::Template;
use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, header::SET_COOKIE, request::Parts},
    response::Response,
};
use db::Instant;
use kernel::{App, Error, Result};
use serde::Deserialize;
use web::{Ctx, Problems, Shell, cursor};

use crate::{accounts::Account, gate::Who, noted, pages::form::Place};

/// What the browser keeps: for whom, until when, and the purpose. Nothing is opened by it.
const REMEMBERED: &str = "__Host-purpose";
/// A purpose is remembered for so long.
const KEPT_SECONDS: i64 = 15 * 60;
/// Characters of the longest purpose.
const MOST_CHARS: usize = 200;
/// The reasons of the list: what the form sends, and the name of the purpose.
const REASONS: [(&str, &str); 4] = [
    ("care", noted::CARE),
    ("lost", "org.purpose-lost"),
    ("asked", "org.purpose-asked"),
    ("check", "org.purpose-check"),
];

/// What the form says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Why {
    /// A reason of the list, or `other`.
    pub why: String,
    /// Another reason in words.
    pub words: String,
}

/// Why somebody asks, as far as it is known.
pub struct Asking {
    purpose: Option<String>,
    /// To be remembered: it was said just now.
    cookie: Option<String>,
    typed: String,
    problems: Problems,
}

impl FromRequestParts<App> for Asking {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let reader = Who::from_request_parts(parts, app).await?.viewer().author();
        let why = web::Query::<Why>::from_request_parts(parts, app).await?.0;
        let ctx = Ctx::from_request_parts(parts, app).await?;
        Self::of(why, ctx.cookie(REMEMBERED), reader, app.db.now())
    }
}

impl Asking {
    fn of(why: Why, kept: Option<&str>, reader: i64, now: Instant) -> Result<Self> {
        let unsaid =
            Self { purpose: None, cookie: None, typed: why.words, problems: Problems::none() };
        match said(&why.why, &unsaid.typed) {
            Ok(Some(purpose)) => {
                let kept = (reader, now.plus_seconds(KEPT_SECONDS).0, &purpose);
                let cookie = cursor::encode(&kept);
                Ok(Self { purpose: Some(purpose), cookie: Some(cookie), ..unsaid })
            }
            Ok(None) => {
                let kept = kept.and_then(|kept| cursor::decode::<(i64, i64, String)>(kept).ok());
                let holds = |kept: &(i64, i64, String)| kept.0 == reader && now.0 < kept.1;
                Ok(Self { purpose: kept.filter(holds).map(|kept| kept.2), ..unsaid })
            }
            Err(Error::Refused { status: 422, fields, .. }) => {
                Ok(Self { problems: fields.into(), ..unsaid })
            }
            Err(error) => Err(error),
        }
    }

    /// The purpose, when it is known.
    pub fn purpose(&self) -> Option<&str> {
        self.purpose.as_deref()
    }

    /// The answer, with which the browser keeps what was said just now.
    pub fn remember(&self, mut answer: Response) -> Result<Response> {
        if let Some(value) = &self.cookie {
            let cookie = format!(
                "{REMEMBERED}={value}; Max-Age={KEPT_SECONDS}; Secure; HttpOnly; SameSite=Lax; Path=/"
            );
            let cookie = HeaderValue::from_str(&cookie);
            let cookie = cookie.map_err(|error| Error::Internal(error.to_string()))?;
            answer.headers_mut().append(SET_COOKIE, cookie);
        }
        Ok(answer)
    }

    /// Asks, before anything is shown of an account but whose it is.
    pub fn ask(self, shell: Shell, place: Place, account: Account) -> Result<Response> {
        let wrong = self.problems.of("words").is_some();
        let page = PurposePage {
            shell,
            place,
            account,
            typed: self.typed,
            problems: self.problems,
            reasons: reasons(),
        };
        web::page(if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
    }
}

/// The purpose that a form says; none when it says nothing.
fn said(why: &str, words: &str) -> Result<Option<String>> {
    if why.is_empty() {
        return Ok(None);
    }
    if let Some((_, purpose)) = REASONS.iter().find(|(sent, _)| *sent == why) {
        return Ok(Some((*purpose).to_owned()));
    }
    match words.trim() {
        "" => Err(Error::field("words", "org.purpose-missing")),
        words if words.chars().count() > MOST_CHARS => {
            Err(Error::field("words", "org.purpose-too-long"))
        }
        words => Ok(Some(words.to_owned())),
    }
}

/// The page that asks.
#[derive(Template)]
#[template(path = "purpose.html")]
pub struct PurposePage {
    pub shell: Shell,
    pub place: Place,
    pub account: Account,
    pub typed: String,
    pub problems: Problems,
    pub reasons: [Reason; 4],
}

/// A reason of the list: what the form sends, and the key of its words.
type Reason = (&'static str, String);

/// The reasons of the list.
pub fn reasons() -> [Reason; 4] {
    REASONS.map(|(sent, purpose)| (sent, purpose.replace('.', "-")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_795_500_000_000_000);

    fn asking(why: &str, words: &str, kept: Option<&str>, reader: i64, now: Instant) -> Asking {
        let why = Why { why: why.to_owned(), words: words.to_owned() };
        Asking::of(why, kept, reader, now).unwrap()
    }

    #[test]
    fn a_purpose_is_remembered_for_a_quarter_of_an_hour_and_for_whoever_said_it() {
        let first = asking("lost", "", None, 7, NOW);
        assert_eq!(first.purpose(), Some("org.purpose-lost"));
        let kept = first.cookie.as_deref();
        assert_eq!(asking("", "", kept, 7, NOW.plus_seconds(899)).purpose(), first.purpose());
        assert_eq!(asking("", "", kept, 7, NOW.plus_seconds(900)).purpose(), None);
        assert_eq!(asking("", "", kept, 8, NOW).purpose(), None, "somebody else at this machine");
        assert_eq!(asking("", "", Some("x"), 7, NOW).purpose(), None);
    }

    #[test]
    fn another_reason_needs_words() {
        assert_eq!(asking("other", " 家属询问 ", None, 7, NOW).purpose(), Some("家属询问"));
        for words in ["", "  ", &"长".repeat(201)] {
            let asking = asking("other", words, None, 7, NOW);
            assert!(asking.purpose().is_none() && asking.problems.of("words").is_some());
        }
    }
}
