//! Codes by time as authenticator apps make them: RFC 6238 over HMAC-SHA-1, six digits, 30
//! seconds. Knows no account and no store.
//!
//! SHA-1 because that is what every app can do; its weakness against collisions is none of HMAC.

use db::Instant;
use hmac::{Hmac, KeyInit, Mac};
use kernel::{Error, Result};
use sha1::Sha1;

/// How long a code is shown, in microseconds.
const STEP_MICROSECONDS: i64 = 30_000_000;
/// Codes of so many steps before and after the present one are taken: clocks of phones drift.
const DRIFT_STEPS: i64 = 1;
/// Digits of a code, and the first number that has more.
const DIGITS: usize = 6;
const BEYOND: u32 = 1_000_000;

/// The alphabet of RFC 4648 base32.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What the account and the app share: 160 bits, as RFC 4226 recommends.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 20]);

impl Secret {
    /// Takes up random bytes.
    pub fn of(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// The bytes as they are kept.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Base32, as people type it into an app that cannot scan.
    pub fn base32(&self) -> String {
        // 160 bits are a whole number of 5-bit digits: no padding.
        let digit = |at: usize| {
            let bit = |bit: usize| usize::from(self.0[bit / 8] >> (7 - bit % 8) & 1);
            char::from(BASE32[(at * 5..at * 5 + 5).fold(0, |digit, each| digit << 1 | bit(each))])
        };
        (0..self.0.len() * 8 / 5).map(digit).collect()
    }

    /// The address that an app takes up from a QR code, in the form that Google Authenticator set.
    pub fn address(&self, issuer: &str, login: &str) -> String {
        let (issuer, login) = (web::percent_encoded(issuer), web::percent_encoded(login));
        format!("otpauth://totp/{issuer}:{login}?secret={}&issuer={issuer}", self.base32())
    }

    /// The code of a step.
    pub fn code(&self, step: i64) -> Result<u32> {
        let mac = Hmac::<Sha1>::new_from_slice(&self.0);
        let mut mac = mac.map_err(|error| Error::Internal(format!("HMAC: {error}")))?;
        mac.update(&step.to_be_bytes());
        let digest = mac.finalize().into_bytes();
        let at = usize::from(digest[19] & 0xf);
        let word =
            digest[at..at + 4].iter().fold(0, |word: u32, byte| word << 8 | u32::from(*byte));
        Ok((word & 0x7fff_ffff) % BEYOND)
    }

    /// The step around `now` whose code was typed, if it is later than `last`.
    pub fn step_of(&self, typed: u32, last: i64, now: Instant) -> Result<Option<i64>> {
        let present = step_at(now);
        for step in present - DRIFT_STEPS..=present + DRIFT_STEPS {
            if step > last && self.code(step)? == typed {
                return Ok(Some(step));
            }
        }
        Ok(None)
    }
}

/// The step of a moment.
pub fn step_at(now: Instant) -> i64 {
    now.0.div_euclid(STEP_MICROSECONDS)
}

/// A code as somebody typed it: six digits, with whatever spaces.
pub fn read(typed: &str) -> Option<u32> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of the test vectors of RFC 4226 and RFC 6238.
    const RFC: Secret = Secret(*b"12345678901234567890");

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 4226, appendix D.
        let of_counter = [755_224, 287_082, 359_152, 969_429, 338_314, 254_676, 287_922, 162_583];
        for (step, code) in (0..).zip(of_counter) {
            assert_eq!(RFC.code(step).ok(), Some(code));
        }
        // RFC 6238, appendix B, the last six of its eight digits.
        let of_time = [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_234_567_890, 5_924),
            (20_000_000_000, 353_130),
        ];
        for (seconds, code) in of_time {
            let step = step_at(Instant(seconds * 1_000_000));
            assert_eq!(RFC.code(step).ok(), Some(code), "{seconds}");
        }
    }

    #[test]
    fn a_clock_may_be_a_step_off_and_no_step_comes_twice() {
        let now = Instant(1_234_567_890_000_000);
        let present = step_at(now);
        let found = |step: i64, last: i64| {
            let code = RFC.code(step).expect("a code");
            RFC.step_of(code, last, now).expect("compared")
        };
        for drift in -1..=1 {
            assert_eq!(found(present + drift, 0), Some(present + drift));
            assert_eq!(found(present + drift, present + drift), None, "taken already");
        }
        assert_eq!(found(present - 1, present), None, "older than the last one taken");
        assert_eq!((found(present - 2, 0), found(present + 2, 0)), (None, None));
    }

    #[test]
    fn apps_are_given_the_secret_in_their_alphabet() {
        assert_eq!(RFC.base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            RFC.address("翼站", "沈 岚"),
            "otpauth://totp/%E7%BF%BC%E7%AB%99:%E6%B2%88%20%E5%B2%9A\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E7%BF%BC%E7%AB%99"
        );
    }

    #[test]
    fn a_code_is_six_digits() {
        assert_eq!(read(" 081 804 "), Some(81_804));
        for bad in ["", "12345", "1234567", "12345a", "+12345", "１２３４５６"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
