//! Every page of a capability, rendered from its samples in every language.

use std::sync::Arc;

use i18n::Lang;
use kernel::Capability;

use crate::house::catalog;

/// Renders every sample of these capabilities in each language.
///
/// # Panics
/// With every page that cannot be rendered and every message that is missing or lacks an
/// argument; also when two samples have one name.
pub fn render_samples(capabilities: &[Capability]) {
    let catalog = Arc::new(catalog(capabilities));
    let mut wrong = Vec::new();
    for lang in Lang::ALL {
        let t = catalog.speak(lang);
        let mut names = std::collections::BTreeSet::new();
        for sample in capabilities.iter().flat_map(|each| (each.samples)(&t)) {
            if !names.insert(sample.name) {
                wrong.push(format!("{}: two samples of this name", sample.name));
            }
            match sample.html {
                Ok(html) if html.trim().is_empty() => {
                    wrong.push(format!("{} {lang}: nothing", sample.name));
                }
                Ok(_) => {}
                Err(error) => wrong.push(format!("{} {lang}: {error}", sample.name)),
            }
        }
    }
    let problems = catalog.problems();
    wrong.extend(
        problems
            .iter()
            .map(|problem| format!("{} {}: {}", problem.lang, problem.key, problem.detail)),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
