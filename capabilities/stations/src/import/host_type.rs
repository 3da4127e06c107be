//! What kind of place hosts a station, as lists name it.

use serde::{Deserialize, Serialize};

/// The kind of host (field guide 1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HostType {
    /// 自有厅
    SelfRun,
    /// 专营店
    Exclusive,
    /// 代理厅
    Agent,
    /// 社区点
    Community,
    /// 流动
    Mobile,
}

impl HostType {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::SelfRun, Self::Exclusive, Self::Agent, Self::Community, Self::Mobile];

    /// The name in the store and the API: `self_run`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SelfRun => "self_run",
            Self::Exclusive => "exclusive",
            Self::Agent => "agent",
            Self::Community => "community",
            Self::Mobile => "mobile",
        }
    }

    /// Reads the API's name or the words of a list; the first word that fits decides.
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.trim().to_ascii_lowercase().replace(['-', ' '], "_");
        if let Some(kind) = Self::ALL.into_iter().find(|kind| kind.as_str() == name) {
            return Some(kind);
        }
        let words = [
            (Self::SelfRun, &["自有", "自营", "直营"][..]),
            (Self::Exclusive, &["专营", "专卖"]),
            (Self::Agent, &["代理", "合作", "加盟"]),
            (Self::Community, &["社区"]),
            (Self::Mobile, &["流动"]),
        ];
        let fits = |words: &[&str]| words.iter().any(|word| text.contains(word));
        words.into_iter().find(|(_, words)| fits(words)).map(|(kind, _)| kind)
    }
}
