//! The pages of accounts and tokens as a browser meets them.

use super::{
    house::{Is, PASSWORD, browser, cookie_of, knock, on_each_house, with_account},
    *,
};

/// The people of the county.
const PEOPLE: &str = "/console/units/440305/people";

/// What stands between the first `<code>` after a word and its end.
fn shown(page: &str, place: usize) -> String {
    let part = page.split("<code>").nth(place).expect("it is shown");
    part.split("</code>").next().unwrap_or_default().to_owned()
}

#[test]
fn a_supervisor_makes_an_account_below_her_unit_and_sees_the_password_once() {
    on_each_house(|house| {
        with_account(house, "head", false, |net| vec![(Role::Supervisor, net.county)]);
        let head = house.session(&cookie_of(house, "head"));
        let form = |login, unit| {
            [("name", "任思行"), ("login", login), ("role", "ambassador"), ("unit", unit)]
        };
        let page = head.submit(PEOPLE, &form("rsx", "440305")).expect(403);
        drop(page.shows("rsx").shows("任思行"));
        head.submit(PEOPLE, &form("rsx", "110000")).is(422);
        let _page =
            head.submit(PEOPLE, &form("r s", "440305-00121")).expect(422).shows("login-error");
        let made = head.submit(PEOPLE, &form("rsx", "440305-00121")).expect(201);
        let (login, password) = (shown(&made.text(), 1), shown(&made.text(), 2));
        assert_eq!((login.as_str(), password.len()), ("rsx", 14));
        drop(head.get(PEOPLE).expect(200).shows("任思行"));
        assert!(!head.get(PEOPLE).text().contains(&password));
        head.submit(PEOPLE, &form("RSX", "440305-00121")).is(409);
        let came = knock(house, "rsx", &password).expect(303);
        assert_eq!(came.header("location"), "/account/password");
        let on_post = house.read(|tx| {
            let person = accounts::by_login(tx, "rsx")?.person;
            Ok(crate::posts::of_person(tx, person)?.len())
        });
        assert_eq!(on_post, 1);
    });
}

#[test]
fn accounts_of_others_do_not_exist_for_a_supervisor() {
    on_each_house(|house| {
        with_account(house, "head", false, |net| vec![(Role::Supervisor, net.county)]);
        let far = with_account(house, "far", false, |net| vec![(Role::Ambassador, net.elsewhere)]);
        let head = house.session(&cookie_of(house, "head"));
        for path in ["", "/closure", "/reopening", "/password"] {
            let path = format!("/console/people/{far}{path}");
            let answer = if path.ends_with(&far.to_string()) {
                head.get(&path)
            } else {
                head.submit(&path, &[])
            };
            answer.is(404);
        }
        let give = [("role", "ambassador"), ("unit", "440305-00121")];
        head.submit(&format!("/console/people/{far}/grants"), &give).is(404);
        head.get("/console/people/x").is(404);
        for path in ["", "/new"] {
            head.get(&format!("/console/units/110000/people{path}")).is(404);
        }
        let new =
            [("name", "任思行"), ("login", "rsx"), ("role", "ambassador"), ("unit", "440305")];
        head.submit("/console/units/110000/people", &new).is(404);
        for path in ["/admin", "/admin/accounts", "/admin/tokens"] {
            head.get(path).is(403);
        }
    });
}

#[test]
fn security_gives_takes_back_closes_and_resets() {
    on_each_house(|house| {
        let own = with_account(house, "guard", false, |net| vec![(Role::Security, net.nation)]);
        let li = with_account(house, "li", false, |net| vec![(Role::Ambassador, net.station)]);
        let guard = house.session(&cookie_of(house, "guard"));
        let at = |path: &str| format!("/admin/accounts/{li}{path}");
        let give = [("role", "supervisor"), ("unit", "440305"), ("to", "2027-01-31")];
        guard.submit(&at("/grants"), &give).is(303);
        drop(guard.get(&at("?why=care")).expect(200).shows("2027"));
        drop(guard.submit(&at("/grants"), &give).expect(409).shows("440305"));
        let bad = [("role", "supervisor"), ("unit", "440305"), ("to", "31.1.2027")];
        drop(guard.submit(&at("/grants"), &bad).expect(422).shows("to-error"));
        let themselves = format!("/admin/accounts/{own}/grants");
        guard.submit(&themselves, &give).is(403);
        let grant = house.read(move |tx| {
            let person = accounts::get(tx, li)?.person;
            Ok(grants::list(tx, person)?[0].id)
        });
        let grant = [("grant", &*grant.to_string())];
        guard.submit(&format!("/admin/accounts/{own}/grants/revocation"), &grant).is(404);
        let back = guard.submit(&at("/grants/revocation"), &grant).expect(303);
        assert_eq!(back.header("location"), at(""));
        guard.submit(&at("/closure"), &[]).is(303);
        knock(house, "li", PASSWORD).is(422);
        guard.submit(&at("/grants"), &give).is(409);
        guard.submit(&at("/reopening"), &[]).is(303);
        knock(house, "li", PASSWORD).is(303);
        let reset = guard.submit(&at("/password"), &[]).expect(200).text();
        knock(house, "li", PASSWORD).is(422);
        knock(house, "li", &shown(&reset, 2)).is(303);
        guard.submit(&format!("/admin/accounts/{own}/closure"), &[]).is(403);
        guard.get("/admin").is(200);
    });
}

#[test]
fn a_post_is_given_and_ended_on_the_page() {
    on_each_house(|house| {
        with_account(house, "head", false, |net| vec![(Role::Supervisor, net.county)]);
        let li = with_account(house, "li", false, |net| vec![(Role::Ambassador, net.station)]);
        let head = house.session(&cookie_of(house, "head"));
        let at = |path: &str| format!("/console/people/{li}{path}");
        let give = [("role", "ambassador"), ("unit", "440305-00121"), ("from", "2026-11-30")];
        head.submit(&at("/grants"), &give).is(303);
        drop(head.get(&at("?why=care")).expect(200).shows("posts/ending"));
        let end = [("station", "440305-00121"), ("from", "2026-11-30")];
        head.submit(&at("/posts/ending"), &end).is(303);
        assert!(!head.get(&at("?why=care")).text().contains("posts/ending"));
        let none = [("station", "440305-00121"), ("from", "2026-12-24")];
        head.submit(&at("/posts/ending"), &none).is(404);
        head.submit(&at("/grants"), &give).is(303);
    });
}

#[test]
fn a_token_is_shown_once_and_taken_back() {
    on_each_house(|house| {
        with_account(house, "guard", false, |net| vec![(Role::Security, net.nation)]);
        let guard = house.session(&cookie_of(house, "guard"));
        let form = |role, expires| {
            [("label", "营业厅叫号"), ("role", role), ("unit", "440305"), ("expires", expires)]
        };
        guard.submit("/admin/tokens", &form("administrator", "")).is(422);
        let _page = guard
            .submit("/admin/tokens", &form("integration", "0"))
            .expect(422)
            .shows("expires-error");
        let _page = guard
            .submit("/admin/tokens", &form("integration", "soon"))
            .expect(422)
            .shows("expires-error");
        let made = guard.submit("/admin/tokens", &form("integration", "90")).expect(201).text();
        let token = shown(&made, 1);
        house.bearer(&token).get("/api/v1/signed-in").is(200);
        let list = guard.get("/admin/tokens").expect(200).shows("营业厅叫号");
        assert!(!list.text().contains(&token));
        let id = house.read(|tx| Ok(crate::tokens::list(tx)?[0].id));
        guard.submit(&format!("/admin/tokens/{id}/revocation"), &[]).is(303);
        house.bearer(&token).get("/api/v1/signed-in").is(401);
        guard.submit("/admin/tokens/1/revocation", &[]).is(404);
    });
}

#[test]
fn lists_go_page_by_page() {
    on_each_house(|house| {
        with_account(house, "guard", false, |net| vec![(Role::Security, net.nation)]);
        house.write(|tx| {
            for n in 0..60 {
                account(tx, &format!("amb{n:02}"), &[])?;
            }
            Ok(())
        });
        let guard = house.session(&cookie_of(house, "guard"));
        let first = guard.get("/admin/accounts?q=AMB").expect(200).text();
        assert!(first.contains("amb49") && !first.contains("amb50"));
        let next =
            first.split("href=\"").find(|part| part.contains("rel=\"next\"")).expect("a next page");
        let next = next.split('"').next().unwrap_or_default().replace("&#38;", "&");
        let second = guard.get(&next).expect(200).text();
        assert!(second.contains("amb50") && second.contains("amb59") && !second.contains("amb49"));
        assert!(!second.contains("rel=\"next\""));
        guard.get("/admin/accounts?after=nonsense").is(422);
    });
}

#[test]
fn forms_from_other_sites_are_not_taken() {
    on_each_house(|house| {
        with_account(house, "guard", false, |net| vec![(Role::Security, net.nation)]);
        let cookie = cookie_of(house, "guard");
        let elsewhere =
            house.visitor().with("cookie", &cookie).with("sec-fetch-site", "cross-site");
        elsewhere.submit("/admin/accounts", &[("name", "x")]).is(403);
        let fields = [("login", "guard"), ("password", PASSWORD)];
        elsewhere.submit("/sign-in", &fields).is(403);
        browser(house).get("/sign-in").is(200);
    });
}

#[test]
fn every_page_renders_in_every_language() {
    testkit::render_samples(&[crate::capability()]);
}

#[test]
fn every_refusal_has_its_words() {
    let catalog = testkit::catalog(&[crate::capability()]);
    let folder = testkit::root().join("capabilities/org/src");
    for path in testkit::source::files_below(&folder, ".rs") {
        if path.components().any(|part| part.as_os_str() == "tests") {
            continue;
        }
        let source = testkit::source::read_source(&testkit::source::read_file(&path));
        for literal in source.literals {
            let is_code = [
                "units.",
                "accounts.",
                "grants.",
                "delegations.",
                "posts.",
                "tokens.",
                "access.",
                "org.",
            ]
            .iter()
            .any(|prefix| literal.text.starts_with(prefix) && !literal.text.contains(' '));
            let is_other = [
                "org.administer",
                "org.accounts",
                "org.people",
                "org.tokens",
                "org.units",
                "org.end-at-closed-station",
            ];
            if is_code
                && !is_other.contains(&literal.text.as_str())
                && !literal.text.contains(".html")
            {
                let key = literal.text.replace('.', "-");
                assert!(catalog.has(&key), "{}:{}: {key}", path.display(), literal.line);
            }
        }
    }
}

#[test]
fn every_statement_compiles_on_each_engine() {
    let migrations = testkit::migrations(&[crate::capability()]);
    let folder = testkit::root().join("capabilities/org");
    testkit::statements_compile(&folder, &migrations);
}
