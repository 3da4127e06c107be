//! The log of a running node, on standard error.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

use crate::arguments::Global;

/// Starts the log: warnings for commands, more for `serve` and with `--verbose`. On a terminal it
/// is text, elsewhere a JSON object a line.
pub fn start(global: &Global, serving: bool) {
    let level = match (global.quiet, global.verbose, serving) {
        (true, _, _) => "error",
        (_, true, _) => "debug",
        (_, _, true) => "info",
        _ => "warn",
    };
    let terminal = io::stderr().is_terminal();
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter(level))
        .with_ansi(terminal)
        .with_writer(io::stderr);
    if terminal { builder.init() } else { builder.json().init() }
}

/// What is told at a level. The driver of PostgreSQL would write the parameters of statements, and
/// so what guests said.
pub fn filter(level: &str) -> EnvFilter {
    EnvFilter::new(format!("{level},tokio_postgres=warn"))
}

/// A panic is our fault and becomes one line, with the place for whoever mends it.
pub fn one_line_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let text = panic.payload_as_str().unwrap_or("no reason given");
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let line = text.replace('\n', " ");
        eprintln!("yizhan: internal error at {place}: {line}");
    }));
}
