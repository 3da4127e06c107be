//! The table of contents of the product: everything it can do, in the order in which their
//! schemas lean on one another.

use db::Migration;
use i18n::Lang;
use kernel::Capability;

/// Every capability. Adding one is a line here and a line in Cargo.toml.
pub fn all() -> Vec<Capability> {
    vec![
        org::capability_with::<visits::Totals>(),
        stations::capability_with::<ratings::StationFigures, visits::Totals>(),
        visits::capability_with::<ratings::Gathered>(),
        ratings::capability(),
        auditing::capability(),
        demo::capability(),
        upkeep::capability(),
    ]
}

/// The schema of the platform and then of each capability.
pub fn migrations(capabilities: &[Capability]) -> Vec<Migration> {
    let platform = web::MIGRATIONS.iter().chain(jobs::MIGRATIONS).chain(audit::MIGRATIONS);
    let product = capabilities.iter().flat_map(|capability| capability.migrations);
    platform.chain(product).copied().collect()
}

/// The messages of the platform and of each capability.
pub fn messages(
    capabilities: &[Capability],
) -> Vec<(&'static str, &'static [(Lang, &'static str)])> {
    let mut messages = vec![("web", web::MESSAGES), ("jobs", jobs::MESSAGES)];
    messages.extend(capabilities.iter().map(|capability| (capability.name, capability.messages)));
    messages
}
