//! SQL of rights to rate.

use db::{Error, FromColumn, Result, Tx, Value, args};

use crate::{record::RatingKey, rights::Right};

/// How a right is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    Spent,
    /// A rating waits for its record.
    Awaited,
}

impl State {
    const ALL: [Self; 3] = [Self::Open, Self::Spent, Self::Awaited];
}

impl FromColumn for State {
    fn from_column(value: Value<'_>) -> Result<Self> {
        let number = i64::from_column(value)?;
        let state = Self::ALL.into_iter().find(|state| *state as i64 == number);
        state.ok_or_else(|| Error::Decode(format!("no state of a right: {number}")))
    }
}

/// Keeps a right; false when there is one with this key.
pub fn insert(tx: &mut Tx<'_>, key: &RatingKey, right: &Right, state: State) -> Result<bool> {
    let rows = tx.run(
        "INSERT INTO rating_key (key, station, service, day, state)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (key) DO NOTHING",
        args![key, right.station, right.service, right.day, state as i64],
    )?;
    Ok(rows == 1)
}

/// The record of an awaited right came; false when nothing waits for it.
pub fn arrive(tx: &mut Tx<'_>, key: &RatingKey, right: &Right) -> Result<bool> {
    let rows = tx.run(
        "UPDATE rating_key
         SET station = $2, service = $3, day = $4, state = 0
         WHERE key = $1 AND state = 2",
        args![key, right.station, right.service, right.day],
    )?;
    Ok(rows == 1)
}

/// Spends an open right; false when there is none.
pub fn spend(tx: &mut Tx<'_>, key: &RatingKey) -> Result<bool> {
    let rows =
        tx.run("UPDATE rating_key SET state = 1 WHERE key = $1 AND state = 0", args![key])?;
    Ok(rows == 1)
}

pub fn delete_awaited(tx: &mut Tx<'_>, key: &RatingKey) -> Result<()> {
    tx.run("DELETE FROM rating_key WHERE key = $1 AND state = 2", args![key])?;
    Ok(())
}

pub fn by_key(tx: &mut Tx<'_>, key: &RatingKey) -> Result<Option<(Right, State)>> {
    let mut found = None;
    tx.each(
        "SELECT station, service, day, state
         FROM rating_key
         WHERE key = $1",
        args![key],
        |row| {
            let right = Right { station: row.get(0)?, service: row.get(1)?, day: row.get(2)? };
            found = Some((right, row.get(3)?));
            Ok(())
        },
    )?;
    Ok(found)
}
