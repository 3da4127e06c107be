//! Who gets a place, who waits, who is refused.

use std::{future::Future, pin::pin, task::Poll};

use super::*;

const FLOOD: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
const GUEST: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));

fn shares() -> Shares {
    let patience = Duration::from_millis(20);
    Shares { reads: 16, writes: 16, waiting: 4, patience, per_second: 10 }
}

/// Whether something is not ready yet.
async fn waits(future: &mut (impl Future + Unpin)) -> bool {
    std::future::poll_fn(|context| {
        Poll::Ready(std::pin::Pin::new(&mut *future).poll(context).is_pending())
    })
    .await
}

#[tokio::test]
async fn a_flood_waits_behind_itself_and_a_guest_comes_in() {
    let fair = Fair::new(Shares { patience: Duration::from_secs(20), ..shares() });
    let mut inside = Vec::new();
    // All the places of those with few, as nobody else is there, and all of those with many.
    for _ in 0..32 {
        inside.push(fair.enter(Class::Public, FLOOD, None).await.expect("there is room"));
    }
    let mut next = pin!(fair.enter(Class::Public, FLOOD, None));
    assert!(waits(&mut next).await);
    // Other kinds of requests have places of their own.
    assert!(fair.enter(Class::Known, FLOOD, Some(b"Bearer a")).await.is_ok());
    assert!(fair.enter(Class::Write, FLOOD, None).await.is_ok());
    // A place that the flood gives back lets in who asks for little, and stays theirs.
    inside.swap_remove(0);
    let guest = fair.enter(Class::Public, GUEST, None).await;
    assert!(guest.is_ok());
    assert!(waits(&mut next).await, "the flood has more than its share of the other places");
    inside.swap_remove(20);
    assert!(next.await.is_ok());
}

#[tokio::test]
async fn what_waits_too_long_or_too_many_is_refused() {
    let fair = Fair::new(shares());
    let mut inside = Vec::new();
    for _ in 0..32 {
        inside.push(fair.enter(Class::Write, FLOOD, Some(b"Bearer a")).await.expect("room"));
    }
    let mut waiting = Vec::new();
    for _ in 0..4 {
        let mut next = Box::pin(fair.enter(Class::Write, FLOOD, Some(b"Bearer a")));
        assert!(waits(&mut next).await);
        waiting.push(next);
    }
    let refused = fair.enter(Class::Write, FLOOD, Some(b"Bearer a")).await.err();
    assert_eq!(refused.map(|error| error.http_status()), Some(429));
    for next in waiting {
        assert_eq!(next.await.err().map(|error| error.http_status()), Some(429));
    }
    // Somebody with few is told that the house is full, not that he asks too often.
    let refused = fair.enter(Class::Write, GUEST, None).await.err();
    assert_eq!(refused.map(|error| error.http_status()), Some(503));
    drop(inside);
    assert_eq!(fair.lines[2].callers.load(Ordering::SeqCst), 0);
    for _ in 0..100 {
        assert!(fair.enter(Class::Write, GUEST, None).await.is_ok());
    }
}

#[tokio::test]
async fn one_address_with_many_false_tokens_is_one_caller() {
    let fair = Fair::new(shares());
    let mut inside = Vec::new();
    for number in 0..16_u32 {
        let token = number.to_be_bytes();
        inside.push(fair.enter(Class::Known, FLOOD, Some(&token)).await.expect("room"));
    }
    let many = &fair.lines[Class::Known as usize].many;
    assert_eq!(many.taken.load(Ordering::SeqCst), 16 - FEW);
}

#[tokio::test]
async fn every_place_is_given_back_under_a_crowd() {
    let fair = std::sync::Arc::new(Fair::new(Shares {
        patience: Duration::from_secs(20),
        waiting: 1000,
        ..shares()
    }));
    let mut crowd = tokio::task::JoinSet::new();
    for number in 0..500_u32 {
        let fair = std::sync::Arc::clone(&fair);
        crowd.spawn(async move {
            let token = (number % 7).to_be_bytes();
            let place = fair.enter(Class::Write, FLOOD, Some(&token)).await;
            tokio::task::yield_now().await;
            place.is_ok()
        });
    }
    assert!(crowd.join_all().await.into_iter().all(|came_in| came_in));
    let line = &fair.lines[Class::Write as usize];
    for counter in [&line.few.taken, &line.many.taken, &line.few.waiting, &line.many.waiting] {
        assert_eq!(counter.load(Ordering::SeqCst), 0);
    }
}

#[test]
fn a_second_worth_of_requests_may_come_at_once_and_then_as_many_a_second() {
    let rates = Rates::new(10);
    let came = |now: u64| (0..1000).take_while(|_| rates.count_at(3, now).is_ok()).count();
    assert_eq!(came(0), 10);
    assert_eq!(came(SECOND / 2), 5);
    assert_eq!(came(SECOND * 100), 10);
    assert!(rates.count_at(4, SECOND * 100).is_ok(), "others are counted apart");
}
