//! Errors come from one place, as pages or as problems, in the language of the caller.

use axum::{
    Json,
    body::Body,
    http::{Request, StatusCode},
};
use kernel::{Error, FieldError, Permission, Result, Route};
use serde::Deserialize;

use super::{ADMIN, Harness};
use crate::ApiJson;

#[derive(Deserialize)]
struct Thing {
    name: String,
}

async fn make(body: ApiJson<Thing>) -> Result<Json<String>> {
    match body.0.name.as_str() {
        "panic" => panic!("never mind"),
        "busy" => Err(Error::Busy(3)),
        "often" => Err(Error::too_often("request.busy", 60)),
        "fields" => Err(Error::invalid(vec![FieldError {
            field: "name".to_owned(),
            code: "request.missing",
        }])),
        name => Ok(Json(name.to_owned())),
    }
}

fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/things", Permission::PUBLIC, make).body_limit(64),
        Route::get("/api/things/admin", ADMIN, async || "secret"),
        Route::get("/things/admin", ADMIN, async || "secret"),
        Route::post("/things/admin", ADMIN, async || "secret"),
        Route::get("/things/none", Permission::PUBLIC, async || {
            Err::<(), _>(Error::NotFound("things.unknown"))
        }),
        Route::get("/things/broken", Permission::PUBLIC, async || {
            Err::<(), _>(Error::Internal("disk ate it".to_owned()))
        }),
    ]
}

#[tokio::test]
async fn the_api_tells_problems_in_the_language_asked_for() {
    let site = Harness::new(routes);
    let answer = site.post_json("/api/things", "{\"name\":\"fields\"}").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["status"], 422);
    assert_eq!(problem["type"], "about:blank");
    assert_eq!(problem["title"], "有内容要改一下");
    assert_eq!(problem["code"], "request.invalid");
    let errors = serde_json::json!([{"field": "name", "code": "request.missing", "message": "这一项要填。"}]);
    assert_eq!(problem["errors"], errors);
    assert_eq!(problem["request_id"], answer.header("x-request-id"));

    let english = site.get_with("/api/nothing", &[("accept-language", "en-GB")]).await;
    assert_eq!(english.json()["title"], "There is no such page");
    assert_eq!(site.app.messages.problems(), []);
}

#[tokio::test]
async fn every_kind_of_refusal_has_its_status() {
    let site = Harness::new(routes);
    let code = |answer: super::Answer| {
        (answer.status.as_u16(), answer.json()["code"].as_str().unwrap().to_owned())
    };
    let is = |status: u16, name: &str| (status, name.to_owned());
    assert_eq!(code(site.post_json("/api/things", "{").await), is(400, "request.malformed"));
    assert_eq!(code(site.post_json("/api/things", "{}").await), is(422, "request.invalid"));
    assert_eq!(
        code(site.post_json("/api/things", "x".repeat(65)).await),
        is(413, "request.too-large")
    );
    assert_eq!(code(site.get("/api/nothing").await), is(404, "request.not-found"));
    assert_eq!(code(site.get("/api/things/admin").await), is(401, "request.sign-in-first"));
    let plain = Request::post("/api/things").body(Body::from("{}")).unwrap();
    assert_eq!(code(site.send(plain).await), is(415, "request.content-type"));

    let method = site.get("/api/things").await;
    assert_eq!(method.header("allow"), "POST");
    assert_eq!(code(method), is(405, "request.method"));
    let busy = site.post_json("/api/things", "{\"name\":\"busy\"}").await;
    assert_eq!(busy.header("retry-after"), "3");
    assert_eq!(code(busy), is(503, "request.busy"));
    let often = site.post_json("/api/things", "{\"name\":\"often\"}").await;
    assert_eq!((often.status.as_u16(), often.header("retry-after")), (429, "60"));
}

#[tokio::test]
async fn a_body_of_unknown_length_is_cut_at_the_limit_of_its_route() {
    let site = Harness::new(routes);
    let chunk = std::io::Cursor::new("\"".repeat(100));
    let stream = tokio_util::io::ReaderStream::new(chunk);
    let answer = site.post_json("/api/things", Body::from_stream(stream)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.header("connection"), "close");
}

#[tokio::test]
async fn a_panic_is_an_error_of_ours_and_its_text_stays_here() {
    let site = Harness::new(routes);
    let answer = site.post_json("/api/things", "{\"name\":\"panic\"}").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(answer.json()["code"], "request.internal");
    assert!(!answer.text.contains("never mind"));
    let page = site.get("/things/broken").await;
    assert!(page.text.contains("我们这边出了问题") && !page.text.contains("disk"));
}

#[tokio::test]
async fn a_false_token_is_refused_on_public_routes_too() {
    let site = Harness::new(routes);
    let headers = [("authorization", "Bearer false"), ("accept", "application/json")];
    let answer = site.get_with("/things/none", &headers).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"api\", error=\"invalid_token\"");
    let good = site.get_with("/api/things/admin", &[("authorization", "Bearer good")]).await;
    assert_eq!((good.status, good.text.as_str()), (StatusCode::OK, "secret"));
    assert_eq!(good.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_page_says_what_happened_and_what_to_do() {
    let site = Harness::new(routes);
    let zh = site.get("/things/none").await;
    assert_eq!(zh.status, StatusCode::NOT_FOUND);
    for part in ["没有这个东西。", "没有这个页面", "tel:10000", zh.header("x-request-id")]
    {
        assert!(zh.text.contains(part), "{part}\n{}", zh.text);
    }
    let en = site.get_with("/things/none", &[("cookie", "lang=en")]).await;
    assert!(en.text.contains("No such thing.") && en.text.contains("<html lang=\"en\""));
    // A page does not follow the browser's language, only the choice.
    let still = site.get_with("/things/none", &[("accept-language", "en")]).await;
    assert!(still.text.contains("没有这个东西。"));
    assert_eq!(site.app.messages.problems(), []);
}

#[tokio::test]
async fn a_page_that_needs_a_person_leads_to_sign_in_and_back() {
    let site = Harness::new(routes);
    let get = site.get("/things/admin?tab=2").await;
    assert_eq!(get.status, StatusCode::SEE_OTHER);
    assert_eq!(get.header("location"), "/sign-in?next=%2Fthings%2Fadmin%3Ftab%3D2");
    let post = Request::post("/things/admin").body(Body::empty()).unwrap();
    let post = site.send(post).await;
    assert_eq!(post.status, StatusCode::UNAUTHORIZED);
    assert!(post.text.contains("/sign-in?next="));
}

#[tokio::test]
async fn an_answer_before_the_body_was_read_keeps_the_connection_if_the_rest_is_small() {
    let site = Harness::new(routes);
    let small = site.post_json("/api/nothing", "{}").await;
    assert_eq!((small.status.as_u16(), small.header("connection")), (404, ""));
    let large = site.post_json("/api/nothing", " ".repeat(200_000)).await;
    assert_eq!((large.status.as_u16(), large.header("connection")), (404, "close"));
}
