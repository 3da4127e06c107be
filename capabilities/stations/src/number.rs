//! The station number, `440305-00121`: what people read off the door and say on the phone.
//!
//! The first six digits are the county-level division in which the station was first registered;
//! then a serial of at least four digits and one check digit, ISO 7064 MOD 11,10 over all digits
//! before it, which notices every single misheard digit and nearly every swap of neighbours. A
//! number never changes and is never given out again; nothing may be concluded from its division.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Digits of a county-level division code (GB/T 2260).
const COUNTY: usize = 6;

/// Digits a serial is padded to.
const SERIAL: usize = 4;

/// Digits of the longest serial; a county will not see ten million stations.
const LONGEST_SERIAL: usize = 7;

/// A station number whose check digit is right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StationNumber(String);

/// Why a text is no station number. The code is the message's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Not six digits, a hyphen and at least five digits.
    #[error("stations.number-form")]
    Form,
    /// The check digit does not belong to the digits before it: one was misheard or mistyped.
    #[error("stations.number-check")]
    Check,
}

impl NumberError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Form => "stations.number-form",
            Self::Check => "stations.number-check",
        }
    }
}

impl StationNumber {
    /// The number with this serial, from 1, in this county-level division.
    pub fn make(county: &str, serial: u32) -> Result<Self, NumberError> {
        let serial = format!("{serial:0SERIAL$}");
        if county.len() != COUNTY || !all_digits(county) || serial.len() > LONGEST_SERIAL {
            return Err(NumberError::Form);
        }
        let check = check_digit(county.bytes().chain(serial.bytes()));
        Ok(Self(format!("{county}-{serial}{check}")))
    }

    /// Reads a number as people write it: spaces around it, full-width digits and any dash count
    /// as the plain ones.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let text: String = text.trim().chars().map(plain).collect();
        let (county, rest) = text.split_once('-').ok_or(NumberError::Form)?;
        let serial = rest.len().saturating_sub(1);
        let formed = county.len() == COUNTY
            && (SERIAL..=LONGEST_SERIAL).contains(&serial)
            && all_digits(county)
            && all_digits(rest)
            // A longer serial is padded to no more than four digits.
            && (serial == SERIAL || !rest.starts_with('0'));
        if !formed {
            return Err(NumberError::Form);
        }
        let check = check_digit(county.bytes().chain(rest[..serial].bytes()));
        if rest[serial..] != check.to_string() {
            return Err(NumberError::Check);
        }
        Ok(Self(text))
    }

    /// The number's text, `440305-00121`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn plain(c: char) -> char {
    match c {
        '０'..='９' => {
            char::from(b'0' + u8::try_from(c as u32 - '０' as u32).unwrap_or_default())
        }
        '－' | '‐' | '‑' | '–' | '—' | '−' => '-',
        other => other,
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// ISO/IEC 7064 hybrid system MOD 11,10.
fn check_digit(digits: impl Iterator<Item = u8>) -> u32 {
    let product = digits.fold(10, |product, digit| {
        let sum = (product + u32::from(digit - b'0')) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10
}

impl fmt::Display for StationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for StationNumber {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::parse(text)
    }
}

impl Serialize for StationNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for StationNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{NumberError, StationNumber, check_digit};

    #[test]
    fn the_check_digit_is_that_of_published_examples() {
        // ISO 7064 itself (0794 5) and the German tax number's (8609574271 9) and Croatian
        // personal number's (3339200596 1) public specimens, which use the same system.
        for (digits, check) in [("0794", 5), ("8609574271", 9), ("3339200596", 1)] {
            assert_eq!(check_digit(digits.bytes()), check, "{digits}");
        }
    }

    #[test]
    fn the_number_of_the_contract_is_valid() {
        let number = StationNumber::parse("440305-00121").unwrap();
        assert_eq!(number, StationNumber::make("440305", 12).unwrap());
        assert_eq!(number.to_string(), "440305-00121");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for text in [" 440305-00121\n", "４４０３０５－００１２１", "440305—00121"] {
            assert_eq!(StationNumber::parse(text).unwrap().as_str(), "440305-00121");
        }
    }

    #[test]
    fn other_texts_are_told_apart() {
        let forms = ["", "440305", "440305-0121", "44030-500121", "4403o5-00121", "-", "440305-"];
        for text in forms {
            assert_eq!(StationNumber::parse(text), Err(NumberError::Form), "{text}");
        }
        assert_eq!(StationNumber::parse("440305-00122"), Err(NumberError::Check));
        assert_eq!(StationNumber::make("4403", 1), Err(NumberError::Form));
        assert_eq!(StationNumber::make("44030x", 1), Err(NumberError::Form));
        assert_eq!(StationNumber::make("440305", 10_000_000), Err(NumberError::Form));
    }

    #[test]
    fn json_carries_it_as_text() {
        let number = StationNumber::make("110101", 1).unwrap();
        let json = serde_json::to_string(&number).unwrap();
        assert_eq!(serde_json::from_str::<StationNumber>(&json).unwrap(), number);
        assert!(serde_json::from_str::<StationNumber>("\"110101-00000\"").is_err());
    }

    proptest! {
        #[test]
        fn every_number_made_reads_back(county in "[1-9][0-9]{5}", serial in 0_u32..9_999_999) {
            let number = StationNumber::make(&county, serial).unwrap();
            prop_assert_eq!(StationNumber::parse(number.as_str()).unwrap(), number);
        }

        #[test]
        fn every_misheard_digit_is_noticed(
            county in "[1-9][0-9]{5}", serial in 0_u32..9_999, place in 0_usize..12, digit in 0_u8..10,
        ) {
            let number = StationNumber::make(&county, serial).unwrap();
            let mut heard = number.as_str().as_bytes().to_vec();
            prop_assume!(heard[place] != b'-' && heard[place] != b'0' + digit);
            heard[place] = b'0' + digit;
            let heard = String::from_utf8(heard).unwrap();
            prop_assert_eq!(StationNumber::parse(&heard), Err(NumberError::Check));
        }
    }
}
