//! Pages: finding a station and the page of one for everybody; the console's pages of stations.

pub mod catalogue;
pub mod console;
pub mod edit;
pub mod export;
pub mod finder;
mod form;
pub mod form_page;
pub mod import;
mod links;
mod open_words;
mod picture;
pub mod station;
pub mod steps;
