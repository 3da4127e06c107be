//! Slow work beside the runtime, a few at once, with a short queue before it.

use kernel::{Error, Result};
use tokio::sync::Semaphore;

/// Lets through so many at once, and so many more wait.
pub struct Turnstile {
    at_work: Semaphore,
    inside: Semaphore,
}

impl Turnstile {
    /// For `at_work` at once; of `inside`, those included, the others wait.
    pub const fn new(at_work: usize, inside: usize) -> Self {
        Self { at_work: Semaphore::const_new(at_work), inside: Semaphore::const_new(inside) }
    }

    /// Does the work on a thread that may be slow, when its turn has come.
    ///
    /// # Errors
    /// 503 when too many are inside already.
    pub async fn pass<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let _place = self.inside.try_acquire().map_err(|_| Error::Busy(1))?;
        let turn = self.at_work.acquire().await;
        let _turn = turn.map_err(|error| Error::Internal(error.to_string()))?;
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|error| Error::Internal(format!("slow work: {error}")))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn who_finds_it_full_is_told_to_come_back_and_who_waits_gets_through() {
        static NARROW: Turnstile = Turnstile::new(1, 2);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .build()
            .expect("a runtime");
        let (let_go, held) = mpsc::channel::<()>();
        let (say, begun) = mpsc::channel();
        let first = runtime.spawn(NARROW.pass(move || {
            say.send(()).expect("the test listens");
            held.recv().is_ok()
        }));
        begun.recv().expect("the first is at work");
        let mut second = Box::pin(NARROW.pass(|| 2));
        let waits = runtime.block_on(std::future::poll_fn(|context| {
            std::task::Poll::Ready(second.as_mut().poll(context).is_pending())
        }));
        assert!(waits);
        let third = runtime.block_on(NARROW.pass(|| 3));
        assert!(matches!(third, Err(Error::Busy(1))));
        let_go.send(()).expect("the first waits");
        assert!(matches!(runtime.block_on(first), Ok(Ok(true))));
        assert!(matches!(runtime.block_on(second), Ok(2)));
    }
}
