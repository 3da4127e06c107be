//! Ratings in numbers: how many gave each score, and what is made of that.

use crate::tally::Figures;

/// How many ratings gave each score, from 1 to 5.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scores(pub [i64; 5]);

/// The words of 好差评: from this score on somebody was satisfied.
const SATISFIED: i64 = 3;

impl Scores {
    /// One rating, or with -1 one that was taken back; nothing for a score that does not exist.
    pub fn one(score: i64, times: i64) -> Self {
        let mut scores = Self::default();
        let place = usize::try_from(score - 1).ok().and_then(|place| scores.0.get_mut(place));
        if let Some(count) = place {
            *count = times;
        }
        scores
    }

    /// Adds others.
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }

    /// How many ratings there are.
    pub fn rated(&self) -> i64 {
        self.0.iter().sum()
    }

    /// The rating columns of a total, and nothing else.
    pub fn figures(&self) -> Figures {
        let each = || (1..).zip(self.0);
        let within = |satisfied: bool| {
            each().filter(|(score, _)| (*score >= SATISFIED) == satisfied).map(|(_, n)| n).sum()
        };
        Figures {
            rated: self.rated(),
            score_sum: each().map(|(score, count): (i64, i64)| score * count).sum(),
            satisfied: within(true),
            dissatisfied: within(false),
            ..Figures::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_is_satisfied_and_two_is_not() {
        let mut scores = Scores([1, 2, 3, 4, 5]);
        let figures = scores.figures();
        assert_eq!((figures.rated, figures.score_sum), (15, 55));
        assert_eq!((figures.satisfied, figures.dissatisfied), (12, 3));
        scores.add(&Scores::one(5, -1));
        assert_eq!(scores, Scores([1, 2, 3, 4, 4]));
        assert_eq!(Scores::one(6, 1), Scores::default());
    }
}
