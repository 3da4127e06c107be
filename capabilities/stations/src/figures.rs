//! What the public sees of a station's work, told by whoever counts it.
//!
//! Stations know no visits: the app says who tells the figures.

use std::collections::HashSet;

use db::{Instant, Tx};
use i18n::Lang;
use kernel::Result;
use org::{UnitId, Viewer};

/// Services given at a station, in person-times (服务人次).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Today so far.
    pub today: i64,
    /// This month so far.
    pub month: i64,
}

/// How many guests gave a station each score, from 1 to 5.
pub type Scores = [i64; 5];

/// Tells the figures of stations.
pub trait PublicFigures: 'static {
    /// Those of a station; `None` where nobody counts.
    fn of_station(tx: &mut Tx<'_>, station: UnitId) -> Result<Option<Figures>>;

    /// What guests think of a station, as far as this viewer is shown it; `None` while they are too
    /// few for that.
    fn ratings(tx: &mut Tx<'_>, viewer: &Viewer, station: UnitId) -> Result<Option<Scores>>;

    /// The words of the scores, from 1 to 5; empty where nobody gathers ratings.
    fn score_words(_: &mut Tx<'_>, _: Lang) -> Result<[String; 5]> {
        Ok(Default::default())
    }

    /// The stations at which anything was recorded since a moment.
    fn used_since(tx: &mut Tx<'_>, since: Instant) -> Result<HashSet<UnitId>>;
}

/// Nobody counts.
pub struct NoFigures;

impl PublicFigures for NoFigures {
    fn of_station(_: &mut Tx<'_>, _: UnitId) -> Result<Option<Figures>> {
        Ok(None)
    }

    fn ratings(_: &mut Tx<'_>, _: &Viewer, _: UnitId) -> Result<Option<Scores>> {
        Ok(None)
    }

    fn used_since(_: &mut Tx<'_>, _: Instant) -> Result<HashSet<UnitId>> {
        Ok(HashSet::new())
    }
}
