//! Auditing: the audit as auditors read it, verify it and take it away.
//!
//! Owns no table: what was done is kept by `audit`, who did it is known to `org`. It changes
//! nothing of the audit but by what it notes itself: that somebody verified a day, or took entries
//! away, and why.

pub mod exporting;
mod pages;
mod samples;
#[cfg(test)]
mod tests;
mod words;

pub use pages::days::fault_line;

use audit::Act;
use i18n::Lang;
use kernel::{Capability, Menu, Permission, Route};

/// To read the audit, verify it and take it away.
pub const READ: Permission = Permission("auditing.read");

/// A day of the chain was counted again.
pub const DAY_VERIFIED: Act = Act("auditing.day-verified");

const MENU: &[Menu] = &[Menu {
    place: "admin",
    label: "auditing-menu",
    icon: "i-shield",
    href: "/admin/audit",
    permission: READ,
    order: 60,
}];

fn routes() -> Vec<Route> {
    use pages::{days, entry, export, list};
    vec![
        Route::get("/admin/audit", READ, list::show),
        Route::get("/admin/audit/entries/{seq}", READ, entry::show),
        Route::get("/admin/audit/days", READ, days::show),
        Route::post("/admin/audit/days/{day}/verification", READ, days::verify),
        Route::get("/admin/audit/exports/new", READ, export::show),
        Route::post("/admin/audit/exports", READ, export::take),
    ]
}

/// What this crate hands to the house.
pub fn capability() -> Capability {
    Capability {
        messages: &[
            (Lang::ZhCn, include_str!("../messages/zh-CN.ftl")),
            (Lang::En, include_str!("../messages/en.ftl")),
        ],
        routes,
        permissions: &[(READ, &["auditor"])],
        menu: MENU,
        samples: samples::samples,
        ..Capability::named("auditing")
    }
}
