//! Entries in the words of a page: who, what, to which thing, and what changed of it.

use std::collections::HashMap;

use audit::{NOBODY_ASKED, Noted};
use db::{Day, Instant, Tx};
use kernel::Result;
use org::{AccountId, Tree};
use serde_json::{Map, Value};
use web::Shell;

/// An entry on a page.
#[derive(Clone, Debug)]
pub struct EntryWords {
    /// Its number.
    pub seq: i64,
    /// When it was done.
    pub when: String,
    /// Who did it.
    pub who: String,
    /// By what `who` is looked for.
    pub author: i64,
    /// What was done.
    pub what: String,
    /// To what: its kind and what people call it.
    pub object: String,
    /// By what the object is looked for.
    pub object_name: String,
    /// Why.
    pub purpose: Option<String>,
}

/// A field of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldWords {
    /// What it is called.
    pub label: String,
    /// What it was.
    pub before: Option<String>,
    /// What it is now.
    pub after: Option<String>,
}

/// Says entries in the words of one page; asks for each name once.
pub struct Speaker<'p> {
    shell: &'p Shell,
    authors: HashMap<i64, String>,
    objects: HashMap<(String, String), String>,
}

impl<'p> Speaker<'p> {
    /// For a page.
    pub fn new(shell: &'p Shell) -> Self {
        Self { shell, authors: HashMap::new(), objects: HashMap::new() }
    }

    /// An entry in words.
    pub fn entry(&mut self, tx: &mut Tx<'_>, entry: &Noted) -> Result<EntryWords> {
        Ok(EntryWords {
            seq: entry.seq,
            when: self.shell.when(&entry.at).to_string(),
            who: self.author(tx, entry.author)?,
            author: entry.author,
            what: act(self.shell, &entry.act),
            object: self.object(tx, &entry.object_kind, &entry.object)?,
            object_name: entry.object.clone(),
            purpose: entry.purpose.as_deref().map(|purpose| self.purpose(purpose)),
        })
    }

    /// `沈岚（shenlan）`, the label of a token, or who it was else.
    pub fn author(&mut self, tx: &mut Tx<'_>, author: i64) -> Result<String> {
        if let Some(known) = self.authors.get(&author) {
            return Ok(known.clone());
        }
        let t = &self.shell.t;
        let said = match author {
            NOBODY_ASKED => t.msg("auditing-by-command").to_string(),
            0 => t.msg("auditing-by-nobody").to_string(),
            number => match org::authors::of_number(tx, number)? {
                None => number.to_string(),
                Some(known) => named(self.shell, &known.name, known.login.as_deref()),
            },
        };
        self.authors.insert(author, said.clone());
        Ok(said)
    }

    /// `站点 440305-00121`, `账号 沈岚（shenlan）`.
    fn object(&mut self, tx: &mut Tx<'_>, kind: &str, name: &str) -> Result<String> {
        let key = (kind.to_owned(), name.to_owned());
        if let Some(known) = self.objects.get(&key) {
            return Ok(known.clone());
        }
        let said = match kind {
            "account" => account(tx, self.shell, name)?,
            "unit" | "station" => unit(tx, self.shell, name)?,
            "day" => day(self.shell, name),
            _ => name.to_owned(),
        };
        let kind = known(self.shell, &format!("audit-object-{kind}"), kind);
        let said = self.shell.t.msg("auditing-object").arg("kind", kind).arg("name", said);
        let said = said.to_string();
        self.objects.insert(key, said.clone());
        Ok(said)
    }

    /// A purpose that a page has, or the words that somebody typed.
    fn purpose(&self, purpose: &str) -> String {
        known(self.shell, &purpose.replace('.', "-"), purpose)
    }
}

fn account(tx: &mut Tx<'_>, shell: &Shell, name: &str) -> Result<String> {
    let Ok(id) = name.parse() else { return Ok(name.to_owned()) };
    match org::accounts::get(tx, AccountId(id)) {
        Ok(account) => Ok(named(shell, &account.name, Some(&account.login))),
        Err(kernel::Error::NotFound(_)) => Ok(name.to_owned()),
        Err(error) => Err(error),
    }
}

fn unit(tx: &mut Tx<'_>, shell: &Shell, code: &str) -> Result<String> {
    let tree = tx.cached::<Tree>()?;
    let name = tree.by_code(code).map(|unit| tree.name(unit).to_owned());
    Ok(name.map_or_else(|| code.to_owned(), |name| named(shell, &name, Some(code))))
}

fn day(shell: &Shell, text: &str) -> String {
    text.parse::<Day>().map_or_else(|_| text.to_owned(), |day| shell.full_day(&day))
}

fn named(shell: &Shell, name: &str, code: Option<&str>) -> String {
    match code {
        None => name.to_owned(),
        Some(code) => shell.t.msg("auditing-named").arg("name", name).arg("code", code).to_string(),
    }
}

/// The word of an act; of one that this version does not know its own name.
pub fn act(shell: &Shell, act: &str) -> String {
    known(shell, &act.replace('.', "-"), act)
}

/// The fields of an entry, before and after.
pub fn fields(tx: &mut Tx<'_>, shell: &Shell, entry: &Noted) -> Result<Vec<FieldWords>> {
    let mut units = HashMap::new();
    let read = |text: Option<&str>| {
        let fields = text.and_then(|text| serde_json::from_str::<Map<String, Value>>(text).ok());
        fields.unwrap_or_default()
    };
    let (before, after) = (read(entry.before.as_deref()), read(entry.after.as_deref()));
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    for fields in [&before, &after] {
        if let Some(Value::String(code)) = fields.get("unit") {
            units.insert(code.clone(), unit(tx, shell, code)?);
        }
    }
    let said = |name: &str, value: &Value| match value {
        Value::String(code) if name == "unit" => units.get(code).cloned(),
        value => value_words(shell, name, value),
    };
    let words = |name: &String| FieldWords {
        label: label(shell, name),
        before: before.get(name).and_then(|value| said(name, value)),
        after: after.get(name).and_then(|value| said(name, value)),
    };
    Ok(names.into_iter().map(words).collect())
}

fn label(shell: &Shell, field: &str) -> String {
    known(shell, &format!("audit-field-{field}"), field)
}

/// A value in words; none of null.
fn value_words(shell: &Shell, field: &str, value: &Value) -> Option<String> {
    let joined = |parts: Vec<String>| parts.join(&shell.t.msg("auditing-and").to_string());
    Some(match value {
        Value::Null => return None,
        Value::Bool(yes) => {
            shell.t.msg(if *yes { "auditing-yes" } else { "auditing-no" }).to_string()
        }
        Value::Number(number) => {
            number.as_i64().map_or_else(|| number.to_string(), |whole| shell.number(whole))
        }
        Value::String(text) => text_words(shell, field, text),
        Value::Array(all) => {
            joined(all.iter().filter_map(|each| value_words(shell, field, each)).collect())
        }
        Value::Object(fields) => joined(
            fields
                .iter()
                .filter_map(|(name, value)| {
                    let value = value_words(shell, name, value)?;
                    Some(format!("{} {value}", label(shell, name)))
                })
                .collect(),
        ),
    })
}

fn text_words(shell: &Shell, field: &str, text: &str) -> String {
    if let Ok(day) = text.parse::<Day>() {
        return shell.full_day(&day);
    }
    if let Ok(at) = text.parse::<Instant>() {
        return shell.when(&at).to_string();
    }
    known(shell, &format!("audit-value-{field}-{text}"), text)
}

/// The message of a key that may not be there; `otherwise` then.
fn known(shell: &Shell, key: &str, otherwise: &str) -> String {
    if shell.t.catalog().has(key) { shell.t.msg(key).to_string() } else { otherwise.to_owned() }
}
