//! What a station's page says: the figures of its work, and its ratings with their words.

use std::collections::HashSet;

use db::{Instant, Tx};
use i18n::Lang;
use kernel::Result;
use org::{UnitId, Viewer};
use stations::{Figures, PublicFigures, Scores};

use crate::words::Words;

/// The figures that `visits` tells, with the words of the scores.
pub struct StationFigures;

impl PublicFigures for StationFigures {
    fn of_station(tx: &mut Tx<'_>, station: UnitId) -> Result<Option<Figures>> {
        visits::StationFigures::of_station(tx, station)
    }

    fn ratings(tx: &mut Tx<'_>, viewer: &Viewer, station: UnitId) -> Result<Option<Scores>> {
        visits::StationFigures::ratings(tx, viewer, station)
    }

    fn score_words(tx: &mut Tx<'_>, lang: Lang) -> Result<[String; 5]> {
        Ok(tx.cached::<Words>()?.of_scores(lang))
    }

    fn used_since(tx: &mut Tx<'_>, since: Instant) -> Result<HashSet<UnitId>> {
        visits::StationFigures::used_since(tx, since)
    }
}
