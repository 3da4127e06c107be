//! Upkeep: what the product does by itself at night, and the pages on which an administrator sees
//! how its work stands.
//!
//! Owns no tables: the queue belongs to `jobs`, sessions to `web`.

mod housekeeping;
pub mod noted;
mod pages;
mod samples;
#[cfg(test)]
mod tests;

use i18n::Lang;
use kernel::{Capability, Menu, Permission, Route};

/// To see how the work of the system stands, and to try again what failed.
pub const JOBS: Permission = Permission("upkeep.jobs");

const MENU: &[Menu] = &[Menu {
    place: "admin",
    label: "upkeep-jobs",
    icon: "i-refresh",
    href: "/admin/jobs",
    permission: JOBS,
    order: 60,
}];

fn routes() -> Vec<Route> {
    use pages::jobs;
    vec![
        Route::get("/admin/jobs", JOBS, jobs::show),
        Route::post("/admin/jobs/{id}/attempt", JOBS, jobs::retry),
        Route::post("/admin/jobs/{id}/dismissal", JOBS, jobs::let_go),
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
        permissions: &[(JOBS, &["administrator"])],
        menu: MENU,
        periodic: &[housekeeping::SESSIONS, housekeeping::JOBS],
        samples: samples::samples,
        ..Capability::named("upkeep")
    }
}
