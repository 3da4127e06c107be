//! What a guest says: a score, reasons, a few words. Judged by itself, before any right is asked
//! for.

use kernel::{Error, FieldError, Result};

use crate::{mask::masked, words::Words};

/// Characters of a comment.
pub const COMMENT_CHARS: usize = 500;

/// How a rating came in; figures are told apart by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The guest's own phone.
    Phone,
    /// The counter's tablet, turned round.
    Tablet,
}

impl Way {
    /// Every way, in the order in which figures tell them.
    pub const ALL: [Self; 2] = [Self::Phone, Self::Tablet];

    /// The word in the store and the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Tablet => "tablet",
        }
    }

    /// The key of its word.
    pub fn message_key(self) -> &'static str {
        match self {
            Self::Phone => "ratings-way-phone",
            Self::Tablet => "ratings-way-tablet",
        }
    }

    /// The way of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == word)
    }
}

impl db::FromColumn for Way {
    fn from_column(value: db::Value<'_>) -> db::Result<Self> {
        let text = String::from_column(value)?;
        Self::parse(&text).ok_or_else(|| db::Error::Decode(format!("no way: {text}")))
    }
}

/// What somebody sent, rightly typed but not judged yet.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// 1 to 5.
    pub score: i64,
    /// Codes of reasons.
    pub reasons: Vec<String>,
    /// A few words.
    pub comment: Option<String>,
    /// Somebody speaks for the guest.
    pub on_behalf: bool,
    /// The word of how it comes in; the guest's own phone unless it is named.
    pub way: Option<String>,
}

/// What a guest said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// 1 to 5.
    pub score: i64,
    /// Codes of reasons, sorted, with commas between them.
    pub reasons: String,
    /// A few words, without phone and ID numbers.
    pub comment: Option<String>,
    /// Somebody spoke for the guest.
    pub on_behalf: bool,
    /// How it came in.
    pub way: Way,
}

impl Said {
    /// Judges what was sent.
    ///
    /// # Errors
    /// 422 with `ratings.score`, `ratings.reason`, `ratings.comment` or `ratings.way` for its field.
    pub fn judge(sent: Sent, words: &Words) -> Result<Self> {
        let mut problems = Vec::new();
        let mut wrong = |field: &str, code| {
            problems.push(FieldError { field: field.to_owned(), code });
        };
        if !(1..=5).contains(&sent.score) {
            wrong("score", "ratings.score");
        }
        if sent.reasons.iter().any(|code| words.reason(code).is_none()) {
            wrong("reasons", "ratings.reason");
        }
        let comment = sent.comment.as_deref().map(str::trim).filter(|text| !text.is_empty());
        if comment.is_some_and(|text| text.chars().count() > COMMENT_CHARS) {
            wrong("comment", "ratings.comment");
        }
        let way = sent.way.as_deref().map_or(Some(Way::Phone), Way::parse);
        if way.is_none() {
            wrong("way", "ratings.way");
        }
        if !problems.is_empty() {
            return Err(Error::invalid(problems));
        }
        let mut reasons = sent.reasons;
        reasons.sort_unstable();
        reasons.dedup();
        Ok(Self {
            score: sent.score,
            reasons: reasons.join(","),
            comment: comment.map(masked),
            on_behalf: sent.on_behalf,
            way: way.unwrap_or(Way::Phone),
        })
    }
}
