//! Cleans the cells of other people's lists: width, spaces, invisible and direction marks, HTML,
//! the many signs for "nothing", and formulas, which are refused.

/// A cell once it is clean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing, or a sign for nothing: `-`, `/`, `无`, `N/A`.
    Empty,
    /// Text without dirt: one line, single spaces inside, no spaces or stray signs around.
    Text(String),
    /// A formula, or the error a formula left behind; neither is a value.
    Refused,
}

impl Cell {
    /// The text, if it is one.
    pub fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Empty | Self::Refused => None,
        }
    }
}

/// Cleans a cell.
pub fn cell(raw: &str) -> Cell {
    let line = line(&without_html(&half_width(raw)));
    // What is judged is what is kept: a quotation mark must not hide a formula.
    let text = trimmed(&line);
    if is_nothing(text) {
        Cell::Empty
    } else if is_formula(text) {
        Cell::Refused
    } else {
        Cell::Text(text.to_owned())
    }
}

/// The same place or name written in two ways gives one key: letters and digits only, in half
/// width and lower case.
pub fn clean_key(text: &str) -> String {
    half_width(text).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Takes quotation marks around a text and stray punctuation at its ends off.
pub fn trimmed(text: &str) -> &str {
    let stray = |c: char| c.is_whitespace() || "\"'“”‘’,，.。;；、:：|".contains(c);
    text.trim_matches(stray)
}

/// Letters, digits and signs of full width as plain ones; brackets and commas of Chinese text
/// stay as they are, they belong to it.
fn half_width(text: &str) -> String {
    let half = |c: char| match c {
        '０'..='９'
        | 'Ａ'..='Ｚ'
        | 'ａ'..='ｚ'
        | '＝'
        | '＋'
        | '－'
        | '＠'
        | '＃'
        | '／'
        | '＜'
        | '＞'
        | '＆'
        | '．' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    };
    text.chars().map(half).collect()
}

/// One line: control characters and marks without width gone, any space one plain space.
fn line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else if !is_without_width(c) {
            line.push(c);
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// Controls, joiners, direction marks and overrides, byte order marks, tags.
fn is_without_width(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFC}'
            | '\u{E0000}'..='\u{E007F}')
}

fn is_nothing(text: &str) -> bool {
    let dashes = |c: char| matches!(c, '-' | '—' | '–' | '－' | '_' | '/' | '\\' | '*' | '.' | ' ');
    text.chars().all(dashes)
        || ["无", "暂无", "暂缺", "不详", "未知", "空"].contains(&text)
        || ["null", "none", "n/a", "#n/a", "na", "nan", "nil", "undefined"]
            .contains(&text.to_ascii_lowercase().as_str())
}

/// `=` begins a formula always; `+`, `-` and `@` begin phone numbers, floors and names as well, so
/// they count only before a call or a command.
fn is_formula(text: &str) -> bool {
    let error = ["#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"].contains(&text);
    let call = text
        .split_once('(')
        .is_some_and(|(before, _)| before.ends_with(|c: char| c.is_ascii_alphabetic()));
    error
        || text.starts_with('=')
        || (text.starts_with(['+', '-', '@']) && (call || text.contains('|')))
}

/// The text without tags, and without the content of scripts and styles; the common entities as
/// the characters they stand for.
fn without_html(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.to_owned();
    }
    let text = without_entities(text);
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        if let Some(end) = after.find('>').filter(|_| is_tag) {
            rest = behind_content(after, end);
            plain.push(' ');
        } else {
            plain.push('<');
            rest = after;
        }
    }
    plain.push_str(rest);
    plain
}

/// What follows a tag; for a script or a style, what follows its end.
fn behind_content(after: &str, end: usize) -> &str {
    let name: String = after.chars().take_while(char::is_ascii_alphabetic).collect();
    let rest = &after[end + 1..];
    let name = name.to_ascii_lowercase();
    if name != "script" && name != "style" {
        return rest;
    }
    let close = rest.to_ascii_lowercase().find(&format!("</{name}"));
    let behind = close.and_then(|at| rest[at..].find('>').map(|end| at + end + 1));
    behind.map_or("", |at| &rest[at..])
}

fn without_entities(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let found = after
            .find(';')
            .filter(|end| *end <= 8)
            .and_then(|end| entity(&after[..end]).map(|c| (c, end)));
        if let Some((c, end)) = found {
            plain.push(c);
            rest = &after[end + 1..];
        } else {
            plain.push('&');
            rest = after;
        }
    }
    plain.push_str(rest);
    plain
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}
