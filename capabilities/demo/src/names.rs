//! Invented names of streets, places and people.

const FIRST: [&str; 56] = [
    "榕树", "白鹭", "石桥", "渡口", "云塔", "望江", "青松", "南湖", "北岭", "新桥", "东湖", "西塘",
    "红旗", "建设", "解放", "人民", "和平", "文化", "学府", "朝霞", "春风", "长虹", "金桂", "银杏",
    "玉兰", "梧桐", "柳荫", "清泉", "龙泉", "凤鸣", "翠屏", "平安", "兴业", "振兴", "繁荣", "迎宾",
    "站前", "滨河", "环城", "湖滨", "山前", "桥头", "古井", "老街", "新街", "菜场", "公园", "书院",
    "钟楼", "南门", "北门", "荷塘", "竹林", "枫林", "水塔", "粮站",
];
const SECOND: [&str; 8] = ["路", "街", "巷", "广场", "里", "大道", "新村", "市场"];
const KIND: [&str; 5] = ["翼站", "爱心驿站", "便民翼站", "营业厅翼站", "爱心翼站"];

/// A street or square.
pub fn street(random: &mut fastrand::Rng) -> String {
    let (first, second) = (random.choice(FIRST), random.choice(SECOND));
    format!("{}{}", first.unwrap_or_default(), second.unwrap_or_default())
}

/// What a station on that street is called.
pub fn station(random: &mut fastrand::Rng, street: &str) -> String {
    format!("{street}{}", random.choice(KIND).unwrap_or_default())
}
