//! Grades of stations as lists write them: `五星级`, `★★★★`, `4星`, `AAAA`, `5.0`.

/// What a cell says about the grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// 1 to 5 stars.
    Stars(u8),
    /// Said to have none (未评级).
    None,
    /// Not understood, or not between one and five.
    Unknown,
}

/// Words for a station that has not been graded.
const UNGRADED: [&str; 5] = ["未评级", "未评", "未评星", "待评", "无星级"];

/// Reads a clean cell.
pub fn grade(text: &str) -> Grade {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if UNGRADED.contains(&text.as_str()) {
        return Grade::None;
    }
    let full = text.chars().filter(|c| *c == '★' || *c == '⭐').count();
    let drawn = |c: char| matches!(c, '★' | '☆' | '⭐' | '\u{FE0F}');
    let letters = |c: char| c.eq_ignore_ascii_case(&'a');
    let stars = if full > 0 && text.chars().all(drawn) {
        u8::try_from(full).ok()
    } else if text.chars().all(letters) {
        u8::try_from(text.chars().count()).ok()
    } else {
        number(&text)
    };
    match stars {
        Some(stars @ 1..=5) => Grade::Stars(stars),
        _ => Grade::Unknown,
    }
}

/// A digit with a word for stars, or alone. `级` alone is no star: a first class is the best one.
fn number(text: &str) -> Option<u8> {
    let ends = ["星级", "颗星", "星", "stars", "star", "A", "a", ".0", ""];
    let digit = ends.into_iter().find_map(|end| text.strip_suffix(end))?;
    match digit {
        "1" | "一" => Some(1),
        "2" | "二" | "两" => Some(2),
        "3" | "三" => Some(3),
        "4" | "四" => Some(4),
        "5" | "五" => Some(5),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_as_people_write_them() {
        for (text, stars) in [
            ("五星级", 5),
            ("5星", 5),
            ("4", 4),
            ("3.0", 3),
            ("★★★☆☆", 3),
            ("⭐⭐", 2),
            ("AAAA", 4),
            ("5A", 5),
            ("三 星", 3),
            ("2 stars", 2),
        ] {
            assert_eq!(grade(text), Grade::Stars(stars), "{text}");
        }
        assert_eq!(grade("未评级"), Grade::None);
        for text in ["6星", "0", "一级", "3.5星", "优秀", "AAAAAA", "", "☆☆"] {
            assert_eq!(grade(text), Grade::Unknown, "{text}");
        }
    }
}
