//! Writing the table and the page that says where it comes from.

use super::former::Former;
use super::merge::Divisions;
use super::packages::{NPM, PYPI, Package};
use crate::Failure;
use geo::divisions::Level;
use std::fmt::Write;
use std::path::Path;

/// Strongest deflate: the table is written rarely and read at each start.
const COMPRESSION: u8 = 10;

pub fn table(file: &Path, divisions: &Divisions, former: &[Former]) -> Result<(), Failure> {
    let mut text = String::new();
    for (code, row) in &divisions.0 {
        let parent = if row.parent == code[..6] { "" } else { &row.parent };
        let short = row.short.map(|characters| characters.to_string()).unwrap_or_default();
        let (kind, name, pinyin) = (row.kind.as_str(), &row.name, &row.pinyin);
        write!(text, "d\t{code}\t{parent}\t{kind}\t{name}\t{short}\t{pinyin}")?;
        if let Some(seat) = row.seat {
            write!(text, "\t{:.5}\t{:.5}", seat.lng(), seat.lat())?;
        }
        text.push('\n');
    }
    for Former { code, name, successors } in former {
        writeln!(text, "f\t{code}\t{name}\t{}", successors.join(","))?;
    }
    let packed = miniz_oxide::deflate::compress_to_vec(text.as_bytes(), COMPRESSION);
    std::fs::write(file, packed)?;
    Ok(())
}

/// What does not depend on the packages.
const ABOUT: &str = "\
## The table

`divisions.tsv.z` is raw deflate over UTF-8 lines of cells separated by tabs.

- `d, code, parent, kind, name, characters of the short name, pinyin[, lng, lat]`: a division. An
  empty parent means the first six digits of the code; an empty number of characters means that
  the short name is the name. Positions are WGS-84, converted from GCJ-02; towns have none.
- `f, code, name, successors`: a former division and the codes that took its place, separated by
  commas, the one with the greater part first.

Left out: placeholder rows (市辖区, 县, 省直辖县级行政区划 and the like) and functional zones. Towns
under a zone hang on the prefecture that the zone lies in. Towns keep the codes of 2023 where
their county has changed since: no newer list of towns is published.

`patches.tsv` holds what no package knows, a fact and its source a line. The positions that it
takes from county outlines are the inmost point of the outline, not the seat of the government;
the outlines are those of the crate `reverse-geocoder-cn` 0.1.0 (MIT OR Apache-2.0; Tianditu,
CGCS2000), which the table does not contain. Positions marked approximate may be tens of
kilometres off. How far each line was checked stands at the head of that file.

`accepted-differences.tsv` lists where this table knowingly differs from the reference that
`make test-shared` compares it with.

Conversions of coordinates use the crate `coordtransform`, whose region mask is derived from
OpenStreetMap (© OpenStreetMap contributors, ODbL 1.0).
";

pub fn description(file: &Path, divisions: &Divisions, former: &[Former]) -> Result<(), Failure> {
    let mut text = String::from(
        "# Where the divisions come from\n\nWritten by `cargo run -p xtask -- data`; do not edit.\n\n",
    );
    text.push_str(
        "| registry | package | version | licence | what it gives |\n|---|---|---|---|---|\n",
    );
    let packages = NPM.iter().map(|p| ("npm", p)).chain(PYPI.iter().map(|p| ("PyPI", p)));
    for (registry, Package { name, version, licence, gives }) in packages {
        writeln!(text, "| {registry} | {name} | {version} | {licence} | {gives} |")?;
    }
    text.push_str("\n## Counts\n\n| level | divisions |\n|---|---|\n");
    for level in [Level::Province, Level::Prefecture, Level::County, Level::Town] {
        let count = divisions.0.values().filter(|row| row.kind.level() == level).count();
        writeln!(text, "| {} | {count} |", level.as_str())?;
    }
    writeln!(text, "| former | {} |\n", former.len())?;
    text.push_str(ABOUT);
    std::fs::write(file, text)?;
    Ok(())
}
