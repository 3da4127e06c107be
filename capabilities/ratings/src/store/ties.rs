//! SQL of what ties a token to its rating for a while.

use db::{Instant, Result, Tx, args, row};

use crate::{rating::RatingId, token::Tie};

/// What a tie leads to.
pub struct Tied {
    /// The rating; none when it was taken back.
    pub rating: Option<RatingId>,
}
row!(Tied { rating });

pub fn insert(tx: &mut Tx<'_>, tie: &Tie, rating: &RatingId, ends_at: Instant) -> Result<()> {
    tx.run(
        "INSERT INTO rating_tie (tie, rating, ends_at) VALUES ($1, $2, $3)",
        args![tie, rating, ends_at],
    )?;
    Ok(())
}

/// A tie that is not over.
pub fn find(tx: &mut Tx<'_>, tie: &Tie) -> Result<Option<Tied>> {
    tx.maybe(
        "SELECT rating
         FROM rating_tie
         WHERE tie = $1 AND ends_at > $2",
        args![tie, tx.now()],
    )
}

/// Its rating is no more.
pub fn loosen(tx: &mut Tx<'_>, tie: &Tie) -> Result<()> {
    tx.run("UPDATE rating_tie SET rating = NULL WHERE tie = $1", args![tie])?;
    Ok(())
}

/// Erases the ties that are over.
pub fn erase_over(tx: &mut Tx<'_>) -> Result<u64> {
    tx.run("DELETE FROM rating_tie WHERE ends_at <= $1", args![tx.now()])
}
