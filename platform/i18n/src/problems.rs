//! What went wrong while messages were rendered. A page is never refused for a missing word; the
//! test that renders every sample asks here instead.

use std::collections::BTreeSet;

use parking_lot::Mutex;

use crate::Lang;

/// One fault of a message at rendering: an unknown key, a missing argument, a broken reference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The language that was asked.
    pub lang: Lang,
    /// The key that was asked, or the name of the function that got a value it cannot say.
    pub key: String,
    /// What was wrong, in English.
    pub detail: String,
}

/// The distinct problems so far. Keys come from the source text, so the set stays small.
#[derive(Debug, Default)]
pub(crate) struct Problems(Mutex<BTreeSet<Problem>>);

impl Problems {
    /// Notes a problem, and logs it the first time.
    pub(crate) fn note(&self, lang: Lang, key: &str, detail: &impl ToString) {
        let problem = Problem { lang, key: key.to_owned(), detail: detail.to_string() };
        if self.0.lock().insert(problem.clone()) {
            tracing::warn!(lang = lang.tag(), key, detail = problem.detail, "message problem");
        }
    }

    pub(crate) fn list(&self) -> Vec<Problem> {
        self.0.lock().iter().cloned().collect()
    }
}
