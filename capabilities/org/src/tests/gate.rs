//! Who comes through the gate.

use testkit::House;

use super::{
    house::{Is, PASSWORD, browser, cookie_of, knock, on_each_house, with_account, with_token},
    *,
};

const DAY_SECONDS: i64 = 24 * 3600;

#[test]
fn a_token_comes_in_with_what_it_was_given_until_it_is_taken_back() {
    on_each_house(|house| {
        let token = with_token(house, Role::Integration, |net| net.county);
        let machine = house.bearer(&token);
        assert_eq!(machine.get("/api/v1/signed-in").expect(200).json()["name"], "probe");
        let refused = machine.get("/api/v1/security").expect(403);
        assert_eq!(refused.code(), "access.not-granted");
        house.write(|tx| {
            let id = crate::tokens::list(tx)?[0].id;
            crate::tokens::revoke(tx, None, id)
        });
        let refused = machine.get("/api/v1/signed-in").expect(401);
        assert_eq!(refused.code(), "request.bad-credentials");
        assert!(refused.header("www-authenticate").contains("invalid_token"));
    });
}

#[test]
fn a_false_authorization_is_refused_on_public_routes_too() {
    on_each_house(|house| {
        for token in ["yz_false", "nonsense"] {
            assert_eq!(
                house.bearer(token).get("/api/v1/public").expect(401).code(),
                "request.bad-credentials"
            );
        }
        let basic = house.visitor().with("authorization", "Basic YTpi");
        assert_eq!(basic.get("/api/v1/public").expect(401).code(), "request.bad-credentials");
        let nobody = house.visitor().get("/api/v1/signed-in").expect(401);
        assert_eq!(nobody.code(), "request.sign-in-first");
        assert!(nobody.header("www-authenticate").starts_with("Bearer"));
        house.visitor().get("/api/v1/public").is(200);
    });
}

#[test]
fn a_stale_cookie_is_no_credentials_and_is_cleared() {
    on_each_house(|house| {
        let stale = house.session("__Host-session=whatever");
        let answer = stale.get("/api/v1/public").expect(200);
        assert_eq!(answer.cookie("__Host-session").as_deref(), Some("__Host-session="));
        assert_eq!(stale.get("/api/v1/signed-in").expect(401).code(), "request.sign-in-first");
        let page = stale.get("/desk").expect(303);
        assert_eq!(page.header("location"), "/sign-in?next=%2Fdesk");
    });
}

#[test]
fn what_is_taken_away_is_gone_with_the_next_request() {
    on_each_house(|house| {
        let id = with_account(house, "guard", false, |net| vec![(Role::Security, net.nation)]);
        let guard = house.session(&cookie_of(house, "guard"));
        assert_eq!(guard.get("/api/v1/security").expect(200).json()["name"], "guard");
        house.write(move |tx| {
            let person = accounts::get(tx, id)?.person;
            let grant = grants::list(tx, person)?[0].id;
            let root = network_root(tx)?;
            let other = viewer(tx, "other", &[(Role::Security, root)])?;
            grants::revoke(tx, &other, grant)
        });
        guard.get("/api/v1/security").is(403);
        guard.get("/api/v1/signed-in").is(200);
        house.write(move |tx| accounts::disable(tx, None, id));
        guard.get("/api/v1/signed-in").is(401);
        house.write(move |tx| accounts::enable(tx, id));
        // The session itself was ended, not only barred.
        guard.get("/api/v1/signed-in").is(401);
    });
}

#[test]
fn what_another_process_takes_away_is_gone_within_a_second() {
    on_each_house(|house| {
        let token = with_token(house, Role::Integration, |net| net.county);
        let machine = house.bearer(&token);
        machine.get("/api/v1/signed-in").is(200);
        let beside = house.store.beside();
        let revoke = |tx: &mut Tx<'_>| {
            let id = crate::tokens::list(tx)?[0].id;
            crate::tokens::revoke(tx, None, id)
        };
        beside.write_blocking(revoke).expect("revoked");
        house.store.clock.advance(1);
        machine.get("/api/v1/signed-in").is(401);
    });
}

#[test]
fn grants_and_sessions_end_with_their_time() {
    on_each_house(|house| {
        let id = with_account(house, "guard", false, |_| Vec::new());
        house.write(move |tx| {
            let (role, unit) = (Role::Security, network_root(tx)?);
            let to = Some(tx.today());
            let grant = Grant { to, ..from_today(tx.today(), role, unit) };
            grants::record(tx, None, id, &grant).map(drop)
        });
        let guard = house.session(&cookie_of(house, "guard"));
        guard.get("/api/v1/security").is(200);
        // To the next day in Shanghai, inside the shift that a session lasts.
        house.store.clock.advance(11 * 3600);
        guard.get("/api/v1/security").is(200);
        house.store.clock.advance(3600 - 1);
        guard.get("/api/v1/signed-in").is(200);
        house.store.clock.advance(1);
        guard.get("/api/v1/signed-in").is(401);
        let again = house.session(&cookie_of(house, "guard"));
        again.get("/api/v1/security").is(200);
        // The last microsecond of the day, and the first of the next.
        let midnight = house.app.db.now().day().plus(1).start();
        house.store.clock.set(db::Instant(midnight.0 - 1));
        again.get("/api/v1/security").is(200);
        house.store.clock.set(midnight);
        again.get("/api/v1/signed-in").is(200);
        again.get("/api/v1/security").is(403);
        house.store.clock.advance(DAY_SECONDS);
        again.get("/api/v1/signed-in").is(401);
    });
}

#[test]
fn a_first_password_is_changed_before_anything_else() {
    on_each_house(|house| {
        with_account(house, "new.one", true, |net| vec![(Role::Ambassador, net.station)]);
        let answer = knock(house, "new.one", PASSWORD).expect(303);
        assert_eq!(answer.header("location"), "/account/password");
        let cookie = answer.cookie("__Host-session").expect("a session");
        let new = house.session(&cookie);
        for path in ["/api/v1/signed-in", "/api/v1/public", "/api/v1/units/440305"] {
            let refused = new.get(path).expect(403);
            assert_eq!(refused.code(), "accounts.change-password-first", "{path}");
        }
        assert_eq!(new.get("/desk").expect(303).header("location"), "/sign-in?next=%2Fdesk");
        let led = new.get("/sign-in?next=%2Fdesk").expect(303);
        assert_eq!(led.header("location"), "/account/password");
        drop(new.get("/account/password").expect(200).shows("/sign-out"));
        let changed = change(house, &cookie, (PASSWORD, "ten grey geese rest")).expect(303);
        assert_eq!(changed.header("location"), "/desk");
        let fresh = changed.cookie("__Host-session").expect("a new session");
        assert_ne!(fresh, cookie);
        house.session(&fresh).get("/desk").is(200);
        new.get("/api/v1/signed-in").is(401);
    });
}

fn change(house: &House, cookie: &str, (old, new): (&str, &str)) -> testkit::Answer {
    let fields = [("old", old), ("password", new), ("again", new)];
    house.session(cookie).submit("/account/password", &fields)
}

#[test]
fn a_password_is_changed_by_who_knows_the_old_one_and_ends_other_sessions() {
    on_each_house(|house| {
        with_account(house, "li", false, |_| Vec::new());
        with_account(house, "fixed-guide", false, |_| Vec::new());
        let (here, there) = (cookie_of(house, "li"), cookie_of(house, "li"));
        let wrong = change(house, &here, ("not the old one", "ten grey geese rest")).expect(422);
        drop(wrong.shows("old-error"));
        drop(change(house, &here, (PASSWORD, "short")).expect(422).shows("password-error"));
        drop(change(house, &here, (PASSWORD, PASSWORD)).expect(422).shows("password-error"));
        let done = change(house, &here, (PASSWORD, "ten grey geese rest")).expect(303);
        assert_eq!(done.header("location"), "/account/password?done=1");
        house.session(&there).get("/api/v1/signed-in").is(401);
        knock(house, "li", "ten grey geese rest").is(303);
        let fixed = cookie_of(house, "fixed-guide");
        change(house, &fixed, (PASSWORD, "ten grey geese rest")).is(422);
        knock(house, "fixed-guide", PASSWORD).is(303);
    });
}

#[test]
fn nobody_learns_at_the_door_who_has_an_account() {
    on_each_house(|house| {
        with_account(house, "li", false, |_| Vec::new());
        let closed = with_account(house, "closed", false, |_| Vec::new());
        house.write(move |tx| accounts::disable(tx, None, closed));
        let text = |login: &str, password: &str| {
            let answer = knock(house, login, password).expect(422);
            assert_eq!(answer.cookie("__Host-session"), None);
            let page = answer.text().replace(&format!("value=\"{login}\""), "");
            // The number of the request and the nonce are its own.
            page.lines().filter(|line| !line.contains("nonce")).collect::<Vec<_>>().join("\n")
        };
        let unknown = text("nobody", PASSWORD);
        assert_eq!(unknown, text("li", "not the password"));
        assert_eq!(unknown, text("closed", PASSWORD));
    });
}

#[test]
fn the_door_rests_after_five_failures_and_says_for_how_long() {
    on_each_house(|house| {
        with_account(house, "li", false, |_| Vec::new());
        for _ in 0..5 {
            knock(house, "LI", "not the password").is(422);
        }
        let rests = knock(house, "li", PASSWORD).expect(429);
        assert_eq!(rests.header("retry-after"), "900");
        house.store.clock.advance(900);
        knock(house, "li", PASSWORD).is(303);
    });
}

#[test]
fn sign_in_leads_where_one_wanted_and_sign_out_ends_the_session() {
    on_each_house(|house| {
        // What a demonstration prints is enough for whoever holds which role.
        with_account(house, "fixed-guard", false, |net| vec![(Role::Security, net.nation)]);
        let fields = [("login", "fixed-guard"), ("password", PASSWORD), ("keep", "1")];
        let answer = browser(house).submit("/sign-in", &fields).expect(303);
        assert_eq!(answer.header("location"), "/admin");
        assert!(answer.header("set-cookie").contains("Max-Age=2592000"));
        let next = [("login", "fixed-guard"), ("password", PASSWORD), ("next", "/admin/tokens")];
        let answer = browser(house).submit("/sign-in", &next).expect(303);
        assert_eq!(answer.header("location"), "/admin/tokens");
        assert!(!answer.header("set-cookie").contains("Max-Age"));
        let cookie = answer.cookie("__Host-session").expect("a session");
        let guard = house.session(&cookie);
        let out = guard.submit("/sign-out", &[]).expect(303);
        assert_eq!(out.cookie("__Host-session").as_deref(), Some("__Host-session="));
        guard.get("/api/v1/signed-in").is(401);
    });
}
