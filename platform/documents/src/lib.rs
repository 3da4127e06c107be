//! Documents that people bring and take away: tables as CSV, XLSX and JSON lines.
//!
//! Plain data in, plain data out. This crate knows no word of the domain: what a column means is
//! decided by the capability that reads it.

pub mod table;

#[cfg(test)]
mod tests;
