//! Which division a record means: from a code, names in cells, an address, each read
//! alone and checked against the others.
//!
//! It never guesses in silence: whatever is not plain is a doubt with every reading.
//! It knows nothing of files and columns, and it writes no words for people: doubts
//! and reasons are codes.

mod address;
mod guess;
mod names;
mod verdict;

use crate::divisions::{Division, Place, table};
use crate::position::Position;
use guess::Guesses;
pub(crate) use names::{plain, prefixes};

/// What a record says about where it is. All of it may be missing.
#[derive(Clone, Debug, Default)]
pub struct Hints<'a> {
    /// A code of 6, 9 or 12 digits, as written.
    pub code: Option<&'a str>,
    /// Cells that name divisions, in any order: 省, 市, 区县; several names in one cell,
    /// short and former names are read.
    pub names: &'a [&'a str],
    /// The address, with or without the divisions before it.
    pub address: Option<&'a str>,
    /// What the record itself is called (德化县南埕卫生院): asked last, and what it
    /// tells is always a doubt.
    pub title: Option<&'a str>,
    /// Code of the division that the record belongs to unless it says otherwise.
    pub within: Option<&'a str>,
    /// Where it is, if known. It checks and orders; alone it only suggests.
    pub position: Option<Position>,
}

/// The division that a record means.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolution {
    /// Everything that was said agrees and leaves one county-level division or town
    /// (or city without counties).
    Certain(&'static Division),
    /// One reading is the best, but there is a doubt.
    Doubtful {
        /// The best reading; it may stand above county level ([`Doubt::TooBroad`]).
        best: &'static Division,
        /// Every reading, the best first.
        readings: Vec<Reading>,
        /// Why it is not certain; never empty.
        doubts: Vec<Doubt>,
    },
    /// Nothing tells a division.
    Unknown(Doubt),
}

impl Resolution {
    /// The certain or best division.
    pub fn division(&self) -> Option<&'static Division> {
        match self {
            Self::Certain(division) | Self::Doubtful { best: division, .. } => Some(division),
            Self::Unknown(_) => None,
        }
    }

    /// The doubts, also the one of an unknown division.
    pub fn doubts(&self) -> &[Doubt] {
        match self {
            Self::Certain(_) => &[],
            Self::Doubtful { doubts, .. } => doubts,
            Self::Unknown(doubt) => std::slice::from_ref(doubt),
        }
    }
}

/// One way to read what was said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// The division read.
    pub division: &'static Division,
    /// What it was read from.
    pub reason: Reason,
}

macro_rules! codes {
    ($(#[$outer:meta])+ $name:ident { $($(#[$doc:meta])+ $variant:ident = $code:literal;)+ }) => {
        $(#[$outer])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])+ $variant,)+ }

        impl $name {
            /// Every variant, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The stable code.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }
        }
    };
}

codes! {
    /// What a reading was read from.
    Reason {
        /// A code of today.
        Code = "division.code";
        /// A code that is no longer in force.
        FormerCode = "division.former-code";
        /// A name with the word for its sort in a cell.
        Name = "division.name";
        /// A short name in a cell.
        ShortName = "division.short-name";
        /// A name that is no longer in force, in a cell or the address.
        FormerName = "division.former-name";
        /// A name with the wrong word for its sort.
        LooseName = "division.loose-name";
        /// A name in the address.
        Address = "division.address";
        /// A short name in the address.
        ShortAddress = "division.short-address";
        /// A name in the record's own name.
        Title = "division.title";
        /// The nearest seat.
        Position = "division.position";
        /// The default division.
        Default = "division.default";
    }
}

codes! {
    /// Why a division is not certain.
    Doubt {
        /// The code was given up; the reading is its successor.
        FormerCode = "division.former-code";
        /// The name was given up; the reading is its successor.
        FormerName = "division.former-name";
        /// The name has the wrong word for its sort (广西省).
        LooseName = "division.loose-name";
        /// Several divisions fit what was said.
        AmbiguousName = "division.ambiguous-name";
        /// The cells name divisions that do not lie in each other.
        NamesDisagree = "division.names-disagree";
        /// Code and names mean different divisions.
        CodeDisagrees = "division.code-disagrees";
        /// The address means another division than code or names.
        AddressDisagrees = "division.address-disagrees";
        /// The position is far from the division.
        PositionDisagrees = "division.position-disagrees";
        /// No division has the code.
        UnknownCode = "division.unknown-code";
        /// No division has the name.
        UnknownName = "division.unknown-name";
        /// A functional zone was named (高新区), which is no division.
        Zone = "division.zone";
        /// The county was read from a short name in the address.
        ShortAddress = "division.short-address";
        /// The division was read from the record's own name.
        FromTitle = "division.from-title";
        /// Only the position tells; the reading has the nearest seat.
        FromPosition = "division.from-position";
        /// Nothing tells but the default division.
        FromDefault = "division.from-default";
        /// What was said ends above county level.
        TooBroad = "division.too-broad";
        /// Nothing was said.
        Missing = "division.missing";
        /// Nothing that was said is known.
        Unknown = "division.unknown";
    }
}

/// Reads `hints`. Some ten microseconds a record, in a release build.
pub fn resolve(hints: &Hints<'_>) -> Resolution {
    let mut doubts = Vec::new();
    let code = hints.code.map_or_else(Guesses::default, |code| by_code(code, &mut doubts));
    let named = names::read(hints.names, &mut doubts);
    let default = hints.within.and_then(|code| table().find(code));
    let default = Guesses::all(default, Reason::Default);
    let context = [&named, &code, &default].into_iter().find(|guesses| !guesses.is_empty());
    let context = context.unwrap_or(&default);
    let read = |text| address::read(text, context);
    let address = hints.address.map_or_else(Guesses::default, read);
    verdict::reach(hints, [code, named, address], &default, doubts)
}

/// A zone, a village or a placeholder row of the statistical codes ends a code that way.
const EMPTY_TAIL: &str = "000000";

fn by_code(code: &str, doubts: &mut Vec<Doubt>) -> Guesses {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() {
        return Guesses::default();
    }
    let digits = digits.strip_suffix(EMPTY_TAIL).filter(|rest| rest.len() >= 6).unwrap_or(&digits);
    let found = [9, 6].into_iter().find_map(|length| {
        let code = digits.get(..length)?;
        let code = if length == 9 { code.strip_suffix("000").unwrap_or(code) } else { code };
        known_code(code, doubts)
    });
    let mut guesses = found.unwrap_or_default();
    if guesses.is_empty() {
        doubts.push(Doubt::UnknownCode);
    } else if !matches!(digits.len(), 6 | 9 | 12) {
        doubts.push(Doubt::UnknownCode);
        guesses = Guesses::default();
    }
    guesses
}

fn known_code(code: &str, doubts: &mut Vec<Doubt>) -> Option<Guesses> {
    if let Some(place) = table().find(code) {
        return Some(Guesses::one(place, Reason::Code));
    }
    let successors: Vec<Place> = table()
        .former(code)
        .filter(|former| former.code == code)
        .flat_map(|former| former.successors.iter().filter_map(|code| table().find(code)))
        .collect();
    if !successors.is_empty() {
        doubts.push(Doubt::FormerCode);
        return Some(Guesses::all(successors, Reason::FormerCode));
    }
    // Placeholder rows mean the province above them.
    let placeholder = code.len() == 6 && code.ends_with("00");
    let province = table().find(&format!("{}0000", code.get(..2)?))?;
    let sums_up = placeholder && table().find(code).is_none();
    sums_up.then(|| Guesses::one(province, Reason::Code))
}

#[cfg(test)]
mod tests;
