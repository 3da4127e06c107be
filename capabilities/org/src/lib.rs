//! Org: units true in time, people, accounts, posts, grants, service tokens, sign-in.
//!
//! Owns `unit`, `unit_parent`, `unit_division`, `person`, `account`, `account_factor`,
//! `recovery_code`, `role_grant`, `post` and `service_token`. Stations are leaves of the tree of units; everything else about them belongs
//! to `stations`. Everybody may lean on this crate, it leans on no other capability.

pub mod access;
pub mod accounts;
mod api;
pub mod commands;
pub mod factor;
pub mod gate;
pub mod grants;
pub mod login;
mod pages;
pub mod password;
pub mod people;
pub mod posts;
mod samples;
mod sign_in;
mod store;
#[cfg(test)]
mod tests;
mod throttle;
pub mod tokens;
pub mod tree;
mod turnstile;
pub mod unit;

use std::sync::Arc;

use axum::Extension;
use db::Migration;
use i18n::Lang;
use kernel::{Capability, Menu, Permission, Route};
use utoipa::OpenApi;

pub use access::{AccountId, Grant, PersonId, Role, Subject, TokenId, Viewer};
pub use commands::is_initialised;
pub use gate::{AccessGate, Who};
pub use tree::Tree;
pub use unit::UnitId;

/// The schema of this capability.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        capability: "org",
        number: 1,
        name: "0001_units",
        sql: include_str!("../migrations/0001_units.sql"),
    },
    Migration {
        capability: "org",
        number: 2,
        name: "0002_access",
        sql: include_str!("../migrations/0002_access.sql"),
    },
    Migration {
        capability: "org",
        number: 3,
        name: "0003_factor",
        sql: include_str!("../migrations/0003_factor.sql"),
    },
];

/// Its messages.
pub const MESSAGES: &[(Lang, &str)] = &[
    (Lang::ZhCn, include_str!("../messages/zh-CN.ftl")),
    (Lang::En, include_str!("../messages/en.ftl")),
];

/// To see what there is to administer.
pub const ADMINISTER: Permission = Permission("org.administer");
/// To look after people, their accounts and what they may do.
pub const PEOPLE: Permission = Permission("org.people");
/// To make and take back service tokens.
pub const TOKENS: Permission = Permission("org.tokens");

const MENU: &[Menu] = &[
    entry("admin", "org-menu-admin", "i-home", "/admin", ADMINISTER, 10),
    entry("admin", "org-menu-accounts", "i-people", "/admin/accounts", PEOPLE, 30),
    entry("admin", "org-menu-tokens", "i-lock", "/admin/tokens", TOKENS, 40),
    entry("console", "org-menu-people", "i-people", "/admin/accounts", PEOPLE, 60),
    entry("mine", "org-menu-work", "i-home", "/sign-in", Permission::SIGNED_IN, 10),
    entry("mine", "org-menu-account", "i-key", "/account", Permission::SIGNED_IN, 20),
];

const fn entry(
    place: &'static str,
    label: &'static str,
    icon: &'static str,
    href: &'static str,
    permission: Permission,
    order: u16,
) -> Menu {
    Menu { place, label, icon, href, permission, order }
}

fn routes() -> Vec<Route> {
    use pages::{account, accounts, admin, code, door, factor, own, password, tokens};
    let mut routes = vec![
        Route::get("/sign-in", Permission::PUBLIC, door::show),
        Route::post("/sign-out", Permission::PUBLIC, door::sign_out),
        Route::get("/sign-in/code", Permission::SIGNED_IN, code::show),
        Route::get("/account", Permission::SIGNED_IN, own::show),
        Route::post("/account/sessions/ending", Permission::SIGNED_IN, own::end),
        Route::get("/account/password", Permission::SIGNED_IN, password::show),
        Route::get("/account/factor", Permission::SIGNED_IN, factor::show),
        Route::get("/admin", ADMINISTER, admin::show),
        Route::get("/admin/accounts", PEOPLE, accounts::index),
        Route::post("/admin/accounts", PEOPLE, accounts::create),
        Route::get("/admin/accounts/new", PEOPLE, accounts::new),
        Route::get("/admin/accounts/{id}", PEOPLE, account::show),
        Route::post("/admin/accounts/{id}/grants", PEOPLE, account::give),
        Route::post("/admin/accounts/{id}/posts/ending", PEOPLE, account::end_post),
        Route::post("/admin/accounts/{id}/closure", PEOPLE, account::close),
        Route::post("/admin/accounts/{id}/reopening", PEOPLE, account::reopen),
        Route::post("/admin/accounts/{id}/password", PEOPLE, account::reset),
        Route::post("/admin/accounts/{id}/factor/removal", PEOPLE, account::remove_factor),
        Route::post("/admin/accounts/{id}/sessions/ending", PEOPLE, account::end_sessions),
        Route::post("/admin/grants/{id}/revocation", PEOPLE, account::revoke),
        Route::get("/admin/tokens", TOKENS, tokens::index),
        Route::post("/admin/tokens", TOKENS, tokens::create),
        Route::post("/admin/tokens/{id}/revocation", TOKENS, tokens::revoke),
        Route::get("/api/v1/units/{code}", Permission::PUBLIC, api::show),
        Route::get("/api/v1/units/{code}/children", Permission::PUBLIC, api::children),
        Route::get("/api/v1/units/{code}/ancestors", Permission::PUBLIC, api::ancestors),
    ];
    routes.extend(locked_routes());
    routes
}

/// Routes that take a password or a code, with the one count of tries that they share.
fn locked_routes() -> Vec<Route> {
    use pages::{code, door, factor, password};
    let throttle = Arc::new(throttle::Throttle::default());
    let mut routes = vec![
        Route::post("/sign-in", Permission::PUBLIC, door::sign_in),
        Route::post("/sign-in/code", Permission::SIGNED_IN, code::give),
        Route::post("/account/password", Permission::SIGNED_IN, password::change),
        Route::post("/account/factor", Permission::SIGNED_IN, factor::confirm),
        Route::post("/account/factor/codes", Permission::SIGNED_IN, factor::renew),
        Route::post("/account/factor/removal", Permission::SIGNED_IN, factor::remove),
    ];
    for route in &mut routes {
        let handler = std::mem::take(&mut route.handler);
        route.handler = handler.layer(Extension(Arc::clone(&throttle)));
    }
    routes
}

/// What this crate hands to the house.
pub fn capability() -> Capability {
    Capability {
        name: "org",
        migrations: MIGRATIONS,
        messages: MESSAGES,
        routes,
        api: Some(api::Document::openapi),
        permissions: &[
            (ADMINISTER, &["administrator", "security", "auditor"]),
            (PEOPLE, &["security", "supervisor"]),
            (TOKENS, &["security"]),
        ],
        menu: MENU,
        jobs: &[],
        samples: samples::samples,
    }
}
