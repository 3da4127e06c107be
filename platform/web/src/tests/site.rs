//! What the site answers by itself, and what every answer carries.

use axum::response::Response;
use axum::{
    body::Body,
    http::{Request, StatusCode, header::SET_COOKIE},
};
use kernel::{Permission, Result, Route, Settings};

use super::{Harness, settings};
use crate::{Ctx, Secret, Shell, page, see_other, sessions::Stay};

#[derive(askama::Template)]
#[template(
    source = r#"{% extends "public.html" %}{% block title %}{{ shell.path }}{% endblock %}{% block content %}<p>{{ shell.here() }}</p>{% endblock %}"#,
    ext = "html"
)]
struct ThingsPage {
    shell: Shell,
}

async fn things(ctx: Ctx) -> Result<Response> {
    page(StatusCode::OK, &ThingsPage { shell: ctx.shell() })
}

fn routes() -> Vec<Route> {
    vec![
        Route::get("/things", Permission::PUBLIC, things),
        Route::post("/things", Permission::PUBLIC, async || "made"),
        Route::post("/things/door", Permission::PUBLIC, async || {
            let cookie = Secret::from_cookie("new").set_cookie(Stay::Browser);
            ([(SET_COOKIE, cookie)], see_other("/things"))
        }),
    ]
}

#[tokio::test]
async fn a_page_has_its_policy_and_no_inline_anything() {
    let site = Harness::new(routes);
    let answer = site.get("/things?q=1").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let policy = answer.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"),
        "{policy}"
    );
    assert!(
        policy.ends_with("form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
        "{policy}"
    );
    for refused in ["<style", " style=", "onclick", "<script>"] {
        assert!(!answer.text.contains(refused), "{refused}");
    }
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("cache-control"), "no-cache");
    assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow");
    assert!(answer.text.contains("演示数据，与真实单位无关"));
    assert!(answer.text.contains("public-") && !answer.text.contains("/assets/app-25"));
    assert!(answer.text.contains("href=\"/things\" aria-current=\"page\""));
    assert!(!answer.text.contains("/things/admin"), "an entry that needs a right");
}

#[tokio::test]
async fn language_and_size_are_chosen_by_address_and_remembered() {
    let site = Harness::new(routes);
    let chosen = site.get("/things?q=1&lang=en&elder=1").await;
    let cookies: Vec<&str> =
        chosen.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert_eq!(
        cookies,
        [
            "lang=en; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax",
            "elder=1; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax",
        ]
    );
    assert!(chosen.text.contains("<html lang=\"en\" data-size=\"elder\""));
    assert!(chosen.text.contains("href=\"/things?q=1&#38;lang=zh-CN\""), "{}", chosen.text);
    assert!(chosen.text.contains("elder-bar"));

    let first = site.get("/things").await;
    assert!(first.text.contains("字太小？"));
    let later = site.get_with("/things", &[("cookie", "elder=0; lang=en")]).await;
    assert!(!later.text.contains("Text too small?"));
    assert!(later.text.contains("data-size=\"standard\""));
}

#[tokio::test]
async fn a_known_person_is_named_and_nothing_of_the_answer_is_kept() {
    let site = Harness::new(routes);
    let answer = site.get_with("/things", &[("authorization", "Bearer good")]).await;
    for part in ["林小满", "/sign-out", "href=\"/things/admin\""] {
        assert!(answer.text.contains(part), "{part}");
    }
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_stale_session_is_no_credentials_and_is_cleared() {
    let site = Harness::new(routes);
    let answer = site.get_with("/things", &[("cookie", "__Host-session=old")]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("set-cookie"), crate::sessions::CLEAR_COOKIE);
}

#[tokio::test]
async fn a_new_session_replaces_a_stale_one_and_its_answer_is_not_kept() {
    let site = Harness::new(routes);
    let request = Request::post("/things/door").header("cookie", "lang=en");
    let answer = site.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let request = Request::post("/things/door").header("cookie", "__Host-session=old");
    let answer = site.send(request.body(Body::empty()).unwrap()).await;
    let cookies = answer.headers.get_all(SET_COOKIE).iter().count();
    assert_eq!((answer.status, cookies), (StatusCode::SEE_OTHER, 1));
    assert!(answer.header("set-cookie").starts_with("__Host-session=new; Secure; HttpOnly"));
}

#[tokio::test]
async fn an_act_from_another_site_is_refused() {
    let site = Harness::new(routes);
    let act = |headers: &[(&str, &str)]| {
        let mut request = Request::post("/things").header("host", "127.0.0.1:8080");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::empty()).unwrap()
    };
    let cross = site.send(act(&[("sec-fetch-site", "cross-site")])).await;
    assert_eq!(cross.status, StatusCode::FORBIDDEN);
    assert!(cross.text.contains("从别的网站发来"));
    assert_eq!(site.send(act(&[("origin", "null")])).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.send(act(&[("origin", "http://127.0.0.1:8080")])).await.status, StatusCode::OK);
    assert_eq!(site.send(act(&[])).await.status, StatusCode::OK);
}

#[tokio::test]
async fn head_is_answered_like_get_without_a_body() {
    let site = Harness::new(routes);
    let head = Request::head("/things").body(Body::empty()).unwrap();
    let head = site.send(head).await;
    assert_eq!((head.status, head.text.as_str()), (StatusCode::OK, ""));
    assert!(head.header("content-type").starts_with("text/html"));
}

#[tokio::test]
async fn it_is_alive_and_ready_and_robots_stay_out_of_a_demonstration() {
    let site = Harness::new(routes);
    assert_eq!(site.get("/livez").await.status, StatusCode::OK);
    assert_eq!(site.get("/readyz").await.status, StatusCode::OK);
    assert_eq!(site.get("/robots.txt").await.text, "User-agent: *\nDisallow: /\n");
    let real = Harness::with(routes, Settings { demo: false, ..settings() }, |site| site);
    assert!(!real.get("/robots.txt").await.text.contains("Disallow: /\n"));
    assert_eq!(real.get("/things").await.header("x-robots-tag"), "");
}

#[tokio::test]
async fn it_is_not_ready_before_it_is_migrated() {
    const LATER: &[db::Migration] = &[db::Migration {
        capability: "things",
        number: 1,
        name: "0001_things",
        sql: "CREATE TABLE things (id BIGINT NOT NULL PRIMARY KEY);",
    }];
    let site = Harness::with(routes, settings(), |site| site.migrations(LATER));
    let before = site.get("/readyz").await;
    assert_eq!(before.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(before.header("retry-after"), "5");
    let all = [crate::MIGRATIONS, LATER].concat();
    site.app.db.migrate(&all).unwrap();
    assert_eq!(site.get("/readyz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn assets_are_packed_and_kept_for_a_year() {
    let site = Harness::new(routes);
    let css = site.get_with(crate::assets::APP_CSS, &[("accept-encoding", "gzip")]).await;
    assert_eq!(css.status, StatusCode::OK);
    assert_eq!(css.header("content-encoding"), "gzip");
    assert_eq!(css.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(css.header("cache-control"), "public, max-age=31536000, immutable");
    let plain = site.get(crate::assets::APP_CSS).await;
    assert_eq!(plain.header("content-encoding"), "");
    assert!(plain.text.len() > css.text.len());
    for absent in ["/assets/none.css", "/assets/manifest.json", "/assets/../Cargo.toml"] {
        assert_eq!(site.get(absent).await.status, StatusCode::NOT_FOUND, "{absent}");
    }
    assert_eq!(site.get("/favicon.ico").await.header("content-type"), "image/svg+xml");
}

#[tokio::test]
async fn the_api_document_is_served_and_shown() {
    let site = Harness::new(routes);
    let document = site.get("/api/openapi.json").await;
    assert_eq!(document.json()["components"]["schemas"]["Problem"]["type"], "object");
    let tag = document.header("etag").to_owned();
    let again = site.get_with("/api/openapi.json", &[("if-none-match", &tag)]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let docs = site.get("/api/docs").await;
    assert!(docs.text.contains("data-url=\"/api/openapi.json\""));
    assert!(!docs.header("content-security-policy").contains("unsafe"));
}

#[tokio::test]
async fn large_answers_are_packed() {
    let site = Harness::new(routes);
    let page = site.get_with("/things", &[("accept-encoding", "gzip")]).await;
    assert_eq!(page.header("content-encoding"), "gzip");
    let small = site.get_with("/livez", &[("accept-encoding", "gzip")]).await;
    assert_eq!(small.header("content-encoding"), "");
}
