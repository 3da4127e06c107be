//! Pages: finding a station and the page of one for everybody; the console's pages of stations.

pub mod finder;
mod links;
mod open_words;
mod picture;
pub mod station;
