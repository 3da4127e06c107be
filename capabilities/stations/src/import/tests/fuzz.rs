//! Cells of any text through everything that reads cells, and whole rows up to the station they
//! would make. Some hundred cases with `make test`, as many as one likes with `make fuzz`.

use documents::table::Row;
use proptest::prelude::*;

use crate::{
    hours,
    import::{
        Choices, date, grade,
        headings::{Field, Mapping},
        location::{datum, written},
        odd_rows::{Above, odd},
        phone::phones,
        prepare::prepare,
        row::Context,
    },
    number::StationNumber,
};

/// Pieces that mean something to some reader, and anything else.
fn cell() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            "周一", "至", "周五", "9:00", "-", "18:30", "24小时", "节假日", "除外", "次日", "上午", "0755",
            "83000001", "转", "138", "****", "东经", "116", "°", "23", "′", ".", "北纬", "39.9", ",", "1e9",
            "深圳市", "福田区", "440304", "省", "2026", "年", "5月", "/", "星", "★", "合计", "同上", "：",
            "=", "NaN", "inf", "-0", "12957254.77", "9".repeat(30).leak(),
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,3}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

fn headings() -> Vec<String> {
    Field::ALL.iter().map(|field| field.as_str().to_owned()).collect()
}

proptest! {
    #[test]
    fn cells(a in cell(), b in cell()) {
        let _ = (hours::parse(&a), date::day(&a), grade::grade(&a), phones(&a), datum(&a));
        let _ = (written(Some(&a), Some(&b)), written(Some(&a), None), StationNumber::parse(&a));
        let _ = a.parse::<hours::WeeklyHours>();
        let _ = serde_json::from_str::<hours::WeeklyHours>(&a);
    }

    #[test]
    fn whole_rows(cells in prop::collection::vec(cell(), 14), headings in prop::collection::vec(cell(), 14)) {
        let headings = if headings[0].is_empty() { self::headings() } else { headings };
        let mapping = Mapping::guess(&headings);
        let mut cells = cells;
        let _ = odd(&cells, &headings, &mapping);
        let mut above = Above::default();
        above.fill(&mut cells);
        above.fill(&mut cells);
        let row = Row { line: 2, cells, problem: None, hidden: false };
        let prepared = prepare(row, &mapping, &Context::default(), &Choices::default());
        // A place is never outside of the country, and a name never empty, unless the row is refused.
        prop_assert!(prepared.draft.location.is_none_or(|at| at.position.in_china_box()));
        prop_assert!(prepared.rejected.is_some() || !prepared.draft.name.is_empty());
        prop_assert!(prepared.rejected.is_some() || prepared.division.is_some());
    }
}
