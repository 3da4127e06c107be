//! The page with the form, and what is read from it.

use std::sync::Arc;

use askama::Template;
use db::Tx;
use kernel::{Error, FieldError, Result};
use serde::Deserialize;
use web::{Problems, Shell};

use super::address::{Address, Place};
use crate::{
    said::{Said, Sent},
    standing::Service,
    words::{Word, Words},
};

/// The page.
#[derive(Template)]
#[template(path = "rate.html")]
pub struct RatePage {
    pub shell: Shell,
    pub place: Place,
    pub faces: Vec<Face>,
    pub reasons: Vec<Choice>,
    /// What stands in the form.
    pub said: Sent,
    pub comment: String,
    /// Seconds for which it may be changed.
    pub window: i64,
    pub problem: Option<&'static str>,
    pub problems: Problems,
}

/// A score with its word.
pub struct Face {
    pub score: i64,
    pub symbol: String,
    pub word: String,
}

/// A reason to choose.
pub struct Choice {
    pub code: String,
    pub name: String,
    pub chosen: bool,
    /// `praise`, `complaint` or `both`: styles show those that fit the score.
    pub fits: &'static str,
}

/// The form.
#[derive(Default, Deserialize)]
pub struct RateForm {
    score: Option<i64>,
    reasons: Option<String>,
    comment: Option<String>,
    on_behalf: Option<String>,
    way: Option<String>,
}

impl RateForm {
    /// What was sent.
    pub fn sent(&self) -> Sent {
        let reasons = self.reasons.as_deref().unwrap_or_default().split(',');
        Sent {
            score: self.score.unwrap_or_default(),
            reasons: reasons.filter(|code| !code.is_empty()).map(str::to_owned).collect(),
            comment: self.comment.clone(),
            on_behalf: self.on_behalf.is_some(),
            way: self.way.clone(),
        }
    }
}

impl Sent {
    /// What was said, for the form that changes it.
    pub fn again(said: &Said) -> Self {
        let reasons = said.reasons.split(',').filter(|code| !code.is_empty());
        Self {
            score: said.score,
            reasons: reasons.map(str::to_owned).collect(),
            comment: said.comment.clone(),
            on_behalf: said.on_behalf,
            way: Some(said.way.as_str().to_owned()),
        }
    }
}

impl Address {
    /// The form, filled with what was said or sent.
    pub fn form(
        self,
        tx: &mut Tx<'_>,
        service: Option<&Service>,
        said: Sent,
        refusal: Option<Error>,
    ) -> Result<RatePage> {
        let words: Arc<Words> = tx.cached()?;
        let place = self.place(tx, service)?;
        let (problem, problems) = told(refusal)?;
        Ok(RatePage::of(self.shell, place, &words, service, said).with(
            self.window,
            problem,
            problems,
        ))
    }
}

/// What a refusal says about the form as a whole, and about its fields.
fn told(refusal: Option<Error>) -> Result<(Option<&'static str>, Problems)> {
    match refusal {
        None => Ok((None, Problems::none())),
        Some(Error::Refused { status: 422, fields, .. }) => {
            let whole = |field: &&FieldError| field.field != "comment";
            let problem = fields.iter().find(whole).map(|field| field.code);
            Ok((problem, Problems::from(fields)))
        }
        Some(Error::Refused { status: 429, code, .. }) => Ok((Some(code), Problems::none())),
        Some(other) => Err(other),
    }
}

impl RatePage {
    /// The page about a service, with what stands in its form.
    pub fn of(
        shell: Shell,
        place: Place,
        words: &Words,
        service: Option<&Service>,
        said: Sent,
    ) -> Self {
        let lang = shell.lang;
        let service = service.map(|service| service.code.as_str());
        let fitting = words.reasons.iter().filter(|reason| reason.fits(service));
        let reasons = fitting.map(|reason| Choice {
            code: reason.code.clone(),
            name: reason.name(lang).to_owned(),
            chosen: said.reasons.contains(&reason.code),
            fits: match (reason.least < 3, reason.most > 3) {
                (false, true) => "praise",
                (true, false) => "complaint",
                _ => "both",
            },
        });
        let face = |word: &Word| Face {
            score: word.score,
            symbol: format!("face-{}", word.score),
            word: word.name(lang).to_owned(),
        };
        Self {
            place,
            faces: words.scores.iter().map(face).collect(),
            reasons: reasons.collect(),
            comment: said.comment.clone().unwrap_or_default(),
            said,
            window: 0,
            problem: None,
            problems: Problems::none(),
            shell,
        }
    }

    /// The same with what is wrong, and for how long it may be changed.
    #[must_use]
    pub fn with(self, window: i64, problem: Option<&'static str>, problems: Problems) -> Self {
        Self { window, problem, problems, ..self }
    }
}
