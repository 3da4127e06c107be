//! Workbooks as offices fill them in: titles, headings in two rows, merged cells, hidden rows and
//! sheets, several sheets.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::table::{Limits, Row, Table};

fn saved(workbook: &mut Workbook) -> Vec<u8> {
    workbook.save_to_buffer().unwrap()
}

fn rows(table: &mut Table) -> Vec<Row> {
    table.rows().unwrap().collect::<Result<_, _>>().unwrap()
}

fn write(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, text) in (0..).zip(cells).filter(|(_, text)| !text.is_empty()) {
        sheet.write(row, column, *text).unwrap();
    }
}

/// A title over all columns, who filled it in, headings in two rows, a county merged down.
fn list(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let centre = Format::new();
    sheet.merge_range(0, 0, 0, 4, "站点名单", &centre)?;
    write(sheet, 1, &["填报单位：某某公司", "", "", "填报日期：2026.5.1"]);
    for (column, heading) in [(0, "序号"), (1, "区县")] {
        sheet.merge_range(2, column, 3, column, heading, &centre)?;
    }
    sheet.merge_range(2, 2, 2, 4, "站点", &centre)?;
    write(sheet, 3, &["", "", "站名", "地址", "电话"]);
    sheet.merge_range(4, 1, 6, 1, "福田区", &centre)?;
    write(sheet, 4, &["1", "", "甲厅", "甲路1号"]);
    write(sheet, 5, &["2", "", "乙厅", "乙路1号"]);
    write(sheet, 6, &["3", "", "丙厅", "丙路1号"]);
    write(sheet, 7, &["4", "南山区", "丁厅", "丁路1号"]);
    sheet.set_row_hidden(5)?;
    Ok(())
}

#[test]
fn merged_cells_hold_for_each_row_and_headings_stand_in_two() {
    let mut workbook = Workbook::new();
    list(workbook.add_worksheet()).unwrap();
    let mut table = Table::from_bytes(saved(&mut workbook), &Limits::default()).unwrap();
    assert_eq!(table.headings, ["序号", "区县", "站名", "地址", "电话"]);
    let rows = rows(&mut table);
    let seen: Vec<(u64, &str, &str, bool)> = rows
        .iter()
        .map(|row| (row.line, row.cells[1].as_str(), row.cells[2].as_str(), row.hidden))
        .collect();
    let expected = [
        (5, "福田区", "甲厅", false),
        (6, "福田区", "乙厅", true),
        (7, "福田区", "丙厅", false),
        (8, "南山区", "丁厅", false),
    ];
    assert_eq!(seen, expected);
}

#[test]
fn a_sheet_is_asked_for_and_the_others_are_named() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("封面").unwrap();
    let hidden = workbook.add_worksheet().set_name("字典").unwrap();
    write(hidden, 0, &["甲", "乙", "丙"]);
    hidden.set_hidden(true);
    for name in ["福田 & 罗湖", "南山"] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        write(sheet, 0, &["站名", "区县", "地址"]);
        write(sheet, 1, &[name, "福田区", "甲路1号"]);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.xlsx");
    std::fs::write(&path, saved(&mut workbook)).unwrap();
    let open = |sheet| Table::open_sheet(&path, &Limits::default(), sheet);
    let mut first = open(None).unwrap();
    assert_eq!(
        (rows(&mut first)[0].cells[0].as_str(), first.other_sheets()),
        ("福田 & 罗湖", &["南山".to_owned()][..])
    );
    let mut second = open(Some("南山")).unwrap();
    assert_eq!(rows(&mut second)[0].cells[0], "南山");
    for absent in ["字典", "封面", "没有"] {
        assert_eq!(open(Some(absent)).map(drop).unwrap_err().code(), "documents.no-sheet");
    }
}
