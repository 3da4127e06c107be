//! Guesses that one piece of evidence allows, and joining those of two.

use super::Reason;
use crate::divisions::{Level, Place, table};

/// A division that something may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Guess {
    pub(super) place: Place,
    pub(super) reason: Reason,
    /// A former name led here.
    pub(super) former: bool,
    /// A name with the wrong word for its sort led here.
    pub(super) loose: bool,
}

impl Guess {
    pub(super) fn new(place: Place, reason: Reason) -> Self {
        let former = reason == Reason::FormerName;
        Self { place, reason, former, loose: reason == Reason::LooseName }
    }

    pub(super) fn level(self) -> Level {
        table().at(self.place).level
    }

    /// Both at once: the deeper of two where one lies in the other.
    fn with(self, other: Self) -> Option<Self> {
        let (upper, deeper) = match () {
            () if table().is_within(other.place, self.place) => (self, other),
            () if table().is_within(self.place, other.place) => (other, self),
            () => return None,
        };
        // A former name of the very division stays the reason for it.
        let reason = if upper.place == deeper.place { self.reason } else { deeper.reason };
        // What is loose or former above does not matter once a plain name lies in it.
        let same = upper.place == deeper.place;
        Some(Self {
            place: deeper.place,
            reason,
            former: deeper.former && (!same || upper.former),
            loose: deeper.loose && (!same || upper.loose),
        })
    }
}

/// Every division that fits one piece of evidence; none when it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Guesses(Vec<Guess>);

impl Guesses {
    pub(super) fn one(place: Place, reason: Reason) -> Self {
        Self(vec![Guess::new(place, reason)])
    }

    pub(super) fn all(places: impl IntoIterator<Item = Place>, reason: Reason) -> Self {
        places.into_iter().map(|place| Guess::new(place, reason)).collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Guess> + '_ {
        self.0.iter().copied()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// What fits both; none where they contradict each other.
    pub(super) fn join(&self, other: &Self) -> Self {
        let mut joined = Self::default();
        for guess in self.iter().flat_map(|a| other.iter().filter_map(move |b| a.with(b))) {
            joined.add(guess);
        }
        joined
    }

    /// Adds a guess unless its division is there; a plain one replaces a former or loose one.
    pub(super) fn add(&mut self, guess: Guess) {
        match self.0.iter_mut().find(|known| known.place == guess.place) {
            Some(known) if (known.former, known.loose) > (guess.former, guess.loose) => {
                *known = guess;
            }
            Some(_) => {}
            None => self.0.push(guess),
        }
    }

    /// Those that pass, or all when none does.
    pub(super) fn prefer(&mut self, passes: impl Fn(Guess) -> bool) {
        if self.iter().any(&passes) {
            self.0.retain(|guess| passes(*guess));
        }
    }

    /// Leaves out what lies in another guess: a name that explains the upper one says
    /// nothing of the lower. Towns give way to what stands above towns.
    pub(super) fn without_needless_depth(mut self) -> Self {
        self.prefer(|guess| guess.level() < Level::Town);
        let all = self.0.clone();
        let needless = |guess: &Guess| {
            all.iter().any(|upper| {
                upper.place != guess.place && table().is_within(guess.place, upper.place)
            })
        };
        self.0.retain(|guess| !needless(guess));
        self
    }

    pub(super) fn sort_by_key<K: Ord>(&mut self, key: impl FnMut(&Guess) -> K) {
        self.0.sort_by_key(key);
    }
}

impl FromIterator<Guess> for Guesses {
    fn from_iter<I: IntoIterator<Item = Guess>>(guesses: I) -> Self {
        let mut all = Self::default();
        for guess in guesses {
            all.add(guess);
        }
        all
    }
}
