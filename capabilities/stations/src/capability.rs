//! What this capability hands to the house.

use i18n::Lang;
use kernel::{Capability, Menu, Permission, Route};
use org::{Books, NoBooks};

use crate::{
    MIGRATIONS, api, closing,
    figures::{NoFigures, PublicFigures},
    idempotency, importing, pages,
};

/// Registering, importing and exporting stations, and the console's pages about them.
pub const EDIT: Permission = Permission("stations.edit");
/// Changing services and groups of the catalogue.
pub const CATALOGUE: Permission = Permission("stations.catalogue");

const MESSAGES: &[(Lang, &str)] = &[
    (Lang::ZhCn, include_str!("../messages/audit.zh-CN.ftl")),
    (Lang::En, include_str!("../messages/audit.en.ftl")),
    (Lang::ZhCn, include_str!("../messages/zh-CN.ftl")),
    (Lang::En, include_str!("../messages/en.ftl")),
    (Lang::ZhCn, include_str!("../messages/import.zh-CN.ftl")),
    (Lang::En, include_str!("../messages/import.en.ftl")),
    (Lang::ZhCn, include_str!("../messages/importing.zh-CN.ftl")),
    (Lang::En, include_str!("../messages/importing.en.ftl")),
];

/// Its entries in menus.
pub const MENU: &[Menu] = &[
    Menu {
        place: "public",
        label: "stations-finder-short",
        icon: "i-pin",
        href: "/",
        permission: Permission::PUBLIC,
        order: 10,
    },
    Menu {
        place: "console",
        label: "stations-stations",
        icon: "i-pin",
        href: "/console/stations",
        permission: EDIT,
        order: 20,
    },
    Menu {
        place: "admin",
        label: "stations-catalogue",
        icon: "i-list",
        href: "/admin/catalogue",
        permission: CATALOGUE,
        order: 30,
    },
];

/// The capability, where nobody counts services.
pub fn capability() -> Capability {
    capability_with::<NoFigures, NoBooks>()
}

/// The capability, with the figures that `F` tells on the pages of stations, and with what `B`
/// counts going along with stations that move.
pub fn capability_with<F: PublicFigures, B: Books>() -> Capability {
    Capability {
        migrations: MIGRATIONS,
        messages: MESSAGES,
        routes: routes::<F, B>,
        api: Some(<api::Document as utoipa::OpenApi>::openapi),
        permissions: &[(EDIT, &["supervisor", "integration"]), (CATALOGUE, &["administrator"])],
        menu: MENU,
        jobs: const {
            &[importing::job::PREVIEW, importing::job::IMPORT, importing::reversal::kind::<F>()]
        },
        periodic: &[closing::TAKE_HOLD, idempotency::FORGET],
        events: &[closing::CLOSED],
        samples: crate::samples::samples,
        ..Capability::named("stations")
    }
}

fn routes<F: PublicFigures, B: Books>() -> Vec<Route> {
    use api::{catalogue, imports, registering, stations};
    // Whose station it is decides between 404 and 403, so that is asked in the verb.
    let known = Permission::SIGNED_IN;
    let mut routes = vec![
        Route::get("/", Permission::PUBLIC, pages::finder::show),
        Route::get("/stations/{code}", Permission::PUBLIC, pages::station::show::<F>),
        Route::get("/console/stations", EDIT, pages::console::home),
        Route::get("/console/units/{code}/stations", EDIT, pages::console::list),
        Route::post("/console/units/{code}/stations", EDIT, pages::edit::create),
        Route::get("/console/units/{code}/stations/export", EDIT, pages::export::stations),
        Route::get("/console/units/{code}/stations/new", EDIT, pages::edit::new),
        Route::get("/console/stations/{code}/edit", EDIT, pages::edit::edit),
        Route::post("/console/stations/{code}", EDIT, pages::edit::change),
        Route::post("/console/stations/{code}/closure", EDIT, pages::steps::close),
        Route::post("/console/stations/{code}/status", EDIT, pages::steps::step),
        Route::post("/console/stations/{code}/notices", EDIT, pages::steps::post_notice),
        Route::post("/console/stations/{code}/notices/{id}/end", EDIT, pages::steps::end_notice),
        Route::post("/console/stations/{code}/plates", EDIT, pages::steps::hang_plate),
        Route::post(
            "/console/stations/{code}/plates/{id}/end",
            EDIT,
            pages::steps::take_down_plate,
        ),
        Route::get("/admin/catalogue", CATALOGUE, pages::catalogue::index),
        Route::get("/admin/catalogue/services/{code}", CATALOGUE, pages::catalogue::service),
        Route::post(
            "/admin/catalogue/services/{code}",
            CATALOGUE,
            pages::catalogue::change_service,
        ),
        Route::get("/admin/catalogue/groups/{code}", CATALOGUE, pages::catalogue::group),
        Route::post("/admin/catalogue/groups/{code}", CATALOGUE, pages::catalogue::change_group),
        Route::get("/api/v1/stations", Permission::PUBLIC, stations::list),
        Route::post("/api/v1/stations", EDIT, registering::create::<F>),
        Route::get("/api/v1/stations/{code}", Permission::PUBLIC, stations::show::<F>),
        Route::patch("/api/v1/stations/{code}", known, registering::change::<F, B>),
        Route::post("/api/v1/stations/{code}/closure", known, registering::close::<F>),
        Route::get("/api/v1/services", Permission::PUBLIC, catalogue::services),
        Route::patch("/api/v1/services/{code}", CATALOGUE, catalogue::change_service),
        Route::get("/api/v1/groups", Permission::PUBLIC, catalogue::groups),
        Route::patch("/api/v1/groups/{code}", CATALOGUE, catalogue::change_group),
        Route::post("/api/v1/imports/stations", EDIT, imports::create)
            .body_limit(importing::upload::BODY_BYTES),
        Route::post("/api/v1/imports/stations/{id}/reversal", EDIT, imports::reverse::<F>),
        Route::get("/api/v1/jobs/{id}", known, imports::job),
    ];
    routes.extend(pages::import::routes::<F>());
    routes
}
