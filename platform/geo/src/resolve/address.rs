//! The divisions at the beginning of an address.
//!
//! Roads are called after places (南京东路, 朝阳路), so a short name counts only where
//! another division follows it, or where the division above it went before.

use super::Reason;
use super::guess::{Guess, Guesses};
use super::names::{meanings, plain, prefixes};
use crate::divisions::{Kind, Level, table};

/// Districts whose whole name is a word of everyday speech: they need their city before them.
const EVERYDAY: &[&str] = &["城区", "郊区", "矿区"];

/// What may stand before the first division.
const OPENINGS: &[&str] = &["中华人民共和国", "中国", "地址"];

/// Characters that go on with a road, a town or a village, not with something in a
/// division.
const NO_DIVISION_BEFORE: &str =
    "路街道巷弄里胡大中东西南北一二三四五六七八九十桥村镇乡站门湾新老环公广";

/// Reads `text`; `context` are the divisions that the other evidence means, in which a
/// town's name may stand first.
pub(super) fn read(text: &str, context: &Guesses) -> Guesses {
    Reader { context, is_title: false }.read(text)
}

/// Reads what a record is called: short names count wherever the context leads to them,
/// since a title names no road.
pub(super) fn read_title(text: &str, context: &Guesses) -> Guesses {
    let read = Reader { context, is_title: true }.read(text);
    read.iter().map(|guess| Guess { reason: Reason::Title, ..guess }).collect()
}

struct Reader<'a> {
    context: &'a Guesses,
    is_title: bool,
}

impl Reader<'_> {
    fn read(&self, text: &str) -> Guesses {
        let text = plain(text);
        let mut rest = text.as_str();
        loop {
            // Numbers of lists and slips of the keyboard stand before the first character.
            rest = rest.trim_start_matches(|c: char| !c.is_alphabetic() || c.is_ascii());
            match OPENINGS.iter().find_map(|opening| rest.strip_prefix(opening)) {
                Some(cut) => rest = cut,
                None => break,
            }
        }
        let mut meant = Guesses::default();
        while let Some((end, found)) = self.next(rest, &meant) {
            meant = found;
            rest = &rest[end..];
        }
        meant
    }

    /// The next division at the beginning of `rest`, and all that is meant with it.
    fn next(&self, rest: &str, meant: &Guesses) -> Option<(usize, Guesses)> {
        prefixes(rest).find_map(|end| {
            let (word, after) = rest.split_at(end);
            if meant.is_empty() && EVERYDAY.contains(&word) {
                return None;
            }
            let deeper = self.deeper(word, meant);
            let counted = deeper.iter().filter(|guess| self.counts(*guess, meant, after));
            let found = counted.collect::<Guesses>().without_needless_depth();
            (!found.is_empty()).then_some((end, found))
        })
    }

    /// What `word` means below what is meant already.
    fn deeper(&self, word: &str, meant: &Guesses) -> Guesses {
        let upper = if meant.is_empty() { self.context } else { meant };
        let allowed = |guess: &Guess| match guess.level() {
            Level::Country => false,
            // Town names are everywhere; they need their county or city before them.
            Level::Town => {
                guess.reason == Reason::Name
                    && is_below(*guess, upper)
                    && upper.iter().any(is_city_or_county)
            }
            _ => {
                let again = meant.iter().any(|known| known.place == guess.place);
                meant.is_empty() || again || is_below(*guess, meant)
            }
        };
        let known = |guess: Guess| meant.iter().find(|known| known.place == guess.place);
        let found = meanings(word);
        let allowed = found.iter().filter(allowed);
        // Said again, a division keeps what it was first read from.
        allowed.map(|guess| known(guess).unwrap_or_else(|| from_address(guess))).collect()
    }

    /// Whether a name read here is more than the beginning of a road's name.
    fn counts(&self, guess: Guess, meant: &Guesses, after: &str) -> bool {
        if guess.loose {
            return false;
        }
        if guess.reason != Reason::ShortAddress {
            return true;
        }
        let leads = !meant.is_empty() || (self.is_title && is_below(guess, self.context));
        let goes_on = after.is_empty() || after.starts_with(|c| NO_DIVISION_BEFORE.contains(c));
        let whole = after.is_empty() && meant.is_empty() && guess.level() < Level::County;
        let followed = || {
            let this: Guesses = std::iter::once(guess).collect();
            self.next(after, &this).is_some()
        };
        whole || (leads && !goes_on) || followed()
    }
}

fn is_below(guess: Guess, upper: &Guesses) -> bool {
    upper
        .iter()
        .any(|upper| upper.place != guess.place && table().is_within(guess.place, upper.place))
}

/// Divisions in which a town's name usually is the only one.
fn is_city_or_county(guess: Guess) -> bool {
    let division = table().at(guess.place);
    division.level >= Level::Prefecture || division.kind == Kind::Municipality
}

fn from_address(guess: Guess) -> Guess {
    let reason = match guess.reason {
        Reason::Name => Reason::Address,
        Reason::ShortName => Reason::ShortAddress,
        other => other,
    };
    Guess { reason, ..guess }
}
