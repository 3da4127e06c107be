//! Ratings of the past, kept as they were: for networks that are invented or taken over from another
//! system. Their rights are not: nobody holds their tokens.

use std::collections::HashMap;

use db::{Day, Tx};
use kernel::Result;
use org::UnitId;
use visits::{Right, Scores, rights};

use crate::{
    rating::RatingId,
    said::{Said, Way},
    store,
};

/// A rating that was given on the day of its service.
#[derive(Clone, Debug)]
pub struct PastRating {
    /// Where.
    pub station: UnitId,
    /// Code of the service.
    pub service: String,
    /// When.
    pub day: Day,
    /// 1 to 5.
    pub score: i64,
    /// Codes of reasons, sorted, with commas between them.
    pub reasons: String,
    /// A few words.
    pub comment: Option<String>,
}

/// Keeps ratings and counts them, those of one service on one day together.
pub fn keep(tx: &mut Tx<'_>, ratings: &[PastRating]) -> Result<()> {
    let mut sums: HashMap<(UnitId, &str, Day), Scores> = HashMap::new();
    for rating in ratings {
        let PastRating { station, service, day, score, reasons, comment } = rating;
        let right = Right { station: *station, service: service.clone(), day: *day };
        let said = Said {
            score: *score,
            reasons: reasons.clone(),
            comment: comment.clone(),
            on_behalf: false,
            way: Way::Phone,
        };
        store::ratings::insert(tx, &RatingId(tx.random()), &right, &said, *day)?;
        sums.entry((*station, service, *day)).or_default().add(&Scores::one(*score, 1));
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by_key(|((station, service, day), _)| (*day, *station, *service));
    for ((station, service, day), scores) in sums {
        let right = Right { station, service: service.to_owned(), day };
        rights::count_of(tx, &right, &scores, day)?;
    }
    Ok(())
}
