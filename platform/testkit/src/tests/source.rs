//! Literals are found where they are, and nowhere else.

use crate::source::read_source;

#[test]
fn literals_are_told_from_comments_characters_and_lifetimes() {
    let text = "// \"no\"\nlet a = \"one\\n\\\"two\\\"\"; /* \"no\" /* \"no\" */ */\n\
                fn f<'a>(x: &'a str) -> char { '\"' }\n\
                let b = r#\"raw \"quoted\"\"#;\nlet c = \"long \\\n     line\"; let d = '\\'';\n\
                let r = var; let s = b\"bytes\"; let e = \"end\";";
    let source = read_source(text);
    let found: Vec<(usize, &str)> =
        source.literals.iter().map(|literal| (literal.line, literal.text.as_str())).collect();
    assert_eq!(
        found,
        [(2, "one\n\"two\""), (4, "raw \"quoted\""), (5, "long line"), (7, "bytes"), (7, "end")]
    );
    assert!(!source.code.contains("no") && !source.code.contains("raw"), "{}", source.code);
    assert!(source.code.contains("fn f<'a>(x: &'a str)"));
    assert_eq!(source.code.lines().count(), text.lines().count());
}
