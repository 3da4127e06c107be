//! A small site behind the real router: what every capability can rely on.

mod connections;
mod documents;
mod errors;
mod fuzz;
mod limits;
mod parts;
mod sessions;
mod site;
mod tls;

use std::{pin::Pin, sync::Arc};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header::CONTENT_TYPE, request::Parts},
};
use db::{FixedClock, Instant, Options};
use http_body_util::BodyExt;
use i18n::Catalog;
use kernel::{App, Brand, Capability, Error, Gate, Menu, Permission, Result, Route, Settings};
use tempfile::TempDir;

use crate::{Caller, Credentials, Site, Who, introduce, leftover};

/// 2026-11-24 14:32 in Shanghai.
pub const NOW: Instant = Instant(1_795_501_920_000_000);
pub const ADMIN: Permission = Permission("things.admin");

const MESSAGES: &[(i18n::Lang, &str)] = &[
    (
        i18n::Lang::ZhCn,
        "things-menu = 东西\nthings-more = 更多\nthings-admin = 管理\nthings-unknown = 没有这个东西。\n",
    ),
    (
        i18n::Lang::En,
        "things-menu = Things\nthings-more = More\nthings-admin = Admin\nthings-unknown = No such thing.\n",
    ),
];

const MENU: &[Menu] = &[
    Menu {
        place: "admin",
        label: "things-admin",
        icon: "i-key",
        href: "/things/admin",
        permission: ADMIN,
        order: 2,
    },
    Menu {
        place: "public",
        label: "things-menu",
        icon: "i-box",
        href: "/things",
        permission: Permission::PUBLIC,
        order: 1,
    },
    Menu {
        place: "public",
        label: "things-more",
        icon: "i-list",
        href: "/more",
        permission: Permission::PUBLIC,
        order: 2,
    },
];

/// Lets in who carries the token `good`; `Bearer false` is a false token.
pub struct TestGate;

impl Gate for TestGate {
    fn admit<'a>(
        &'a self,
        _: &'a App,
        request: &'a mut Parts,
        permission: Permission,
    ) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>> {
        Box::pin(async move {
            match Credentials::of(&request.headers)? {
                Credentials::Bearer(token) if token == "good" => {
                    request.extensions.insert(Caller(7));
                    let who = Who { name: "林小满".to_owned(), subtitle: "大使".to_owned() };
                    introduce(request, who, |_| true)
                }
                Credentials::Bearer(_) => Err(Error::BadCredentials),
                Credentials::Session(_) => {
                    crate::forget_session(request)?;
                    public_only(permission)
                }
                Credentials::None => public_only(permission),
            }
        })
    }
}

fn public_only(permission: Permission) -> Result<()> {
    if permission == Permission::PUBLIC { Ok(()) } else { Err(Error::SignInFirst) }
}

pub struct Harness {
    pub router: Router,
    pub app: App,
    _folder: TempDir,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

pub fn capability(routes: fn() -> Vec<Route>) -> Capability {
    Capability { messages: MESSAGES, routes, menu: MENU, ..Capability::named("things") }
}

pub fn settings() -> Settings {
    let brand = Brand { hotline: Some("10000".to_owned()), ..Brand::default() };
    Settings { brand, demo: true, ..Settings::default() }
}

impl Harness {
    pub fn new(routes: fn() -> Vec<Route>) -> Self {
        Self::with(routes, settings(), |site| site)
    }

    pub fn with(
        routes: fn() -> Vec<Route>,
        settings: Settings,
        change: impl FnOnce(Site) -> Site,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("web.db").display());
        let options = Options { clock: Arc::new(FixedClock::at(NOW)), ..Options::default() };
        let store = db::Db::open(&url, options).unwrap();
        store.migrate(crate::MIGRATIONS).unwrap();
        let messages = Catalog::build(&[("web", crate::MESSAGES), ("things", MESSAGES)]).unwrap();
        let app = App::new(store, settings, Arc::new(messages));
        let site = Site::new(app.clone(), &[capability(routes)], Arc::new(TestGate));
        Self { router: change(site).router(), app, _folder: folder }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = leftover::answer(self.router.clone(), request).await.unwrap();
        let (parts, body) = response.into_parts();
        let text = String::from_utf8_lossy(&body.collect().await.unwrap().to_bytes()).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn post_json(&self, path: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(path).header(CONTENT_TYPE, "application/json");
        self.send(request.body(body.into()).unwrap()).await
    }
}
