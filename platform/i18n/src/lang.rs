//! The two languages, and how one is chosen from a tag or a header.

use std::{fmt, str::FromStr};

use unic_langid::{LanguageIdentifier, langid};

/// A language the product speaks. Simplified Chinese is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// 简体中文, tag `zh-CN`.
    #[default]
    ZhCn,
    /// English, tag `en`.
    En,
}

/// A tag that names neither language.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("unknown language {0:?}, expected zh-CN or en")]
pub struct UnknownLang(String);

impl Lang {
    /// Both languages, the default first.
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// The BCP 47 tag, as in `<html lang>` and `?lang=`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// The other language, for the switch in the header.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::ZhCn => Self::En,
            Self::En => Self::ZhCn,
        }
    }

    /// The language of a BCP 47 tag by its primary subtag (`zh`, `zh-Hans-CN`, `en-GB`), in any
    /// case; `None` for other languages.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        if primary.eq_ignore_ascii_case("zh") {
            Some(Self::ZhCn)
        } else if primary.eq_ignore_ascii_case("en") {
            Some(Self::En)
        } else {
            None
        }
    }

    /// The best language of an `Accept-Language` header (RFC 9110, 12.5.4): the highest weight
    /// wins, the earlier of equals; `*` stands for the default. `None` when it names neither.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for range in header.split(',') {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let Some(weight) = weight(parameters) else { continue };
            let lang = if tag.trim() == "*" { Some(Self::default()) } else { Self::from_tag(tag) };
            if let Some(lang) = lang
                && weight > best.map_or(0.0, |(_, weight)| weight)
            {
                best = Some((lang, weight));
            }
        }
        best.map(|(lang, _)| lang)
    }

    pub(crate) fn identifier(self) -> LanguageIdentifier {
        match self {
            Self::ZhCn => langid!("zh-CN"),
            Self::En => langid!("en"),
        }
    }
}

/// The weight of one language range; `None` when it is malformed, so that the range is left out.
fn weight(parameters: &str) -> Option<f32> {
    let parameters = parameters.trim();
    if parameters.is_empty() {
        return Some(1.0);
    }
    let value = parameters.strip_prefix("q=").or_else(|| parameters.strip_prefix("Q="))?;
    value.trim().parse().ok().filter(|weight| (0.0..=1.0).contains(weight))
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(tag: &str) -> Result<Self, UnknownLang> {
        Self::from_tag(tag).ok_or_else(|| UnknownLang(tag.to_owned()))
    }
}
