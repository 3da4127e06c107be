//! What single words mean, and reading cells that name divisions.

use super::guess::{Guess, Guesses};
use super::{Doubt, Reason};
use crate::divisions::{Kind, Level, table};

/// What stands between names in one cell.
const SEPARATORS: &[char] = &[
    '-', '－', '—', '–', '/', '／', '\\', '、', ',', '，', '>', '·', '|', ';', '；', '_', '(', ')',
    '（', '）', ':', '：', '.', '。',
];

/// Words in the cells of lists that name no division and mean none below.
const NO_NAMES: &[&str] = &[
    "市区",
    "市辖区",
    "市本级",
    "本级",
    "市直",
    "市属",
    "省直",
    "省属",
    "省级",
    "全市",
    "县",
    "区",
    "市",
    "无",
    "其他",
    "中国",
];

/// Part of the names of placeholder rows (省直辖县级行政区划).
const SUMMED: &str = "直辖";

/// Ends of names of functional zones.
const ZONES: &[&str] = &[
    "开发区",
    "高新区",
    "经开区",
    "新区",
    "园区",
    "示范区",
    "管理区",
    "度假区",
    "保税区",
    "工业区",
    "风景区",
    "名胜区",
    "投资区",
    "试验区",
    "合作区",
    "产业园",
    "科技园",
    "工业园",
];

/// Names in common use that no rule makes from the official one.
const ALIASES: &[(&str, &str)] = &[("内蒙", "150000")];

/// Most characters that a name of a division or a former one has, with some to spare.
pub(super) const LONGEST: usize = 24;
/// Fewest characters of a name.
pub(super) const SHORTEST: usize = 2;

/// The text without spaces, control characters and marks of direction.
pub(super) fn plain(text: &str) -> String {
    let is_mark = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    text.chars().filter(|&c| !c.is_whitespace() && !c.is_control() && !is_mark(c)).collect()
}

/// Every division that the whole of `word` may mean.
pub(super) fn meanings(word: &str) -> Guesses {
    let named = table().named(word);
    let mut all = Guesses::all(named.iter().copied(), Reason::Name);
    for former in table().former(word).filter(|former| former.name == word) {
        let successors: Vec<_> =
            former.successors.iter().filter_map(|code| table().find(code)).collect();
        // The name lives on in one of the successors: then that is meant.
        if !successors.iter().any(|place| named.contains(place)) {
            for place in successors {
                all.add(Guess::new(place, Reason::FormerName));
            }
        }
    }
    if all.is_empty() { shortened(word) } else { all }
}

/// Short names, and stems with another word for the sort than the official one.
fn shortened(word: &str) -> Guesses {
    let stems = Guesses::all(table().stemmed(word).iter().copied(), Reason::ShortName);
    if !stems.is_empty() {
        return stems;
    }
    if let Some((_, code)) = ALIASES.iter().find(|(alias, _)| *alias == word) {
        return Guesses::all(table().find(code), Reason::ShortName);
    }
    let Some((end, _)) = word.char_indices().next_back() else {
        return Guesses::default();
    };
    let (stem, sort) = word.split_at(end);
    if stem.chars().count() < SHORTEST || !"省市区县州旗盟".contains(sort) {
        return Guesses::default();
    }
    let meant = |place| {
        let division = table().at(place);
        match division.level {
            Level::Town | Level::Country => None,
            _ if says(sort, division.kind) => Some(Guess::new(place, Reason::ShortName)),
            _ => Some(Guess::new(place, Reason::LooseName)),
        }
    };
    let mut all: Guesses = table().stemmed(stem).iter().filter_map(|&place| meant(place)).collect();
    all.prefer(|guess| !guess.loose);
    all
}

/// Whether people call a division of this kind by this last character.
fn says(sort: &str, kind: Kind) -> bool {
    match sort {
        "省" => kind == Kind::Province,
        "市" => matches!(kind, Kind::Municipality | Kind::City | Kind::CountyCity),
        "区" => matches!(
            kind,
            Kind::District | Kind::AutonomousRegion | Kind::SpecialDistrict | Kind::ForestDistrict
        ),
        "县" => matches!(kind, Kind::County | Kind::AutonomousCounty),
        "州" => kind == Kind::AutonomousPrefecture,
        "旗" => matches!(kind, Kind::Banner | Kind::AutonomousBanner),
        _ => kind == Kind::League,
    }
}

/// One name in a cell, and what it may mean.
struct Word {
    text: String,
    meant: Guesses,
}

impl Word {
    fn new(text: &str, meant: Guesses) -> Self {
        Self { text: text.to_owned(), meant }
    }

    fn is_zone(&self) -> bool {
        ZONES.iter().any(|end| self.text.ends_with(end))
    }

    /// A name that only towns elsewhere have says nothing here.
    fn only_towns(&self) -> bool {
        self.meant.iter().all(|guess| guess.level() == Level::Town)
    }
}

/// Reads cells in any order; what fits all of them, or what fits the most.
pub(super) fn read(cells: &[&str], doubts: &mut Vec<Doubt>) -> Guesses {
    let mut words: Vec<Word> = Vec::new();
    for cell in cells {
        for part in cell.split(|c: char| SEPARATORS.contains(&c) || c.is_whitespace()) {
            let part = plain(part);
            if !part.is_empty() && !NO_NAMES.contains(&part.as_str()) && !part.contains(SUMMED) {
                words.extend(part_words(&part));
            }
        }
    }
    // The widest first, so that a name that is used often is read where it belongs.
    words.sort_by_key(|word| word.meant.iter().map(Guess::level).min());
    let mut meant = Guesses::default();
    for word in words {
        let joined = if meant.is_empty() { word.meant.clone() } else { meant.join(&word.meant) };
        if !joined.is_empty() {
            meant = joined;
        } else if word.only_towns() {
            doubts.push(if word.is_zone() { Doubt::Zone } else { Doubt::UnknownName });
        } else {
            doubts.push(Doubt::NamesDisagree);
            for guess in word.meant.without_needless_depth().iter() {
                meant.add(guess);
            }
        }
    }
    meant.without_needless_depth()
}

/// The words of one part: itself, or the names it is made of, the longest first, and
/// what is left, which means nothing.
fn part_words(part: &str) -> Vec<Word> {
    let whole = meanings(part);
    if !whole.is_empty() {
        return vec![Word::new(part, whole)];
    }
    let mut words = Vec::new();
    let mut rest = part;
    while let Some((end, meant)) = longest(rest) {
        words.push(Word::new(&rest[..end], meant));
        rest = &rest[end..];
    }
    if !rest.is_empty() && !NO_NAMES.contains(&rest) {
        words.push(Word::new(rest, Guesses::default()));
    }
    words
}

fn longest(text: &str) -> Option<(usize, Guesses)> {
    prefixes(text).find_map(|end| {
        let word = meanings(&text[..end]);
        (!word.is_empty()).then_some((end, word))
    })
}

/// Ends, in bytes, of the beginnings of `text` that may be names, the longest first.
pub(super) fn prefixes(text: &str) -> impl Iterator<Item = usize> + use<> {
    let ends = text.char_indices().map(|(start, c)| start + c.len_utf8());
    let ends: Vec<usize> = ends.take(LONGEST).skip(SHORTEST - 1).collect();
    ends.into_iter().rev()
}
