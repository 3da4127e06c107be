//! Stations, the catalogue, lists, moves, and what is taken away.

use super::{
    Body::{self, Form, Json, List, Nothing},
    Step, step,
};

const SERVICE: Body = Form(&[
    ("name", "热水供给"),
    ("name_en", "Hot water"),
    ("short_name", "热水"),
    ("short_name_en", "Hot water"),
    ("category", "basic"),
    ("level", "mandatory"),
    ("measure_unit", "person_times"),
    ("counted_at_close", "1"),
    ("version", "{service}"),
]);

/// A list of one station, and another.
const SMALL: &str = "站名,区县\n竹林翼站,南山区\n";
const LIST: &str = "站名,区县\n桂庙翼站,南山区\n,南山区\n";

/// In their order.
pub const STEPS: &[Step] = &[
    step(
        "POST /console/units/{code}/stations",
        "supervisor",
        "/console/units/440305/stations",
        Form(&[("name", "石桥翼站"), ("division", "440305"), ("services", "A01")]),
    ),
    step(
        "POST /console/stations/{code}",
        "supervisor",
        "/console/stations/{station}",
        Form(&[
            ("name", "榕树上翼站"),
            ("division", "440305"),
            ("services", "A01"),
            ("version", "{version}"),
        ]),
    ),
    step(
        "POST /console/stations/{code}/closure",
        "supervisor",
        "/console/stations/{station}/closure",
        Form(&[("reason", "装修"), ("version", "{version}")]),
    ),
    step(
        "POST /console/stations/{code}/status",
        "supervisor",
        "/console/stations/{station}/status",
        Form(&[("status", "active"), ("version", "{version}")]),
    ),
    step(
        "POST /console/stations/{code}/notices",
        "supervisor",
        "/console/stations/{station}/notices",
        Form(&[("text", "明天停水")]),
    ),
    step(
        "POST /console/stations/{code}/notices/{id}/end",
        "supervisor",
        "@/console/stations/{station}/edit /notices/",
        Form(&[]),
    ),
    step(
        "POST /console/stations/{code}/plates",
        "supervisor",
        "/console/stations/{station}/plates",
        Form(&[("name", "工会驿站"), ("issuer", "区总工会"), ("version", "{version}")]),
    ),
    step(
        "POST /console/stations/{code}/plates/{id}/end",
        "supervisor",
        "@/console/stations/{station}/edit /plates/",
        Form(&[]),
    ),
    step(
        "POST /admin/catalogue/services/{code}",
        "administrator",
        "/admin/catalogue/services/A02",
        SERVICE,
    ),
    step(
        "POST /admin/catalogue/groups/{code}",
        "administrator",
        "/admin/catalogue/groups/elder",
        Form(&[("name", "老人"), ("name_en", "Elders"), ("version", "{group}")]),
    ),
    step(
        "PATCH /api/v1/services/{code}",
        "administrator",
        "/api/v1/services/A02",
        Json(r#"{"name":"饮水供给"}"#),
    ),
    step(
        "PATCH /api/v1/groups/{code}",
        "administrator",
        "/api/v1/groups/elder",
        Json(r#"{"name":"老年人"}"#),
    ),
    step(
        "POST /api/v1/stations",
        "system",
        "/api/v1/stations",
        Json(r#"{"name":"白鹭翼站","division":"440305"}"#),
    ),
    step(
        "PATCH /api/v1/stations/{code}",
        "system",
        "/api/v1/stations/{station}",
        Json(r#"{"phone":"0755-83000001","services":["A01","B01"]}"#),
    ),
    step(
        "POST /api/v1/stations/{code}/closure",
        "system",
        "/api/v1/stations/{station}/closure",
        Json(r#"{"reason":"停电"}"#),
    ),
    step("POST /api/v1/imports/stations", "system", "/api/v1/imports/stations", List(SMALL)),
    step(
        "POST /api/v1/imports/stations/{id}/reversal",
        "system",
        "/api/v1/imports/stations/{import}/reversal",
        Json("{}"),
    ),
    step(
        "POST /console/units/{code}/import",
        "supervisor",
        "/console/units/440305/import",
        List(LIST),
    ),
    step(
        "POST /console/units/{code}/import/{id}/cancellation",
        "supervisor",
        "/console/units/440305/import/{list}/cancellation",
        Form(&[]),
    ),
    step(
        "POST /console/units/{code}/import",
        "supervisor",
        "/console/units/440305/import",
        List(LIST),
    ),
    step(
        "POST /console/units/{code}/import/{id}/confirmation",
        "supervisor",
        "/console/units/440305/import/{list}/confirmation",
        Form(&[]),
    ),
    step(
        "GET /console/units/{code}/import/{id}/rejects",
        "supervisor",
        "/console/units/440305/import/{list}/rejects",
        Nothing,
    ),
    step(
        "POST /console/units/{code}/import/{id}/reversal",
        "supervisor",
        "/console/units/440305/import/{list}/reversal",
        Form(&[]),
    ),
    step(
        "GET /console/units/{code}/stations/export",
        "supervisor",
        "/console/units/440305/stations/export?format=csv",
        Nothing,
    ),
    step(
        "GET /console/units/{code}/visits/export",
        "supervisor",
        "/console/units/440305/visits/export?from={today}&to={today}&format=csv",
        Nothing,
    ),
    step(
        "GET /console/units/{code}/tallies/export",
        "supervisor",
        "/console/units/440305/tallies/export?from={today}&to={today}&format=csv",
        Nothing,
    ),
    step(
        "POST /admin/audit/days/{day}/verification",
        "auditor",
        "/admin/audit/days/{today}/verification",
        Form(&[]),
    ),
    step(
        "POST /admin/audit/exports",
        "auditor",
        "/admin/audit/exports",
        Form(&[
            ("from", "{today}"),
            ("to", "{today}"),
            ("format", "jsonl"),
            ("purpose", "季度合规审计"),
        ]),
    ),
];
