//! One caller's share, as requests meet it: by address, by token, by kind of request.

use std::{net::Ipv4Addr, sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::Extension,
    http::{Request, header::AUTHORIZATION},
};
use kernel::{Permission, Route, Settings};
use tokio::sync::{Semaphore, mpsc};
use tower::ServiceExt;

use super::{Answer, Harness, settings};
use crate::Shares;

fn routes() -> Vec<Route> {
    vec![
        Route::get("/quick", Permission::PUBLIC, async || "quick"),
        Route::get("/held", Permission::PUBLIC, held),
        Route::post("/api/held", Permission::PUBLIC, held),
        Route::post("/api/quick", Permission::PUBLIC, async || "quick"),
    ]
}

/// Says that it has begun, and answers when it is let go.
async fn held(bell: Extension<Arc<Bell>>) -> &'static str {
    bell.begun.send(()).unwrap();
    bell.go.acquire().await.unwrap().forget();
    "held"
}

struct Bell {
    begun: mpsc::UnboundedSender<()>,
    go: Semaphore,
}

fn house(shares: Shares) -> Harness {
    let trusted_proxies = vec![Ipv4Addr::LOCALHOST.into()];
    let settings = Settings { trusted_proxies, ..settings() };
    Harness::with(routes, settings, |site| site.shares(shares))
}

async fn from(house: &Harness, address: &str) -> Answer {
    house.get_with("/quick", &[("x-forwarded-for", address)]).await
}

#[tokio::test]
async fn an_address_and_a_token_have_so_many_requests_a_second() {
    let house = house(Shares { per_second: 3, ..Shares::default() });
    for _ in 0..3 {
        assert_eq!(from(&house, "203.0.113.7").await.status, 200);
        assert_eq!(house.get_with("/quick", &[("authorization", "Bearer good")]).await.status, 200);
    }
    let refused = from(&house, "203.0.113.7").await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "1"));
    // What the client wrote itself before the proxy's word changes nothing.
    assert_eq!(from(&house, "198.51.100.1, 203.0.113.7").await.status, 429);
    assert_eq!(from(&house, "203.0.113.8").await.status, 200);
    // A token is counted wherever it comes from.
    let elsewhere = [("authorization", "Bearer good"), ("x-forwarded-for", "203.0.113.9")];
    let refused = house.get_with("/quick", &elsewhere).await;
    assert_eq!(refused.status, 429);
}

#[tokio::test]
async fn a_flood_of_one_kind_leaves_the_others_their_places() {
    let shares = Shares {
        reads: 1,
        writes: 1,
        waiting: 1,
        patience: Duration::from_millis(50),
        ..Shares::default()
    };
    for (flood, method) in [("/api/held", "POST"), ("/held", "GET")] {
        let house = house(shares.clone());
        let (sender, mut begun) = mpsc::unbounded_channel();
        let bell = Arc::new(Bell { begun: sender, go: Semaphore::new(0) });
        let router = house.router.clone().layer(Extension(Arc::clone(&bell)));
        let send = |method: &str, path: &str, token: Option<&str>| {
            let mut request = Request::builder().method(method).uri(path);
            if let Some(token) = token {
                request = request.header(AUTHORIZATION, token);
            }
            router.clone().oneshot(request.body(Body::empty()).unwrap())
        };
        let first = tokio::spawn(send(method, flood, None));
        begun.recv().await.unwrap();
        let full = send(method, flood, None).await.unwrap();
        assert_eq!(full.status(), 503, "the only place is taken");
        let known = send("GET", "/quick", Some("Bearer good")).await.unwrap();
        assert_eq!(known.status(), 200);
        let (other, path) =
            if method == "POST" { ("GET", "/quick") } else { ("POST", "/api/quick") };
        let answered = send(other, path, None).await.unwrap();
        assert_eq!(answered.status(), 200, "{other} beside a flood of {method}");
        bell.go.add_permits(1);
        first.await.unwrap().unwrap();
        assert_eq!(send("GET", "/quick", None).await.unwrap().status(), 200);
    }
}
