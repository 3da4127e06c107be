//! Where a command has a password from: standard input, a terminal, or the random source.

use std::io::{self, IsTerminal};

use org::{login::Login, password::Prepared};

use crate::{boot::House, output::Failure};

/// How a command is given a password.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The first line of standard input.
    Input,
    /// A terminal when there is one, else made here.
    TerminalOrGenerated,
    /// Made here.
    Generated,
}

/// Reads or makes a password, checks it and hashes it, which takes a moment.
pub fn prepare(house: &House, login: &Login, source: Source) -> Result<Prepared, Failure> {
    let given = match source {
        Source::Input => Some(first_line()?),
        Source::TerminalOrGenerated if io::stdin().is_terminal() => Some(ask()?),
        Source::TerminalOrGenerated | Source::Generated => None,
    };
    let prepared = Prepared::blocking(&house.app.db, login, given.as_deref());
    prepared.map_err(|error| house.refusal(&error))
}

fn first_line() -> Result<String, Failure> {
    let mut line = String::new();
    io::stdin()
        .read_line(&mut line)
        .map_err(|error| Failure::Refused(format!("standard input: {error}")))?;
    let line = line.trim_end_matches(['\n', '\r']);
    if line.is_empty() {
        return Err(Failure::refused("standard input gave no password"));
    }
    Ok(line.to_owned())
}

fn ask() -> Result<String, Failure> {
    let read = |question: &str| {
        rpassword::prompt_password(question)
            .map_err(|error| Failure::Refused(format!("the terminal: {error}")))
    };
    let password = read("Password: ")?;
    if password != read("Once more: ")? {
        return Err(Failure::refused("the two passwords are not the same"));
    }
    Ok(password)
}
