//! Ratings whose record is still on the tablet: held until it comes, seven days at most.

use db::{Day, Instant, Tx};
use kernel::{Error, Result};
use org::UnitId;
use visits::{
    RatingKey, Ratings, Right, Scores,
    rights::{self, Standing},
};

use crate::{
    rating::{self, Brought, Given, SPENT_WITHIN_DAYS},
    said::Said,
    store,
    token::{Tie, Token},
};

/// So many are held at a station within an hour. A station that is without network all day serves
/// fewer guests who have one.
const MOST_IN_HOUR: i64 = 60;
const HOUR: i64 = 3600;

/// What was said before its record came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The station that was named; the record must be of it.
    pub station: UnitId,
    /// On which day it was said.
    pub day: Day,
    /// What.
    pub said: Said,
    /// The second derivation of its token.
    pub tie: Tie,
    /// Until when it may be changed.
    pub ends_at: Instant,
}

/// What is held is counted with the record that hands its right out.
pub struct Gathered;

impl Ratings for Gathered {
    fn came(tx: &mut Tx<'_>, key: &RatingKey, right: &Right) -> Result<()> {
        let Some(held) = store::held::by_key(tx, key)? else { return Ok(()) };
        store::held::delete(tx, key)?;
        if held.station != right.station || is_over(tx, &held) {
            return Ok(());
        }
        rights::spend(tx, key)?;
        let id = rating::keep(tx, right, &held.said)?;
        if held.ends_at > tx.now() {
            store::ties::insert(tx, &held.tie, &id, held.ends_at)?;
        }
        Ok(())
    }

    fn of_day(tx: &mut Tx<'_>, day: Day) -> Result<Vec<(UnitId, String, Scores)>> {
        Ok(store::ratings::scores_of_day(tx, day)?)
    }

    fn next_day(tx: &mut Tx<'_>, day: Day) -> Result<Option<Day>> {
        Ok(store::ratings::next_day(tx, day)?)
    }
}

fn is_over(tx: &Tx<'_>, held: &Held) -> bool {
    tx.today() > held.day.plus(SPENT_WITHIN_DAYS)
}

/// How the right of a token stands; what was held for too long is dropped first.
pub fn standing(tx: &mut Tx<'_>, token: &Token) -> Result<Standing> {
    let key = token.key();
    let standing = rights::standing(tx, &key)?;
    if standing == Standing::Awaited && of(tx, token)?.is_none() {
        return Ok(Standing::Unknown);
    }
    Ok(standing)
}

/// What is held for a token, unless its days are over.
pub fn of(tx: &mut Tx<'_>, token: &Token) -> Result<Option<Held>> {
    let held = store::held::by_key(tx, &token.key())?;
    Ok(held.filter(|held| !is_over(tx, held)))
}

/// Holds what was said until the record comes.
pub fn hold(tx: &mut Tx<'_>, brought: &Brought<'_>, station: UnitId, said: &Said) -> Result<Given> {
    let seconds = tx.now().0.div_euclid(1_000_000);
    if store::held::count_in_hour(tx, station, seconds.div_euclid(HOUR))? > MOST_IN_HOUR {
        let wait = u32::try_from(HOUR - seconds.rem_euclid(HOUR)).unwrap_or_default();
        return Err(Error::too_often("ratings.too-many-held", wait));
    }
    let key = brought.token.key();
    drop_one(tx, &key)?;
    rights::expect(tx, &key, station)?;
    let held = Held {
        station,
        day: tx.today(),
        said: said.clone(),
        tie: brought.token.tie(),
        ends_at: tx.now().plus_seconds(brought.window),
    };
    store::held::insert(tx, &key, &held)?;
    Ok(Given::Held)
}

/// The same said again is held once; anything else finds it spent.
pub fn again(tx: &mut Tx<'_>, token: &Token, station: UnitId, said: &Said) -> Result<Given> {
    let held = of(tx, token)?.filter(|held| held.ends_at > tx.now() && held.said == *said);
    if held.is_some_and(|held| held.station == station) {
        Ok(Given::Held)
    } else {
        Err(rating::spent())
    }
}

/// Replaces what is held.
pub fn replace(tx: &mut Tx<'_>, brought: &Brought<'_>, said: &Said) -> Result<Given> {
    let held = changeable(tx, brought)?;
    let key = brought.token.key();
    store::held::delete(tx, &key)?;
    store::held::insert(tx, &key, &Held { said: said.clone(), ..held })?;
    Ok(Given::Held)
}

/// Takes back what is held.
pub fn withdraw(tx: &mut Tx<'_>, brought: &Brought<'_>) -> Result<()> {
    changeable(tx, brought)?;
    drop_one(tx, &brought.token.key())
}

fn changeable(tx: &mut Tx<'_>, brought: &Brought<'_>) -> Result<Held> {
    let station = brought.station(tx)?;
    let held = of(tx, brought.token)?.filter(|held| held.ends_at > tx.now());
    let held = held.ok_or_else(rating::spent)?;
    if held.station == station { Ok(held) } else { Err(rating::wrong_station()) }
}

fn drop_one(tx: &mut Tx<'_>, key: &RatingKey) -> Result<()> {
    store::held::delete(tx, key)?;
    rights::expect_no_more(tx, key)
}

/// Drops some of what was held for too long; how many.
pub fn drop_over(tx: &mut Tx<'_>, most: i64) -> Result<usize> {
    let keys = store::held::keys_before(tx, tx.today().plus(-SPENT_WITHIN_DAYS), most)?;
    for key in &keys {
        drop_one(tx, key)?;
    }
    store::held::forget_hours(tx, tx.now().0.div_euclid(1_000_000 * HOUR))?;
    Ok(keys.len())
}
