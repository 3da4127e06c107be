//! Dates as people type them: `2023年5月1日`, `23.5.1`, `二〇二三年五月`, `20230501`, the serial
//! number of a spreadsheet.
//!
//! A year is never invented, and where a day can be read in two ways both are named.

use db::Day;
use jiff::civil::{Date, date};

/// What a cell says about a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateReading {
    /// One day.
    Certain(Day),
    /// Days that it may be, the likeliest first, and why it is not certain: `import.date-month`
    /// (no day of the month), `import.date-year` (a year alone), `import.date-order` (which number
    /// is the month).
    Doubtful {
        /// Why.
        code: &'static str,
        /// The days.
        days: Vec<Day>,
    },
    /// Not understood.
    Unknown,
}

/// The first day of spreadsheets that anybody can mean, 2000-01-01, and the last, 2099-12-31.
const SERIALS: std::ops::RangeInclusive<i32> = 36_526..=73_050;
/// The day before the first one of spreadsheets, as their leap year of 1900 makes it.
const EPOCH: Date = date(1899, 12, 30);
/// Years that a date of a station may have.
const YEARS: std::ops::RangeInclusive<i32> = 1950..=2099;

/// Reads a clean cell.
pub fn day(text: &str) -> DateReading {
    let text = digits(without_time(text));
    let Some(numbers) = numbers(&text) else { return DateReading::Unknown };
    let in_western_order = text.contains(['/', '-']);
    match numbers.as_slice() {
        [one] => alone(one),
        [year, month] => month_of(year, month),
        [a, b, c] if c.len() == 4 => ordered(c, a, b, Some((b, a))),
        // `05/01/23`: a spreadsheet set to American dates wrote month, day and year.
        [a, b, c] if in_western_order && a.len() <= 2 && c.len() == 2 => {
            either(civil(c, a, b), civil(a, b, c))
        }
        [year, month, day] => ordered(year, month, day, None),
        _ => DateReading::Unknown,
    }
}

/// What stands before a time of day.
fn without_time(text: &str) -> &str {
    let end = text.find(':').and_then(|colon| {
        text[..colon].trim_end_matches(|c: char| c.is_ascii_digit()).rfind([' ', 'T'])
    });
    end.map_or(text, |end| &text[..end])
}

/// Chinese numerals as digits, number by number: `二十一` as `21`, `二〇二三` as `2023`.
fn digits(text: &str) -> String {
    let value = |c: char| "〇一二三四五六七八九".chars().position(|known| known == c);
    let text = text.replace(['○', 'Ｏ', '零'], "〇").replace('元', "一");
    let chars: Vec<char> = text.chars().collect();
    let mut plain = String::with_capacity(text.len());
    for (at, c) in chars.iter().enumerate() {
        let is_numeral = |near: Option<&char>| near.is_some_and(|c| value(*c).is_some());
        let (before, after) = (at.checked_sub(1).and_then(|at| chars.get(at)), chars.get(at + 1));
        match (value(*c), *c) {
            (Some(digit), _) => plain.push_str(&digit.to_string()),
            (None, '十') => match (is_numeral(before), is_numeral(after)) {
                (true, true) => {}
                (true, false) => plain.push('0'),
                (false, true) => plain.push('1'),
                (false, false) => plain.push_str("10"),
            },
            (None, c) => plain.push(c),
        }
    }
    plain
}

/// The numbers of a date; none when there are words that no date has.
fn numbers(text: &str) -> Option<Vec<&str>> {
    let separator = |c: char| "年月日号./-—、, ".contains(c);
    if !text.chars().all(|c| c.is_ascii_digit() || separator(c)) {
        return None;
    }
    let found: Vec<&str> = text.split(separator).filter(|part| !part.is_empty()).collect();
    found.iter().all(|part| part.len() <= 8).then_some(found)
}

fn number(digits: &str) -> i32 {
    digits.parse().unwrap_or(i32::MAX)
}

/// Four digits, or the last two of a year of this century.
fn year(digits: &str) -> Option<i32> {
    match (digits.len(), number(digits)) {
        (4, year) if YEARS.contains(&year) => Some(year),
        (2, year) => Some(2000 + year),
        _ => None,
    }
}

fn civil(year_digits: &str, month: &str, day: &str) -> Option<Day> {
    let small = |digits: &str| i8::try_from(number(digits)).ok();
    let year = i16::try_from(year(year_digits)?).ok()?;
    Date::new(year, small(month)?, small(day)?).ok().map(Day::from_date)
}

/// A number that stands alone: eight or six digits of a date, a serial number, or a year.
fn alone(digits: &str) -> DateReading {
    match digits.len() {
        8 => ordered(&digits[..4], &digits[4..6], &digits[6..], None),
        // `230501` is no month, and `202305` no day, because none has 23 months.
        6 => match civil(&digits[..2], &digits[2..4], &digits[4..]) {
            Some(day) if number(&digits[..4]) < *YEARS.start() => DateReading::Certain(day),
            Some(day) => either(Some(day), civil(&digits[..4], &digits[4..], "1")),
            None => month_of(&digits[..4], &digits[4..]),
        },
        5 if SERIALS.contains(&number(digits)) => {
            let serial = Day::from_date(EPOCH).plus(number(digits));
            DateReading::Certain(serial)
        }
        4 => match civil(digits, "1", "1") {
            Some(day) => DateReading::Doubtful { code: "import.date-year", days: vec![day] },
            None => DateReading::Unknown,
        },
        _ => DateReading::Unknown,
    }
}

/// A month without its day. `2023.1` may have lost the zero of October.
fn month_of(year: &str, month: &str) -> DateReading {
    let first = civil(year, month, "1");
    let october = civil(year, "10", "1").filter(|_| month == "1");
    let days: Vec<Day> = first.into_iter().chain(october).collect();
    if days.is_empty() {
        return DateReading::Unknown;
    }
    DateReading::Doubtful { code: "import.date-month", days }
}

/// A day, and the other one that it is when month and day change places.
fn ordered(year: &str, month: &str, day: &str, other: Option<(&str, &str)>) -> DateReading {
    let other = other.and_then(|(month, day)| civil(year, month, day));
    either(civil(year, month, day), other)
}

fn either(likelier: Option<Day>, other: Option<Day>) -> DateReading {
    match (likelier, other) {
        (Some(one), Some(two)) if one != two => {
            DateReading::Doubtful { code: "import.date-order", days: vec![one, two] }
        }
        (Some(day), _) | (None, Some(day)) => DateReading::Certain(day),
        (None, None) => DateReading::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> (&'static str, Vec<String>) {
        match day(text) {
            DateReading::Certain(day) => ("", vec![day.to_string()]),
            DateReading::Doubtful { code, days } => {
                (code, days.iter().map(ToString::to_string).collect())
            }
            DateReading::Unknown => ("unknown", Vec::new()),
        }
    }

    #[test]
    fn days_as_people_type_them() {
        for text in [
            "2023-05-01",
            "2023/5/1",
            "2023.5.1",
            "23.5.1",
            "2023年5月1日",
            "23年5月1号",
            "二〇二三年五月一日",
            "20230501",
            "45047",
            "2023-05-01 08:30:00",
            "2023-05-01T00:00",
            "2023/5/1 0:00",
            "230501",
            "5/1/23",
        ] {
            assert_eq!(read(text), ("", vec!["2023-05-01".to_owned()]), "{text}");
        }
        assert_eq!(read("二零二四年十二月二十一日"), ("", vec!["2024-12-21".to_owned()]));
        assert_eq!(read("2024年十月三十日"), ("", vec!["2024-10-30".to_owned()]));
        assert_eq!(read("25/12/2023"), ("", vec!["2023-12-25".to_owned()]));
    }

    #[test]
    fn what_can_be_read_in_two_ways_names_both() {
        let doubtful = |text: &str, code: &str, days: &[&str]| {
            assert_eq!(read(text), (code, days.iter().map(|day| (*day).to_owned()).collect()));
        };
        doubtful("2023年5月", "import.date-month", &["2023-05-01"]);
        doubtful("2023.1", "import.date-month", &["2023-01-01", "2023-10-01"]);
        doubtful("202305", "import.date-month", &["2023-05-01"]);
        doubtful("2023", "import.date-year", &["2023-01-01"]);
        doubtful("5/6/2023", "import.date-order", &["2023-05-06", "2023-06-05"]);
        doubtful("05/01/23", "import.date-order", &["2023-05-01", "2005-01-23"]);
    }

    #[test]
    fn what_is_no_day_is_said() {
        for text in
            ["5月1日", "即将开业", "2023-02-30", "2023年13月", "12", "", "2023-2024-2025", "99999"]
        {
            assert_eq!(read(text).0, "unknown", "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_cell_is_read_without_panic(text in "[0-9〇一二十年月日号./ :T-]{0,24}|\\PC{0,24}") {
            let _ = day(&text);
        }

        #[test]
        fn every_day_is_read_in_full(year in 1950i16..2100, of_year in 1i16..=365) {
            let date = Date::new(year, 1, 1).unwrap().checked_add(jiff::Span::new().days(of_year - 1)).unwrap();
            let chinese = format!("{}年{}月{}日", date.year(), date.month(), date.day());
            for text in [date.to_string(), chinese] {
                prop_assert_eq!(day(&text), DateReading::Certain(Day::from_date(date)));
            }
        }
    }
}
