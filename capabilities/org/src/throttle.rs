//! How often somebody may try a password: per login and per address, in memory of the node.
//!
//! A login that does not exist is counted like one that does. What a restart forgets is little
//! against the cost of a hash for each try.

use std::{collections::HashMap, hash::Hash, net::IpAddr};

use db::Instant;
use parking_lot::Mutex;

/// Failures of one login before it rests.
const LOGIN_FAILURES: u32 = 5;
/// Failures from one address before it rests: a hall or an office stands behind one.
const ADDRESS_FAILURES: u32 = 50;
/// How long a rest is, and after how long failures are forgotten.
pub const REST_MINUTES: u32 = 15;
const REST_SECONDS: i64 = REST_MINUTES as i64 * 60;
/// Entries kept of each kind; beyond it the expired ones are dropped, then all.
const MOST_ENTRIES: usize = 100_000;

/// The failures that a node remembers.
#[derive(Default)]
pub struct Throttle {
    logins: Mutex<Failures<String>>,
    addresses: Mutex<Failures<IpAddr>>,
}

impl Throttle {
    /// Begins a try, counted as a failure until it turns out otherwise, so that many at once are
    /// as few as one after another. Returns how many more tries the login has if this one fails.
    ///
    /// # Errors
    /// The seconds to wait before the next try.
    pub fn begin(&self, login: &str, address: Option<IpAddr>, now: Instant) -> Result<u32, u32> {
        let (mut logins, mut addresses) = (self.logins.lock(), self.addresses.lock());
        let network = address.map(network);
        let rests = network.and_then(|network| addresses.wait(&network, ADDRESS_FAILURES, now));
        if let Some(seconds) = logins.wait(&login.to_owned(), LOGIN_FAILURES, now).max(rests) {
            return Err(seconds);
        }
        if let Some(network) = network {
            addresses.count(network, now);
        }
        let failures = logins.count(login.to_owned(), now);
        Ok(LOGIN_FAILURES.saturating_sub(failures))
    }

    /// The password was right: the failures of the login are forgotten.
    pub fn succeeded(&self, login: &str, address: Option<IpAddr>) {
        self.logins.lock().0.remove(login);
        if let Some(address) = address {
            self.addresses.lock().uncount(&network(address));
        }
    }

    /// The password was not looked at: the try does not count.
    pub fn not_tried(&self, login: &str, address: Option<IpAddr>) {
        self.logins.lock().uncount(&login.to_owned());
        if let Some(address) = address {
            self.addresses.lock().uncount(&network(address));
        }
    }
}

/// A host of IPv6 has a whole /64 to choose its addresses from.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & (u128::MAX << 64)).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Failures and when the last of them was.
struct Failures<K>(HashMap<K, (u32, Instant)>);

impl<K> Default for Failures<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Eq + Hash> Failures<K> {
    fn wait(&mut self, key: &K, most: u32, now: Instant) -> Option<u32> {
        let (failures, last) = *self.0.get(key)?;
        let rest_ends = last.plus_seconds(REST_SECONDS);
        if now >= rest_ends {
            self.0.remove(key);
            return None;
        }
        let left = (rest_ends.0 - now.0 + 999_999) / 1_000_000;
        (failures >= most).then(|| u32::try_from(left).unwrap_or(u32::MAX))
    }

    fn count(&mut self, key: K, now: Instant) -> u32 {
        if self.0.len() >= MOST_ENTRIES {
            self.0.retain(|_, (_, last)| now < last.plus_seconds(REST_SECONDS));
        }
        if self.0.len() >= MOST_ENTRIES {
            self.0.clear();
        }
        let (failures, last) = self.0.entry(key).or_insert((0, now));
        *failures += 1;
        *last = now;
        *failures
    }

    fn uncount(&mut self, key: &K) {
        if let Some((failures, _)) = self.0.get_mut(key) {
            *failures = failures.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Instant = Instant(1_795_658_400_000_000);

    #[test]
    fn five_failures_of_a_login_rest_it_from_everywhere() {
        let throttle = Throttle::default();
        let from = |last: u8| Some(IpAddr::from([192, 0, 2, last]));
        for left in [4, 3, 2, 1, 0] {
            assert_eq!(throttle.begin("li", from(left), START), Ok(u32::from(left)));
        }
        assert_eq!(throttle.begin("li", from(9), START), Err(900));
        assert_eq!(throttle.begin("wang", from(9), START), Ok(4));
        assert_eq!(throttle.begin("li", None, START.plus_seconds(899)), Err(1));
        assert_eq!(throttle.begin("li", None, START.plus_seconds(900)), Ok(4));
    }

    #[test]
    fn a_right_password_and_a_try_that_was_none_do_not_count() {
        let throttle = Throttle::default();
        for _ in 0..4 {
            assert!(throttle.begin("li", None, START).is_ok());
        }
        throttle.succeeded("li", None);
        assert_eq!(throttle.begin("li", None, START), Ok(4));
        throttle.not_tried("li", None);
        assert_eq!(throttle.begin("li", None, START), Ok(4));
    }

    #[test]
    fn an_address_rests_after_many_failures_whatever_the_logins() {
        let throttle = Throttle::default();
        let host = |last: u16| Some(IpAddr::from([0x2001, 0xdb8, 0, 0, 0, 0, 0, last]));
        for n in 0..50 {
            assert_eq!(throttle.begin(&format!("login{n}"), host(n), START), Ok(4));
        }
        assert_eq!(throttle.begin("new", host(99), START), Err(900));
        let beside = Some(IpAddr::from([0x2001, 0xdb8, 0, 1, 0, 0, 0, 1]));
        assert_eq!(throttle.begin("new", beside, START), Ok(4));
        throttle.succeeded("login7", host(7));
        assert_eq!(throttle.begin("new", host(99), START), Ok(3));
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut failures = Failures::<u32>::default();
        for key in 0..=200_001 {
            failures.count(key, START);
        }
        assert!(failures.0.len() <= MOST_ENTRIES);
    }
}
