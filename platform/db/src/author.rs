//! Who is behind what is written: carried from the edge, where somebody was let in, to the
//! transaction, so that no handler between them can forget it.
//!
//! Nothing here decides what anybody may do.

use std::future::Future;

tokio::task_local! {
    static AUTHOR: i64;
}

/// Does `work` on behalf of a person or token of this number; 0 is a visitor whom nobody knows.
/// Every transaction that is begun in it has [`crate::Tx::author`].
pub fn acting_as<F: Future>(author: i64, work: F) -> impl Future<Output = F::Output> {
    AUTHOR.scope(author, work)
}

/// The same for work on a thread of its own.
pub fn act_as<T>(author: i64, work: impl FnOnce() -> T) -> T {
    AUTHOR.sync_scope(author, work)
}

/// Work that is done on another thread on behalf of whoever the present task works for.
pub fn on_same_behalf<T>(work: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let author = present();
    move || match author {
        Some(author) => act_as(author, work),
        None => work(),
    }
}

/// On whose behalf the present task works; nobody: the command line, or the product itself.
pub(crate) fn present() -> Option<i64> {
    AUTHOR.try_with(|author| *author).ok()
}
