//! The page after rating: what was said, and how long it may be changed or taken back.

use askama::Template;
use web::Shell;

use super::address::Place;

/// The page.
#[derive(Template)]
#[template(path = "rate-thanks.html")]
pub struct ThanksPage {
    pub shell: Shell,
    pub place: Place,
    /// The word of the score.
    pub word: String,
    /// Seconds of the window.
    pub window: i64,
    /// It waits for its record.
    pub held: bool,
}
