//! Numbers by which somebody could be known, taken out of what guests write before it is stored:
//! phone numbers and ID numbers, however they are written.

/// Digits in a row that are taken for such a number; landlines without their area have seven.
const FEWEST_DIGITS: usize = 7;
/// What stands instead.
const MASK: &str = "***";

/// The same text without phone and ID numbers. Digits count in any width and in Chinese, with
/// spaces and hyphens between them.
pub fn masked(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let (end, digits) = run(&chars, at);
        if digits >= FEWEST_DIGITS && !is_date(&chars[at..end]) {
            out.push_str(MASK);
            at = end;
        } else {
            let next = end.max(at + 1);
            out.extend(&chars[at..next]);
            at = next;
        }
    }
    out
}

/// Where a run of digits that begins at `start` ends, and how many there are. The X at the end of
/// an ID number belongs to it.
fn run(chars: &[char], start: usize) -> (usize, usize) {
    let (mut end, mut digits, mut at) = (start, 0, start);
    while let Some(&c) = chars.get(at) {
        let last_of_id = digits >= 17 && matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ');
        if is_digit(c) || last_of_id {
            digits += 1;
            end = at + 1;
        } else if !(digits > 0 && is_between(c)) {
            break;
        }
        at += 1;
    }
    (end, digits)
}

/// Whether a run is a day, such as 2026-11-24.
fn is_date(run: &[char]) -> bool {
    let parts: Vec<&[char]> = run.split(|c| is_between(*c)).collect();
    let [year, month, day] = parts[..] else { return false };
    let century = year.get(..2).is_some_and(|it| it == ['1', '9'] || it == ['2', '0']);
    let short = |part: &[char]| (1..=2).contains(&part.len());
    century && year.len() == 4 && short(month) && short(day)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
        || ('０'..='９').contains(&c)
        || matches!(
            c,
            '零' | '〇' | '一' | '幺' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九'
        )
}

fn is_between(c: char) -> bool {
    matches!(c, ' ' | '-' | '－' | '—' | '.' | '\u{3000}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phone_and_id_numbers_are_taken_out() {
        for (written, kept) in [
            ("请回电13800001234，谢谢", "请回电***，谢谢"),
            ("138 0000 1234", "***"),
            ("１３８－００００－１２３４ 找我", "*** 找我"),
            ("一三八零零零零一二三四", "***"),
            ("电话 0755-2345678", "电话 ***"),
            ("身份证 11010519491231002X。", "身份证 ***。"),
            ("my id 11010519491231002x and more", "my id *** and more"),
        ] {
            assert_eq!(masked(written), kept);
        }
    }

    #[test]
    fn other_numbers_stay() {
        for text in [
            "等了20分钟",
            "打 10000 没人接",
            "2026-11-24 来过",
            "2026.1.2 也来过",
            "3 个人，二十一点",
            "",
        ] {
            assert_eq!(masked(text), text);
        }
    }
}
