//! Hours as people read them, in both languages: days grouped, times in 24 hours.
//!
//! The Chinese text reads back (`parse`) as the same hours.

use super::{Group, Span, WeeklyHours};

/// The languages hours are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// 周一至周五 08:30–18:00
    Chinese,
    /// Mon–Fri 08:30–18:00
    English,
}

/// The words of one language.
struct Words {
    days: [&'static str; 7],
    to: &'static str,
    and: &'static str,
    daily: &'static str,
    all_day: &'static str,
    always: &'static str,
    closed: &'static str,
    next_day: &'static str,
    between_spans: &'static str,
    between_groups: &'static str,
}

const CHINESE: Words = Words {
    days: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    to: "至",
    and: "、",
    daily: "每天",
    all_day: "全天",
    always: "全天开放",
    closed: "休息",
    next_day: "次日 ",
    between_spans: "，",
    between_groups: "；",
};

const ENGLISH: Words = Words {
    days: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    to: "–",
    and: ", ",
    daily: "Daily",
    all_day: "all day",
    always: "Open 24 hours",
    closed: "closed",
    next_day: "next day ",
    between_spans: ", ",
    between_groups: "; ",
};

impl WeeklyHours {
    /// `周一至周五 08:30–12:00，13:30–18:00；周六、周日休息`, or `Mon–Fri 08:30–12:00, 13:30–18:00;
    /// Sat, Sun closed`. Empty for hours that say nothing.
    pub fn text(&self, language: Language) -> String {
        let words = match language {
            Language::Chinese => &CHINESE,
            Language::English => &ENGLISH,
        };
        let groups = self.groups();
        if let [Group { days, spans }] = groups.as_slice()
            && days.len() == 7
            && spans == &[Span::ALL_DAY]
        {
            return words.always.to_owned();
        }
        let mut parts: Vec<String> = groups
            .iter()
            .map(|group| format!("{} {}", words.days(&group.days), words.spans(&group.spans)))
            .collect();
        let rest: Vec<u8> = (1..=7).filter(|day| self.day(*day).is_empty()).collect();
        if !parts.is_empty() && !rest.is_empty() {
            let space = if language == Language::English { " " } else { "" };
            parts.push(format!("{}{space}{}", words.days(&rest), words.closed));
        }
        parts.join(words.between_groups)
    }
}

impl Words {
    /// Three or more days in a row become a range.
    fn days(&self, days: &[u8]) -> String {
        if days.len() == 7 {
            return self.daily.to_owned();
        }
        let name = |day: u8| self.days[usize::from(day) - 1];
        let runs = days.chunk_by(|a, b| a + 1 == *b).map(|run| match run {
            [first, .., last] if run.len() > 2 => {
                format!("{}{}{}", name(*first), self.to, name(*last))
            }
            run => run.iter().map(|day| name(*day)).collect::<Vec<_>>().join(self.and),
        });
        runs.collect::<Vec<_>>().join(self.and)
    }

    fn spans(&self, spans: &[Span]) -> String {
        let spans = spans.iter().map(|span| match *span {
            Span::ALL_DAY => self.all_day.to_owned(),
            span => {
                let next_day = if span.to() > super::DAY { self.next_day } else { "" };
                format!("{}–{next_day}{}", Span::clock(span.from()), Span::clock(span.to()))
            }
        });
        spans.collect::<Vec<_>>().join(self.between_spans)
    }
}
