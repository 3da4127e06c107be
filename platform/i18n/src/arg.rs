//! What may be given to a message: whole numbers, finite fractions, text, days and instants, and
//! references to them, because templates loop over references.

use std::{borrow::Cow, fmt};

use fluent_bundle::FluentValue;
use jiff::{Timestamp, civil::Date};

use crate::Message;

/// A value that a message can be given. Days and instants travel as ISO 8601 text, for `DAY()`,
/// `CLOCK()` and `DAY_TIME()` to say.
pub trait Arg<'a> {
    /// The value as Fluent takes it.
    fn into_value(self) -> FluentValue<'a>;
}

/// A whole number of any width, for counts, metres and seconds.
pub trait Whole: Copy {
    /// The number, wide enough for every source type.
    fn whole(self) -> i128;
}

impl<T: Whole> Whole for &T {
    fn whole(self) -> i128 {
        (*self).whole()
    }
}

macro_rules! whole {
    ($($number:ty)+) => {$(
        impl Whole for $number {
            fn whole(self) -> i128 {
                i128::from(self)
            }
        }
        impl<'a> Arg<'a> for $number {
            fn into_value(self) -> FluentValue<'a> {
                self.into()
            }
        }
    )+};
}
whole!(u8 u16 u32 u64 i8 i16 i32 i64);

impl Whole for usize {
    fn whole(self) -> i128 {
        // No platform has a usize wider than 64 bits.
        self as i128
    }
}

impl<'a> Arg<'a> for usize {
    fn into_value(self) -> FluentValue<'a> {
        self.into()
    }
}

impl<'a> Arg<'a> for f64 {
    /// A fraction; what is not finite cannot be said and becomes Fluent's error value.
    fn into_value(self) -> FluentValue<'a> {
        if self.is_finite() { self.into() } else { FluentValue::Error }
    }
}

impl<'a, T: Arg<'a> + Clone> Arg<'a> for &T {
    fn into_value(self) -> FluentValue<'a> {
        self.clone().into_value()
    }
}

impl<'a> Arg<'a> for &'a str {
    fn into_value(self) -> FluentValue<'a> {
        self.into()
    }
}

impl<'a> Arg<'a> for Cow<'a, str> {
    fn into_value(self) -> FluentValue<'a> {
        self.into()
    }
}

/// Types that a message takes by what they display.
macro_rules! displayed {
    ($($text:ty)+) => {$(
        impl<'a> Arg<'a> for $text {
            fn into_value(self) -> FluentValue<'a> {
                text(&self)
            }
        }
    )+};
}
displayed!(String Date Timestamp Message<'_> crate::Short);

impl<'a> Arg<'a> for crate::Near {
    fn into_value(self) -> FluentValue<'a> {
        self.inside().to_owned().into()
    }
}

fn text<'a>(value: &impl fmt::Display) -> FluentValue<'a> {
    value.to_string().into()
}
