//! Pinyin of the short names: the package's, corrected by the readings that place names
//! have.

use super::merge::{Divisions, Row};
use super::packages::Packages;
use super::patches::Patches;
use crate::Failure;

impl Divisions {
    /// Spells every short name.
    pub fn spell(&mut self, packages: &Packages, patches: &Patches) -> Result<(), Failure> {
        if let Some(code) = patches.pinyin.keys().find(|code| !self.0.contains_key(*code)) {
            return Err(format!("a spelling for {code}, which is no division").into());
        }
        let names: Vec<String> = self.0.values().map(Row::short_name).collect();
        let mut readings: Vec<(Vec<char>, Vec<&str>)> = patches
            .readings
            .iter()
            .map(|(word, syllables)| (word.chars().collect(), syllables.split(' ').collect()))
            .collect();
        readings.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        let spelt = packages.spell(&names)?;
        for (((code, row), name), syllables) in self.0.iter_mut().zip(&names).zip(spelt) {
            row.pinyin = match patches.pinyin.get(code) {
                Some(pinyin) => pinyin.clone(),
                None => corrected(name, &syllables, &readings),
            };
        }
        Ok(())
    }
}

/// Puts the readings in place of the package's syllables. Names with something that is
/// not read (a bracket) have fewer syllables than characters and stay as they are.
fn corrected(name: &str, pinyin: &str, readings: &[(Vec<char>, Vec<&str>)]) -> String {
    let name: Vec<char> = name.chars().collect();
    let mut syllables: Vec<&str> = pinyin.split(' ').collect();
    if name.len() != syllables.len() {
        return pinyin.to_owned();
    }
    let mut fixed = vec![false; name.len()];
    for (word, reading) in readings {
        for start in 0..(name.len() + 1).saturating_sub(word.len()) {
            let span = start..start + word.len();
            if name[span.clone()] == word[..] && !fixed[span.clone()].contains(&true) {
                syllables[span.clone()].copy_from_slice(reading);
                fixed[span].fill(true);
            }
        }
    }
    syllables.join(" ")
}

#[cfg(test)]
mod tests {
    use super::corrected;

    #[test]
    fn the_longer_reading_wins_and_brackets_are_left_alone() {
        let readings = [
            (vec!['乐', '清'], vec!["yue", "qing"]),
            (vec!['乐'], vec!["le"]),
            (vec!['清'], vec!["qing"]),
        ];
        assert_eq!(corrected("乐清", "le qing", &readings), "yue qing");
        assert_eq!(corrected("南乐", "nan yue", &readings), "nan le");
        assert_eq!(corrected("南（乐）", "nan yue", &readings), "nan yue");
    }
}
