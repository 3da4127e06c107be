//! Divisions for the words in a search box: names, short names, several in a row,
//! former names, pinyin, codes.
//!
//! It suggests and never decides; what a record means is told by [`crate::resolve`].

use crate::divisions::{Division, Level, Place, ancestors, get, table};
use crate::resolve::{Hints, plain, prefixes, resolve};

/// Suggestions at most: more than a list on a telephone shows.
const SUGGESTIONS: usize = 20;

/// Words for sorts as they are typed in pinyin after a name.
const TYPED_SORTS: &[&str] = &["sheng", "shi", "qu", "xian", "zhen", "xiang", "jiedao", "zhou"];

/// Divisions that `query` may mean, the best first, wide ones before narrow ones.
///
/// 福田, 福田区, 深圳福田, 东莞长安, `futian`, `shenzhen futian`, the initials `szft`, and
/// `440304` are understood; 宣武区 gives 西城区. Nothing for an empty query.
pub fn find_place(query: &str) -> Vec<&'static Division> {
    let plain = plain(query).to_lowercase();
    let plain: String = plain.chars().filter(|c| !matches!(c, '\'' | '’' | '-')).collect();
    if plain.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(Rank, &'static Division)> = match () {
        () if plain.bytes().all(|byte| byte.is_ascii_digit()) => scan(&plain, rank_by_code),
        () if plain.is_ascii() => scan(&plain, rank_by_pinyin),
        () => by_name(&plain),
    };
    found.extend(former(&plain));
    if found.is_empty() {
        return loosely(&plain);
    }
    found.sort_by_key(|(rank, division)| (*rank, division.level, division.code));
    let mut places: Vec<_> = found.into_iter().map(|(_, division)| division).collect();
    // A division may be found under its own name and as a successor.
    let mut seen = std::collections::HashSet::new();
    places.retain(|division| seen.insert(division.code));
    places.truncate(SUGGESTIONS);
    places
}

/// How well a division fits, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Whole,
    Short,
    AfterItsUpper,
    Former,
    Beginning,
    BeginningAfterItsUpper,
    Initials,
    Part,
}

fn rank_by_code(division: &'static Division, digits: &str) -> Option<Rank> {
    match division.code {
        code if code == digits => Some(Rank::Whole),
        code if code.starts_with(digits) => Some(Rank::Beginning),
        _ => None,
    }
}

/// Every division with its rank, where it has one.
fn scan(
    query: &str,
    rank: fn(&'static Division, &str) -> Option<Rank>,
) -> Vec<(Rank, &'static Division)> {
    let all = table().all().iter();
    all.filter_map(|division| Some((rank(division, query)?, division))).collect()
}

fn by_name(query: &str) -> Vec<(Rank, &'static Division)> {
    let mut places = Vec::new();
    named(query, None, &mut places);
    let mut found: Vec<_> =
        places.into_iter().map(|(rank, place)| (rank, table().at(place))).collect();
    if found.len() < SUGGESTIONS {
        found.extend(scan(query, |division, query| {
            division.name.contains(query).then_some(Rank::Part)
        }));
    }
    found
}

/// Divisions below `upper` whose names are or begin with `query`, also after the names
/// of others that they lie in.
fn named(query: &str, upper: Option<Place>, found: &mut Vec<(Rank, Place)>) {
    let ranks = match upper {
        None => [Rank::Whole, Rank::Short, Rank::Beginning],
        Some(_) => [Rank::AfterItsUpper, Rank::AfterItsUpper, Rank::BeginningAfterItsUpper],
    };
    let below = |place: &Place| {
        upper.is_none_or(|upper| upper != *place && table().is_within(*place, upper))
    };
    let fitting =
        [table().named(query), table().stemmed(query), table().beginning(query)].into_iter();
    for (rank, places) in ranks.into_iter().zip(fitting) {
        found.extend(places.iter().copied().filter(below).map(|place| (rank, place)));
    }
    for end in prefixes(query).filter(|&end| end < query.len()) {
        let (word, rest) = query.split_at(end);
        for place in table().named(word).iter().chain(table().stemmed(word)).filter(|p| below(p)) {
            if table().at(*place).level < Level::Town {
                named(rest, Some(*place), found);
            }
        }
    }
}

fn rank_by_pinyin(division: &'static Division, query: &str) -> Option<Rank> {
    let own = letters(division.pinyin);
    let bare = TYPED_SORTS.iter().find_map(|sort| query.strip_suffix(sort));
    if own == query {
        return Some(Rank::Whole);
    }
    if bare == Some(&own) {
        return Some(Rank::Short);
    }
    if own.starts_with(query) {
        return Some(Rank::Beginning);
    }
    if division.level >= Level::Town && query.len() < own.len() {
        return None;
    }
    let uppers = || ancestors(division.code).into_iter().skip(1);
    let led = |rest: &str| uppers().any(|upper| letters(upper.pinyin) == rest);
    let tails = [Some(query), bare];
    if tails.into_iter().flatten().any(|tail| tail.strip_suffix(&own).is_some_and(led)) {
        return Some(Rank::AfterItsUpper);
    }
    let initials = initials(division.pinyin);
    let whole = || uppers().any(|upper| self::initials(upper.pinyin) + &initials == query);
    let above_towns = division.level < Level::Town;
    (above_towns && (initials == query || whole())).then_some(Rank::Initials)
}

fn letters(pinyin: &str) -> String {
    pinyin.chars().filter(|&c| c != ' ').collect()
}

fn initials(pinyin: &str) -> String {
    pinyin.split(' ').filter_map(|syllable| syllable.chars().next()).collect()
}

fn former(query: &str) -> impl Iterator<Item = (Rank, &'static Division)> {
    let successors = table().former(query).flat_map(|former| former.successors.iter());
    successors.filter_map(|code| Some((Rank::Former, get(code)?)))
}

/// What people write that is no name: 广西省, 内蒙.
fn loosely(query: &str) -> Vec<&'static Division> {
    let hints = Hints { names: &[query], ..Hints::default() };
    resolve(&hints).division().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(query: &str) -> Option<&'static str> {
        find_place(query).first().map(|division| division.code)
    }

    #[test]
    fn names_in_every_length() {
        assert_eq!(first("福田"), Some("440304"));
        assert_eq!(first("福田区"), Some("440304"));
        assert_eq!(first("深圳福田"), Some("440304"));
        assert_eq!(first("广东省深圳市福田区"), Some("440304"));
        assert_eq!(first("东莞长安"), Some("441900119"));
        assert_eq!(first("西安长安"), Some("610116"));
        assert_eq!(first("北京"), Some("110000"));
        assert_eq!(first("北京 朝阳"), Some("110105"));
        assert_eq!(first("深圳福"), Some("440304"));
        assert_eq!(first("石柱"), Some("500240"));
        assert_eq!(first("浦东"), Some("310115"));
    }

    #[test]
    fn every_division_of_a_name_is_offered_wide_ones_first() {
        let drum_towers: Vec<_> =
            find_place("鼓楼区").into_iter().filter(|d| d.level == Level::County).collect();
        assert_eq!(drum_towers.len(), 4);
        let levels: Vec<_> = find_place("朝阳").iter().take(3).map(|d| d.level).collect();
        assert_eq!(levels, [Level::Prefecture, Level::County, Level::County]);
        assert!(find_place("城关").len() <= SUGGESTIONS);
    }

    #[test]
    fn pinyin_initials_and_codes() {
        assert_eq!(first("futian"), Some("440304"));
        assert_eq!(first("Fu Tian"), Some("440304"));
        assert_eq!(first("futianqu"), Some("440304"));
        assert_eq!(first("shenzhen futian"), Some("440304"));
        assert_eq!(first("xi'an"), Some("610100"));
        assert_eq!(first("szft"), Some("440304"));
        assert_eq!(first("440304"), Some("440304"));
        assert_eq!(first("4403"), Some("440300"));
        assert_eq!(first("lu an"), Some("341500"));
    }

    #[test]
    fn former_and_loose_names_lead_to_what_stands_today() {
        assert_eq!(first("宣武区"), Some("110102"));
        assert_eq!(first("110104"), Some("110102"));
        let codes: Vec<_> = find_place("江干区").iter().map(|d| d.code).collect();
        assert_eq!(codes, ["330102", "330114"]);
        assert_eq!(first("广西省"), Some("450000"));
        assert_eq!(first(""), None);
        assert_eq!(first(" \u{202e} "), None);
        assert_eq!(first("没有这个地方"), None);
    }
}
