//! The acts on units and where they stand, as data.

use super::{
    Body::{Form, Json},
    Step, step,
};

/// Each of them is ordered for tomorrow and withdrawn.
pub const STEPS: &[Step] = &[
    step(
        "POST /api/v1/units/{code}/reparenting",
        "supervisor",
        "/api/v1/units/{station}/reparenting",
        Json(
            r#"{"id":"019ab5d0-0000-7000-8000-000000000001","parent":"440304","from":"{tomorrow}"}"#,
        ),
    ),
    step(
        "POST /api/v1/units/{code}/reparenting/{id}/withdrawal",
        "supervisor",
        "/api/v1/units/{station}/reparenting/019ab5d0-0000-7000-8000-000000000001/withdrawal",
        Json("{}"),
    ),
    step(
        "POST /console/units/{code}/reparenting",
        "supervisor",
        "/console/units/{station}/reparenting",
        Form(&[
            ("id", "019ab5d0-0000-7000-8000-000000000002"),
            ("parent", "440304"),
            ("from", "{tomorrow}"),
        ]),
    ),
    step(
        "POST /console/units/{code}/reparenting/{id}/withdrawal",
        "supervisor",
        "/console/units/{station}/reparenting/019ab5d0-0000-7000-8000-000000000002/withdrawal",
        Form(&[]),
    ),
    step(
        "POST /api/v1/units/{code}/closure",
        "supervisor",
        "/api/v1/units/440306/closure",
        Json(
            r#"{"id":"019ab5d0-0000-7000-8000-000000000011","successor":"440304","from":"{tomorrow}"}"#,
        ),
    ),
    step(
        "POST /api/v1/units/{code}/closure/{id}/withdrawal",
        "supervisor",
        "/api/v1/units/440306/closure/019ab5d0-0000-7000-8000-000000000011/withdrawal",
        Json("{}"),
    ),
    step(
        "POST /console/units/{code}/closure",
        "supervisor",
        "/console/units/440306/closure",
        Form(&[
            ("id", "019ab5d0-0000-7000-8000-000000000012"),
            ("successor", "440304"),
            ("from", "{tomorrow}"),
        ]),
    ),
    step(
        "POST /console/units/{code}/closure/{id}/withdrawal",
        "supervisor",
        "/console/units/440306/closure/019ab5d0-0000-7000-8000-000000000012/withdrawal",
        Form(&[]),
    ),
    step(
        "POST /api/v1/units/{code}/merger",
        "supervisor",
        "/api/v1/units/440304/merger",
        Json(
            r#"{"id":"019ab5d0-0000-7000-8000-000000000021","units":["440306"],"from":"{tomorrow}"}"#,
        ),
    ),
    step(
        "POST /api/v1/units/{code}/merger/{id}/withdrawal",
        "supervisor",
        "/api/v1/units/440304/merger/019ab5d0-0000-7000-8000-000000000021/withdrawal",
        Json("{}"),
    ),
    step(
        "POST /console/units/{code}/merger",
        "supervisor",
        "/console/units/440304/merger",
        Form(&[
            ("id", "019ab5d0-0000-7000-8000-000000000022"),
            ("units", "440306"),
            ("from", "{tomorrow}"),
        ]),
    ),
    step(
        "POST /console/units/{code}/merger/{id}/withdrawal",
        "supervisor",
        "/console/units/440304/merger/019ab5d0-0000-7000-8000-000000000022/withdrawal",
        Form(&[]),
    ),
    step(
        "POST /api/v1/units/{code}/renaming",
        "supervisor",
        "/api/v1/units/440306/renaming",
        Json(
            r#"{"id":"019ab5d0-0000-7000-8000-000000000031","name":"宝安新区","from":"{tomorrow}"}"#,
        ),
    ),
    step(
        "POST /api/v1/units/{code}/renaming/{id}/withdrawal",
        "supervisor",
        "/api/v1/units/440306/renaming/019ab5d0-0000-7000-8000-000000000031/withdrawal",
        Json("{}"),
    ),
    step(
        "POST /console/units/{code}/renaming",
        "supervisor",
        "/console/units/440306/renaming",
        Form(&[
            ("id", "019ab5d0-0000-7000-8000-000000000032"),
            ("name", "宝安新区"),
            ("from", "{tomorrow}"),
        ]),
    ),
    step(
        "POST /console/units/{code}/renaming/{id}/withdrawal",
        "supervisor",
        "/console/units/440306/renaming/019ab5d0-0000-7000-8000-000000000032/withdrawal",
        Form(&[]),
    ),
];
