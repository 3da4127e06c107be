//! Rights to rate: handed out with a record, spent once, and counted on the day of the record.
//!
//! A right knows station, service and day, and no way back to its record. What is said with it
//! belongs to whoever gathers ratings: [`Ratings`].

use db::{Day, Tx};
use kernel::{Error, Result};
use org::{Tree, UnitId};
use stations::Catalogue;

use crate::{
    record::RatingKey,
    scores::Scores,
    store::{self, rights::State},
    tally::Cells,
};

/// Whoever gathers what is said with rights; the app says who.
pub trait Ratings: 'static {
    /// The record came of a right for which a rating waited. Called where others write beside.
    fn came(tx: &mut Tx<'_>, key: &RatingKey, right: &Right) -> Result<()>;

    /// The ratings of a day, by station and service: what the recount compares totals with.
    fn of_day(tx: &mut Tx<'_>, day: Day) -> Result<Vec<(UnitId, String, Scores)>>;

    /// The first day after `day` that has ratings.
    fn next_day(tx: &mut Tx<'_>, day: Day) -> Result<Option<Day>>;
}

/// Nobody gathers ratings.
pub struct NoRatings;

impl Ratings for NoRatings {
    fn came(_: &mut Tx<'_>, _: &RatingKey, _: &Right) -> Result<()> {
        Ok(())
    }

    fn of_day(_: &mut Tx<'_>, _: Day) -> Result<Vec<(UnitId, String, Scores)>> {
        Ok(Vec::new())
    }

    fn next_day(_: &mut Tx<'_>, _: Day) -> Result<Option<Day>> {
        Ok(None)
    }
}

/// What a right is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Right {
    /// Where the guest was served.
    pub station: UnitId,
    /// Code of the service.
    pub service: String,
    /// The day of the service.
    pub day: Day,
}

/// How a right stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has handed it out, or its record is not here yet.
    Unknown,
    /// The same, and a rating waits for its record.
    Awaited,
    /// It can be spent.
    Open(Right),
    /// It was.
    Spent(Right),
}

/// How a right stands.
pub fn standing(tx: &mut Tx<'_>, key: &RatingKey) -> Result<Standing> {
    Ok(match store::rights::by_key(tx, key)? {
        None => Standing::Unknown,
        Some((_, State::Awaited)) => Standing::Awaited,
        Some((right, State::Open)) => Standing::Open(right),
        Some((right, State::Spent)) => Standing::Spent(right),
    })
}

/// Hands a right out with a record; false when there is such a key already.
pub(crate) fn hand_out<R: Ratings>(
    tx: &mut Tx<'_>,
    key: &RatingKey,
    right: &Right,
) -> Result<bool> {
    if store::rights::insert(tx, key, right, State::Open)? {
        return Ok(true);
    }
    let awaited = store::rights::arrive(tx, key, right)?;
    if awaited {
        R::came(tx, key, right)?;
    }
    Ok(awaited)
}

/// Hands a right out without a record: on a printed slip. False when there is such a key already.
pub fn print(tx: &mut Tx<'_>, key: &RatingKey, right: &Right) -> Result<bool> {
    Ok(store::rights::insert(tx, key, right, State::Open)?)
}

/// Notes that a rating waits for the record that hands this right out.
pub fn expect(tx: &mut Tx<'_>, key: &RatingKey, station: UnitId) -> Result<()> {
    let right = Right { station, service: String::new(), day: tx.today() };
    let noted = store::rights::insert(tx, key, &right, State::Awaited)?;
    if noted { Ok(()) } else { Err(Error::Internal("an expected right is known".to_owned())) }
}

/// No rating waits for it any more.
pub fn expect_no_more(tx: &mut Tx<'_>, key: &RatingKey) -> Result<()> {
    Ok(store::rights::delete_awaited(tx, key)?)
}

/// Spends an open right.
pub fn spend(tx: &mut Tx<'_>, key: &RatingKey) -> Result<()> {
    if store::rights::spend(tx, key)? {
        Ok(())
    } else {
        Err(Error::Internal("a right that cannot be spent".to_owned()))
    }
}

/// Adds ratings, or takes some back, on the day of the right and at every level.
pub fn count(tx: &mut Tx<'_>, right: &Right, scores: &Scores) -> Result<()> {
    let today = tx.today();
    count_of(tx, right, scores, today)
}

/// The same of ratings that came on a day: those of a month that is over are shown at once.
pub fn count_of(tx: &mut Tx<'_>, right: &Right, scores: &Scores, came: Day) -> Result<()> {
    let (tree, catalogue) = (tx.cached::<Tree>()?, tx.cached::<Catalogue>()?);
    let service = catalogue
        .service(&right.service)
        .ok_or_else(|| Error::Internal(format!("the service {} is gone", right.service)))?;
    store::series::add(tx, &tree, right, scores, came)?;
    let cells = tx.pending::<Cells>();
    cells.book(&tree, right.station, right.day, service, &scores.figures());
    Ok(())
}
