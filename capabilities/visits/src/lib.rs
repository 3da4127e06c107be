//! Visits: every service given, recorded once, and the totals it adds up to.
//!
//! Owns `visit`, `rating_key`, `rating_series`, `tally_day`, `tally_month` and `tally_lane`. A fact and its totals are committed
//! together; a correction is a reversal. The register with its sequence is the stream that others
//! follow, so records write no event beside themselves.

mod api;
mod book;
mod counter;
pub mod doctor;
pub mod exporting;
mod figures;
mod folding;
pub mod lens;
mod list;
mod months;
mod overview;
mod pages;
pub mod past;
mod rebooking;
mod record;
pub mod rights;
pub mod scores;
pub mod shown;
mod store;
pub mod tally;
#[cfg(test)]
mod tests;
pub mod totals;

use db::Migration;
use i18n::Lang;
use kernel::{Capability, Menu, Permission, Route};
use utoipa::OpenApi;

pub use book::{Fact, Outcome, RECORDERS, record as record_batch, reverse};
pub use figures::StationFigures;
pub use rebooking::Totals;
pub use record::{RatingKey, Record, Refusal, VisitId};
pub use rights::{NoRatings, Ratings, Right};
pub use scores::Scores;

/// The schema of this capability.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        capability: "visits",
        number: 1,
        name: "0001_visits",
        sql: include_str!("../migrations/0001_visits.sql"),
    },
    Migration {
        capability: "visits",
        number: 2,
        name: "0002_tallies",
        sql: include_str!("../migrations/0002_tallies.sql"),
    },
    Migration {
        capability: "visits",
        number: 3,
        name: "0003_lanes",
        sql: include_str!("../migrations/0003_lanes.sql"),
    },
    Migration {
        capability: "visits",
        number: 4,
        name: "0004_stretches",
        sql: include_str!("../migrations/0004_stretches.sql"),
    },
    Migration {
        capability: "visits",
        number: 5,
        name: "0005_kept_months",
        sql: include_str!("../migrations/0005_kept_months.sql"),
    },
    Migration {
        capability: "visits",
        number: 6,
        name: "0006_ratings",
        sql: include_str!("../migrations/0006_ratings.sql"),
    },
];

/// Its messages.
pub const MESSAGES: &[(Lang, &str)] = &[
    (Lang::ZhCn, include_str!("../messages/zh-CN.ftl")),
    (Lang::En, include_str!("../messages/en.ftl")),
];

/// Its entries of the menus.
const MENU: &[Menu] = &[
    Menu {
        place: "desk",
        label: "visits-desk",
        icon: "i-home",
        href: "/desk",
        permission: RECORD,
        order: 10,
    },
    Menu {
        place: "desk",
        label: "visits-close",
        icon: "i-edit",
        href: "/desk/close",
        permission: RECORD,
        order: 20,
    },
    Menu {
        place: "console",
        label: "visits-console",
        icon: "i-home",
        href: "/console",
        permission: SUPERVISE,
        order: 10,
    },
];

/// To record at one's stations, and to see their day.
pub const RECORD: Permission = Permission("visits.record");
/// To see what happens below one's units.
pub const SUPERVISE: Permission = Permission("visits.supervise");

const MIB: usize = 1024 * 1024;

#[derive(OpenApi)]
#[openapi(
    paths(
        api::visits::record,
        api::visits::reverse,
        api::visits::show,
        api::visits::list,
        api::tallies::show
    ),
    components(schemas(api::visits::RecordBody))
)]
struct Api;

fn routes<R: Ratings>() -> Vec<Route> {
    use api::{tallies, visits};
    use pages::{close, console, desk, export, register, stream};
    vec![
        Route::post("/api/v1/visits", RECORD, visits::record::<R>).body_limit(16 * MIB),
        Route::get("/api/v1/visits", RECORD, visits::list),
        Route::get("/api/v1/visits/{id}", RECORD, visits::show),
        Route::post("/api/v1/visits/{id}/reversal", RECORD, visits::reverse),
        Route::get("/api/v1/tallies", Permission::PUBLIC, tallies::show),
        Route::get("/desk", RECORD, desk::show),
        Route::get("/desk/stream", RECORD, stream::of_station),
        Route::get("/desk/close", RECORD, close::show),
        Route::post("/desk/close", RECORD, close::save::<R>),
        Route::post("/desk/visits", RECORD, desk::record::<R>),
        Route::post("/desk/reversals", RECORD, desk::undo),
        Route::get("/console", SUPERVISE, console::home),
        Route::get("/console/units/{code}", SUPERVISE, console::show),
        Route::get("/console/units/{code}/stream", SUPERVISE, stream::of_unit),
        Route::get("/console/units/{code}/visits", SUPERVISE, register::list),
        Route::get("/console/units/{code}/visits/export", SUPERVISE, export::records),
        Route::get("/console/units/{code}/tallies/export", SUPERVISE, export::totals),
        Route::get("/console/visits/{id}", SUPERVISE, register::show),
        Route::post("/console/visits/{id}/reversal", SUPERVISE, register::reverse),
    ]
}

/// The capability, where nobody gathers ratings.
pub fn capability() -> Capability {
    capability_with::<NoRatings>()
}

/// The capability, with ratings that `R` gathers.
pub fn capability_with<R: Ratings>() -> Capability {
    Capability {
        migrations: MIGRATIONS,
        messages: MESSAGES,
        routes: routes::<R>,
        api: Some(Api::openapi),
        permissions: &[
            (RECORD, &["ambassador", "supervisor", "integration"]),
            (SUPERVISE, &["supervisor"]),
        ],
        menu: MENU,
        periodic: &[folding::FOLD, months::KEEP],
        samples: pages::samples::samples,
        ..Capability::named("visits")
    }
}
