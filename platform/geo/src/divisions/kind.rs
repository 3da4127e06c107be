//! Levels and kinds of divisions.

use std::str::FromStr;

/// How far down the tree a division stands, highest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 全国.
    Country,
    /// Provinces, autonomous regions, municipalities, special administrative regions.
    Province,
    /// Cities, prefectures, autonomous prefectures, leagues.
    Prefecture,
    /// Districts, county-level cities, counties, banners.
    County,
    /// Streets, towns, townships and what counts like one.
    Town,
}

impl Level {
    /// The name in code and exports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Province => "province",
            Self::Prefecture => "prefecture",
            Self::County => "county",
            Self::Town => "town",
        }
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])+ $kind:ident = $name:literal, $level:ident;)+) => {
        /// What sort of division (GB/T 2260, and the sorts of towns).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Kind { $($(#[$doc])+ $kind,)+ }

        impl Kind {
            /// Every kind, highest level first.
            pub const ALL: &[Self] = &[$(Self::$kind),+];

            /// The name in the table, code and exports.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $name,)+ }
            }

            /// The level that divisions of this kind stand at.
            pub const fn level(self) -> Level {
                match self { $(Self::$kind => Level::$level,)+ }
            }
        }
    };
}

kinds! {
    /// 全国.
    Country = "country", Country;
    /// 省.
    Province = "province", Province;
    /// 自治区.
    AutonomousRegion = "autonomous-region", Province;
    /// 直辖市.
    Municipality = "municipality", Province;
    /// 特别行政区.
    SpecialRegion = "special-region", Province;
    /// 地级市.
    City = "city", Prefecture;
    /// 地区.
    Prefecture = "prefecture", Prefecture;
    /// 自治州.
    AutonomousPrefecture = "autonomous-prefecture", Prefecture;
    /// 盟.
    League = "league", Prefecture;
    /// 市辖区.
    District = "district", County;
    /// 县级市.
    CountyCity = "county-city", County;
    /// 县.
    County = "county", County;
    /// 自治县.
    AutonomousCounty = "autonomous-county", County;
    /// 旗.
    Banner = "banner", County;
    /// 自治旗.
    AutonomousBanner = "autonomous-banner", County;
    /// 林区 (神农架).
    ForestDistrict = "forest-district", County;
    /// 特区 (六枝).
    SpecialDistrict = "special-district", County;
    /// 街道.
    Subdistrict = "subdistrict", Town;
    /// 镇.
    Town = "town", Town;
    /// 乡.
    Township = "township", Town;
    /// 民族乡.
    EthnicTownship = "ethnic-township", Town;
    /// 苏木, 民族苏木.
    Sumu = "sumu", Town;
    /// Counted like a town by the statistical codes: farms, regiments, zones.
    TownLike = "town-like", Town;
}

/// The text names no kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a kind of division")]
pub struct UnknownKind;

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text).ok_or(UnknownKind)
    }
}
