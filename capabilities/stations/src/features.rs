//! What makes a station easy to reach and to use: a small set of features.

/// A feature of the place, not a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Feature {
    /// No step between street and counter.
    StepFree,
    /// A wheelchair to borrow.
    Wheelchair,
    /// A toilet that a wheelchair fits in.
    AccessibleToilet,
    /// A hearing loop or written help at the counter.
    Hearing,
    /// Parking at the door.
    Parking,
    /// Charging for electric bicycles.
    EbikeCharging,
}

impl Feature {
    /// Every feature, in the order of its bits.
    pub const ALL: [Self; 6] = [
        Self::StepFree,
        Self::Wheelchair,
        Self::AccessibleToilet,
        Self::Hearing,
        Self::Parking,
        Self::EbikeCharging,
    ];

    /// The word in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::StepFree => "step_free",
            Self::Wheelchair => "wheelchair",
            Self::AccessibleToilet => "accessible_toilet",
            Self::Hearing => "hearing",
            Self::Parking => "parking",
            Self::EbikeCharging => "ebike_charging",
        }
    }

    /// The key of its word on pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::StepFree => "stations-feature-step-free",
            Self::Wheelchair => "stations-feature-wheelchair",
            Self::AccessibleToilet => "stations-feature-accessible-toilet",
            Self::Hearing => "stations-feature-hearing",
            Self::Parking => "stations-feature-parking",
            Self::EbikeCharging => "stations-feature-ebike-charging",
        }
    }

    /// The feature of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|feature| feature.as_str() == word)
    }

    fn bit(self) -> u16 {
        1 << Self::ALL.iter().position(|feature| *feature == self).unwrap_or_default()
    }
}

/// A set of features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Features(u16);

impl Features {
    /// The set of these.
    pub fn of(features: impl IntoIterator<Item = Feature>) -> Self {
        Self(features.into_iter().fold(0, |bits, feature| bits | feature.bit()))
    }

    /// Whether every feature of `other` is in it.
    pub fn has_all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the feature is in it.
    pub fn has(self, feature: Feature) -> bool {
        self.0 & feature.bit() != 0
    }

    /// Its features, in order.
    pub fn iter(self) -> impl Iterator<Item = Feature> {
        Feature::ALL.into_iter().filter(move |feature| self.has(*feature))
    }
}

impl db::FromColumn for Features {
    fn from_column(value: db::Value<'_>) -> db::Result<Self> {
        let bits = i64::from_column(value)?;
        u16::try_from(bits).map(Self).map_err(|_| db::Error::Decode(format!("features: {bits}")))
    }
}

impl db::ToValue for Features {
    fn to_value(&self) -> db::Value<'_> {
        db::Value::Int(i64::from(self.0))
    }
}
