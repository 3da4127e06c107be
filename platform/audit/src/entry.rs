//! What is noted of an act, as the verb that does it says it.

use serde_json::{Map, Value};

/// The name of an act, `capability.what-was-done`; its message has a hyphen for the dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Act(pub &'static str);

/// What an act was done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// `account`, `station`, …; its message is `audit-object-account`.
    pub kind: &'static str,
    /// Its code, number or id, as addresses name it.
    pub name: String,
}

impl Object {
    /// An object of a kind.
    pub fn new(kind: &'static str, name: &(impl ToString + ?Sized)) -> Self {
        Self { kind, name: name.to_string() }
    }
}

/// What is to be noted. Fields hold ids and codes, names only where they are what changed; never
/// a password, a token, or what one could make of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub(crate) act: Act,
    pub(crate) object: Object,
    pub(crate) before: Map<String, Value>,
    pub(crate) after: Map<String, Value>,
    pub(crate) purpose: Option<String>,
    pub(crate) author: Option<i64>,
    is_change: bool,
}

impl Entry {
    /// Something that was done to `object`.
    pub fn of(act: Act, object: Object) -> Self {
        let (before, after) = (Map::new(), Map::new());
        Self { act, object, before, after, purpose: None, author: None, is_change: false }
    }

    /// A change of `object`: of the fields of two JSON objects, those that differ. One in which
    /// nothing differs is not noted.
    pub fn change(act: Act, object: Object, before: &Value, after: &Value) -> Self {
        let differing = |one: &Value, other: &Value| {
            let fields = one.as_object().into_iter().flatten();
            let differs = |(name, value): &(&String, &Value)| {
                other.get(name.as_str()).unwrap_or(&Value::Null) != *value
            };
            fields.filter(differs).map(|(name, value)| (name.clone(), value.clone())).collect()
        };
        Self {
            before: differing(before, after),
            after: differing(after, before),
            is_change: true,
            ..Self::of(act, object)
        }
    }

    /// What there was before, as a JSON object; what is null is left out.
    #[must_use]
    pub fn before(self, fields: Value) -> Self {
        Self { before: known(fields), ..self }
    }

    /// What there is after it, as a JSON object; what is null is left out.
    #[must_use]
    pub fn after(self, fields: Value) -> Self {
        Self { after: known(fields), ..self }
    }

    /// Why it was done: the name of a purpose like that of an act, or words that somebody typed.
    #[must_use]
    pub fn purpose(self, purpose: impl Into<String>) -> Self {
        Self { purpose: Some(purpose.into()), ..self }
    }

    /// Done by this person or token, where that is not who asked: nobody was known yet.
    #[must_use]
    pub fn by(self, author: i64) -> Self {
        Self { author: Some(author), ..self }
    }

    /// Whether there is nothing to note.
    pub(crate) fn is_nothing(&self) -> bool {
        self.is_change && self.before.is_empty() && self.after.is_empty()
    }
}

fn known(fields: Value) -> Map<String, Value> {
    match fields {
        Value::Object(fields) => fields.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_change_holds_what_differs_and_nothing_else() {
        let object = Object::new("thing", &7);
        let before = json!({ "name": "a", "phone": null, "grade": 3 });
        let after = json!({ "name": "b", "phone": "1", "grade": 3 });
        let entry = Entry::change(Act("changed"), object.clone(), &before, &after);
        assert_eq!(Value::Object(entry.before.clone()), json!({ "name": "a", "phone": null }));
        assert_eq!(Value::Object(entry.after.clone()), json!({ "name": "b", "phone": "1" }));
        assert!(!entry.is_nothing());
        assert!(Entry::change(Act("changed"), object, &before, &before).is_nothing());
    }
}
