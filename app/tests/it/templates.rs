//! Templates choose and loop; every word comes from the messages.

use std::{collections::BTreeSet, path::PathBuf};

use testkit::source::{files_below, read_file};

use crate::house::{from_root, inner_crates, none};

/// Attributes whose value people read or hear.
const SPOKEN: &[&str] = &["alt", "aria-label", "aria-description", "placeholder", "title"];

#[test]
fn no_template_holds_literal_text() {
    let crates = inner_crates();
    let paths = crates.iter().flat_map(|each| files_below(&each.folder.join("templates"), ".html"));
    let paths: Vec<PathBuf> = paths.collect();
    let texts: Vec<String> = paths.iter().map(|path| read_file(path)).collect();
    let in_tags = attribute_blocks(&texts);
    let mut findings = Vec::new();
    for (path, text) in paths.iter().zip(&texts) {
        let (shown, attributes) =
            taken_apart(&without_expressions(&without_blocks(text, &in_tags)));
        for word in shown.iter().filter(|text| has_words(text) && !is_name(text)) {
            findings.push(format!("{}: {}", from_root(path), word.trim()));
        }
        for (name, value) in attributes {
            if SPOKEN.contains(&name.as_str()) && has_words(&value) {
                findings.push(format!("{}: {name}=\"{value}\"", from_root(path)));
            }
        }
    }
    none(&findings, "put it into messages/*.ftl");
}

fn has_words(text: &str) -> bool {
    text.replace("&nbsp;", "").replace("&middot;", "").chars().any(char::is_alphabetic)
}

/// Whether a text is a name that is the same in every language: of a file or a path.
fn is_name(text: &str) -> bool {
    let text = text.trim();
    !text.contains(char::is_whitespace) && text.contains(['.', '/'])
}

/// The names of blocks that stand inside tags: what fills them is attributes, not text.
fn attribute_blocks(templates: &[String]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for text in templates {
        for (at, _) in text.match_indices("{% block ") {
            let before = without_expressions(&text[..at]);
            let tag = before.rfind('<').map(|open| &before[open..]);
            let inside = tag.is_some_and(|tag| !tag[..end_of_tag(tag)].ends_with('>'));
            let name = text[at + 9..].split_whitespace().next().unwrap_or_default();
            if inside {
                names.insert(name.to_owned());
            }
        }
    }
    names
}

/// The template without those blocks.
fn without_blocks(text: &str, names: &BTreeSet<String>) -> String {
    let mut text = text.to_owned();
    for name in names {
        let opening = format!("{{% block {name} %}}");
        while let Some(at) = text.find(&opening) {
            let end = text[at..].find("{% endblock").map_or(text.len(), |end| at + end);
            text.replace_range(at..end, "");
        }
    }
    text
}

/// The template without what askama replaces.
fn without_expressions(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = ["{{", "{%", "{#"].iter().filter_map(|open| rest.find(open)).min() {
        out.push_str(&rest[..at]);
        let close = match &rest[at..at + 2] {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        rest = rest[at..].find(close).map_or("", |end| &rest[at + end + 2..]);
    }
    out + rest
}

type Attribute = (String, String);

/// What stands between tags, and the attributes in them.
fn taken_apart(text: &str) -> (Vec<String>, Vec<Attribute>) {
    let (mut shown, mut attributes) = (Vec::new(), Vec::new());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        shown.push(rest[..at].to_owned());
        let tag = &rest[at..];
        let end = end_of_tag(tag);
        attributes.extend(attributes_of(&tag[..end]));
        rest = &tag[end..];
    }
    shown.push(rest.to_owned());
    (shown, attributes)
}

fn end_of_tag(tag: &str) -> usize {
    if tag.starts_with("<!--") {
        return tag.find("-->").map_or(tag.len(), |end| end + 3);
    }
    let mut quoted = false;
    for (at, c) in tag.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

fn attributes_of(tag: &str) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    let mut rest = tag;
    while let Some(at) = rest.find("=\"") {
        let name = rest[..at].rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
        let value = &rest[at + 2..];
        let end = value.find('"').unwrap_or(value.len());
        attributes.push((name.to_owned(), value[..end].to_owned()));
        rest = &value[(end + 1).min(value.len())..];
    }
    attributes
}

#[test]
fn the_reader_of_templates_sees_text_and_attributes() {
    let text =
        "{% if a > b %}<p title=\"Hello\" class=\"x\">{{ word }} text</p>{# note #}<!-- c -->";
    let (shown, attributes) = taken_apart(&without_expressions(text));
    assert_eq!(shown.concat().trim(), "text");
    assert_eq!(attributes[0], ("title".to_owned(), "Hello".to_owned()));
    assert_eq!(attributes.len(), 2);
    let layout = "<main class=\"{% block width %}{% endblock %}\">{% block body %}{% endblock %}";
    let names = attribute_blocks(&[layout.to_owned()]);
    assert_eq!(names, BTreeSet::from(["width".to_owned()]));
    let page = "{% block width %}wide{% endblock %}{% block body %}Hello{% endblock %}";
    assert_eq!(without_expressions(&without_blocks(page, &names)), "Hello");
}
