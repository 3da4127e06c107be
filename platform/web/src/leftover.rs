//! What a handler left unread of a body.
//!
//! An answer may come before the body was looked at: nobody is signed in, the path does not exist.
//! A small rest is read off, so that the connection serves the client's next request; of a large
//! or slow one nothing more is taken, and the answer says that the connection ends.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes, HttpBody},
    extract::Request,
    http::{HeaderValue, header::CONNECTION},
    response::Response,
};
use http_body_util::BodyExt;
use hyper::body::{Frame, SizeHint};
use parking_lot::Mutex;
use tower::ServiceExt;

/// The largest rest that is read off, in bytes, and how long it may take.
const WORTH_READING: usize = 64 * 1024;
const PATIENCE: Duration = Duration::from_secs(2);

/// Answers a request, and reads off what is left of its body after the answer was made.
pub async fn answer(router: Router, request: Request) -> Result<Response, Infallible> {
    let (parts, body) = request.into_parts();
    if body.is_end_stream() {
        return router.oneshot(Request::from_parts(parts, body)).await;
    }
    let shared = Shared(Arc::new(Mutex::new(body)));
    let body = Body::new(shared.clone());
    let mut response = router.oneshot(Request::from_parts(parts, body)).await?;
    let read = tokio::time::timeout(PATIENCE, shared.read_off()).await;
    if !read.unwrap_or(false) {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(response)
}

/// A body that its reader and this module hold together.
#[derive(Clone)]
struct Shared(Arc<Mutex<Body>>);

impl Shared {
    /// Whether the body came to its end.
    async fn read_off(mut self) -> bool {
        let mut read = 0;
        while let Some(frame) = self.frame().await {
            let Ok(frame) = frame else { return false };
            read += frame.data_ref().map_or(0, Bytes::len);
            if read > WORTH_READING {
                return false;
            }
        }
        true
    }
}

impl HttpBody for Shared {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut *self.0.lock()).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.0.lock().is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.lock().size_hint()
    }
}
