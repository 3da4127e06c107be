//! The 26 services and four groups that a new network begins with.
//!
//! No public list of the 26 was found: they are reconstructed from what stations are seen to
//! offer (field guide 1.3), marked as defaults, and may be edited.

use db::Tx;
use kernel::Result;

use super::{Group, Service, TOPIC};
use crate::store;

/// Code, level, official and short name in Chinese and in English.
type Default = (&'static str, &'static str, [&'static str; 4]);

const SERVICES: [Default; 26] = [
    ("A01", "mandatory", ["进厅休息", "休息", "Rest area", "Rest"]),
    ("A02", "mandatory", ["饮水供给", "饮水", "Drinking water", "Water"]),
    ("A03", "mandatory", ["手机充电", "充电", "Phone charging", "Charging"]),
    ("A04", "mandatory", ["WiFi网络", "WiFi", "Free WiFi", "WiFi"]),
    ("A05", "mandatory", ["手机辅导", "手机辅导", "Phone help at the counter", "Phone help"]),
    ("A06", "mandatory", ["便民服务", "便民工具", "Convenience kit", "Handy kit"]),
    ("B01", "optional", ["餐食加热", "热饭", "Meal heating", "Meal heating"]),
    ("B02", "optional", ["应急药箱", "药箱", "First-aid box", "First aid"]),
    ("B03", "optional", ["防暑取暖", "防暑取暖", "Cooling and warming", "Cool and warm"]),
    ("B04", "optional", ["如厕服务", "如厕", "Toilet or the way to one", "Toilet"]),
    ("B05", "optional", ["图书阅览", "看书", "Reading corner", "Reading"]),
    (
        "B06",
        "optional",
        ["无障碍通行与轮椅借用", "无障碍通行", "Step-free access and wheelchairs", "Step-free"],
    ),
    ("B07", "optional", ["手机清洁贴膜消毒", "手机清洁", "Phone cleaning and film", "Phone care"]),
    ("B08", "optional", ["健康自测与急救设备", "健康自测", "Health check and AED", "Health, AED"]),
    ("C01", "campaign", ["夏送清凉", "夏送清凉", "Summer cooling campaign", "Summer cooling"]),
    ("C02", "campaign", ["冬送温暖", "冬送温暖", "Winter warmth campaign", "Winter warmth"]),
    ("C03", "campaign", ["送体检与义诊", "义诊", "Health checks by doctors", "Doctors"]),
    ("C04", "campaign", ["节假日慰问", "慰问", "Festival visits", "Festival visits"]),
    ("D01", "optional", ["爱心台席优先办理", "爱心台席", "Priority counter", "Priority counter"]),
    ("D02", "scheduled", ["智慧助老课堂", "助老课堂", "Elder class", "Elder class"]),
    ("D03", "scheduled", ["公益直播课", "直播课", "Live class", "Live class"]),
    ("D04", "continuous", ["线上即时答疑", "线上答疑", "Online questions", "Online help"]),
    ("E01", "scheduled", ["反诈宣传与辅导", "反诈", "Anti-fraud teaching", "Anti-fraud"]),
    ("E02", "scheduled", ["科普研学课堂", "科普课堂", "Science study class", "Science class"]),
    (
        "E03",
        "scheduled",
        ["候鸟儿童假期陪伴", "儿童陪伴", "Holiday care for children", "Child care"],
    ),
    (
        "E04",
        "optional",
        ["志愿者招募与志愿服务登记", "志愿登记", "Volunteer desk", "Volunteer desk"],
    ),
];

/// Self-service, counted at closing: rest, water, WiFi, toilet.
const COUNTED_AT_CLOSE: [&str; 4] = ["A01", "A02", "A04", "B04"];

/// Code, name in Chinese and in English; the order is that of their slots.
const GROUPS: [(&str, &str, &str); 4] = [
    ("outdoor", "户外劳动者", "Outdoor workers"),
    ("elder", "老年人", "Older people"),
    ("disabled", "残障人士", "Disabled people"),
    ("child", "未成年人", "Minors"),
];

/// The services of a new network.
pub fn services() -> Vec<Service> {
    (0..).zip(SERVICES).map(|(bit, default)| service(bit, default)).collect()
}

fn service(bit: u8, (code, level, names): Default) -> Service {
    let [name_zh, short_zh, name_en, short_en] = names.map(str::to_owned);
    let category = match code.as_bytes()[0] {
        b'A' => "basic",
        b'B' => "convenience",
        b'C' => "outdoor",
        b'D' => "elder",
        _ => "knowledge",
    };
    Service {
        code: code.into(),
        name_zh,
        name_en,
        short_zh,
        short_en,
        category: category.to_owned(),
        level: level.to_owned(),
        measure_unit: "person_times".to_owned(),
        bit,
        counted_at_close: COUNTED_AT_CLOSE.contains(&code),
        is_default: true,
        version: 1,
    }
}

/// The groups of a new network.
pub fn groups() -> Vec<Group> {
    let group = |(slot, (code, name_zh, name_en)): (u8, (&str, &str, &str))| Group {
        code: code.into(),
        name_zh: name_zh.to_owned(),
        name_en: name_en.to_owned(),
        slot,
        version: 1,
    };
    (0..).zip(GROUPS).map(group).collect()
}

/// Fills the catalogue of a new network; for `init`, once.
pub fn insert_defaults(tx: &mut Tx<'_>) -> Result<()> {
    tx.bump(TOPIC)?;
    for (ordinal, service) in services().iter().enumerate() {
        store::catalogue::insert_service(tx, ordinal, service)?;
    }
    for group in groups() {
        store::catalogue::insert_group(tx, &group)?;
    }
    Ok(())
}
