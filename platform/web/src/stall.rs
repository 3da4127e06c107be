//! A connection that fails when the other end takes what is written too slowly.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep},
};

/// The slowest line that is waited for, in bytes a second.
const SLOWEST: u32 = 1024;

/// Reads pass through. Waiting for the other end to take something uses up an allowance, which
/// what it takes fills up again: who takes nothing is cut when the allowance is gone, and so is
/// who takes a byte now and then.
pub struct Stall<S> {
    inner: S,
    allowance: Allowance,
    timer: Pin<Box<Sleep>>,
    /// Since when a write waits.
    waiting: Option<Instant>,
}

/// How long somebody may still keep us waiting.
struct Allowance {
    limit: Duration,
    left: Duration,
}

impl Allowance {
    fn new(limit: Duration) -> Self {
        Self { limit, left: limit }
    }

    fn waited(&mut self, time: Duration) {
        self.left = self.left.saturating_sub(time);
    }

    fn took(&mut self, bytes: usize) {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        self.left = self.limit.min(self.left + Duration::from_secs(1) * bytes / SLOWEST);
    }
}

impl<S> Stall<S> {
    pub fn new(inner: S, limit: Duration) -> Self {
        let timer = Box::pin(sleep(limit));
        Self { inner, allowance: Allowance::new(limit), timer, waiting: None }
    }

    /// Starts the timer when a write has to wait, and settles what it took when it goes on.
    fn watch<T>(
        &mut self,
        context: &mut Context<'_>,
        outcome: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            if let Some(since) = self.waiting.take() {
                self.allowance.waited(since.elapsed());
            }
            return outcome;
        }
        if self.waiting.is_none() {
            let now = Instant::now();
            self.waiting = Some(now);
            let end = now + self.allowance.left;
            self.timer.as_mut().reset(end);
        }
        ready!(self.timer.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    fn written(
        &mut self,
        context: &mut Context<'_>,
        outcome: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        let outcome = self.watch(context, outcome);
        if let Poll::Ready(Ok(bytes)) = outcome {
            self.allowance.took(bytes);
        }
        outcome
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Stall<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Stall<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write(context, bytes);
        self.written(context, outcome)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.inner).poll_flush(context);
        self.watch(context, outcome)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.inner).poll_shutdown(context);
        self.watch(context, outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write_vectored(context, slices);
        self.written(context, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt, duplex},
        time::{interval, timeout},
    };

    use super::*;

    const LIMIT: Duration = Duration::from_secs(30);

    /// Seconds until somebody who takes so many bytes after each wait of a second is cut, at most
    /// an hour.
    fn cut_after(bytes: usize) -> Option<u64> {
        let mut allowance = Allowance::new(LIMIT);
        (1..=3600).find(|_| {
            allowance.waited(Duration::from_secs(1));
            let gone = allowance.left.is_zero();
            allowance.took(bytes);
            gone
        })
    }

    #[test]
    fn who_takes_nothing_or_hardly_anything_is_cut_and_who_is_only_slow_is_not() {
        assert_eq!(cut_after(0), Some(30));
        assert_eq!(cut_after(16), Some(31));
        assert_eq!(cut_after(900), Some(241));
        assert_eq!(cut_after(1024), None);
        assert_eq!(cut_after(usize::MAX), None);
    }

    #[tokio::test]
    async fn a_writer_is_told_that_somebody_takes_a_few_bytes_now_and_then() {
        let (near, mut far) = duplex(64);
        let mut stall = Stall::new(near, Duration::from_millis(100));
        let sipping = tokio::spawn(async move {
            let mut pace = interval(Duration::from_millis(10));
            while far.read_exact(&mut [0; 4]).await.is_ok() {
                pace.tick().await;
            }
        });
        let written = async {
            loop {
                if let Err(error) = stall.write_all(&[0; 64]).await {
                    return error.kind();
                }
            }
        };
        let ended = timeout(Duration::from_secs(20), written).await;
        assert_eq!(ended.ok(), Some(io::ErrorKind::TimedOut));
        sipping.abort();
    }
}
