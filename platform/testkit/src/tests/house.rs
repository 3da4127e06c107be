//! The harness itself: requests go through the real router, forgotten work and words are found.

use std::{
    future::ready,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::Arc,
};

use axum::{Json, extract::State, http::request::Parts};
use i18n::{Lang, T};
use kernel::{App, Capability, Gate, JobKind, Permission, Result, Route, Sample};
use serde_json::{Value, json};

use crate::{House, on_each_house, render_samples};

struct OpenGate;

impl Gate for OpenGate {
    fn admit<'a>(
        &'a self,
        _: &'a App,
        _: &'a mut Parts,
        _: Permission,
    ) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>> {
        Box::pin(ready(Ok(())))
    }
}

const NOTE: JobKind = JobKind { name: "pets.note", run: |_, _| Ok(Value::Null) };

async fn feed(State(app): State<App>, Json(food): Json<Value>) -> Result<Json<Value>> {
    let queued = food.clone();
    app.db.write(move |tx| jobs::enqueue(tx, NOTE.name, &queued, None)).await?;
    Ok(Json(food))
}

fn pets() -> Vec<Capability> {
    vec![Capability {
        messages: &[
            (Lang::ZhCn, "pets-fed = 喂了 { $food }"),
            (Lang::En, "pets-fed = Fed { $food }"),
        ],
        routes: || vec![Route::post("/api/v1/pets", Permission::PUBLIC, feed)],
        jobs: &[NOTE],
        samples: |t: &T| {
            let html = Ok(t.msg("pets-fed").arg("food", "fish").to_string());
            vec![Sample { name: "pets/fed", html }]
        },
        ..Capability::named("pets")
    }]
}

fn on_each(test: impl Fn(&House)) {
    on_each_house(pets, |_| Arc::new(OpenGate), test);
}

#[test]
fn a_request_goes_through_the_router_and_its_job_is_done() {
    on_each(|house| {
        let fed = house.visitor().post("/api/v1/pets", &json!({ "food": "fish" })).expect(200);
        assert_eq!(fed.json(), json!({ "food": "fish" }));
        assert_eq!(house.run_jobs(), 1);
        let missing = house.visitor().in_english().get("/api/v1/nothing").expect(404);
        assert_eq!(missing.code(), "request.not-found");
        assert!(missing.header("content-type").starts_with("application/problem+json"));
    });
}

#[test]
fn a_job_that_was_left_fails_the_test() {
    let left = catch_unwind(AssertUnwindSafe(|| {
        on_each(|house| {
            let _ = house.visitor().post("/api/v1/pets", &json!({})).expect(200);
        });
    }));
    assert!(left.is_err());
}

#[test]
fn a_word_that_is_missing_fails_the_test() {
    render_samples(&pets());
    let missing = catch_unwind(|| {
        let mut pets = pets();
        pets[0].samples =
            |t| vec![Sample { name: "pets/lost", html: Ok(t.msg("pets-lost").to_string()) }];
        render_samples(&pets);
    });
    let argument = catch_unwind(|| {
        let mut pets = pets();
        pets[0].samples =
            |t| vec![Sample { name: "pets/fed", html: Ok(t.msg("pets-fed").to_string()) }];
        render_samples(&pets);
    });
    assert!(missing.is_err() && argument.is_err());
}
