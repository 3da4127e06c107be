//! Parameters of a statement.

use uuid::Uuid;

use crate::time::{Day, Instant};

/// One parameter, borrowed from the caller for the length of the statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// SQL `NULL`.
    Null,
    /// `BIGINT`.
    Int(i64),
    /// `DOUBLE PRECISION`.
    Real(f64),
    /// `TEXT`.
    Text(&'a str),
    /// `TEXT` of a day, ten bytes.
    Day(Day),
    /// `BYTEA`.
    Bytes(&'a [u8]),
}

/// What may stand behind a `$n`.
pub trait ToValue {
    /// The parameter for this value.
    fn to_value(&self) -> Value<'_>;
}

impl ToValue for i64 {
    fn to_value(&self) -> Value<'_> {
        Value::Int(*self)
    }
}
impl ToValue for i32 {
    fn to_value(&self) -> Value<'_> {
        Value::Int(i64::from(*self))
    }
}
impl ToValue for u32 {
    fn to_value(&self) -> Value<'_> {
        Value::Int(i64::from(*self))
    }
}
impl ToValue for bool {
    fn to_value(&self) -> Value<'_> {
        Value::Int(i64::from(*self))
    }
}
impl ToValue for f64 {
    fn to_value(&self) -> Value<'_> {
        Value::Real(*self)
    }
}
impl ToValue for str {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self)
    }
}
impl ToValue for String {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self)
    }
}
impl ToValue for [u8] {
    fn to_value(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}
impl ToValue for Vec<u8> {
    fn to_value(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}
impl<const N: usize> ToValue for [u8; N] {
    fn to_value(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}
impl ToValue for Uuid {
    fn to_value(&self) -> Value<'_> {
        Value::Bytes(self.as_bytes())
    }
}
impl ToValue for Instant {
    fn to_value(&self) -> Value<'_> {
        Value::Int(self.0)
    }
}
impl ToValue for Day {
    fn to_value(&self) -> Value<'_> {
        Value::Day(*self)
    }
}
impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}
impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}

/// The parameters of a statement, in the order of `$1`, `$2`, …
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::ToValue::to_value(&$value)),*] };
}

/// A typed id: `db::id!(/// Docs. UnitId)` wraps a time-ordered `i64`, `db::id!(VisitId: Uuid)` a UUID.
#[macro_export]
macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => { $crate::id!($(#[$meta])* $name: i64); };
    ($(#[$meta:meta])* $name:ident: Uuid) => { $crate::id!($(#[$meta])* $name: $crate::Uuid); };
    ($(#[$meta:meta])* $name:ident: $inner:ty) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub $inner);
        impl $crate::ToValue for $name {
            fn to_value(&self) -> $crate::Value<'_> { $crate::ToValue::to_value(&self.0) }
        }
        impl $crate::FromColumn for $name {
            fn from_column(value: $crate::Value<'_>) -> $crate::Result<Self> {
                <$inner as $crate::FromColumn>::from_column(value).map(Self)
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { self.0.fmt(f) }
        }
    };
}
