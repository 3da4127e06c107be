//! The patch file: what no package knows, a fact and its source a line.

use crate::Failure;
use std::collections::BTreeMap;
use std::path::Path;

/// Facts by what they say; columns are described at the head of the file.
#[derive(Default)]
pub struct Patches {
    /// Code → (name, parent) of divisions made after the packages.
    pub divisions: BTreeMap<String, (String, String)>,
    /// Town → the county it belongs to now.
    pub towns: BTreeMap<String, String>,
    /// Statistical area that is no division → where its towns hang.
    pub areas: BTreeMap<String, String>,
    /// (Former code, former name) → successors.
    pub former: BTreeMap<(String, String), Vec<String>>,
    /// Code → WGS-84 longitude and latitude.
    pub seats: BTreeMap<String, (f64, f64)>,
    /// Word → its syllables wherever it stands in a name.
    pub readings: BTreeMap<String, String>,
    /// Code → syllables of the short name.
    pub pinyin: BTreeMap<String, String>,
}

impl Patches {
    pub fn read(file: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(file)?;
        let mut patches = Self::default();
        for (number, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            patches
                .line(line)
                .map_err(|why| format!("{}:{}: {why}", file.display(), number + 1))?;
        }
        Ok(patches)
    }

    fn line(&mut self, line: &str) -> Result<(), Failure> {
        let cells: Vec<&str> = line.split('\t').collect();
        let &[what, code, first, second, source] = cells.as_slice() else {
            return Err(format!("{} columns, not 5", cells.len()).into());
        };
        if source.is_empty() {
            return Err("a fact without a source".into());
        }
        if what == "reading" && code.chars().count() != first.split(' ').count() {
            return Err("a reading needs a syllable for each character".into());
        }
        let code = code.to_owned();
        let taken = match what {
            "division" => {
                let row = (first.to_owned(), second.to_owned());
                self.divisions.insert(code, row).is_some()
            }
            "town" => self.towns.insert(code, first.to_owned()).is_some(),
            "area" => self.areas.insert(code, first.to_owned()).is_some(),
            "former" => {
                let successors = second.split(',').map(str::to_owned).collect();
                self.former.insert((code, first.to_owned()), successors).is_some()
            }
            "seat" => self.seats.insert(code, (first.parse()?, second.parse()?)).is_some(),
            "reading" => self.readings.insert(code, first.to_owned()).is_some(),
            "pinyin" => self.pinyin.insert(code, first.to_owned()).is_some(),
            _ => return Err(format!("unknown kind of fact: {what}").into()),
        };
        if taken { Err("said twice".into()) } else { Ok(()) }
    }
}
