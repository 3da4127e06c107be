//! Phone numbers out of a cell that may hold several, with words around them.

/// The numbers of a cell, and what was wrong with the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phones {
    /// Numbers that can be dialled, each once: `010-62881144`, `0592-5911111-8120`, `13800138000`,
    /// `400-650-6766`, `12345`.
    pub numbers: Vec<String>,
    /// `import.phone-masked` (digits hidden by stars), `import.phone-area` (no area code),
    /// `import.phone` (not a number).
    pub doubts: Vec<&'static str>,
}

impl Phones {
    fn doubt(&mut self, code: &'static str) {
        if !self.doubts.contains(&code) {
            self.doubts.push(code);
        }
    }
}

/// Reads the numbers of a clean cell.
pub fn phones(text: &str) -> Phones {
    let mut phones = Phones::default();
    // One number may be written with spaces inside: `138 0013 8000`, `(0571) 8773 3523`.
    let compact: String = runs(text).concat();
    if text.chars().all(|c| c.is_ascii_digit() || " +-()（）".contains(c))
        && let Some(number) = number(&compact, None)
    {
        if is_local(&number) && !number.starts_with('0') {
            phones.doubt("import.phone-area");
        }
        phones.numbers.push(number);
        return phones;
    }
    let mut area = None;
    let mut waiting: Option<String> = None;
    for run in runs(text) {
        if run.contains('*') {
            phones.doubt("import.phone-masked");
            continue;
        }
        // `0571 87733523`: the area code stands alone before its number.
        let run = match waiting.take() {
            Some(code) => format!("{code}-{run}"),
            None => run,
        };
        if matches!(run.len(), 3 | 4) && run.starts_with('0') {
            waiting = Some(run);
            continue;
        }
        let Some(number) = number(&run, area.as_deref()) else {
            // Shorter runs are floors, hours and the like.
            if run.bytes().filter(u8::is_ascii_digit).count() >= 5 {
                phones.doubt("import.phone");
            }
            continue;
        };
        match number.split_once('-') {
            Some((code, _)) if code.starts_with('0') => area = Some(code.to_owned()),
            _ if is_local(&number) => phones.doubt("import.phone-area"),
            _ => {}
        }
        if !phones.numbers.contains(&number) {
            phones.numbers.push(number);
        }
    }
    if phones.numbers.is_empty() && phones.doubts.is_empty() {
        phones.doubt("import.phone");
    }
    phones
}

/// Runs of digits, dashes and stars. `转` before an extension counts as a dash.
fn runs(text: &str) -> Vec<String> {
    let text: String = text
        .chars()
        .map(|c| match c {
            '—' | '–' | '－' | '―' | '‐' | '−' | '转' => '-',
            '(' | ')' | '（' | '）' => ' ',
            c => c,
        })
        .collect();
    let text = text.replace("- ", "-").replace(" -", "-");
    text.split(|c: char| !c.is_ascii_digit() && c != '-' && c != '*')
        .map(|run| run.trim_matches('-').to_owned())
        .filter(|run| run.bytes().any(|b| b.is_ascii_digit()))
        .collect()
}

/// The number in its usual form, completed by the area code before it; `None` when it is none.
fn number(run: &str, area: Option<&str>) -> Option<String> {
    let mut parts: Vec<&str> = run.split('-').filter(|part| !part.is_empty()).collect();
    let domestic;
    if matches!(parts.first(), Some(&"86" | &"0086")) {
        parts.remove(0);
        // +86-571-…: from abroad the area code loses its zero.
        if let Some(first) = parts.first_mut().filter(|first| matches!(first.len(), 2 | 3)) {
            domestic = format!("0{first}");
            *first = &domestic;
        }
    }
    let joined = parts.concat();
    let plain = match joined.len() {
        13 => joined.strip_prefix("86").unwrap_or(&joined),
        _ => &joined,
    };
    if is_mobile(plain) || is_short(plain) {
        return Some(plain.to_owned());
    }
    // A free number has no area code, though lists put one before it.
    let free = parts.last().filter(|last| last.len() == 10).map_or(plain, |last| *last);
    if free.len() == 10 && (free.starts_with("400") || free.starts_with("800")) {
        return Some(format!("{}-{}-{}", &free[..3], &free[3..6], &free[6..]));
    }
    let (code, rest) = match parts.as_slice() {
        [code, rest @ ..] if is_area(code) && !rest.is_empty() => (Some(*code), rest.to_vec()),
        [whole, rest @ ..] if whole.starts_with('0') && whole.len() >= 10 => {
            let (code, number) = whole.split_at(area_length(whole));
            (Some(code), [&[number], rest].concat())
        }
        _ => (area, parts),
    };
    let [local, extension @ ..] = rest.as_slice() else { return None };
    let local_fits = matches!(local.len(), 7 | 8) && !local.starts_with('0');
    let extension_fits = match extension {
        [] => true,
        [extension] => (1..=6).contains(&extension.len()),
        _ => false,
    };
    if !local_fits || !extension_fits {
        return None;
    }
    let code = code.map(|code| format!("{code}-")).unwrap_or_default();
    let extension = extension.first().map(|digits| format!("-{digits}")).unwrap_or_default();
    Some(format!("{code}{local}{extension}"))
}

/// 010 and 020 to 029 have three digits, all other area codes four.
fn area_length(number: &str) -> usize {
    if number.starts_with("010") || number.starts_with("02") { 3 } else { 4 }
}

fn is_area(code: &str) -> bool {
    code.starts_with('0') && code.len() == area_length(code) && code != "0000"
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && !matches!(digits.as_bytes()[1], b'0'..=b'2')
}

/// Service numbers of three to six digits: 110, 12345, 10000, 95598, 116114.
fn is_short(digits: &str) -> bool {
    let service = digits.starts_with('1') && (3..=6).contains(&digits.len());
    service || (digits.len() == 5 && (digits.starts_with("95") || digits.starts_with("96")))
}

fn is_local(number: &str) -> bool {
    !is_mobile(number)
        && !is_short(number)
        && !number.starts_with("400-")
        && !number.starts_with("800-")
}
