//! Notices on a station's page: something that those who come should know, for some days.

use db::{Day, Tx};
use kernel::{Error, Result};
use org::UnitId;

use crate::store;

/// Characters of the longest notice.
const TEXT_CHARS: usize = 200;

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its id.
    pub id: i64,
    /// What it says.
    pub text: String,
    /// First day.
    pub from: Day,
    /// Last day, when it has one.
    pub to: Option<Day>,
}

/// Tells those who come, from today on.
pub fn post(
    tx: &mut Tx<'_>,
    by: Option<i64>,
    station: UnitId,
    text: &str,
    to: Option<Day>,
) -> Result<()> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::field("text", "stations.notice-missing"));
    }
    if text.chars().count() > TEXT_CHARS {
        return Err(Error::field("text", "stations.too-long"));
    }
    let today = tx.today();
    if to.is_some_and(|to| to < today) {
        return Err(Error::field("to", "stations.until"));
    }
    Ok(store::life::insert_notice(tx, by, station, text, to)?)
}

/// Takes a notice down: yesterday was its last day.
pub fn end(tx: &mut Tx<'_>, station: UnitId, id: i64) -> Result<()> {
    let yesterday = tx.today().plus(-1);
    match store::life::end_notice(tx, station, id, yesterday)? {
        0 => Err(Error::NotFound("stations.unknown-notice")),
        _ => Ok(()),
    }
}

/// The notices that hold on a day, the newest first.
pub fn on(tx: &mut Tx<'_>, station: UnitId, day: Day) -> Result<Vec<Notice>> {
    Ok(store::life::notices_on(tx, station, day)?)
}
