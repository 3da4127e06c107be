//! Named points of a commit at which a test build can be made to die, as by `kill -9`. A release
//! build has none.

/// Dies here when the environment says so: `YIZHAN_DIE_AT=settled:20` is the twentieth time that a
/// commit comes to the point `settled`.
#[cfg(debug_assertions)]
pub fn point(name: &'static str) {
    use std::sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    };

    struct Death {
        point: String,
        left: AtomicU64,
    }
    static DEATH: LazyLock<Option<Death>> = LazyLock::new(|| {
        let said = std::env::var("YIZHAN_DIE_AT").ok()?;
        let (point, times) = said.split_once(':')?;
        Some(Death { point: point.to_owned(), left: AtomicU64::new(times.parse().ok()?) })
    });
    if let Some(death) = DEATH.as_ref().filter(|death| death.point == name)
        && death.left.fetch_sub(1, Ordering::SeqCst) == 1
    {
        std::process::abort();
    }
}

/// Nothing happens here.
#[cfg(not(debug_assertions))]
pub fn point(_: &'static str) {}
