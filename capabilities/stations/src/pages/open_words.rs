//! Whether a station is open, in words: icon, state, until when, and why.

use db::Instant;
use i18n::T;

use crate::{
    directory::Entry,
    open::{Open, State},
};

/// With less than an hour left, the end is what matters.
const SOON_MINUTES: i64 = 60;

/// The words for an open state.
#[derive(Clone, Debug)]
pub struct OpenWords {
    /// `sure`, `likely`, `doubt` or `closed`: the tone.
    pub state: &'static str,
    /// The door that says the same.
    pub icon: &'static str,
    /// 确定开放, 多半开放, 说不准，先打电话, 已闭站.
    pub word: String,
    /// Until when, or when again; empty when nothing is known.
    pub when: String,
    /// It closes within the hour: what is left, to be shown in amber.
    pub soon: Option<String>,
    /// Why we think so.
    pub why: String,
    /// It is open, or may be.
    pub worth_a_walk: bool,
}

impl OpenWords {
    /// The words for a station at a moment.
    pub fn of(entry: &Entry, now: Instant, t: &T) -> Self {
        let open = Open::of(entry, now);
        let (state, icon, word) = match open.state {
            State::Open if open.is_sure() => ("sure", "i-open", "stations-open-sure"),
            State::Open => ("likely", "i-ajar", "stations-open-likely"),
            State::Unsure => ("doubt", "i-unsure", "stations-open-unsure"),
            State::Closed => ("closed", "i-shut", "stations-open-closed"),
        };
        Self {
            state,
            icon,
            word: t.msg(word).to_string(),
            when: when(entry, &open, t),
            soon: soon(&open, t),
            why: why(entry, &open, t),
            worth_a_walk: open.state != State::Closed,
        }
    }
}

fn when(entry: &Entry, open: &Open, t: &T) -> String {
    let today = open.as_of.day();
    match (open.state, open.until, open.next_open) {
        (State::Open, Some(until), _) if until.day() == today => {
            t.msg("stations-until-clock").arg("clock", t.clock(&until.timestamp())).to_string()
        }
        (State::Open, Some(until), _) => {
            let time = t.near_day_time(&until.timestamp(), &today.date());
            t.msg("stations-until-time").arg("time", time).to_string()
        }
        (State::Open, None, _) => t.msg("stations-always-open").to_string(),
        (State::Closed, _, Some(next)) => {
            let time = t.near_day_time(&next.timestamp(), &today.date());
            t.msg("stations-opens-again").arg("time", time).to_string()
        }
        (State::Closed, _, None) => {
            let until = entry.life().suspension(today).and_then(|stage| stage.until);
            until.map_or_else(String::new, |until| {
                let day = t.near_day(&until.date(), &today.date());
                t.msg("stations-closed-until").arg("day", day).to_string()
            })
        }
        (State::Unsure, _, _) => String::new(),
    }
}

fn soon(open: &Open, t: &T) -> Option<String> {
    let until = open.until.filter(|_| open.state == State::Open)?;
    let minutes = (until.0 - open.as_of.0).div_euclid(60_000_000);
    let words = || {
        let clock = t.clock(&until.timestamp());
        t.msg("stations-closes-soon").arg("clock", clock).arg("minutes", minutes).to_string()
    };
    (minutes < SOON_MINUTES).then(words)
}

fn why(entry: &Entry, open: &Open, t: &T) -> String {
    let suspension = entry.life().suspension(open.as_of.day());
    if let Some(reason) = suspension.and_then(|stage| stage.reason.as_deref()) {
        return t.msg("stations-why-suspended-reason").arg("reason", reason).to_string();
    }
    let key = match open.reason {
        "declared_hours" => "stations-why-declared-hours",
        "no_hours" => "stations-why-no-hours",
        "suspended" => "stations-why-suspended",
        "not_open_yet" => "stations-why-not-open-yet",
        "relocating" => "stations-why-relocating",
        _ => "stations-why-withdrawn",
    };
    t.msg(key).to_string()
}
