//! Headings and what is said by hand.

use crate::import::headings::{Field, MapError, Mapping, parse_map};

fn headings(line: &str) -> Vec<String> {
    line.split(',').map(str::to_owned).collect()
}

fn fields(line: &str) -> Vec<Option<&'static str>> {
    let headings = headings(line);
    let mapping = Mapping::guess(&headings);
    (0..headings.len()).map(|column| mapping.field(column).map(Field::as_str)).collect()
}

#[test]
fn the_lists_we_know() {
    assert_eq!(
        fields("province,city,county,name,level,isDesignated,address,tel,hours,source,date"),
        [
            Some("division"),
            Some("division"),
            Some("division"),
            Some("name"),
            None,
            None,
            Some("address"),
            Some("phone"),
            Some("hours"),
            None,
            None
        ]
    );
    assert_eq!(
        fields(
            "省份,市-区,联系人(酒店名称或者政府部门）,具体地址,coord_0,coord_1,联系方式,发布时间,官方链接,备注,审核状态"
        ),
        [
            Some("division"),
            Some("division"),
            Some("name"),
            Some("address"),
            Some("lng"),
            Some("lat"),
            Some("phone"),
            None,
            None,
            None,
            None
        ]
    );
    assert_eq!(
        fields("名称,类别,地址,地铁,电话,开放时间,来源"),
        [Some("name"), None, Some("address"), None, Some("phone"), Some("hours"), None]
    );
}

#[test]
fn our_own_fields_and_written_variants() {
    for field in Field::ALL {
        assert_eq!(fields(field.as_str()), [Some(field.as_str())]);
        assert_eq!(Field::parse(field.as_str()), Some(field));
    }
    assert_eq!(
        fields("*站点名称（必填）,区（县）,经 度,Host Code,营业时间（周一至周五）,联系人,手机号码"),
        [
            Some("name"),
            Some("division"),
            Some("lng"),
            Some("host_code"),
            Some("hours"),
            None,
            Some("phone")
        ]
    );
}

#[test]
fn of_two_names_the_surer_one_is_taken() {
    assert_eq!(fields("单位名称,站点名称,备用名称"), [None, Some("name"), None]);
    assert_eq!(fields("电话,手机"), [Some("phone"), Some("phone")]);
}

#[test]
fn what_is_said_by_hand_goes_first() {
    let headings = headings("名称,别名,电话,电话2");
    let by_hand = [(Field::Name, "别名".to_owned()), (Field::Phone, String::new())];
    let mapping = Mapping::with(&headings, &by_hand).unwrap();
    assert_eq!(mapping.columns(Field::Name).collect::<Vec<_>>(), [1]);
    assert!(!mapping.has(Field::Phone));
    let several = [(Field::Phone, "电话2".to_owned()), (Field::Phone, "电话".to_owned())];
    let mapping = Mapping::with(&headings, &several).unwrap();
    assert_eq!(mapping.columns(Field::Phone).collect::<Vec<_>>(), [2, 3]);
    let unknown = Mapping::with(&headings, &[(Field::Name, "站名".to_owned())]);
    assert_eq!(unknown, Err(MapError::Heading("站名".to_owned())));
}

#[test]
fn a_map_is_field_equals_heading() {
    assert_eq!(parse_map("name = 站 名"), Ok((Field::Name, "站 名".to_owned())));
    assert_eq!(parse_map("lng=a=b"), Ok((Field::Lng, "a=b".to_owned())));
    assert_eq!(parse_map("name").unwrap_err().code(), "import.map-form");
    assert_eq!(parse_map("title=x").unwrap_err().code(), "import.map-field");
}
