//! The headings people write, and the field each means.

use super::Field;

/// How sure a heading is of its field; the smallest is the surest.
pub(super) type Rank = (u8, usize);

/// Whole headings, the surest of a field first. Compared in half width, lower case, without spaces
/// and underscores.
const WHOLE: &[(Field, &[&str])] = &[
    (
        Field::Code,
        &[
            "code",
            "站号",
            "翼站编号",
            "站点编号",
            "站点编码",
            "站点号",
            "stationno",
            "stationnumber",
        ],
    ),
    (
        Field::HostCode,
        &["hostcode", "厅店编码", "渠道编码", "网点编码", "营业厅编码", "门店编码", "店铺编码"],
    ),
    (
        Field::HostCode,
        &["销售点编码", "渠道单元编码", "厅店代码", "网点代码", "shopcode", "storecode"],
    ),
    (
        Field::Name,
        &["name", "站点名称", "站名", "名称", "驿站名称", "翼站名称", "网点名称", "厅店名称"],
    ),
    (
        Field::Name,
        &["营业厅名称", "机构名称", "医院名称", "单位名称", "酒店名称", "门店名称", "场所名称"],
    ),
    (
        Field::Name,
        &["联系人(酒店名称或者政府部门)", "站点", "网点", "机构", "stationname", "title"],
    ),
    (
        Field::Division,
        &["division", "divisioncode", "行政区划", "行政区划代码", "区划代码", "区划", "adcode"],
    ),
    (
        Field::Division,
        &["province", "city", "county", "district", "town", "township", "region", "area"],
    ),
    (
        Field::Division,
        &["省", "省份", "省市", "省区市", "所在省", "所属省", "省(区、市)", "省(市、区)"],
    ),
    (
        Field::Division,
        &["市", "地市", "城市", "地级市", "市州", "市(州)", "所在市", "所属市", "市-区", "市区"],
    ),
    (
        Field::Division,
        &[
            "区",
            "县",
            "区县",
            "县区",
            "县市区",
            "区/县",
            "区(县)",
            "县(区)",
            "县(市、区)",
            "区(市)县",
        ],
    ),
    (
        Field::Division,
        &["所在区县", "所属区县", "所在地区", "所属地区", "地区", "区域", "所属区域", "辖区"],
    ),
    (
        Field::Division,
        &["乡镇", "街道", "乡镇街道", "街道乡镇", "镇街", "乡(镇)", "街道(乡镇)", "乡镇(街道)"],
    ),
    (
        Field::Address,
        &["address", "地址", "详细地址", "具体地址", "站点地址", "所在地址", "addr", "位置"],
    ),
    (Field::Lng, &["lng", "经度", "lon", "long", "longitude", "经度(东经)", "coord0", "x", "东经"]),
    (Field::Lng, &["经纬度", "坐标", "lnglat", "location", "coordinates"]),
    (Field::Lat, &["lat", "纬度", "latitude", "纬度(北纬)", "coord1", "y", "北纬"]),
    (Field::Datum, &["datum", "坐标系", "坐标系统", "坐标类型", "crs", "coordtype"]),
    (
        Field::Phone,
        &["phone", "电话", "联系电话", "联系方式", "tel", "telephone", "座机", "固定电话"],
    ),
    (
        Field::Phone,
        &["服务电话", "咨询电话", "电话号码", "联系人电话", "手机", "手机号", "手机号码", "mobile"],
    ),
    (
        Field::Hours,
        &["hours", "开放时间", "营业时间", "服务时间", "开诊时间", "openinghours", "opentime"],
    ),
    (
        Field::Services,
        &["services", "服务项目", "服务内容", "提供服务", "服务", "服务清单", "service"],
    ),
    (
        Field::HostType,
        &["hosttype", "站点类型", "厅店类型", "渠道类型", "网点类型", "依托类型", "类型"],
    ),
    (Field::Grade, &["grade", "星级", "站点星级", "驿站星级", "评定星级", "星级评定", "stars"]),
    (
        Field::Opened,
        &["opened", "启用日期", "启用时间", "点亮日期", "点亮时间", "开站日期", "开站时间"],
    ),
    (
        Field::Opened,
        &["建站日期", "建站时间", "建成时间", "建成日期", "开业日期", "开业时间", "openedon"],
    ),
];

/// Words that tell a field wherever they stand in a heading.
const PARTS: &[(Field, &[&str])] = &[
    (Field::HostCode, &["厅店编码", "渠道编码", "网点编码", "门店编码"]),
    (Field::Lng, &["经度"]),
    (Field::Lat, &["纬度"]),
    (Field::Address, &["地址"]),
    (Field::Phone, &["电话", "联系方式"]),
    (Field::Hours, &["开放时间", "营业时间", "服务时间"]),
    (Field::Services, &["服务项目"]),
    (Field::Grade, &["星级"]),
    (Field::Opened, &["启用日期", "启用时间", "建站时间", "点亮时间"]),
    (Field::Division, &["区划"]),
    (Field::Name, &["名称"]),
];

/// The field of a heading and how sure that is; `None` for headings that no field knows.
pub(super) fn rank(heading: &str) -> Option<(Field, Rank)> {
    let whole = plain(heading);
    let bare = without_brackets(&whole);
    among(WHOLE, |alias| whole == alias)
        .map(|(field, place)| (field, (0, place)))
        .or_else(|| among(WHOLE, |alias| bare == alias).map(|(field, place)| (field, (1, place))))
        .or_else(|| {
            // In brackets stand remarks, which name other fields: `联系人(电话见备注)`.
            among(PARTS, |part| bare.contains(part)).map(|(field, place)| (field, (2, place)))
        })
}

/// The first word that fits, and its place among the words of its field.
fn among(table: &[(Field, &[&str])], fits: impl Fn(&str) -> bool) -> Option<(Field, usize)> {
    let (field, word) = table
        .iter()
        .flat_map(|(field, words)| words.iter().map(move |word| (*field, *word)))
        .find(|(_, word)| fits(word))?;
    let mut of_field =
        table.iter().filter(|(of, _)| *of == field).flat_map(|(_, words)| words.iter());
    Some((field, of_field.position(|other| *other == word)?))
}

/// Half width, lower case, no spaces, underscores, stars or colons.
fn plain(heading: &str) -> String {
    heading
        .chars()
        .filter(|c| !c.is_whitespace() && !"_*＊:：\u{FEFF}\"".contains(*c))
        .map(|c| match c {
            '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            '—' | '–' => '-',
            c => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

fn without_brackets(text: &str) -> String {
    match (text.find('('), text.rfind(')')) {
        (Some(open), Some(close)) if open < close => {
            format!("{}{}", &text[..open], &text[close + 1..])
        }
        _ => text.to_owned(),
    }
}
