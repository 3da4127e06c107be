//! Every SQL statement of a crate's source compiles on each engine.

use std::path::Path;

use db::Migration;

use crate::{
    source::{files_below, is_sql, read_file, read_source},
    store::on_each_engine,
};

/// A statement and where it stands.
#[derive(Clone, Debug)]
pub struct Statement {
    /// `path:line`, from the crate's folder.
    pub place: String,
    /// Its text.
    pub sql: String,
}

/// Every statement in `src/store.rs` and `src/store/` of the crate in `folder`.
pub fn statements_in(folder: &Path) -> Vec<Statement> {
    let mut statements = Vec::new();
    for path in files_below(&folder.join("src"), ".rs") {
        let place = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        if !place.starts_with("src/store") {
            continue;
        }
        let literals = read_source(&read_file(&path)).literals;
        let sql = literals.into_iter().filter(|literal| is_sql(&literal.text));
        statements.extend(
            sql.map(|sql| Statement { place: format!("{place}:{}", sql.line), sql: sql.text }),
        );
    }
    statements
}

/// Compiles every statement of the crate in `folder` on each engine, against the schema that
/// `migrations` make.
///
/// # Panics
/// With all statements that an engine does not take, and when there are none at all.
pub fn statements_compile(folder: &Path, migrations: &[Migration]) {
    let statements = statements_in(folder);
    assert!(!statements.is_empty(), "no SQL in {}", folder.display());
    on_each_engine(migrations, |store| {
        let statements = statements.clone();
        let wrong: Vec<String> = statements
            .into_iter()
            .filter_map(|Statement { place, sql }| {
                let text = sql.clone();
                let compiled = store.db.read_blocking(move |tx| tx.prepare(&text));
                compiled.err().map(|error| format!("{place}: {error}\n{sql}"))
            })
            .collect();
        assert!(wrong.is_empty(), "{:?}:\n{}", store.db.engine(), wrong.join("\n\n"));
    });
}
