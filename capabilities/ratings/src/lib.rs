//! Ratings: every guest is invited to say how it was, and nobody can be known by what they said.
//!
//! Owns `rating`, `rating_tie`, `rating_held`, `rating_held_hour`, `rating_unserved`,
//! `rating_word` and `rating_reason`. Rights to rate and every figure belong to `visits`: a rating spends a right
//! and adds to the totals of the day of its record, in one transaction.
//! `docs/decisions/0018-ratings.md` says what is kept, and for how long.

mod api;
mod figures;
mod forgetting;
mod held;
mod mask;
mod overview;
mod pages;
pub mod past;
mod rating;
mod said;
mod standing;
mod station;
mod store;
#[cfg(test)]
mod tests;
mod token;
mod unserved;
mod words;

use db::Migration;
use i18n::Lang;
use kernel::{Capability, Menu, Permission, Route};
use utoipa::OpenApi;

pub use held::Gathered;
pub use station::StationFigures;

/// The schema of this capability.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        capability: "ratings",
        number: 1,
        name: "0001_ratings",
        sql: include_str!("../migrations/0001_ratings.sql"),
    },
    Migration {
        capability: "ratings",
        number: 2,
        name: "0002_shown",
        sql: include_str!("../migrations/0002_shown.sql"),
    },
    Migration {
        capability: "ratings",
        number: 3,
        name: "0003_unserved",
        sql: include_str!("../migrations/0003_unserved.sql"),
    },
];

/// Its entries of the menus.
const MENU: &[Menu] = &[
    Menu {
        place: "desk",
        label: "ratings-title",
        icon: "i-heart",
        href: "/desk/ratings",
        permission: visits::RECORD,
        order: 20,
    },
    Menu {
        place: "console",
        label: "ratings-title",
        icon: "i-heart",
        href: "/console/ratings",
        permission: visits::SUPERVISE,
        order: 30,
    },
];

#[derive(OpenApi)]
#[openapi(paths(api::give, api::replace, api::withdraw, api::reasons))]
struct Api;

fn routes() -> Vec<Route> {
    use pages::{figures, rate, unserved};
    let public = Permission::PUBLIC;
    vec![
        Route::get("/r/{station}/{token}", public, rate::show),
        Route::post("/r/{station}/{token}", public, rate::say),
        Route::post("/r/{station}/{token}/withdrawal", public, rate::withdraw),
        Route::get("/stations/{code}/unserved", public, unserved::show),
        Route::post("/stations/{code}/unserved", public, unserved::tell),
        Route::get("/console/units/{code}/poster", visits::SUPERVISE, unserved::poster),
        Route::get("/console/ratings", visits::SUPERVISE, figures::home),
        Route::get("/console/units/{code}/ratings", visits::SUPERVISE, figures::of_unit),
        Route::get("/desk/ratings", visits::RECORD, figures::of_station),
        Route::post("/api/v1/ratings", public, api::give),
        Route::put("/api/v1/ratings", public, api::replace),
        Route::post("/api/v1/ratings/withdrawal", public, api::withdraw),
        Route::get("/api/v1/ratings/reasons", public, api::reasons),
    ]
}

/// What this crate hands to the house.
pub fn capability() -> Capability {
    Capability {
        migrations: MIGRATIONS,
        messages: &[
            (Lang::ZhCn, include_str!("../messages/zh-CN.ftl")),
            (Lang::En, include_str!("../messages/en.ftl")),
        ],
        routes,
        api: Some(Api::openapi),
        periodic: &[forgetting::TIES, forgetting::HELD],
        menu: MENU,
        samples: pages::samples,
        ..Capability::named("ratings")
    }
}
