//! Brings the many ways of writing one sign to one: full width, dashes, invisible marks, and the
//! errors that reading machines make in these texts.

/// The text with plain digits and punctuation: `:` `;` `,` `-` `(` `)` `.`; runs of dashes are one
/// and have no space around them; spaces and line ends are one space.
pub(super) fn normalise(text: &str) -> Vec<char> {
    let text = text.replace("时问", "时间").replace("夜问", "夜间");
    let mut plain: Vec<char> = Vec::with_capacity(text.len());
    for c in text.chars() {
        let c = sign(c);
        if is_invisible(c) {
            continue;
        }
        let last = plain.last().copied();
        match c {
            ' ' if matches!(last, None | Some(' ' | '-')) => {}
            '-' => {
                while plain.last() == Some(&' ') {
                    plain.pop();
                }
                if plain.last() != Some(&'-') {
                    plain.push('-');
                }
            }
            c => plain.push(c),
        }
    }
    dashes_read_as_one(&mut plain);
    hours_in_words(&plain)
}

/// `九点` as `9点`, `十二点半` as `12点半`; numbers that count anything else stay.
fn hours_in_words(text: &[char]) -> Vec<char> {
    let digit = |c: char| "零一二三四五六七八九".chars().position(|name| name == c);
    let is_number = |c: char| c == '十' || digit(c).is_some();
    let mut plain = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let run = text[at..].iter().take_while(|c| is_number(**c)).count();
        let of_a_day = matches!(plain.last(), Some('周' | '期' | '拜'));
        let hour = match &text[at..at + run] {
            ['十'] => Some(10),
            [one] => digit(*one),
            ['十', ones] => digit(*ones).map(|ones| 10 + ones),
            ['二', '十'] => Some(20),
            ['二', '十', ones] => digit(*ones).map(|ones| 20 + ones),
            _ => None,
        };
        match hour {
            Some(hour) if !of_a_day && text.get(at + run) == Some(&'点') => {
                plain.extend(hour.to_string().chars());
            }
            _ => plain.extend_from_slice(&text[at..at + run.max(1)]),
        }
        at += run.max(1);
    }
    plain
}

fn sign(c: char) -> char {
    match c {
        '：' | '∶' | '︰' => ':',
        '；' => ';',
        '，' | '、' | '､' => ',',
        '。' | '.' | '．' => '.',
        '（' | '【' | '[' | '［' => '(',
        '）' | '】' | ']' | '］' => ')',
        '~' | '～' | '〜' | '–' | '—' | '―' | '－' | '‐' | '‑' | '−' | '─' | '至' | '到' => {
            '-'
        }
        '\u{3000}' | '\u{A0}' | '\t' | '\r' | '\n' | '"' | '“' | '”' | '\'' => ' ',
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c.to_ascii_uppercase(),
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}')
}

/// 一 between two times, or between two weekdays, is a dash that a reading machine took for a one.
fn dashes_read_as_one(text: &mut [char]) {
    for i in 1..text.len().saturating_sub(1) {
        let (before, after) = (text[i - 1], text[i + 1]);
        let time_before = before.is_ascii_digit() || matches!(before, '时' | '点' | '分');
        let day_before = i >= 2 && text[i - 2] == '周';
        if text[i] == '一'
            && ((time_before && after.is_ascii_digit()) || (day_before && after == '周'))
        {
            text[i] = '-';
        }
    }
}
