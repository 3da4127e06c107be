//! The acts, as data.

/// The password of everybody here.
pub const PASSWORD: &str = "nine blue herons wade";

/// An act.
pub struct Step {
    /// Method and path template.
    pub route: &'static str,
    /// Who does it: a login, or `system`.
    pub who: &'static str,
    /// The path; after `@`, a page and a part of the action of a form on it.
    pub at: &'static str,
    pub body: Body,
}

/// What is sent.
pub enum Body {
    /// A form.
    Form(&'static [(&'static str, &'static str)]),
    /// JSON.
    Json(&'static str),
    /// A list of stations.
    List,
}
use Body::{Form, Json, List};

/// All of them: those on units first.
pub fn all() -> impl Iterator<Item = &'static Step> {
    super::units::STEPS.iter().chain(STEPS)
}

pub(super) const fn step(
    route: &'static str,
    who: &'static str,
    at: &'static str,
    body: Body,
) -> Step {
    Step { route, who, at, body }
}

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

const CODE: Body = Form(&[("code", "{code}")]);

/// In their order.
const STEPS: &[Step] = &[
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
        Form(&[("grant", "@/admin/accounts/{account} grant")]),
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
    step("POST /api/v1/imports/stations", "system", "/api/v1/imports/stations", List),
    step("POST /console/units/{code}/import", "supervisor", "/console/units/440305/import", List),
    step(
        "POST /console/units/{code}/import/{id}/cancellation",
        "supervisor",
        "/console/units/440305/import/{list}/cancellation",
        Form(&[]),
    ),
    step("POST /console/units/{code}/import", "supervisor", "/console/units/440305/import", List),
    step(
        "POST /console/units/{code}/import/{id}/confirmation",
        "supervisor",
        "/console/units/440305/import/{list}/confirmation",
        Form(&[]),
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
