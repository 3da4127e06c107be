//! Pages that refresh themselves: a stream tells the browser that something changed, and the
//! browser fetches the page again, with its rights checked as ever. What changed is not sent.

use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::FromRequestParts,
    http::{
        HeaderName, HeaderValue,
        header::{CACHE_CONTROL, CONTENT_TYPE},
        request::Parts,
    },
    response::{IntoResponse, Response},
};
use futures_util::stream::unfold;
use kernel::{Error, Result};
use parking_lot::Mutex;
use tokio::{sync::Notify, time::sleep};

use crate::asked::Asked;

/// Changes within this time make one refresh.
const GATHER: Duration = Duration::from_millis(300);
/// A line that means nothing, so that a browser that went away is noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);

const REFRESH: &str = "data: <turbo-stream action=\"refresh\"></turbo-stream>\n\n";
const BEAT: &str = ":\n\n";

/// Who listens to what, in this process.
#[derive(Clone, Default)]
pub(crate) struct Hub(Arc<Mutex<HashMap<String, Vec<Arc<Listener>>>>>);

/// One open stream.
#[derive(Default)]
struct Listener {
    changed: AtomicBool,
    bell: Notify,
}

/// The pages that follow something, as an extractor: a write says what it touched, a stream
/// follows what its page shows.
#[derive(Clone)]
pub struct Refresh(Hub);

impl<S: Sync> FromRequestParts<S> for Refresh {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        Ok(Self(Asked::find(parts)?.house.hub.clone()))
    }
}

impl Refresh {
    /// Says that what a topic stands for has changed; call it after the commit. Costs next to
    /// nothing when nobody follows.
    pub fn touch(&self, topic: &str) {
        for listener in self.0.0.lock().get(topic).into_iter().flatten() {
            if !listener.changed.swap(true, Ordering::AcqRel) {
                listener.bell.notify_one();
            }
        }
    }

    /// A stream that tells when one of the topics was touched, until the browser
    /// goes away or the server ends.
    pub fn follow<T: Into<String>>(&self, topics: impl IntoIterator<Item = T>) -> Response {
        let follower = Follower::new(&self.0, topics.into_iter().map(Into::into).collect());
        let stream = unfold((follower, true), async |(follower, first)| {
            // The first line tells the browser at once that the stream stands.
            let piece = if first { BEAT } else { follower.next().await };
            let piece = Ok::<_, Infallible>(Bytes::from_static(piece.as_bytes()));
            Some((piece, (follower, false)))
        });
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static("text/event-stream")),
            (CACHE_CONTROL, HeaderValue::from_static("no-store")),
            // nginx would gather the events otherwise.
            (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
        ];
        (headers, Body::from_stream(stream)).into_response()
    }
}

/// A listener's place in the hub, given back when the stream is dropped.
struct Follower {
    hub: Hub,
    topics: Vec<String>,
    listener: Arc<Listener>,
}

impl Follower {
    fn new(hub: &Hub, topics: Vec<String>) -> Self {
        let listener = Arc::<Listener>::default();
        let mut known = hub.0.lock();
        for topic in &topics {
            known.entry(topic.clone()).or_default().push(Arc::clone(&listener));
        }
        drop(known);
        Self { hub: hub.clone(), topics, listener }
    }

    /// Waits for a change and for what comes right after it, or for the next beat.
    async fn next(&self) -> &'static str {
        tokio::select! {
            () = self.listener.bell.notified() => {
                sleep(GATHER).await;
                self.listener.changed.store(false, Ordering::Release);
                REFRESH
            }
            () = sleep(HEARTBEAT) => BEAT,
        }
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        let mut known = self.hub.0.lock();
        for topic in &self.topics {
            if let Some(listeners) = known.get_mut(topic) {
                listeners.retain(|listener| !Arc::ptr_eq(listener, &self.listener));
                if listeners.is_empty() {
                    known.remove(topic);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;

    use super::*;

    async fn event(body: &mut Body) -> Option<String> {
        let frame = body.frame().await?.unwrap();
        Some(String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap())
    }

    #[tokio::test]
    async fn many_touches_are_one_refresh_and_a_later_one_another() {
        let refresh = Refresh(Hub::default());
        let mut body = refresh.follow(["unit:1", "unit:2"]).into_body();
        assert_eq!(event(&mut body).await.as_deref(), Some(BEAT));
        for _ in 0..200 {
            refresh.touch("unit:1");
            refresh.touch("unit:2");
        }
        refresh.touch("unit:3");
        assert_eq!(event(&mut body).await.as_deref(), Some(REFRESH));
        refresh.touch("unit:2");
        assert_eq!(event(&mut body).await.as_deref(), Some(REFRESH));
    }

    #[tokio::test]
    async fn a_dropped_stream_leaves_nothing_behind() {
        let refresh = Refresh(Hub::default());
        let (one, two) = (refresh.follow(["a", "b"]), refresh.follow(["a"]));
        assert_eq!(refresh.0.0.lock().len(), 2);
        drop(one);
        assert_eq!(refresh.0.0.lock().keys().collect::<Vec<_>>(), ["a"]);
        drop(two);
        assert!(refresh.0.0.lock().is_empty());
    }
}
