//! The divisions at the beginning of an address.
//!
//! Roads are called after places (南京东路, 朝阳路), so a short name counts only where
//! another division follows it, or where the division above it went before.

use super::Reason;
use super::guess::{Guess, Guesses};
use super::names::{meanings, plain, prefixes};
use crate::divisions::{Level, table};

/// Districts whose whole name is a word of everyday speech: they need their city before them.
const EVERYDAY: &[&str] = &["城区", "郊区", "矿区"];

/// What may stand before the first division.
const OPENINGS: &[&str] = &["中华人民共和国", "中国", "地址:", "地址：", "地址"];

/// Characters that go on with a road, a bridge or a village, not with a division's name.
const NO_DIVISION_BEFORE: &str =
    "路街道巷弄里胡大中东西南北一二三四五六七八九十桥村站门湾新老环公广";

/// Reads `text`; `context` are the divisions that the other evidence means, in which a
/// town's name may stand first.
pub(super) fn read(text: &str, context: &Guesses) -> Guesses {
    let text = plain(text);
    let mut rest = text.as_str();
    while let Some(cut) = OPENINGS.iter().find_map(|opening| rest.strip_prefix(opening)) {
        rest = cut;
    }
    let mut meant = Guesses::default();
    while let Some((end, found)) = next(rest, &meant, context) {
        meant = found;
        rest = &rest[end..];
    }
    meant
}

/// The next division at the beginning of `rest`, and all that is meant with it.
fn next(rest: &str, meant: &Guesses, context: &Guesses) -> Option<(usize, Guesses)> {
    prefixes(rest).find_map(|end| {
        let (word, after) = rest.split_at(end);
        if meant.is_empty() && EVERYDAY.contains(&word) {
            return None;
        }
        let found = deeper(word, meant, context);
        let found: Guesses = found.iter().filter(|guess| counts(*guess, meant, after)).collect();
        (!found.is_empty()).then_some((end, found))
    })
}

/// What `word` means below what is meant already.
fn deeper(word: &str, meant: &Guesses, context: &Guesses) -> Guesses {
    let mut all = Guesses::default();
    for guess in meanings(word).iter() {
        let upper = if meant.is_empty() { context } else { meant };
        let below = upper
            .iter()
            .any(|upper| upper.place != guess.place && table().is_within(guess.place, upper.place));
        let allowed = match guess.level() {
            Level::Country => false,
            // Town names are everywhere; they need their county, or their city, before them.
            Level::Town => below && guess.reason == Reason::Name && near_town(upper, guess),
            _ => meant.is_empty() || below || meant.iter().any(|m| m.place == guess.place),
        };
        if allowed {
            all.add(from_address(guess));
        }
    }
    all
}

/// Whether a county-level division or a city's own towns lead to this town.
fn near_town(upper: &Guesses, town: Guess) -> bool {
    let parent = table().at(town.place).parent;
    upper.iter().any(|upper| table().at(upper.place).code == parent)
}

fn from_address(guess: Guess) -> Guess {
    let reason = match guess.reason {
        Reason::Name => Reason::Address,
        Reason::ShortName => Reason::ShortAddress,
        other => other,
    };
    Guess { reason, ..guess }
}

/// Whether a name read here is more than the beginning of a road's name.
fn counts(guess: Guess, meant: &Guesses, after: &str) -> bool {
    if guess.reason != Reason::ShortAddress && !guess.loose {
        return true;
    }
    if guess.loose {
        return false;
    }
    let alone = after.is_empty() && meant.is_empty() && guess.level() < Level::County;
    let followed = || {
        let this: Guesses = std::iter::once(guess).collect();
        next(after, &this, &Guesses::default()).is_some()
    };
    let led = !meant.is_empty() && !after.starts_with(|c| NO_DIVISION_BEFORE.contains(c));
    alone || followed() || (led && !after.is_empty())
}
