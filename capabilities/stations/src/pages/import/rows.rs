//! The rows of a preview, page by page, all of them or those of one kind.

use db::Tx;
use geo::divisions;
use i18n::{Lang, T};
use kernel::{Error, Result};
use serde::Deserialize;
use web::Shell;

use crate::{
    import::Report,
    importing::{ImportId, Shown, Summary, from_json},
    store::{self, imports::KeptRow},
};

/// Rows of a page.
const PAGE: u32 = 50;

/// Characters of a cell that are shown.
const CELL_CHARS: usize = 32;

/// Which rows are looked at.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RowsQuery {
    /// `doubtful` or an outcome; all of them unless given.
    show: String,
    /// The last row of the page before.
    after: i64,
}

/// A kind of rows to choose.
#[derive(Clone, Debug)]
pub struct Chip {
    pub href: String,
    pub label: String,
    pub count: u64,
    pub current: bool,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Line {
    pub at: i64,
    pub word: String,
    pub icon: &'static str,
    pub tone: &'static str,
    pub name: String,
    pub number: Option<String>,
    pub division: String,
    pub address: String,
    pub hours: String,
    pub place: String,
    pub notes: String,
}

/// A page of rows.
#[derive(Clone, Debug)]
pub struct Rows {
    pub chips: Vec<Chip>,
    pub lines: Vec<Line>,
    pub first: Option<String>,
    pub next: Option<String>,
}

/// The kinds: the word of the query and the key of its label.
const KINDS: [(&str, &str); 7] = [
    ("", "importing-rows-all"),
    ("doubtful", "importing-rows-doubtful"),
    ("rejected", "importing-rejected"),
    ("created", "importing-created"),
    ("updated", "importing-updated"),
    ("unchanged", "importing-unchanged"),
    ("duplicate", "importing-duplicates"),
];

/// Loads a page of the rows of an import whose page is at `href`.
pub fn load(
    tx: &mut Tx<'_>,
    id: ImportId,
    href: &str,
    query: &RowsQuery,
    shell: &Shell,
    (report, summary): (&Report, &Summary),
) -> Result<Rows> {
    let limit = PAGE + 1;
    let found = match query.show.as_str() {
        "" => store::imports::rows_after(tx, id, query.after, limit)?,
        "doubtful" => store::imports::doubtful_rows(tx, id, query.after, limit)?,
        outcome if KINDS.iter().any(|(kind, _)| *kind == outcome) => {
            store::imports::rows_of_outcome(tx, id, outcome, query.after, limit)?
        }
        _ => return Err(Error::field("show", "request.unknown-value")),
    };
    Ok(page(&found, href, query, shell, (report, summary))?)
}

/// The page of rows that were found; one more than a page holds says that there is another.
pub fn page(
    found: &[KeptRow],
    href: &str,
    query: &RowsQuery,
    shell: &Shell,
    (report, summary): (&Report, &Summary),
) -> db::Result<Rows> {
    let size = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let shown = &found[..found.len().min(size)];
    let last = shown.last().filter(|_| found.len() > size);
    let at = |after: i64| format!("{href}?show={}&after={after}#rows", query.show);
    let doubtful: u64 = summary.doubtful;
    let count = |kind: &str| match kind {
        "" => report.rows,
        "doubtful" => doubtful,
        "rejected" => report.rejected,
        "created" => report.created,
        "updated" => report.updated,
        "unchanged" => report.unchanged,
        _ => report.duplicates,
    };
    let chips = KINDS.into_iter().map(|(kind, label)| Chip {
        href: if kind.is_empty() {
            format!("{href}#rows")
        } else {
            format!("{href}?show={kind}#rows")
        },
        label: shell.t.msg(label).to_string(),
        count: count(kind),
        current: kind == query.show,
    });
    Ok(Rows {
        chips: chips.filter(|chip| chip.count > 0 || chip.current).collect(),
        lines: shown.iter().map(|row| Line::of(row, shell)).collect::<db::Result<_>>()?,
        first: (query.after > 0).then(|| at(0)),
        next: last.map(|row| at(row.seq)),
    })
}

impl Line {
    fn of(row: &KeptRow, shell: &Shell) -> db::Result<Self> {
        let shown: Shown = from_json(&row.content)?;
        let (word, icon, tone) = match row.outcome.as_str() {
            "created" => ("importing-created", "i-plus", "ok"),
            "updated" => ("importing-updated", "i-edit", "info"),
            "unchanged" => ("importing-unchanged", "i-check", ""),
            "duplicate" => ("importing-duplicates", "i-list", ""),
            _ => ("importing-rejected", "i-cross", "bad"),
        };
        let mut codes: Vec<&str> = row.code.as_deref().into_iter().collect();
        for note in &shown.notes {
            if !codes.contains(&note.as_str()) {
                codes.push(note);
            }
        }
        let division = divisions::get(&shown.division);
        Ok(Self {
            at: row.line,
            word: shell.t.msg(word).to_string(),
            icon,
            tone,
            name: shown.name,
            number: shown.number,
            division: division.map(|division| division.name.to_owned()).unwrap_or_default(),
            address: shortened(&shown.address),
            hours: shortened(&shown.hours),
            place: shown.place,
            notes: notes(&codes, &shown.alike, &shell.t),
        })
    }
}

/// The messages of a row, and the stations that it may be by name.
fn notes(codes: &[&str], alike: &[String], t: &T) -> String {
    let said = sentences(codes, t);
    let named: Vec<String> = alike.iter().filter_map(|one| near(one, t)).collect();
    if named.is_empty() {
        return said;
    }
    t.msg("importing-alike").arg("said", said).arg("stations", named.join(joint(t))).to_string()
}

/// `440304-00016;石桥路厅;12` in words.
fn near(text: &str, t: &T) -> Option<String> {
    let (who, rest) = text.split_once(';')?;
    let (name, metres) = rest.rsplit_once(';')?;
    let who = match who.strip_prefix("line:") {
        Some(line) => t.msg("importing-lines").arg("lines", line).to_string(),
        None => who.to_owned(),
    };
    let metres: i64 = metres.parse().ok()?;
    let near = t.msg("importing-alike-one").arg("who", who).arg("name", name);
    Some(near.arg("distance", t.distance(metres)).to_string())
}

fn joint(t: &T) -> &'static str {
    if t.lang() == Lang::ZhCn { "、" } else { ", " }
}

/// As much of a text as a row has room for.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(CELL_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The messages of some codes in one text.
pub fn sentences(codes: &[&str], t: &T) -> String {
    let joint = if t.lang() == Lang::ZhCn { "；" } else { "; " };
    let plain = |code: &&str| {
        let text = t.code(code).to_string();
        text.trim_end_matches(['。', '.']).to_owned()
    };
    codes.iter().map(plain).collect::<Vec<_>>().join(joint)
}

/// `第 17、18、19 行等 8 行`: the first lines of a finding, and how many rows it has.
pub fn lines(lines: &[u64], rows: u64, t: &T) -> String {
    let named = lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(joint(t));
    let more = rows > lines.len() as u64;
    let key = if more { "importing-lines-more" } else { "importing-lines" };
    t.msg(key).arg("lines", named).arg("rows", rows).to_string()
}
