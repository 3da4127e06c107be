//! Messages in both languages, and numbers, distances and times as people say them.
//!
//! A [`Catalog`] is built once from every crate's `messages/*.ftl`; a page holds a [`T`], the
//! catalogue in one language. Nothing here escapes HTML (the template engine does), reads a
//! clock, or knows what any message is about.

mod arg;
mod catalog;
mod functions;
mod lang;
mod message;
mod numbers;
mod problems;
#[cfg(test)]
mod tests;
mod times;

pub use arg::{Arg, Whole};
pub use catalog::{Catalog, Fault, Faults};
pub use lang::{Lang, UnknownLang};
pub use message::{Message, T};
pub use numbers::{Short, distance, number, percent, short_number, walking_minutes};
pub use problems::Problem;
pub use times::{Near, clock, day, day_time, duration, full_day, near_day, near_day_time};
