//! Rows of real lists that are no stations: totals, notes, headings that a page break repeats,
//! titles of sections; and cells that say "as above".

use super::{
    clean::{self, trimmed},
    headings::{Field, Mapping},
};

/// Words that begin a total.
const TOTALS: [&str; 9] =
    ["合计", "总计", "小计", "共计", "累计", "汇总", "总数", "total", "subtotal"];
/// What may follow them: a count and what is counted.
const COUNTED: &str = "个家处所座站点厅户条行数量";
/// Words that begin a note or the line of those who signed a list.
const NOTES: [&str; 16] = [
    "注",
    "备注",
    "说明",
    "附注",
    "填表说明",
    "填表人",
    "填报人",
    "填报单位",
    "制表人",
    "制表",
    "审核人",
    "审核",
    "负责人",
    "联系人",
    "数据来源",
    "填表日期",
];
/// Signs for "as above".
const DITTO: [&str; 10] =
    ["同上", "同前", "同上行", "〃", "″", "\"", "''", "”", "ditto", "same as above"];
/// Columns of a table in which a single filled cell is no station.
const COLUMNS: usize = 3;

/// What a row is when it is no station: `import.total-row`, `import.note-row`,
/// `import.heading-row` or `import.section-row`.
pub fn odd(cells: &[String], headings: &[String], mapping: &Mapping) -> Option<&'static str> {
    let filled: Vec<&str> =
        cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let first = *filled.first()?;
    let name = mapping.columns(Field::Name).next().and_then(|column| cells.get(column));
    let name = name.map(|name| name.trim()).unwrap_or_default();
    let no_name = name.is_empty() || name == first || is_count(name);
    if repeats(cells, headings) {
        Some("import.heading-row")
    } else if (no_name && is_total(first)) || is_total(name) {
        Some("import.total-row")
    } else if no_name && is_note(first) {
        Some("import.note-row")
    } else if filled.len() == 1 && headings.len() >= COLUMNS && is_section(first) {
        Some("import.section-row")
    } else {
        None
    }
}

/// At least two cells, and all that are filled, say what the heading above them says.
fn repeats(cells: &[String], headings: &[String]) -> bool {
    let filled = || cells.iter().zip(headings).filter(|(cell, _)| !cell.trim().is_empty());
    filled().count() > 1 && filled().all(|(cell, heading)| cell.trim() == heading)
}

fn is_total(text: &str) -> bool {
    let key = clean::clean_key(text);
    let rest = TOTALS.iter().find_map(|word| key.strip_prefix(word));
    rest.is_some_and(|rest| rest.chars().all(is_counted))
}

/// `35`, `3 家`.
fn is_count(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| is_counted(c) || c.is_whitespace())
}

fn is_counted(c: char) -> bool {
    c.is_ascii_digit() || COUNTED.contains(c)
}

fn is_note(text: &str) -> bool {
    let text = text.trim_start_matches(['（', '(', '*', '※', ' ']);
    let after = NOTES.iter().filter_map(|word| text.strip_prefix(word));
    let ends = |rest: &str| {
        rest.trim_start().starts_with(['：', ':', '、', '.', '．'])
            || rest.starts_with(|c: char| c.is_ascii_digit())
    };
    after.into_iter().any(ends)
}

/// `一、城区`, `（二）乡镇`, or nothing but the name of a division.
fn is_section(text: &str) -> bool {
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    let inner = text.trim_start_matches(['（', '(']);
    let rest = inner.trim_start_matches(numeral);
    let numbered = rest.len() < inner.len() && rest.starts_with(['、', '）', ')', '.', '．']);
    numbered
        || geo::resolve(&geo::Hints { names: &[trimmed(text)], ..Default::default() })
            .division()
            .is_some_and(|division| division.name == trimmed(text))
}

/// Fills cells that say "as above" from the row above.
#[derive(Debug, Default)]
pub struct Above(Option<Vec<String>>);

impl Above {
    /// Fills the cells of the next row. Tells the columns that say so without a row above them;
    /// they are empty then.
    pub fn fill(&mut self, cells: &mut [String]) -> Vec<usize> {
        let mut without = Vec::new();
        for (column, cell) in cells.iter_mut().enumerate() {
            if !DITTO.contains(&cell.trim().to_ascii_lowercase().as_str()) {
                continue;
            }
            let above = self.0.as_ref().and_then(|cells| cells.get(column));
            if above.is_none() {
                without.push(column);
            }
            *cell = above.cloned().unwrap_or_default();
        }
        self.0 = Some(cells.to_vec());
        without
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn rows_that_are_no_stations_are_named() {
        let headings = cells("序号,区县,站名,地址");
        let mapping = Mapping::guess(&headings);
        for (row, code) in [
            ("合计,,35,", Some("import.total-row")),
            (",,合　计：35 家,", Some("import.total-row")),
            ("小计,福田区,,", Some("import.total-row")),
            ("注：以上站点全年开放,,,", Some("import.note-row")),
            ("备注: 1.电话为座机,,,", Some("import.note-row")),
            ("填表人：某某,,,2026年5月", Some("import.note-row")),
            ("序号,区县,站名,地址", Some("import.heading-row")),
            ("一、城区,,,", Some("import.section-row")),
            (",,福田区,", Some("import.section-row")),
            ("1,福田区,合计路厅,合计路1号", None),
            ("1,福田区,注：新厅,福华路1号", None),
            ("1,福田区,说明书店,福华路1号", None),
            ("1,福田区,总数据中心厅,福华路1号", None),
            (",,福华路厅,", None),
            (",,,", None),
        ] {
            assert_eq!(odd(&cells(row), &headings, &mapping), code, "{row}");
        }
    }

    #[test]
    fn as_above_is_what_stands_above() {
        let mut above = Above::default();
        let mut row = cells("同上,甲厅,福华路1号");
        assert_eq!(above.fill(&mut row), [0]);
        assert_eq!(row[0], "");
        let mut row = cells("福田区,乙厅,〃");
        assert_eq!(above.fill(&mut row), Vec::<usize>::new());
        assert_eq!(row, ["福田区", "乙厅", "福华路1号"]);
        let mut row = cells("\",丙厅, 同上 ");
        above.fill(&mut row);
        assert_eq!(row, ["福田区", "丙厅", "福华路1号"]);
    }
}
