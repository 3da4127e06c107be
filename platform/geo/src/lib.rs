//! Where things are: the administrative divisions of China and finding one from
//! what people wrote, positions on the Earth, and the nearest of many.
//!
//! It knows no database, no network and no word of the product; it draws no map
//! (a drawn map of China needs a review number).

pub mod divisions;
pub mod find;
pub mod nearest;
pub mod plane;
pub mod position;
pub mod resolve;
pub mod seats;
pub mod written;

pub use divisions::{Division, Kind, Level};
pub use find::find_place;
pub use nearest::NearestIndex;
pub use position::{Datum, Position};
pub use resolve::{Hints, Resolution, resolve};
