//! The acts, as data.

mod people;
mod places;
mod units;

/// The password of everybody here.
pub const PASSWORD: &str = "nine blue herons wade";

/// An act.
pub struct Step {
    /// Method and path template.
    pub route: &'static str,
    /// Who does it: a login, or `system`.
    pub who: &'static str,
    /// The path; after `@`, a page and a part of the action of a form on it.
    pub at: &'static str,
    pub body: Body,
}

/// What is sent.
pub enum Body {
    /// A form.
    Form(&'static [(&'static str, &'static str)]),
    /// JSON.
    Json(&'static str),
    /// A list of stations of this text.
    List(&'static str),
    /// Nothing: something is read or taken away.
    Nothing,
}

pub const fn step(route: &'static str, who: &'static str, at: &'static str, body: Body) -> Step {
    Step { route, who, at, body }
}

/// All of them, in an order in which each succeeds.
pub fn all() -> impl Iterator<Item = &'static Step> {
    units::STEPS.iter().chain(people::STEPS).chain(places::STEPS)
}
