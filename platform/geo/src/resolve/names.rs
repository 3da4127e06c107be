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
const ALIASES: &[(&str, &str)] =
    &[("内蒙", "150000"), ("巴州", "652800"), ("博州", "652700"), ("克州", "653000")];

/// Words for the sort as people put them after a stem, longer ones first, and the kinds
/// that each may mean.
const SORTS: &[(&str, &[Kind])] = &[
    ("自治区", &[Kind::AutonomousRegion]),
    ("自治州", &[Kind::AutonomousPrefecture]),
    ("自治县", &[Kind::AutonomousCounty]),
    ("自治旗", &[Kind::AutonomousBanner]),
    ("地区", &[Kind::Prefecture]),
    ("省", &[Kind::Province]),
    ("市", &[Kind::Municipality, Kind::City, Kind::CountyCity]),
    ("区", &[Kind::District, Kind::SpecialDistrict, Kind::ForestDistrict, Kind::AutonomousRegion]),
    ("县", &[Kind::County, Kind::AutonomousCounty]),
    ("州", &[Kind::AutonomousPrefecture]),
    ("旗", &[Kind::Banner, Kind::AutonomousBanner]),
    ("盟", &[Kind::League]),
];

/// Most characters that a name of a division or a former one has, with some to spare.
pub(super) const LONGEST: usize = 24;
/// Fewest characters of a name.
pub(super) const SHORTEST: usize = 2;

/// The text without spaces, control characters and marks of direction.
pub(crate) fn plain(text: &str) -> String {
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
    let aliased = ALIASES.iter().filter(|(alias, _)| *alias == word);
    let aliased = aliased.filter_map(|(_, code)| table().find(code));
    let stemmed = table().stemmed(word).iter().copied();
    let short = Guesses::all(aliased.chain(stemmed), Reason::ShortName);
    if short.is_empty() { resorted(word) } else { short }
}

/// A stem with a word for its sort: 石柱县 is as good as 石柱土家族自治县; 广西省 is loose.
fn resorted(word: &str) -> Guesses {
    let cut = |(sort, kinds): &(&'static str, &'static [Kind])| {
        let stem = word.strip_suffix(sort)?;
        (stem.chars().count() >= SHORTEST).then_some((stem, *kinds))
    };
    let Some((stem, kinds)) = SORTS.iter().find_map(cut) else {
        return Guesses::default();
    };
    let upper = table()
        .stemmed(stem)
        .iter()
        .filter(|&&place| !matches!(table().at(place).level, Level::Town | Level::Country));
    let mut all: Guesses = upper
        .map(|&place| {
            let fits = kinds.contains(&table().at(place).kind);
            Guess::new(place, if fits { Reason::Name } else { Reason::LooseName })
        })
        .collect();
    all.prefer(|guess| !guess.loose);
    all
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
    let is_zone = ZONES.iter().any(|end| part.ends_with(end));
    while let Some((end, meant)) = longest(rest) {
        let is_short = meant.iter().all(|guess| guess.reason == Reason::ShortName);
        // The zone 江北新区 of Nanjing is not in 江北区 of Ningbo, and 火星省 is no town called
        // 火星: a short name is whole only where no word for a sort goes on with it.
        let goes_on = SORTS.iter().any(|(sort, _)| rest[end..].starts_with(sort));
        if is_short && (is_zone || goes_on) {
            break;
        }
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
pub(crate) fn prefixes(text: &str) -> impl Iterator<Item = usize> + use<> {
    let ends = text.char_indices().map(|(start, c)| start + c.len_utf8());
    let ends: Vec<usize> = ends.take(LONGEST).skip(SHORTEST - 1).collect();
    ends.into_iter().rev()
}
