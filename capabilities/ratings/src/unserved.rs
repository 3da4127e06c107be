//! 未获服务: somebody came and was not served. Anybody may say so, without a right and without
//! being known; it is counted beside satisfaction and never in it.

use db::{Day, Tx};
use kernel::{Error, Result};
use org::{Tree, UnitId};
use stations::Directory;
use visits::tally::Range;

use crate::{mask::masked, said::COMMENT_CHARS, store};

/// So many are taken of a station on a day; more come of a script.
const MOST_A_DAY: i64 = 50;

/// Why somebody was not served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The station was closed.
    Closed,
    /// They were refused.
    Refused,
    /// There was nothing left.
    Empty,
}

impl Why {
    /// Every reason, in the order of the poster.
    pub const ALL: [Self; 3] = [Self::Closed, Self::Refused, Self::Empty];

    /// The word in the store and the form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Refused => "refused",
            Self::Empty => "empty",
        }
    }

    /// The key of its words.
    pub fn message_key(self) -> &'static str {
        match self {
            Self::Closed => "ratings-unserved-closed",
            Self::Refused => "ratings-unserved-refused",
            Self::Empty => "ratings-unserved-empty",
        }
    }

    /// The reason of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.as_str() == word)
    }
}

impl db::FromColumn for Why {
    fn from_column(value: db::Value<'_>) -> db::Result<Self> {
        let text = String::from_column(value)?;
        Self::parse(&text).ok_or_else(|| db::Error::Decode(format!("no reason: {text}")))
    }
}

/// What somebody told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unserved {
    /// On which day.
    pub day: Day,
    /// Why.
    pub why: Why,
    /// A few words.
    pub comment: Option<String>,
}

/// The station of a number that the public sees.
///
/// # Errors
/// 404 `stations.unknown`.
pub fn station(tx: &mut Tx<'_>, number: &str) -> Result<(UnitId, String)> {
    let directory = tx.cached::<Directory>()?;
    let entry = directory.by_number(number).ok_or(Error::NotFound("stations.unknown"))?;
    Ok((entry.unit, entry.name.to_string()))
}

/// Takes note of it, today.
///
/// # Errors
/// 422 `ratings.unserved-why`, `ratings.comment`; 429 `ratings.too-many-unserved`.
pub fn tell(
    tx: &mut Tx<'_>,
    station: UnitId,
    why: Option<&str>,
    comment: Option<&str>,
) -> Result<()> {
    let why = why.and_then(Why::parse);
    let why = why.ok_or_else(|| Error::field("why", "ratings.unserved-why"))?;
    let comment = comment.map(str::trim).filter(|text| !text.is_empty());
    if comment.is_some_and(|text| text.chars().count() > COMMENT_CHARS) {
        return Err(Error::field("comment", "ratings.comment"));
    }
    let today = tx.today();
    let of_today = Range { from: today, to: today };
    let told: i64 = store::unserved::counts(tx, of_today)?
        .iter()
        .filter(|it| it.0 == station)
        .map(|it| it.2)
        .sum();
    if told >= MOST_A_DAY {
        let rest = today.plus(1).start().0 - tx.now().0;
        let seconds = u32::try_from(rest / 1_000_000).unwrap_or_default();
        return Err(Error::too_often("ratings.too-many-unserved", seconds.max(1)));
    }
    let unserved = Unserved { day: today, why, comment: comment.map(masked) };
    Ok(store::unserved::insert(tx, &tx.random(), station, &unserved)?)
}

/// How many told so below a unit or at a station, by the tree of their days.
pub fn count(tx: &mut Tx<'_>, unit: UnitId, days: Range) -> Result<i64> {
    let tree = tx.cached::<Tree>()?;
    let counts = store::unserved::counts(tx, days)?;
    let within = counts.iter().filter(|(station, day, _)| tree.is_within(*station, unit, *day));
    Ok(within.map(|(_, _, count)| count).sum())
}
