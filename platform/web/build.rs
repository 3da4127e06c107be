//! Writes one constant for each built asset, so that a name that does not exist is a compile
//! error, and says what to do when the front end was not built.

use std::{collections::BTreeMap, env, error::Error, fmt::Write as _, fs, path::Path};

const MANIFEST: &str = "../../frontend/dist/manifest.json";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={MANIFEST}");
    let Ok(manifest) = fs::read_to_string(MANIFEST) else {
        println!(
            "cargo::error=frontend/dist is missing: run `scripts/setup run` (npm packages and the front end), then build again"
        );
        return Ok(());
    };
    let files: BTreeMap<String, String> = serde_json::from_str(&manifest)?;
    let mut source = String::new();
    for (name, url) in &files {
        let constant = name.replace('.', "_").to_uppercase();
        writeln!(source, "/// Address of `{name}`.\npub const {constant}: &str = {url:?};")?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("assets.rs"), source)?;
    Ok(())
}
