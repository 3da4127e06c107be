//! Demo: an invented network that lives. Stations are weighted by the towns of their county,
//! records by place, hour, weekday and season; everything follows from a seed and the day.
//!
//! Owns `demo_state`. It writes through the verbs of the other capabilities alone, in short steps,
//! so that it can also fill a store beside a serving node.

mod accounts;
mod build;
mod ground;
mod life;
mod names;
mod network;
mod quotas;
mod rhythm;
mod store;
#[cfg(test)]
mod tests;
mod voices;

use db::Migration;
use i18n::Lang;
use kernel::Capability;

pub use accounts::{DemoAccount, accounts};
pub use build::{Built, Progress, is_demo, live, seed};
pub use network::Scale;
pub use quotas::{DAYS, Plan};

/// The schema of this capability.
pub const MIGRATIONS: &[Migration] = &[Migration {
    capability: "demo",
    number: 1,
    name: "0001_demo",
    sql: include_str!("../migrations/0001_demo.sql"),
}];

/// Its messages.
pub const MESSAGES: &[(Lang, &str)] = &[
    (Lang::ZhCn, include_str!("../messages/zh-CN.ftl")),
    (Lang::En, include_str!("../messages/en.ftl")),
];

/// What this crate hands to the house: a schema; it has neither pages nor API.
pub fn capability() -> Capability {
    Capability { migrations: MIGRATIONS, messages: MESSAGES, ..Capability::named("demo") }
}

/// A source of randomness for one thing, the same for the same seed whatever else is made.
fn random(seed: u64, of: impl std::hash::Hash) -> fastrand::Rng {
    let digest = digest(seed, &of);
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    fastrand::Rng::with_seed(u64::from_le_bytes(first))
}

/// 32 bytes that follow from a seed and a thing.
fn digest(seed: u64, of: &impl std::hash::Hash) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    /// Feeds what is hashed to SHA-256, whose result does not change between versions of Rust.
    struct Feed(Sha256);
    impl std::hash::Hasher for Feed {
        fn write(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }
        fn finish(&self) -> u64 {
            0
        }
    }
    let mut feed = Feed(Sha256::new());
    std::hash::Hasher::write(&mut feed, &seed.to_le_bytes());
    of.hash(&mut feed);
    feed.0.finalize().into()
}
