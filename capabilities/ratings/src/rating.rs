//! Rating: a right is spent once, and what was said may be changed or taken back for a while.
//!
//! A rating has a key of its own, made of nothing but chance. While the window lasts, a tie leads
//! from the token to it; then the tie is gone, whether it was erased already or not. Station,
//! service and day come from the right. All of this is written alone ([`db::Db::write`]), so that
//! no record hands a right out while it is looked for.

use db::Tx;
use kernel::{Error, Result};
use org::UnitId;
use stations::Directory;
use visits::{
    Right, Scores,
    rights::{self, Standing},
    shown,
};

use crate::{
    held,
    said::Said,
    store,
    token::{Tie, Token},
};

/// A right can be spent for so many days after that of its record.
pub const SPENT_WITHIN_DAYS: i32 = 7;

/// The random key of a rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatingId(pub [u8; 16]);

/// What became of what somebody said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// Counted now.
    Counted,
    /// Counted before; nothing has changed.
    Again,
    /// Counted when the record comes.
    Held,
}

/// A token that somebody brought for a station, and for how many seconds what they say may be
/// changed.
pub struct Brought<'a> {
    /// The token.
    pub token: &'a Token,
    /// The station of the address or body.
    pub station: &'a str,
    /// Seconds.
    pub window: i64,
}

/// Says something, or something else.
pub type Verb = fn(&mut Tx<'_>, &Brought<'_>, &Said) -> Result<Given>;

impl Brought<'_> {
    /// The station that is meant.
    pub(crate) fn station(&self, tx: &mut Tx<'_>) -> Result<UnitId> {
        let directory = tx.cached::<Directory>()?;
        let entry = directory.by_number(self.station);
        entry.map(|entry| entry.unit).ok_or_else(wrong_station)
    }
}

pub(crate) fn wrong_station() -> Error {
    Error::field("station", "ratings.station")
}

pub(crate) fn spent() -> Error {
    Error::conflict("ratings.spent")
}

/// Whether the days of a right are over.
pub fn is_over(tx: &Tx<'_>, right: &Right) -> bool {
    tx.today() > right.day.plus(SPENT_WITHIN_DAYS)
}

/// Spends a right.
///
/// # Errors
/// 422 `ratings.station`; 409 `ratings.spent`; 410 `ratings.expired`; 429 `ratings.too-many-held`.
pub fn give(tx: &mut Tx<'_>, brought: &Brought<'_>, said: &Said) -> Result<Given> {
    let station = brought.station(tx)?;
    store::ties::erase_over(tx)?;
    match held::standing(tx, brought.token)? {
        Standing::Unknown => held::hold(tx, brought, station, said),
        Standing::Awaited => held::again(tx, brought.token, station, said),
        Standing::Spent(right) => {
            check_station(&right, station)?;
            let known = tied(tx, &brought.token.tie())?;
            if known.is_some_and(|(_, known)| known == *said) {
                Ok(Given::Again)
            } else {
                Err(spent())
            }
        }
        Standing::Open(right) => {
            check_station(&right, station)?;
            if is_over(tx, &right) {
                return Err(Error::status(410, "ratings.expired"));
            }
            rights::spend(tx, &brought.token.key())?;
            let id = keep(tx, &right, said)?;
            if brought.window > 0 {
                let ends_at = tx.now().plus_seconds(brought.window);
                store::ties::insert(tx, &brought.token.tie(), &id, ends_at)?;
            }
            Ok(Given::Counted)
        }
    }
}

/// Keeps and counts a rating under a key of its own.
pub(crate) fn keep(tx: &mut Tx<'_>, right: &Right, said: &Said) -> Result<RatingId> {
    let id = RatingId(tx.random());
    store::ratings::insert(tx, &id, right, said, tx.today())?;
    rights::count(tx, right, &Scores::one(said.score, 1))?;
    if shown::is_full(tx, right.station)? {
        store::ratings::show_all(tx, right.station)?;
    }
    Ok(id)
}

/// Replaces what was said.
///
/// # Errors
/// 404 `ratings.none` when nothing was; else those of [`withdraw`].
pub fn replace(tx: &mut Tx<'_>, brought: &Brought<'_>, said: &Said) -> Result<Given> {
    let Some(found) = changeable(tx, brought)? else { return held::replace(tx, brought, said) };
    let (right, id, before) = found.ok_or_else(spent)?;
    store::ratings::update(tx, &id, said)?;
    let mut moved = Scores::one(before.score, -1);
    moved.add(&Scores::one(said.score, 1));
    rights::count(tx, &right, &moved)?;
    Ok(Given::Counted)
}

/// Takes back what was said; the right stays spent.
///
/// # Errors
/// 404 `ratings.none` when nothing was said; 409 `ratings.spent` when the window is over; 422
/// `ratings.station`.
pub fn withdraw(tx: &mut Tx<'_>, brought: &Brought<'_>) -> Result<()> {
    let Some(found) = changeable(tx, brought)? else { return held::withdraw(tx, brought) };
    let tie = brought.token.tie();
    let Some((right, id, before)) = found else {
        // Taken back before: nothing is left to do.
        return store::ties::find(tx, &tie)?.map(|_| ()).ok_or_else(spent);
    };
    store::ratings::delete(tx, &id)?;
    store::ties::loosen(tx, &tie)?;
    rights::count(tx, &right, &Scores::one(before.score, -1))
}

type Changeable = Option<(Right, RatingId, Said)>;

/// The rating that a token may still change; outer none: it is held, or nothing was said.
fn changeable(tx: &mut Tx<'_>, brought: &Brought<'_>) -> Result<Option<Changeable>> {
    let station = brought.station(tx)?;
    match held::standing(tx, brought.token)? {
        Standing::Unknown => Err(Error::NotFound("ratings.none")),
        Standing::Awaited => Ok(None),
        Standing::Open(right) => {
            check_station(&right, station)?;
            Err(Error::NotFound("ratings.none"))
        }
        Standing::Spent(right) => {
            check_station(&right, station)?;
            let found = tied(tx, &brought.token.tie())?;
            Ok(Some(found.map(|(id, said)| (right, id, said))))
        }
    }
}

/// The rating behind a tie that is not over.
pub fn tied(tx: &mut Tx<'_>, tie: &Tie) -> Result<Option<(RatingId, Said)>> {
    let Some(id) = store::ties::find(tx, tie)?.and_then(|tied| tied.rating) else {
        return Ok(None);
    };
    Ok(store::ratings::by_id(tx, &id)?.map(|said| (id, said)))
}

fn check_station(right: &Right, station: UnitId) -> Result<()> {
    if right.station == station { Ok(()) } else { Err(wrong_station()) }
}

impl db::ToValue for RatingId {
    fn to_value(&self) -> db::Value<'_> {
        db::Value::Bytes(&self.0)
    }
}

impl db::FromColumn for RatingId {
    fn from_column(value: db::Value<'_>) -> db::Result<Self> {
        let bytes = Vec::<u8>::from_column(value)?;
        let bytes = bytes.try_into();
        bytes.map(Self).map_err(|_| db::Error::Decode("no key of a rating".to_owned()))
    }
}
