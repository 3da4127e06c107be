//! The words of the scores and the reasons to choose from: data, the same for everybody.

use std::sync::Arc;

use db::{Cache, Tx};
use i18n::Lang;

use crate::store;

/// The word of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// 1 to 5.
    pub score: i64,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A reason to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Its code.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The least score that it fits.
    pub least: i64,
    /// The greatest.
    pub most: i64,
    /// Codes of services, or first letters of them, with commas between them; empty for all.
    pub services: String,
}

fn spoken<'a>(lang: Lang, zh: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::ZhCn => zh,
        Lang::En => en,
    }
}

impl Word {
    /// In a language.
    pub fn name(&self, lang: Lang) -> &str {
        spoken(lang, &self.zh, &self.en)
    }
}

impl Reason {
    /// In a language.
    pub fn name(&self, lang: Lang) -> &str {
        spoken(lang, &self.zh, &self.en)
    }

    /// Whether it fits a service; one that is not known yet fits those that fit all.
    pub fn fits(&self, service: Option<&str>) -> bool {
        let begins = |service: &str| self.services.split(',').any(|it| service.starts_with(it));
        self.services.is_empty() || service.is_some_and(begins)
    }
}

/// All of them, as cached.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// From the best score to the worst.
    pub scores: Vec<Word>,
    /// In their order.
    pub reasons: Vec<Reason>,
}

impl Words {
    /// The reason of a code.
    pub fn reason(&self, code: &str) -> Option<&Reason> {
        self.reasons.iter().find(|reason| reason.code == code)
    }

    /// The words of all scores, from 1 to 5.
    pub fn of_scores(&self, lang: Lang) -> [String; 5] {
        [1, 2, 3, 4, 5].map(|score| self.word(score, lang).to_owned())
    }

    /// The word of a score.
    pub fn word(&self, score: i64, lang: Lang) -> &str {
        let word = self.scores.iter().find(|word| word.score == score);
        word.map_or("", |word| word.name(lang))
    }
}

impl Cache for Words {
    const TOPIC: &'static str = "rating-words";

    fn load(tx: &mut Tx<'_>, _: Option<Arc<Self>>) -> db::Result<Arc<Self>> {
        let (scores, reasons) = (store::words::scores(tx)?, store::words::reasons(tx)?);
        Ok(Arc::new(Self { scores, reasons }))
    }
}
