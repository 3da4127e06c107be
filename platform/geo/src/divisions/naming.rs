//! How divisions are named: the word for the sort at the end, the peoples before it,
//! and the stem that is left.
//!
//! Stems collide more than names do; a stem finds candidates and never decides.

use super::kind::{Kind, Level};

/// Peoples as they stand in names of autonomous areas; longer ones first where one
/// ends another.
const PEOPLES: &[&str] = &[
    "各族",
    "鄂伦春族",
    "鄂伦春",
    "鄂温克族",
    "鄂温克",
    "达斡尔族",
    "达斡尔",
    "蒙古族",
    "蒙古",
    "维吾尔族",
    "维吾尔",
    "哈萨克族",
    "哈萨克",
    "柯尔克孜族",
    "柯尔克孜",
    "塔吉克族",
    "塔吉克",
    "乌孜别克族",
    "乌孜别克",
    "塔塔尔族",
    "俄罗斯族",
    "锡伯族",
    "锡伯",
    "东乡族",
    "保安族",
    "撒拉族",
    "裕固族",
    "土家族",
    "布依族",
    "仫佬族",
    "毛南族",
    "仡佬族",
    "拉祜族",
    "哈尼族",
    "傈僳族",
    "纳西族",
    "景颇族",
    "独龙族",
    "普米族",
    "布朗族",
    "阿昌族",
    "德昂族",
    "基诺族",
    "门巴族",
    "珞巴族",
    "赫哲族",
    "朝鲜族",
    "高山族",
    "回族",
    "藏族",
    "苗族",
    "彝族",
    "壮族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "傣族",
    "黎族",
    "佤族",
    "畲族",
    "水族",
    "土族",
    "羌族",
    "怒族",
    "京族",
];

/// Words for the sort of a division above towns, longer ones first.
const UPPER_WORDS: &[&str] = &[
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "特区",
    "新区",
    "矿区",
    "省",
    "市",
    "盟",
    "区",
    "县",
    "旗",
];

/// The only division of its sort; other names in 林区 are districts called 某林.
const FOREST_DISTRICT: (&str, &str) = ("神农架林区", "神农架");

/// Words for the sort of a town, longer ones first.
const TOWN_WORDS: &[&str] =
    &["街道办事处", "民族苏木", "民族乡", "街道办", "街道", "苏木", "镇", "乡"];

/// Districts whose last two characters are one word that speech keeps (浦东新区, 井陉矿区).
const KEPT_WORDS: &[&str] = &["新区", "矿区"];

/// The fewest characters that a stem may have.
const SHORTEST_STEM: usize = 2;

/// The name without the word for its sort and without peoples: 石柱 for 石柱土家族自治县,
/// 福田 for 福田区. The name itself where less than two characters would be left.
pub fn stem(name: &str, level: Level) -> &str {
    if name == FOREST_DISTRICT.0 {
        return FOREST_DISTRICT.1;
    }
    let words = if level == Level::Town { TOWN_WORDS } else { UPPER_WORDS };
    let mut cuts = words.iter().filter_map(|word| name.strip_suffix(word));
    let Some(bare) = cuts.find(|cut| long_enough(cut)) else {
        return name;
    };
    let stem = without_peoples(bare);
    if long_enough(stem) {
        return stem;
    }
    // A people is all that the name has: 东乡族自治县, 鄂伦春自治旗, 内蒙古自治区.
    bare.strip_suffix('族').filter(|cut| long_enough(cut)).unwrap_or(bare)
}

/// The stem, but whole where speech keeps the last word (浦东新区, 正蓝旗).
pub fn spoken(name: &str, level: Level) -> &str {
    let stem = stem(name, level);
    let kept = KEPT_WORDS.iter().any(|word| name.strip_suffix(word) == Some(stem));
    let banner = name.ends_with('旗') && !name.ends_with("自治旗");
    if level == Level::County && (kept || banner) { name } else { stem }
}

fn without_peoples(mut bare: &str) -> &str {
    while let Some(cut) = PEOPLES.iter().find_map(|people| bare.strip_suffix(people)) {
        bare = cut;
    }
    bare
}

fn long_enough(stem: &str) -> bool {
    stem.chars().count() >= SHORTEST_STEM
}

/// The kind of a division from its official name and level.
pub fn kind(name: &str, level: Level) -> Kind {
    let ends = |word: &str| name.ends_with(word);
    match level {
        Level::Country => Kind::Country,
        Level::Province if ends("特别行政区") => Kind::SpecialRegion,
        Level::Province if ends("自治区") => Kind::AutonomousRegion,
        Level::Province if ends("市") => Kind::Municipality,
        Level::Province => Kind::Province,
        Level::Prefecture if ends("自治州") => Kind::AutonomousPrefecture,
        Level::Prefecture if ends("地区") => Kind::Prefecture,
        Level::Prefecture if ends("盟") => Kind::League,
        Level::Prefecture => Kind::City,
        Level::County => county_kind(name),
        Level::Town => town_kind(name),
    }
}

fn county_kind(name: &str) -> Kind {
    let ends = |word: &str| name.ends_with(word);
    match () {
        () if ends("自治县") => Kind::AutonomousCounty,
        () if ends("自治旗") => Kind::AutonomousBanner,
        () if name == FOREST_DISTRICT.0 => Kind::ForestDistrict,
        () if ends("特区") => Kind::SpecialDistrict,
        () if ends("旗") => Kind::Banner,
        () if ends("县") => Kind::County,
        () if ends("市") => Kind::CountyCity,
        () => Kind::District,
    }
}

fn town_kind(name: &str) -> Kind {
    let ends = |word: &str| name.ends_with(word);
    match () {
        () if ends("街道") || ends("街道办事处") => Kind::Subdistrict,
        () if ends("镇") => Kind::Town,
        () if ends("族乡") => Kind::EthnicTownship,
        () if ends("乡") => Kind::Township,
        () if ends("苏木") => Kind::Sumu,
        () => Kind::TownLike,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_lose_the_sort_and_the_peoples() {
        for (name, expected) in [
            ("福田区", "福田"),
            ("石柱土家族自治县", "石柱"),
            ("积石山保安族东乡族撒拉族自治县", "积石山"),
            ("东乡族自治县", "东乡"),
            ("鄂伦春自治旗", "鄂伦春"),
            ("鄂温克族自治旗", "鄂温克"),
            ("伊犁哈萨克自治州", "伊犁"),
            ("内蒙古自治区", "内蒙古"),
            ("香港特别行政区", "香港"),
            ("赵县", "赵县"),
            ("神农架林区", "神农架"),
            ("六枝特区", "六枝"),
            ("管城回族区", "管城"),
            ("龙胜各族自治县", "龙胜"),
            ("本溪满族自治县", "本溪"),
            ("碑林区", "碑林"),
            ("万柏林区", "万柏林"),
            ("浦东新区", "浦东"),
            ("清新区", "清新"),
        ] {
            assert_eq!(stem(name, Level::County), expected, "{name}");
        }
        assert_eq!(stem("百崎回族乡", Level::Town), "百崎");
        assert_eq!(stem("东华门街道", Level::Town), "东华门");
        assert_eq!(stem("宝日希勒镇", Level::Town), "宝日希勒");
    }

    #[test]
    fn speech_keeps_new_districts_and_banners_whole() {
        assert_eq!(spoken("浦东新区", Level::County), "浦东新区");
        assert_eq!(spoken("清新区", Level::County), "清新");
        assert_eq!(spoken("正蓝旗", Level::County), "正蓝旗");
        assert_eq!(spoken("鄂伦春自治旗", Level::County), "鄂伦春");
        assert_eq!(spoken("井陉矿区", Level::County), "井陉矿区");
    }

    #[test]
    fn kinds_by_name() {
        assert_eq!(kind("北林区", Level::County), Kind::District);
        assert_eq!(kind("万柏林区", Level::County), Kind::District);
        assert_eq!(kind("神农架林区", Level::County), Kind::ForestDistrict);
        assert_eq!(kind("六枝特区", Level::County), Kind::SpecialDistrict);
        assert_eq!(kind("北京市", Level::Province), Kind::Municipality);
        assert_eq!(kind("阿里地区", Level::Prefecture), Kind::Prefecture);
        assert_eq!(kind("百崎回族乡", Level::Town), Kind::EthnicTownship);
        assert_eq!(kind("红旗农场", Level::Town), Kind::TownLike);
    }
}
