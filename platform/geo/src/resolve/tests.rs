//! Lists as people write them, and what must not be decided in silence.

use super::*;
use proptest::prelude::*;

fn read(names: &[&str], address: &str) -> Resolution {
    resolve(&Hints { names, address: Some(address), ..Hints::default() })
}

fn certain(names: &[&str], address: &str) -> &'static str {
    match read(names, address) {
        Resolution::Certain(division) => division.code,
        other => panic!("{names:?} {address}: {other:?}"),
    }
}

fn doubtful(resolution: Resolution) -> (&'static str, Vec<&'static str>, Vec<Doubt>) {
    match resolution {
        Resolution::Doubtful { best, readings, doubts } => {
            (best.code, readings.iter().map(|r| r.division.code).collect(), doubts)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn names_in_cells() {
    assert_eq!(certain(&["广东省", "深圳市", "福田区"], ""), "440304");
    assert_eq!(certain(&["福田区", "深圳市", "广东省"], ""), "440304");
    assert_eq!(certain(&["北京市", "北京市", "东城"], ""), "110101");
    assert_eq!(certain(&["北京", "", "朝阳"], ""), "110105");
    assert_eq!(certain(&["广西壮族自治区", "南宁市-江南区"], ""), "450105");
    assert_eq!(certain(&["广东省深圳市福田区"], ""), "440304");
    assert_eq!(certain(&["江苏", "南京", "鼓楼区"], ""), "320106");
    assert_eq!(certain(&["湖北省", "省直辖县级行政区划", "仙桃市"], ""), "429004");
    assert_eq!(certain(&["新疆", "石河子市"], ""), "659001");
    assert_eq!(certain(&["重庆市", "县", "石柱县"], ""), "500240");
    assert_eq!(certain(&["新疆", "昌吉州", "昌吉市"], ""), "652301");
    assert_eq!(certain(&["广东省", "东莞市", ""], "莞太路1号"), "441900");
    assert_eq!(certain(&["广东省", "东莞市", "长安镇"], ""), "441900119");
    assert_eq!(certain(&["东莞", "长安"], ""), "441900119");
    assert_eq!(certain(&["河南", "济源"], ""), "419001");
    assert_eq!(certain(&["吉林", "吉林", "昌邑区"], ""), "220202");
}

#[test]
fn an_address_tells_what_the_cells_do_not() {
    assert_eq!(certain(&["北京市"], "东城区崇外大街100号"), "110101");
    assert_eq!(certain(&["福建省", "泉州市", ""], "福建省泉州市德化县浔中镇"), "350526100");
    assert_eq!(certain(&[], "广东省深圳市南山区粤海街道科技路1号"), "440305007");
    assert_eq!(certain(&[], "深圳市南山区科技路1号"), "440305");
    assert_eq!(certain(&["福建省", "泉州市", "德化县"], "浔中镇1号"), "350526100");
    assert_eq!(certain(&["福建省", "泉州市"], "浔中镇1号"), "350526100");
    assert_eq!(
        certain(&["新疆自治区", "巴州", ""], "I和硕县特吾里克镇清水河南路36号"),
        "652828100"
    );
    assert_eq!(certain(&["内蒙", "赤峰市", ""], "赤峰市林西镇北街"), "150424100");
    assert_eq!(certain(&["新疆", "哈密市"], "巴里坤县汉城西街36号"), "650521");
    // Roads called after places say nothing.
    assert_eq!(certain(&["上海市", "黄浦区"], "南京东路100号"), "310101");
    assert_eq!(certain(&["上海市", "静安区"], "北京西路1号"), "310106");
    assert_eq!(certain(&["江苏省", "南京市", "鼓楼区"], "北京西路朝阳里2号"), "320106");
}

#[test]
fn former_names_lead_to_their_successors_with_a_doubt() {
    let (best, _, doubts) = doubtful(read(&["北京市", "宣武区"], ""));
    assert_eq!((best, doubts), ("110102", vec![Doubt::FormerName]));
    let (best, _, doubts) = doubtful(read(&["北京市", "密云县"], ""));
    assert_eq!((best, doubts), ("110118", vec![Doubt::FormerName]));
    let (best, readings, doubts) = doubtful(read(&["浙江省", "杭州市", "江干区"], ""));
    assert_eq!((best, readings), ("330102", vec!["330102", "330114"]));
    assert_eq!(doubts, [Doubt::FormerName, Doubt::AmbiguousName]);
    // An address in words of today settles it.
    assert_eq!(certain(&["杭州市", "江干区"], "钱塘区河庄街道1号"), "330114003");
    assert_eq!(certain(&["湖北省", "襄樊市", "襄城区"], ""), "420602");
    let (best, _, doubts) = doubtful(read(&["湖北省", "襄樊市"], ""));
    assert_eq!((best, doubts), ("420600", vec![Doubt::FormerName, Doubt::TooBroad]));
    assert_eq!(doubtful(read(&[], "密云县密云水库")).2, [Doubt::FormerName]);
    let (best, _, doubts) = doubtful(read(&[], "福建省漳州市龙海市石码镇"));
    assert_eq!((&best[..6], doubts), ("350604", vec![Doubt::FormerName]));
}

#[test]
fn a_name_that_many_have_is_ambiguous() {
    let (_, readings, doubts) = doubtful(read(&["鼓楼区"], ""));
    assert_eq!(doubts, [Doubt::AmbiguousName]);
    assert_eq!(readings.len(), 4);
    let default = Hints { names: &["鼓楼区"], within: Some("350000"), ..Hints::default() };
    assert_eq!(resolve(&default).division().map(|d| d.code), Some("350102"));
    assert!(matches!(resolve(&default), Resolution::Certain(_)));
    let position = Position::new(117.19, 34.28).ok();
    let near = Hints { names: &["鼓楼区"], position, ..Hints::default() };
    assert_eq!(doubtful(resolve(&near)).0, "320302");
    assert_eq!(doubtful(read(&["朝阳"], "")).2, [Doubt::AmbiguousName, Doubt::TooBroad]);
}

#[test]
fn disagreement_keeps_both_readings() {
    let (best, readings, doubts) = doubtful(read(&["北京市", "朝阳区"], "海淀区中关村大街1号"));
    assert_eq!((best, readings), ("110105", vec!["110105", "110108"]));
    assert_eq!(doubts, [Doubt::AddressDisagrees]);
    let (_, readings, doubts) = doubtful(read(&["广东省", "南京市"], ""));
    assert_eq!(doubts[0], Doubt::NamesDisagree);
    assert_eq!(readings, ["440000", "320100"]);
}

#[test]
fn two_voices_outweigh_a_wrong_code() {
    let hints = Hints {
        code: Some("440305"),
        names: &["广东省", "深圳市", "福田区"],
        address: Some("深圳市福田区深南大道1号"),
        ..Hints::default()
    };
    let (best, readings, doubts) = doubtful(resolve(&hints));
    assert_eq!((best, readings), ("440304", vec!["440304", "440305"]));
    assert_eq!(doubts, [Doubt::CodeDisagrees]);
}

#[test]
fn codes_as_they_are_written() {
    let code = |code| resolve(&Hints { code: Some(code), ..Hints::default() });
    for (written, expected) in [
        ("440305", "440305"),
        ("440305001", "440305001"),
        ("440305000000", "440305"),
        (" 440305 ", "440305"),
        ("110101001000", "110101001"),
    ] {
        assert_eq!(code(written).division().map(|d| d.code), Some(expected), "{written}");
    }
    assert_eq!(doubtful(code("110104")).2, [Doubt::FormerCode]);
    assert_eq!(doubtful(code("110100")), ("110000", vec!["110000"], vec![Doubt::TooBroad]));
    assert_eq!(code("999999"), Resolution::Unknown(Doubt::Unknown));
    assert_eq!(code("44030"), Resolution::Unknown(Doubt::Unknown));
    assert_eq!(code(""), Resolution::Unknown(Doubt::Missing));
}

#[test]
fn what_is_loose_broad_or_no_division_is_said() {
    assert!(read(&["广西省", "南宁市", "青秀区"], "").doubts().is_empty());
    assert_eq!(doubtful(read(&["广西省"], "")).2, [Doubt::LooseName, Doubt::TooBroad]);
    assert_eq!(
        doubtful(read(&["陕西省", "西安市", "高新区"], "")).2,
        [Doubt::Zone, Doubt::TooBroad]
    );
    assert_eq!(doubtful(read(&["浙江省", "金华市", "市区"], "")).2, [Doubt::TooBroad]);
    assert_eq!(
        doubtful(read(&["江苏省", "南京市", "江北新区"], "")).2,
        [Doubt::Zone, Doubt::TooBroad]
    );
    assert_eq!(doubtful(read(&["新疆", "吐鲁番市"], "吐鲁番市老城西路1号")).2, [Doubt::TooBroad]);
    assert_eq!(read(&["不是地方"], ""), Resolution::Unknown(Doubt::Unknown));
    assert_eq!(read(&["火星省"], "").division(), None);
    assert_eq!(certain(&["福建厦门市思明区"], ""), "350203");
    assert_eq!(doubtful(read(&["深圳"], "福田中心四路1号")).2, [Doubt::TooBroad]);
    assert_eq!(doubtful(read(&[], "深圳福田莲花山")).2, [Doubt::ShortAddress]);
}

#[test]
fn title_position_and_default_come_last_and_are_doubts() {
    let names: &[&str] = &["福建省", "泉州市"];
    let titled = Hints { names, title: Some("德化县南埕卫生院"), ..Hints::default() };
    let (best, _, doubts) = doubtful(resolve(&titled));
    assert_eq!((best, doubts), ("350526", vec![Doubt::FromTitle]));
    let titled = Hints { names, title: Some("德化协和医院"), ..Hints::default() };
    assert_eq!(doubtful(resolve(&titled)).0, "350526");
    let position = Position::new(114.055, 22.541).ok();
    let (best, readings, doubts) = doubtful(resolve(&Hints { position, ..Hints::default() }));
    assert_eq!((best, readings.len(), doubts), ("440304", 3, vec![Doubt::FromPosition]));
    let default = Hints { within: Some("440305"), ..Hints::default() };
    assert_eq!(doubtful(resolve(&default)), ("440305", vec!["440305"], vec![Doubt::FromDefault]));
    assert_eq!(resolve(&Hints::default()), Resolution::Unknown(Doubt::Missing));
}

#[test]
fn a_position_far_away_is_a_doubt() {
    let at = |lng, lat| {
        let position = Position::new(lng, lat).ok();
        resolve(&Hints { names: &["深圳市", "福田区"], position, ..Hints::default() })
    };
    assert!(matches!(at(114.05, 22.54), Resolution::Certain(_)));
    assert_eq!(doubtful(at(116.4, 39.9)).2, [Doubt::PositionDisagrees]);
}

#[test]
fn codes_of_doubts_and_reasons_are_unique() {
    let mut doubts: Vec<_> = Doubt::ALL.iter().map(|d| d.as_str()).collect();
    let mut reasons: Vec<_> = Reason::ALL.iter().map(|r| r.as_str()).collect();
    for codes in [&mut doubts, &mut reasons] {
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }
}

proptest! {
    #[test]
    fn every_county_is_found_by_its_path(index in any::<prop::sample::Index>()) {
        let counties: Vec<_> = crate::divisions::all_at(crate::Level::County).collect();
        let county = index.get(&counties);
        let names: Vec<&str> = crate::divisions::ancestors(county.code)
            .iter().skip(1).map(|d| d.name).chain([county.name]).collect();
        let path = crate::divisions::path_name(county.code).unwrap_or_default();
        prop_assert_eq!(resolve(&Hints { names: &names, ..Hints::default() }), Resolution::Certain(county));
        let address = format!("{path}1号");
        let found = resolve(&Hints { address: Some(&address), ..Hints::default() });
        prop_assert_eq!(found.division(), Some(*county));
    }

    #[test]
    fn no_text_breaks_it(
        code in ".{0,14}", a in ".{0,12}", b in "[省市区县镇鼓楼北京深圳长安朝阳 -]{0,12}", c in ".{0,40}",
        lng in -200.0f64..200.0, lat in -100.0f64..100.0,
    ) {
        let position = Position::new(lng, lat).ok();
        let _ = resolve(&Hints {
            code: Some(&code), names: &[&a, &b], address: Some(&c), title: Some(&b),
            within: Some(&a), position,
        });
    }
}
