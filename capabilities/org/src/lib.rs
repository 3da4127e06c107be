//! Org: units true in time, people, accounts, posts, grants, service tokens, sign-in.
//!
//! Owns `unit`, `unit_parent`, `unit_division`, `reparenting`, `reorganisation`, `renaming`, `person`,
//! `account`, `account_factor`, `recovery_code`, `role_grant`, `post` and `service_token`. Stations are leaves
//! of the tree of units; everything else about them belongs
//! to `stations`. Everybody may lean on this crate, it leans on no other capability.

pub mod access;
pub mod accounts;
mod api;
pub mod authors;
pub mod commands;
pub mod delegation;
mod endings;
pub mod factor;
pub mod gate;
pub mod grants;
pub mod login;
pub mod noted;
mod pages;
pub mod password;
pub mod people;
pub mod posts;
pub mod renaming;
pub mod reorganisation;
pub mod reparenting;
mod role;
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
pub use reparenting::{Books, NoBooks};
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
        name: "0003_reparenting",
        sql: include_str!("../migrations/0003_reparenting.sql"),
    },
    Migration {
        capability: "org",
        number: 4,
        name: "0004_delegation",
        sql: include_str!("../migrations/0004_delegation.sql"),
    },
    Migration {
        capability: "org",
        number: 5,
        name: "0005_factor",
        sql: include_str!("../migrations/0005_factor.sql"),
    },
    Migration {
        capability: "org",
        number: 6,
        name: "0006_reorganisation",
        sql: include_str!("../migrations/0006_reorganisation.sql"),
    },
    Migration {
        capability: "org",
        number: 7,
        name: "0007_renaming",
        sql: include_str!("../migrations/0007_renaming.sql"),
    },
];

/// Its messages.
pub const MESSAGES: &[(Lang, &str)] = &[
    (Lang::ZhCn, include_str!("../messages/audit.zh-CN.ftl")),
    (Lang::En, include_str!("../messages/audit.en.ftl")),
    (Lang::ZhCn, include_str!("../messages/zh-CN.ftl")),
    (Lang::En, include_str!("../messages/en.ftl")),
];

/// To see what there is to administer.
pub const ADMINISTER: Permission = Permission("org.administer");
/// To look after everybody's accounts and grants.
pub const ACCOUNTS: Permission = Permission("org.accounts");
/// To look after the people who serve below one's units.
pub const PEOPLE: Permission = Permission("org.people");
/// To move units below one's own.
pub const UNITS: Permission = Permission("org.units");
/// To make and take back service tokens.
pub const TOKENS: Permission = Permission("org.tokens");

const MENU: &[Menu] = &[
    entry("admin", "org-menu-admin", "i-home", "/admin", ADMINISTER, 10),
    entry("admin", "org-menu-accounts", "i-people", "/admin/accounts", ACCOUNTS, 30),
    entry("admin", "org-menu-tokens", "i-lock", "/admin/tokens", TOKENS, 40),
    entry("console", "org-menu-people", "i-people", "/console/people", PEOPLE, 60),
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

fn routes<B: Books>() -> Vec<Route> {
    use pages::{admin, code, door, factor, own, password, tokens};
    let mut routes = vec![
        Route::get("/sign-in", Permission::PUBLIC, door::show),
        Route::post("/sign-out", Permission::PUBLIC, door::sign_out),
        Route::get("/sign-in/code", Permission::SIGNED_IN, code::show),
        Route::get("/account", Permission::SIGNED_IN, own::show),
        Route::post("/account/sessions/ending", Permission::SIGNED_IN, own::end),
        Route::get("/account/password", Permission::SIGNED_IN, password::show),
        Route::get("/account/factor", Permission::SIGNED_IN, factor::show),
        Route::get("/admin", ADMINISTER, admin::show),
        Route::get("/admin/tokens", TOKENS, tokens::index),
        Route::post("/admin/tokens", TOKENS, tokens::create),
        Route::post("/admin/tokens/{id}/revocation", TOKENS, tokens::revoke),
        Route::get("/api/v1/units/{code}", Permission::PUBLIC, api::show),
        Route::get("/api/v1/units/{code}/children", Permission::PUBLIC, api::children),
        Route::get("/api/v1/units/{code}/ancestors", Permission::PUBLIC, api::ancestors),
    ];
    routes.extend(tree_routes::<B>());
    routes.extend(people_routes());
    routes.extend(locked_routes());
    routes
}

/// Routes that change the tree of units.
fn tree_routes<B: Books>() -> Vec<Route> {
    use api::{reorganisation, reparenting};
    use pages::reparenting as page;
    let mut routes = vec![
        Route::post("/api/v1/units/{code}/closure", UNITS, reorganisation::close::<B>),
        Route::post(
            "/api/v1/units/{code}/closure/{id}/withdrawal",
            UNITS,
            reorganisation::withdraw_closure::<B>,
        ),
        Route::post("/api/v1/units/{code}/merger", UNITS, reorganisation::merge::<B>),
        Route::post(
            "/api/v1/units/{code}/merger/{id}/withdrawal",
            UNITS,
            reorganisation::withdraw_merger::<B>,
        ),
        Route::get("/console/units/{code}/reparenting", UNITS, page::show),
        Route::post("/console/units/{code}/reparenting", UNITS, page::order::<B>),
        Route::post(
            "/console/units/{code}/reparenting/{id}/withdrawal",
            UNITS,
            page::withdraw::<B>,
        ),
        Route::post("/api/v1/units/{code}/reparenting", UNITS, reparenting::create::<B>),
        Route::post(
            "/api/v1/units/{code}/reparenting/{id}/withdrawal",
            UNITS,
            reparenting::withdraw::<B>,
        ),
    ];
    routes.extend(reorganisation_pages::<B>());
    routes.extend(name_routes());
    routes
}

/// Routes that change names of units.
fn name_routes() -> Vec<Route> {
    use api::renaming::{create, withdraw};
    use pages::renaming as page;
    vec![
        Route::post("/api/v1/units/{code}/renaming", UNITS, create),
        Route::post("/api/v1/units/{code}/renaming/{id}/withdrawal", UNITS, withdraw),
        Route::get("/console/units/{code}/renaming", UNITS, page::show),
        Route::post("/console/units/{code}/renaming", UNITS, page::order),
        Route::post("/console/units/{code}/renaming/{id}/withdrawal", UNITS, page::withdraw),
    ]
}

/// The pages that foresee, order and undo changes of several units at once.
fn reorganisation_pages<B: Books>() -> Vec<Route> {
    use pages::reorganisation::{order, show, withdraw};
    vec![
        Route::get("/console/units/{code}/closure", UNITS, show),
        Route::post("/console/units/{code}/closure", UNITS, order::<B>),
        Route::post("/console/units/{code}/closure/{id}/withdrawal", UNITS, withdraw::<B>),
        Route::get("/console/units/{code}/merger", UNITS, show),
        Route::post("/console/units/{code}/merger", UNITS, order::<B>),
        Route::post("/console/units/{code}/merger/{id}/withdrawal", UNITS, withdraw::<B>),
    ]
}

/// The pages about people: of everybody for security, of their own for supervisors.
fn people_routes() -> Vec<Route> {
    use pages::{account, accounts, delegation, devices, new_account};
    vec![
        Route::get("/admin/accounts", ACCOUNTS, accounts::index),
        Route::post("/admin/accounts", ACCOUNTS, new_account::create),
        Route::get("/admin/accounts/new", ACCOUNTS, new_account::new),
        Route::get("/admin/accounts/{id}", ACCOUNTS, account::show),
        Route::post("/admin/accounts/{id}/grants", ACCOUNTS, account::give),
        Route::post("/admin/accounts/{id}/grants/revocation", ACCOUNTS, account::revoke),
        Route::post("/admin/accounts/{id}/posts/ending", ACCOUNTS, account::end_post),
        Route::post("/admin/accounts/{id}/closure", ACCOUNTS, account::close),
        Route::post("/admin/accounts/{id}/reopening", ACCOUNTS, account::reopen),
        Route::post("/admin/accounts/{id}/password", ACCOUNTS, account::reset),
        Route::post("/admin/accounts/{id}/factor/removal", ACCOUNTS, account::remove_factor),
        Route::post("/admin/accounts/{id}/sessions/ending", ACCOUNTS, account::end_sessions),
        Route::get("/console/people", PEOPLE, accounts::home),
        Route::get("/console/units/{code}/people", PEOPLE, accounts::index),
        Route::post("/console/units/{code}/people", PEOPLE, new_account::create),
        Route::get("/console/units/{code}/people/new", PEOPLE, new_account::new),
        Route::get("/console/units/{code}/devices", PEOPLE, devices::show),
        Route::post("/console/units/{code}/devices/ending", PEOPLE, devices::end),
        Route::get("/console/people/{id}", PEOPLE, account::show),
        Route::post("/console/people/{id}/grants", PEOPLE, account::give),
        Route::post("/console/people/{id}/grants/revocation", PEOPLE, account::revoke),
        Route::get("/console/people/{id}/delegation", PEOPLE, delegation::show),
        Route::post("/console/people/{id}/delegation", PEOPLE, delegation::delegate),
        Route::post("/console/people/{id}/posts/ending", PEOPLE, account::end_post),
        Route::post("/console/people/{id}/closure", PEOPLE, account::close),
        Route::post("/console/people/{id}/reopening", PEOPLE, account::reopen),
        Route::post("/console/people/{id}/password", PEOPLE, account::reset),
        Route::post("/console/people/{id}/factor/removal", PEOPLE, account::remove_factor),
        Route::post("/console/people/{id}/sessions/ending", PEOPLE, account::end_sessions),
    ]
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

/// What this crate hands to the house, where nothing is counted by unit and day.
pub fn capability() -> Capability {
    capability_with::<NoBooks>()
}

/// The same, where what `B` counts goes along with units that move.
pub fn capability_with<B: Books>() -> Capability {
    Capability {
        migrations: MIGRATIONS,
        messages: MESSAGES,
        routes: routes::<B>,
        api: Some(api::Document::openapi),
        permissions: &[
            (ADMINISTER, &["administrator", "security", "auditor"]),
            (ACCOUNTS, &["security"]),
            (PEOPLE, &["supervisor"]),
            (UNITS, &["supervisor"]),
            (TOKENS, &["security"]),
        ],
        menu: MENU,
        subscriptions: &[endings::AT_CLOSED_STATION],
        samples: samples::samples,
        ..Capability::named("org")
    }
}
