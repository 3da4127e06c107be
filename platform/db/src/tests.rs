//! Rules of the store that need one engine or none; `testkit` runs the others on both.

mod dialect;
mod ids;
mod migrations;
mod time;
