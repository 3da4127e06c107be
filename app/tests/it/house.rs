//! The folders and crates of the workspace, as the rules see them.

use std::path::{Path, PathBuf};

use testkit::{
    root,
    source::{Source, files_below, read_file, read_source},
};

/// A crate of the workspace.
pub struct Crate {
    pub name: String,
    pub folder: PathBuf,
}

impl Crate {
    /// The names in a section of its manifest.
    pub fn dependencies(&self, section: &str) -> Vec<String> {
        let manifest = read_file(&self.folder.join("Cargo.toml"));
        let heading = format!("[{section}]");
        let lines = manifest.lines().skip_while(|line| line.trim() != heading).skip(1);
        lines
            .take_while(|line| !line.starts_with('['))
            .filter_map(|line| line.split(['.', ' ', '=']).next())
            .filter(|name| !name.is_empty() && !name.starts_with('#'))
            .map(str::to_owned)
            .collect()
    }

    /// Its source files below `src`, those of tests left out, each with its path from the root.
    pub fn sources(&self) -> Vec<(String, Source)> {
        let files = files_below(&self.folder.join("src"), ".rs");
        let product = files.into_iter().filter(|path| !is_test(path));
        product.map(|path| (from_root(&path), read_source(&read_file(&path)))).collect()
    }
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs")
}

/// The crates in a folder of the workspace.
pub fn crates_in(folder: &str) -> Vec<Crate> {
    let manifests = files_below(&root().join(folder), "Cargo.toml");
    let folders = manifests.iter().filter_map(|path| path.parent());
    folders
        .map(|folder| {
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Crate { name, folder: folder.to_owned() }
        })
        .collect()
}

/// Platform and capabilities.
pub fn inner_crates() -> Vec<Crate> {
    ["platform", "capabilities"].into_iter().flat_map(crates_in).collect()
}

/// Every crate of the workspace.
pub fn all_crates() -> Vec<Crate> {
    ["platform", "capabilities", "app", "benches", "xtask"]
        .into_iter()
        .flat_map(crates_in)
        .collect()
}

/// A path as people write it.
pub fn from_root(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// Fails with every finding on a line of its own.
pub fn none(findings: &[String], rule: &str) {
    assert!(findings.is_empty(), "{rule}\n{}", findings.join("\n"));
}
