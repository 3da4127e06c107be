//! The page of a code with which nothing can be said: why, and where to go instead.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use kernel::Result;
use web::Shell;

use crate::standing::Closed;

/// The page.
#[derive(Template)]
#[template(path = "rate-closed.html")]
pub struct ClosedPage {
    pub shell: Shell,
    pub why: Closed,
    /// The station's page, where there is one.
    pub station: Option<String>,
}

impl Closed {
    /// Every reason.
    pub const ALL: [Self; 5] =
        [Self::False, Self::Expired, Self::Spent, Self::Waiting, Self::Withdrawn];

    fn title(self) -> &'static str {
        match self {
            Self::False => "ratings-false",
            Self::Expired => "ratings-over",
            Self::Spent => "ratings-done",
            Self::Waiting => "ratings-waiting",
            Self::Withdrawn => "ratings-withdrawn",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::False => "ratings-false-what",
            Self::Expired => "ratings-over-what",
            Self::Spent => "ratings-done-what",
            Self::Waiting => "ratings-waiting-what",
            Self::Withdrawn => "ratings-withdrawn-what",
        }
    }

    fn status(self) -> StatusCode {
        match self {
            Self::False => StatusCode::NOT_FOUND,
            Self::Expired => StatusCode::GONE,
            Self::Spent | Self::Waiting | Self::Withdrawn => StatusCode::OK,
        }
    }
}

/// The page about why nothing can be said.
pub fn page(shell: Shell, why: Closed, number: &str) -> Result<Response> {
    let station = (why != Closed::False).then(|| format!("/stations/{number}"));
    web::page(why.status(), &ClosedPage { shell, why, station })
}
