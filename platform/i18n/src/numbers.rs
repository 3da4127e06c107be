//! Numbers and distances as people say them, in both languages.

use std::fmt;

use fluent_bundle::types::FluentNumber;

use crate::{Lang, Whole};

/// From here up numbers are shortened (design/look "Words").
const SHORT_FROM: u128 = 10_000;

/// Metres a minute on foot: 1.2 m/s, the walking speed the Highway Capacity Manual takes for
/// pedestrians where at most a fifth of them are elderly.
const METRES_PER_MINUTE: i128 = 72;

/// The typographic minus: as wide as a figure and never broken from it.
const MINUS: &str = "\u{2212}";

/// A shortened number: its figure and, apart from it, its scale, for pages that set the two in
/// different sizes. `Display` writes both: `1.2 万`, `12k`, `9,876`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Short {
    /// `1.2`, or the whole number when it is not shortened.
    pub figure: String,
    /// `万`, `亿`, `k`, `M`, or nothing.
    pub scale: &'static str,
}

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let space = if self.scale.is_ascii() { "" } else { " " };
        write!(f, "{}{space}{}", self.figure, self.scale)
    }
}

/// `1,234`; a negative number has the typographic minus, `−1,234`.
pub fn number(n: impl Whole) -> String {
    let n = n.whole();
    signed(n, group(&n.unsigned_abs().to_string()))
}

/// `1.2 万`, `40.14 万`, `1.3 亿` or `12k`, `401.4k`, `1.4M` from ten thousand up, rounded half
/// up; `9,876` below.
pub fn short_number(lang: Lang, n: impl Whole) -> Short {
    let n = n.whole();
    let size = n.unsigned_abs();
    if size < SHORT_FROM {
        return Short { figure: signed(n, group(&size.to_string())), scale: "" };
    }
    // The scale, its size, and the decimals a person still reads at a glance.
    let scales: &[(&str, u128, u32)] = match lang {
        Lang::ZhCn => &[("万", 10_000, 2), ("亿", 100_000_000, 2)],
        Lang::En => &[("k", 1_000, 1), ("M", 1_000_000, 1), ("bn", 1_000_000_000, 1)],
    };
    let mut short = Short { figure: String::new(), scale: "" };
    for (scale, unit, decimals) in scales {
        // A number that rounds up to the next unit is said in it: 9,999,999 is 10M, not 10,000k.
        let step = unit / 10_u128.pow(*decimals);
        let rounded = (size + step / 2) / step * step;
        if rounded >= *unit {
            short = Short { figure: fraction(rounded / step, *decimals), scale };
        }
    }
    short.figure = signed(n, short.figure);
    short
}

/// `93.4%` of a ratio: one decimal, none when it is whole. Not finite: `–`.
pub fn percent(ratio: f64) -> String {
    if !ratio.is_finite() {
        return "–".to_owned();
    }
    let text = format!("{:.1}", ratio * 100.0);
    format!("{}%", text.strip_suffix(".0").unwrap_or(&text))
}

/// `320 米`, `1.1 公里`, `12 公里`; `320 m`, `1.1 km`, `12 km`. To ten metres below a kilometre,
/// to a tenth of a kilometre below ten.
pub fn distance(lang: Lang, metres: impl Whole) -> String {
    let metres = metres.whole().unsigned_abs();
    let (near, metre, kilometre) = match lang {
        Lang::ZhCn => ("不到 10 米", "米", "公里"),
        Lang::En => ("under 10 m", "m", "km"),
    };
    let tens = (metres + 5) / 10 * 10;
    if tens == 0 {
        near.to_owned()
    } else if tens < 1_000 {
        format!("{tens} {metre}")
    } else if metres < 9_950 {
        format!("{} {kilometre}", fraction((metres + 50) / 100, 1))
    } else {
        format!("{} {kilometre}", group(&((metres + 500) / 1_000).to_string()))
    }
}

/// Minutes on foot for a distance in metres, rounded up, at least 1.
pub fn walking_minutes(metres: impl Whole) -> i64 {
    let metres = metres.whole().max(0);
    let minutes = (metres + METRES_PER_MINUTE - 1) / METRES_PER_MINUTE;
    i64::try_from(minutes.max(1)).unwrap_or(i64::MAX)
}

/// `value` hundredths, tenths… as a decimal without trailing zeros, the whole part grouped.
fn fraction(value: u128, decimals: u32) -> String {
    let decimals = decimals as usize;
    let digits = format!("{value:0>width$}", width = decimals + 1);
    let (whole, rest) = digits.split_at(digits.len() - decimals);
    let rest = rest.trim_end_matches('0');
    if rest.is_empty() { group(whole) } else { format!("{}.{rest}", group(whole)) }
}

fn signed(n: i128, digits: String) -> String {
    if n < 0 { format!("{MINUS}{digits}") } else { digits }
}

fn group(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number as a message shows it: grouped, with the decimals its `NUMBER()` options ask for.
pub(crate) fn of_fluent(number: &FluentNumber) -> String {
    let options = &number.options;
    let text = match options.maximum_fraction_digits {
        Some(most) => {
            let cut = format!("{:.most$}", number.value);
            FluentNumber { value: cut.parse().unwrap_or(number.value), ..number.clone() }
                .as_string()
                .into_owned()
        }
        None => number.as_string().into_owned(),
    };
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| (MINUS, rest));
    let (whole, rest) =
        text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let whole = if options.use_grouping { group(whole) } else { whole.to_owned() };
    rest.map_or_else(|| format!("{sign}{whole}"), |rest| format!("{sign}{whole}.{rest}"))
}
