//! What commands say: words or one JSON object on standard output, progress and errors on
//! standard error.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use i18n::T;
use serde::Serialize;

/// Why a command did not do what it was asked, in one line for a person.
#[derive(Debug)]
pub enum Failure {
    /// The command line is wrong: exit code 2.
    Usage(String),
    /// Refused or failed: exit code 1.
    Refused(String),
    /// The same, after what is wrong was said already.
    Said,
}

impl Failure {
    pub fn refused(line: impl Into<String>) -> Self {
        Self::Refused(line.into())
    }

    /// A refusal of the house in the words of its message.
    pub fn of(error: &kernel::Error, t: &T) -> Self {
        let fields = match error {
            kernel::Error::Internal(text) => return Self::Refused(text.clone()),
            kernel::Error::Refused { fields, .. } => fields.as_slice(),
            _ => &[],
        };
        let fields = fields.iter().map(|field| format!("{}: {}", field.field, t.code(field.code)));
        let parts: Vec<String> =
            [t.code(error.code()).to_string()].into_iter().chain(fields).collect();
        Self::Refused(format!("{} ({})", parts.join(" "), error.code()))
    }

    /// Says it and becomes the exit code.
    pub fn report(self) -> ExitCode {
        let (line, code) = match self {
            Self::Usage(line) => (line, 2),
            Self::Refused(line) => (line, 1),
            Self::Said => return ExitCode::from(1),
        };
        // With standard error gone there is nobody left to tell.
        let _ = writeln!(io::stderr(), "yizhan: {}", line.replace(['\n', '\r'], " "));
        ExitCode::from(code)
    }
}

impl From<db::Error> for Failure {
    fn from(error: db::Error) -> Self {
        Self::Refused(error.to_string())
    }
}

/// How a command speaks.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// One object instead of words.
    pub json: bool,
    /// No progress.
    pub quiet: bool,
}

impl Output {
    /// Ends a command: the object with `--json`, else the words.
    pub fn result(self, object: &impl Serialize, words: &str) -> Result<(), Failure> {
        if self.json { self::object(object) } else { self::words(words) }
    }

    /// A line about what is being done.
    pub fn progress(self, line: &str) {
        if !self.quiet {
            // Progress that nobody reads is no reason to stop.
            let _ = writeln!(io::stderr(), "{line}");
        }
    }
}

/// The one object, on one flushed line.
pub fn object(object: &impl Serialize) -> Result<(), Failure> {
    let line =
        serde_json::to_string(object).map_err(|error| Failure::refused(error.to_string()))?;
    words(&line)
}

/// Flushed lines on standard output.
pub fn words(lines: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    writeln!(out, "{lines}")
        .and_then(|()| out.flush())
        .map_err(|error| Failure::refused(format!("standard output: {error}")))
}
