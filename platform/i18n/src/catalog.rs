//! The catalogue: every message of every crate in both languages, checked when it is built.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use fluent_bundle::{FluentResource, FluentValue, concurrent::FluentBundle, types::FluentNumber};
use fluent_syntax::ast::Entry;
use intl_memoizer::concurrent::IntlLangMemoizer;

use crate::{Lang, Problem, T, functions, numbers, problems::Problems};

pub(crate) type Bundle = FluentBundle<FluentResource>;

/// All messages. Immutable once built; shared behind an [`Arc`].
pub struct Catalog {
    zh_cn: Bundle,
    en: Bundle,
    keys: BTreeSet<String>,
    problems: Arc<Problems>,
}

/// Why a catalogue was not built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A file that Fluent cannot read.
    #[error("{owner} {lang}: line {line}: {detail}")]
    Syntax {
        /// The crate whose file it is.
        owner: String,
        /// The language of the file.
        lang: Lang,
        /// The line, from 1.
        line: usize,
        /// What the parser says.
        detail: String,
    },
    /// One key in two crates, or twice in one file.
    #[error("{lang}: key `{key}` of {second} stands in {first} already")]
    Twice {
        /// The key.
        key: String,
        /// The language in which both stand.
        lang: Lang,
        /// The crate that came first.
        first: String,
        /// The crate that came second.
        second: String,
    },
    /// A key that stands in one language only.
    #[error("key `{key}` of {owner} is missing in {lang}")]
    Missing {
        /// The key.
        key: String,
        /// The crate that has it in the other language.
        owner: String,
        /// The language that lacks it.
        lang: Lang,
    },
    /// A message with attributes, which nothing here would check or show.
    #[error("{owner} {lang}: `{key}` has attributes; give each text a key of its own")]
    Attributes {
        /// The crate whose file it is.
        owner: String,
        /// The language of the file.
        lang: Lang,
        /// The key.
        key: String,
    },
}

/// All faults of a catalogue, each on a line of its own when displayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

impl Catalog {
    /// Builds the catalogue from `(crate, [(language, text of its .ftl file)])`.
    ///
    /// Fails with every fault at once: unreadable files, keys that stand twice, keys that one
    /// language lacks.
    pub fn build(resources: &[(&str, &[(Lang, &str)])]) -> Result<Self, Faults> {
        let problems = Arc::new(Problems::default());
        let mut faults = Vec::new();
        let mut owners: BTreeMap<Lang, BTreeMap<String, String>> = BTreeMap::new();
        let mut bundles = Lang::ALL.map(|lang| bundle(lang, &problems));
        for (owner, files) in resources {
            for (lang, text) in *files {
                let known = owners.entry(*lang).or_default();
                if let Some(resource) = parse(owner, *lang, text, known, &mut faults) {
                    // Doubled keys are reported by `parse`, with the crates they stand in.
                    let position = Lang::ALL.iter().position(|each| each == lang);
                    if let Some(bundle) = position.and_then(|at| bundles.get_mut(at)) {
                        bundle.add_resource_overriding(resource);
                    }
                }
            }
        }
        faults.extend(missing(&owners));
        if !faults.is_empty() {
            return Err(Faults(faults));
        }
        let keys = owners.remove(&Lang::default()).unwrap_or_default().into_keys().collect();
        let [zh_cn, en] = bundles;
        Ok(Self { zh_cn, en, keys, problems })
    }

    /// The catalogue in one language, to be held by a page.
    pub fn speak(self: &Arc<Self>, lang: Lang) -> T {
        T::new(Arc::clone(self), lang)
    }

    /// Whether a message of this key exists (then in both languages).
    pub fn has(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// All keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// The distinct problems met while rendering so far. Empty in a healthy product: the test
    /// that renders every page asks for this list at its end.
    pub fn problems(&self) -> Vec<Problem> {
        self.problems.list()
    }

    pub(crate) fn note(&self, lang: Lang, key: &str, detail: &impl ToString) {
        self.problems.note(lang, key, detail);
    }

    pub(crate) fn bundle(&self, lang: Lang) -> &Bundle {
        match lang {
            Lang::ZhCn => &self.zh_cn,
            Lang::En => &self.en,
        }
    }
}

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalog").field("keys", &self.keys.len()).finish_non_exhaustive()
    }
}

fn bundle(lang: Lang, problems: &Arc<Problems>) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![lang.identifier()]);
    // Isolation marks would stand in titles, file names and copied text.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(grouped));
    functions::register(&mut bundle, lang, problems);
    bundle
}

/// Every number in a message is grouped in threes unless it says `useGrouping: "false"`.
fn grouped(value: &FluentValue<'_>, _: &IntlLangMemoizer) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(numbers::of_fluent(number)),
        _ => None,
    }
}

/// Reads one file, enters its keys into `known` and its faults into `faults`.
fn parse(
    owner: &str,
    lang: Lang,
    text: &str,
    known: &mut BTreeMap<String, String>,
    faults: &mut Vec<Fault>,
) -> Option<FluentResource> {
    let resource = match FluentResource::try_new(text.to_owned()) {
        Ok(resource) => resource,
        Err((_, errors)) => {
            faults.extend(errors.iter().map(|error| Fault::Syntax {
                owner: owner.to_owned(),
                lang,
                line: text.bytes().take(error.pos.start).filter(|byte| *byte == b'\n').count() + 1,
                detail: error.kind.to_string(),
            }));
            return None;
        }
    };
    for entry in resource.entries() {
        let (key, attributes) = match entry {
            Entry::Message(message) => (message.id.name.to_owned(), &message.attributes),
            Entry::Term(term) => (format!("-{}", term.id.name), &term.attributes),
            _ => continue,
        };
        if !attributes.is_empty() {
            faults.push(Fault::Attributes { owner: owner.to_owned(), lang, key: key.clone() });
        }
        if let Some(first) = known.get(&key) {
            let (first, second) = (first.clone(), owner.to_owned());
            faults.push(Fault::Twice { key, lang, first, second });
        } else {
            known.insert(key, owner.to_owned());
        }
    }
    Some(resource)
}

/// Keys that stand in one language only. Terms may differ: they are a language's own grammar.
fn missing(owners: &BTreeMap<Lang, BTreeMap<String, String>>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (lang, keys) in owners {
        let other = lang.other();
        for (key, owner) in keys.iter().filter(|(key, _)| !key.starts_with('-')) {
            if !owners.get(&other).is_some_and(|keys| keys.contains_key(key)) {
                faults.push(Fault::Missing { key: key.clone(), owner: owner.clone(), lang: other });
            }
        }
    }
    faults
}

/// The number of a Fluent value, if it is one.
pub(crate) fn number_of(value: &FluentValue<'_>) -> Option<FluentNumber> {
    match value {
        FluentValue::Number(number) => Some(number.clone()),
        _ => None,
    }
}
