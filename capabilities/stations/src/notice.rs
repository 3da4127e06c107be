//! Notices on a station's page: something that those who come should know, for some days.

use db::{Day, Tx};
use kernel::{Error, Result};
use org::UnitId;
use serde_json::{Value, json};

use crate::{noted, store};

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
    store::life::insert_notice(tx, by, station, text, to)?;
    let fields = json!({ "text": text, "from": today, "to": to });
    noted::on_leaf(tx, noted::NOTICE_POSTED, station, (Value::Null, fields))
}

/// Takes a notice down: yesterday was its last day.
pub fn end(tx: &mut Tx<'_>, station: UnitId, id: i64) -> Result<()> {
    let today = tx.today();
    let known = on(tx, station, today)?.into_iter().find(|notice| notice.id == id);
    if store::life::end_notice(tx, station, id, today.plus(-1))? == 0 {
        return Err(Error::NotFound("stations.unknown-notice"));
    }
    let before = known.as_ref().map(noted::notice).unwrap_or_default();
    noted::on_leaf(tx, noted::NOTICE_ENDED, station, (before, Value::Null))
}

/// The notices that hold on a day, the newest first.
pub fn on(tx: &mut Tx<'_>, station: UnitId, day: Day) -> Result<Vec<Notice>> {
    Ok(store::life::notices_on(tx, station, day)?)
}
