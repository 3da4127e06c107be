//! The product put together: command line, settings, and the one place that names every
//! capability. `main.rs` only starts it; tests read the table of contents.

mod archive;
mod arguments;
mod boot;
pub mod capabilities;
mod commands;
mod config;
pub mod log;
mod output;

use std::process::ExitCode;

/// Reads the command line, does what it asks, and tells how that ended: 0 done, 1 refused or
/// failed, 2 wrong usage. An error is one line on standard error.
pub fn run() -> ExitCode {
    log::one_line_panics();
    match arguments::parse().and_then(commands::run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
