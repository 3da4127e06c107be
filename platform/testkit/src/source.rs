//! Reads Rust source as far as rules of the house need it: its string literals, its code without
//! them, its files. It does not parse expressions.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A string literal of a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// What it says, escapes resolved.
    pub text: String,
}

/// A source file, taken apart.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Every string literal outside comments.
    pub literals: Vec<Literal>,
    /// The code, with `""` for each literal and without comments; lines stay where they were.
    pub code: String,
}

/// Takes a source text apart.
pub fn read_source(text: &str) -> Source {
    let mut reader = Reader { rest: text, line: 1, source: Source::default() };
    while reader.step() {}
    reader.source
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    source: Source,
}

impl Reader<'_> {
    /// Reads one comment, literal or character; false at the end.
    fn step(&mut self) -> bool {
        let rest = self.rest;
        let Some(first) = rest.chars().next() else { return false };
        if rest.starts_with("//") {
            self.skip(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/*") {
            self.skip(end_of_block(rest));
        } else if let Some(hashes) = raw_opening(rest) {
            let opening = hashes + 2;
            let closing = format!("\"{}", "#".repeat(hashes));
            let length = rest[opening..].find(&closing).unwrap_or(rest.len() - opening);
            self.literal(rest[opening..opening + length].to_owned());
            self.skip((opening + length + closing.len()).min(rest.len()));
        } else if first == '"' {
            let length = end_of_string(rest);
            self.literal(unescaped(&rest[1..length - 1]));
            self.skip(length);
        } else if let Some(length) = character(rest) {
            self.skip(length);
        } else if first.is_alphanumeric() || first == '_' {
            // A whole word at once, so that an `r` at its end opens no raw string.
            let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            self.keep(word);
        } else {
            self.keep(first.len_utf8());
        }
        true
    }

    fn literal(&mut self, text: String) {
        self.source.literals.push(Literal { line: self.line, text });
        self.source.code.push_str("\"\"");
    }

    /// Moves on, keeping nothing but the line breaks.
    fn skip(&mut self, length: usize) {
        let breaks = self.rest[..length].matches('\n').count();
        self.line += breaks;
        self.source.code.push_str(&"\n".repeat(breaks));
        self.rest = &self.rest[length..];
    }

    fn keep(&mut self, length: usize) {
        let (kept, rest) = self.rest.split_at(length);
        self.line += kept.matches('\n').count();
        self.source.code.push_str(kept);
        self.rest = rest;
    }
}

/// How many `#` open a raw string here.
fn raw_opening(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.bytes().take_while(|byte| *byte == b'#').count();
    after[hashes..].starts_with('"').then_some(hashes)
}

fn end_of_block(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest[at..].starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn end_of_string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of a character literal; lifetimes are none.
fn character(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('\'')?;
    if inner.starts_with('\\') {
        return inner.get(2..)?.find('\'').map(|end| end + 4);
    }
    let first = inner.chars().next()?.len_utf8();
    inner[first..].starts_with('\'').then_some(first + 2)
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('\n') => while chars.next_if(|c| c.is_whitespace()).is_some() {},
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

/// All files below a folder with that ending, in order; none where there is no folder.
pub fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The source of a file that is there.
pub fn read_file(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Whether a literal is a statement of SQL.
pub fn is_sql(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(&first) && words.next().is_some()
}
