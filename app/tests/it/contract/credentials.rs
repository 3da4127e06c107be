//! Who is asking: credentials that are missing, false, expired, revoked or stale, at every route
//! of the product.

use org::{Role, tokens::NewToken};
use serde_json::{Value, json};
use testkit::{Answer, Caller};
use yizhan::capabilities;

use super::{Contract, SignedIn, ask, on_each_engine, on_sqlite, told};

/// Every route with its parameters filled in, and whether anybody may come in.
fn routes(contract: &Contract<'_>) -> Vec<(String, bool)> {
    let all = capabilities::all();
    let routes = all.iter().flat_map(|each| (each.routes)());
    let filled = |path: &str| {
        path.replace("/stations/{code}", &format!("/stations/{}", contract.station))
            .replace("{code}", "440305")
            .replace("{id}", "019ab0c1-0000-7000-8000-000000000001")
    };
    routes
        .map(|route| {
            let public = route.permission == kernel::Permission::PUBLIC;
            (format!("{} {}", route.method, filled(route.path)), public)
        })
        .collect()
}

fn sent(who: &Caller<'_>, request: &str) -> Answer {
    let body = if request.starts_with("GET") { Value::Null } else { json!({}) };
    ask(who, request, &body)
}

#[test]
fn a_false_authorization_is_401_on_every_route() {
    on_sqlite(|contract| {
        let house = contract.house;
        let (expiring, revoked) = house.write(|tx| {
            let unit = org::unit::by_code(&*tx.cached::<org::Tree>()?, "100000")?;
            let new = NewToken {
                label: "test",
                role: Role::Integration,
                unit,
                expires_days: Some(1),
                by: None,
            };
            let (_, expiring) = org::tokens::create(tx, &new)?;
            let (id, revoked) = org::tokens::create(tx, &new)?;
            org::tokens::revoke(tx, None, id)?;
            Ok((expiring, revoked))
        });
        let expired = house.bearer(&expiring);
        assert_eq!(expired.get("/api/v1/services").status(), 200);
        contract.pass(24 * 3600);
        let none = [
            ("false", house.bearer("yz_false")),
            ("expired", expired),
            ("revoked", house.bearer(&revoked)),
            ("another scheme", house.visitor().with("authorization", "Basic YTpi")),
            ("empty", house.visitor().with("authorization", "Bearer ")),
        ];
        for (request, _) in routes(contract) {
            for (kind, who) in &none {
                let answer = sent(who, &request);
                let told = (answer.status(), answer.header("www-authenticate"));
                let challenge = "Bearer realm=\"api\", error=\"invalid_token\"";
                assert_eq!(told, (401, challenge), "{request}, {kind}");
            }
        }
    });
}

#[test]
fn no_credentials_are_401_where_some_are_needed() {
    on_sqlite(|contract| {
        let stale = contract.house.session("__Host-session=of-last-year");
        for (request, public) in routes(contract) {
            for (who, is_stale) in [(contract.house.visitor(), false), (stale.clone(), true)] {
                let answer = sent(&who, &request);
                let (_, path) = request.split_once(' ').unwrap();
                let page = request.starts_with("GET") && !path.starts_with("/api/");
                match answer.status() {
                    _ if public => assert_ne!(answer.status(), 401, "{request}"),
                    303 if page => assert!(answer.header("location").starts_with("/sign-in?next=")),
                    status => {
                        assert_eq!((status, page), (401, false), "{request}");
                        assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"api\"");
                    }
                }
                let cleared = answer.cookie("__Host-session");
                // Signing out clears what there is in any case.
                if request != "POST /sign-out" {
                    let expected = is_stale.then(|| "__Host-session=".to_owned());
                    assert_eq!(cleared, expected, "{request}");
                }
            }
        }
    });
}

#[test]
fn what_is_taken_away_is_gone_with_the_next_request() {
    on_each_engine(|contract| {
        let SignedIn { caller: her, id, .. } =
            contract.signed_in("linxm", Role::Supervisor, "440305");
        let asked = format!("/api/v1/visits?unit={}", contract.station);
        assert_eq!(told(&her.get(&asked)), "200");
        contract.house.write(move |tx| org::accounts::disable(tx, None, id));
        let refused = her.get(&asked);
        assert_eq!(told(&refused), "401 request.sign-in-first");
        assert_eq!(refused.cookie("__Host-session").as_deref(), Some("__Host-session="));
        // Without credentials one is the public again, which may still read.
        let public = her.get("/api/v1/services");
        assert_eq!(
            (told(&public), public.cookie("__Host-session").is_some()),
            ("200".to_owned(), true)
        );
    });
}

#[test]
fn a_session_acts_from_its_own_site_alone() {
    on_sqlite(|contract| {
        let SignedIn { caller: her, cookie, .. } =
            contract.signed_in("linxm", Role::Supervisor, "440305");
        let body = || json!({ "records": [contract.record()] });
        assert_eq!(told(&her.post("/api/v1/visits", &body())), "200");
        // The same cookie, sent by a page of somebody else's.
        for (name, value, expected) in [
            ("sec-fetch-site", "cross-site", "403 request.cross-site"),
            ("sec-fetch-site", "same-site", "403 request.cross-site"),
            ("origin", "https://elsewhere.example", "403 request.cross-site"),
            ("origin", "null", "403 request.cross-site"),
            ("origin", "https://yizhan.example", "200"),
        ] {
            let page = contract.house.visitor().with("cookie", &cookie).with(name, value);
            assert_eq!(told(&page.post("/api/v1/visits", &body())), expected, "{name}: {value}");
            assert_eq!(told(&page.get("/api/v1/services")), "200", "reading is no act");
        }
    });
}

#[test]
fn too_many_tries_at_the_door_are_429() {
    on_sqlite(|contract| {
        contract.signed_in("linxm", Role::Supervisor, "440305");
        let door = contract.house.visitor().with("sec-fetch-site", "same-origin");
        let knock =
            || door.submit("/sign-in", &[("login", "linxm"), ("password", "wrong one here")]);
        for _ in 0..5 {
            assert_eq!(knock().status(), 422);
        }
        let resting = knock().expect(429);
        assert_eq!(resting.header("retry-after"), "900");
        contract.pass(900);
        assert_eq!(knock().status(), 422);
    });
}
