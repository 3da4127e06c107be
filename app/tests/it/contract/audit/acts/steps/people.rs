//! Accounts, tokens, sign-in, and the work of the system.

use super::{
    Body::{self, Form, Nothing},
    PASSWORD, Step, step,
};

const CODE: Body = Form(&[("code", "{code}")]);

/// In their order.
pub const STEPS: &[Step] = &[
    step(
        "POST /admin/accounts",
        "security",
        "/admin/accounts",
        Form(&[
            ("name", "任思行"),
            ("login", "rsx127"),
            ("role", "supervisor"),
            ("unit", "440305"),
        ]),
    ),
    step(
        "POST /admin/accounts/{id}/grants",
        "security",
        "/admin/accounts/{account}/grants",
        Form(&[("role", "ambassador"), ("unit", "{station}")]),
    ),
    step(
        "POST /admin/accounts/{id}/posts/ending",
        "security",
        "/admin/accounts/{account}/posts/ending",
        Form(&[("station", "{station}"), ("from", "{today}")]),
    ),
    step(
        "POST /admin/accounts/{id}/grants/revocation",
        "security",
        "/admin/accounts/{account}/grants/revocation",
        Form(&[("grant", "@/admin/accounts/{account}?why=care grant")]),
    ),
    step(
        "POST /console/people/{id}/delegation",
        "supervisor",
        "/console/people/{account}/delegation",
        Form(&[
            ("source", "@/console/people/{account}/delegation source"),
            ("role", "supervisor"),
            ("unit", "{station}"),
            ("from", "{today}"),
            ("to", "{tomorrow}"),
        ]),
    ),
    step(
        "POST /admin/accounts/{id}/sessions/ending",
        "security",
        "/admin/accounts/{account}/sessions/ending",
        Form(&[]),
    ),
    step("POST /account/sessions/ending", "worker", "/account/sessions/ending", Form(&[])),
    step(
        "POST /admin/accounts/{id}/closure",
        "security",
        "/admin/accounts/{account}/closure",
        Form(&[]),
    ),
    step(
        "POST /admin/accounts/{id}/reopening",
        "security",
        "/admin/accounts/{account}/reopening",
        Form(&[]),
    ),
    step(
        "POST /admin/accounts/{id}/password",
        "security",
        "/admin/accounts/{account}/password",
        Form(&[]),
    ),
    step(
        "POST /admin/tokens",
        "security",
        "/admin/tokens",
        Form(&[
            ("label", "营业厅叫号"),
            ("role", "integration"),
            ("unit", "440305"),
            ("expires", "90"),
        ]),
    ),
    step("POST /admin/tokens/{id}/revocation", "security", "@/admin/tokens /revocation", Form(&[])),
    step(
        "POST /account/password",
        "worker",
        "/account/password",
        Form(&[
            ("old", PASSWORD),
            ("password", "ten green teals dive"),
            ("again", "ten green teals dive"),
        ]),
    ),
    step("POST /account/factor", "keeper", "/account/factor", CODE),
    step("POST /account/factor/codes", "keeper", "/account/factor/codes", CODE),
    step(
        "POST /sign-in",
        "keeper",
        "/sign-in",
        Form(&[("login", "keeper"), ("password", PASSWORD)]),
    ),
    step("POST /sign-in/code", "keeper", "/sign-in/code", CODE),
    step("POST /account/factor/removal", "keeper", "/account/factor/removal", CODE),
    step("POST /account/factor", "keeper", "/account/factor", CODE),
    step(
        "POST /admin/accounts/{id}/factor/removal",
        "security",
        "/admin/accounts/{keeper}/factor/removal",
        Form(&[]),
    ),
    step(
        "POST /sign-in",
        "keeper",
        "/sign-in",
        Form(&[("login", "keeper"), ("password", PASSWORD)]),
    ),
    step("POST /account/factor", "keeper", "/account/factor", CODE),
    step(
        "POST /console/people/{id}/factor/removal",
        "supervisor",
        "/console/people/{keeper}/factor/removal",
        Form(&[]),
    ),
    step(
        "POST /console/units/{code}/people",
        "supervisor",
        "/console/units/440305/people",
        Form(&[
            ("name", "程可"),
            ("login", "member"),
            ("role", "ambassador"),
            ("unit", "{station}"),
        ]),
    ),
    step(
        "POST /console/people/{id}/posts/ending",
        "supervisor",
        "/console/people/{member}/posts/ending",
        Form(&[("station", "{station}"), ("from", "{today}")]),
    ),
    step(
        "POST /console/people/{id}/grants",
        "supervisor",
        "/console/people/{member}/grants",
        Form(&[("role", "supervisor"), ("unit", "{station}")]),
    ),
    step(
        "POST /console/people/{id}/grants/revocation",
        "supervisor",
        "/console/people/{member}/grants/revocation",
        Form(&[("grant", "@/console/people/{member}?why=care grant")]),
    ),
    step(
        "POST /console/people/{id}/sessions/ending",
        "supervisor",
        "/console/people/{member}/sessions/ending",
        Form(&[]),
    ),
    step(
        "POST /console/people/{id}/closure",
        "supervisor",
        "/console/people/{member}/closure",
        Form(&[]),
    ),
    step(
        "POST /console/people/{id}/reopening",
        "supervisor",
        "/console/people/{member}/reopening",
        Form(&[]),
    ),
    step(
        "POST /console/people/{id}/password",
        "supervisor",
        "/console/people/{member}/password",
        Form(&[]),
    ),
    step(
        "POST /console/units/{code}/devices/ending",
        "supervisor",
        "/console/units/{station}/devices/ending",
        Form(&[
            ("account", "@/console/units/{station}/devices account"),
            ("session", "@/console/units/{station}/devices session"),
        ]),
    ),
    step("GET /admin/accounts/{id}", "security", "/admin/accounts/{member}?why=check", Nothing),
    step("GET /console/people/{id}", "supervisor", "/console/people/{member}?why=asked", Nothing),
    step("POST /admin/jobs/{id}/attempt", "administrator", "/admin/jobs/{job}/attempt", Form(&[])),
    step(
        "POST /admin/jobs/{id}/dismissal",
        "administrator",
        "/admin/jobs/{job}/dismissal",
        Form(&[]),
    ),
    step("POST /sign-out", "leaver", "/sign-out", Form(&[])),
    step(
        "POST /sign-in",
        "leaver",
        "/sign-in",
        Form(&[("login", "leaver"), ("password", PASSWORD)]),
    ),
];
