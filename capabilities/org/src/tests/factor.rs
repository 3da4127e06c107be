//! The second factor: who needs one, how it is set up, and that nothing opens twice.

use testkit::{Answer, Caller, House};

use super::{
    house::{Is, PASSWORD, knock, on_each_house, with_account},
    *,
};
use crate::{
    factor::{self, step_at},
    store,
};

/// Signs in with the password and returns what follows.
fn with_password<'h>(house: &'h House, login: &str) -> (Answer, Caller<'h>) {
    let answer = knock(house, login, PASSWORD).expect(303);
    let caller = follow(house, &answer);
    (answer, caller)
}

fn follow<'h>(house: &'h House, answer: &Answer) -> Caller<'h> {
    house.session(&answer.cookie("__Host-session").expect("a session"))
}

/// What the app of an account shows, so many steps from now.
fn code_of(house: &House, id: AccountId, steps: i64) -> String {
    house.write(move |tx| {
        let factor = crate::store::factors::factor(tx, id)?.expect("a factor");
        Ok(format!("{:06}", factor.secret.code(step_at(tx.now()) + steps)?))
    })
}

/// Gives the account a factor on the page, and returns its recovery codes.
fn set_up(house: &House, login: &str, id: AccountId) -> Vec<String> {
    let (_, caller) = with_password(house, login);
    let page = caller.get("/account/factor").expect(200).shows("otpauth://totp/");
    assert!(page.text().contains("<svg class=\"qr\""));
    let code = code_of(house, id, 0);
    let shown = caller.submit("/account/factor", &[("code", &code)]).expect(200);
    caller.get("/api/v1/signed-in").is(401);
    follow(house, &shown).get("/api/v1/signed-in").is(200);
    let text = shown.text();
    let codes: Vec<String> =
        text.split("<li><code>").skip(1).map(|part| part[..14].to_owned()).collect();
    assert_eq!(codes.len(), factor::RECOVERY_CODES);
    codes
}

fn next_step(house: &House) {
    house.store.clock.advance(30);
}

#[test]
fn supervisors_and_system_roles_set_one_up_before_anything_else() {
    on_each_house(|house| {
        with_account(house, "head", false, |net| vec![(Role::Supervisor, net.county)]);
        with_account(house, "administrator", false, |net| vec![(Role::Administrator, net.nation)]);
        with_account(house, "security", false, |net| vec![(Role::Security, net.nation)]);
        with_account(house, "auditor", false, |net| vec![(Role::Auditor, net.nation)]);
        for login in ["head", "administrator", "security", "auditor"] {
            let (answer, caller) = with_password(house, login);
            assert_eq!(answer.header("location"), "/account/factor", "{login}");
            for path in ["/api/v1/signed-in", "/api/v1/public"] {
                assert_eq!(caller.get(path).expect(403).code(), "factor.set-up-first", "{login}");
            }
            assert_eq!(caller.get("/desk").expect(303).header("location"), "/sign-in?next=%2Fdesk");
            let led = caller.get("/sign-in").expect(303);
            assert_eq!(led.header("location"), "/account/factor");
            caller.submit("/admin/tokens", &[("label", "x")]).is(403);
            caller.submit("/sign-out", &[]).is(303);
        }
        with_account(house, "amb", false, |net| vec![(Role::Ambassador, net.station)]);
        let (answer, caller) = with_password(house, "amb");
        assert_eq!(answer.header("location"), "/desk");
        caller.get("/api/v1/signed-in").is(200);
    });
}

#[test]
fn a_password_that_others_know_is_changed_first_and_then_the_factor_set_up() {
    on_each_house(|house| {
        with_account(house, "head", true, |net| vec![(Role::Supervisor, net.county)]);
        let (answer, caller) = with_password(house, "head");
        assert_eq!(answer.header("location"), "/account/password");
        caller.get("/account/factor").is(303);
        let new = "ten grey geese rest";
        let fields = [("old", PASSWORD), ("password", new), ("again", new)];
        let changed = caller.submit("/account/password", &fields).expect(303);
        assert_eq!(changed.header("location"), "/account/factor");
        let refused = follow(house, &changed).get("/api/v1/signed-in").expect(403);
        assert_eq!(refused.code(), "factor.set-up-first");
    });
}

#[test]
fn who_has_one_comes_in_with_password_and_code_alone() {
    on_each_house(|house| {
        let id = with_account(house, "head", false, |net| vec![(Role::Supervisor, net.county)]);
        set_up(house, "head", id);
        next_step(house);
        let keep =
            [("login", "head"), ("password", PASSWORD), ("keep", "1"), ("next", "/desk?a=1")];
        let answer = super::house::browser(house).submit("/sign-in", &keep).expect(303);
        assert_eq!(answer.header("location"), "/sign-in/code?keep=1&next=%2Fdesk%3Fa%3D1");
        assert!(!answer.header("set-cookie").contains("Max-Age"));
        let waiting = follow(house, &answer);
        assert_eq!(waiting.get("/api/v1/public").expect(403).code(), "factor.code-first");
        let led = waiting.get("/account/factor").expect(303);
        assert_eq!(led.header("location"), "/sign-in?next=%2Faccount%2Ffactor");
        waiting.get("/sign-in/code").is(200);
        waiting.submit("/account/factor/removal", &[("code", "000000")]).is(403);
        let code = code_of(house, id, 0);
        let fields = [("code", code.as_str()), ("keep", "1"), ("next", "/desk?a=1")];
        let came = waiting.submit("/sign-in/code", &fields).expect(303);
        assert_eq!(came.header("location"), "/desk?a=1");
        assert!(came.header("set-cookie").contains("Max-Age=2592000"));
        follow(house, &came).get("/api/v1/signed-in").is(200);
        waiting.get("/api/v1/signed-in").is(401);
        // A session that showed the password alone waits a quarter of an hour and no longer.
        let (_, late) = with_password(house, "head");
        house.store.clock.advance(900);
        late.submit("/sign-in/code", &[("code", &code_of(house, id, 0))]).is(401);
    });
}

#[test]
fn no_code_opens_twice_and_a_clock_may_drift_by_one_step() {
    on_each_house(|house| {
        let id = with_account(house, "head", false, |net| vec![(Role::Supervisor, net.county)]);
        let recovery = set_up(house, "head", id);
        // The code that ended the set-up was a code like any other.
        let spent = code_of(house, id, 0);
        let (_, caller) = with_password(house, "head");
        drop(caller.submit("/sign-in/code", &[("code", &spent)]).expect(422).shows("code-error"));
        let ahead = code_of(house, id, 1);
        caller.submit("/sign-in/code", &[("code", &ahead)]).is(303);
        next_step(house);
        let (_, again) = with_password(house, "head");
        again.submit("/sign-in/code", &[("code", &ahead)]).is(422);
        let spelled = recovery[0].to_uppercase().replace('-', " ");
        again.submit("/sign-in/code", &[("code", &spelled)]).is(303);
        let (_, again) = with_password(house, "head");
        again.submit("/sign-in/code", &[("code", &recovery[0])]).is(422);
        again.submit("/sign-in/code", &[("code", &recovery[1])]).is(303);
        let left = house.read(move |tx| factor::codes_left(tx, id));
        assert_eq!(left, 8);
        house.store.clock.advance(300);
        for (steps, status) in [(-2, 422), (2, 422), (-1, 303)] {
            let (_, caller) = with_password(house, "head");
            caller.submit("/sign-in/code", &[("code", &code_of(house, id, steps))]).is(status);
        }
    });
}

#[test]
fn codes_rest_after_five_failures_and_a_right_password_gives_none_back() {
    on_each_house(|house| {
        let id = with_account(house, "head", false, |net| vec![(Role::Supervisor, net.county)]);
        set_up(house, "head", id);
        next_step(house);
        let wrong = code_of(house, id, 5);
        for _ in 0..5 {
            let (_, caller) = with_password(house, "head");
            caller.submit("/sign-in/code", &[("code", &wrong)]).is(422);
        }
        let (_, caller) = with_password(house, "head");
        let rests = caller.submit("/sign-in/code", &[("code", &code_of(house, id, 0))]).expect(429);
        assert_eq!(rests.header("retry-after"), "900");
        house.store.clock.advance(900);
        let (_, caller) = with_password(house, "head");
        caller.submit("/sign-in/code", &[("code", &code_of(house, id, 0))]).is(303);
    });
}

#[test]
fn the_owner_renews_recovery_codes_and_moves_to_another_phone() {
    on_each_house(|house| {
        let id = with_account(house, "head", false, |net| vec![(Role::Supervisor, net.county)]);
        let old = set_up(house, "head", id);
        next_step(house);
        let cookie = super::house::cookie_of(house, "head");
        assert!(cookie.starts_with("__Host-session="));
        let (_, caller) = with_password(house, "head");
        let came = caller.submit("/sign-in/code", &[("code", &code_of(house, id, 0))]).expect(303);
        let head = follow(house, &came);
        drop(head.get("/account/factor").expect(200).shows("/account/factor/removal"));
        head.submit("/account/factor/codes", &[("code", "000 000")]).is(422);
        next_step(house);
        let new = head.submit("/account/factor/codes", &[("code", &code_of(house, id, 0))]);
        assert!(!new.expect(200).text().contains(&old[0]));
        let (_, other) = with_password(house, "head");
        other.submit("/sign-in/code", &[("code", &old[1])]).is(422);
        next_step(house);
        let before = code_of(house, id, 1);
        let moved = head.submit("/account/factor/removal", &[("code", &code_of(house, id, 0))]);
        assert_eq!(moved.clone().expect(303).header("location"), "/account/factor");
        other.get("/sign-in/code").is(303);
        let head = follow(house, &moved);
        assert_eq!(head.get("/api/v1/signed-in").expect(403).code(), "factor.set-up-first");
        drop(head.get("/account/factor").expect(200).shows("otpauth://"));
        head.submit("/account/factor", &[("code", &before)]).is(422);
        head.submit("/account/factor", &[("code", &code_of(house, id, 0))]).is(200);
    });
}

#[test]
fn a_lost_factor_is_reset_by_who_manages_the_account_and_nobody_else() {
    on_each_house(|house| {
        with_account(house, "city", false, |net| vec![(Role::Supervisor, net.province)]);
        let id = with_account(house, "head", false, |net| vec![(Role::Supervisor, net.county)]);
        set_up(house, "head", id);
        let reset = format!("/console/people/{id}/factor/removal");
        let head = super::house::cookie_of(house, "head");
        house.session(&head).submit(&reset, &[]).is(403);
        let city = house.session(&super::house::cookie_of(house, "city"));
        drop(
            city.get(&format!("/console/people/{id}?why=care"))
                .expect(200)
                .shows("/factor/removal"),
        );
        city.submit(&reset, &[]).is(303);
        city.submit(&reset, &[]).is(409);
        let (answer, _) = with_password(house, "head");
        assert_eq!(answer.header("location"), "/account/factor");
    });
}

#[test]
fn accounts_of_a_demonstration_have_none() {
    on_each_house(|house| {
        let id =
            with_account(house, "fixed-head", false, |net| vec![(Role::Supervisor, net.county)]);
        let (answer, caller) = with_password(house, "fixed-head");
        assert_eq!(answer.header("location"), "/console");
        assert!(!caller.get("/account/factor").expect(200).text().contains("otpauth"));
        caller.submit("/account/factor", &[("code", "123456")]).is(409);
        assert_eq!(
            code(house.app.db.write_blocking(move |tx| factor::set_up(tx, id).map(drop))),
            "accounts.fixed"
        );
    });
}

#[test]
fn of_two_nodes_with_one_code_the_store_lets_one_in() {
    on_each_house(|house| {
        let id = with_account(house, "head", false, |net| vec![(Role::Supervisor, net.county)]);
        set_up(house, "head", id);
        // Both have looked and found the code good before either has spent it.
        let spend = |step| house.write(move |tx| Ok(store::factors::advance(tx, id, step)?));
        let step = house.write(|tx| Ok(step_at(tx.now()) + 1));
        assert_eq!((spend(step), spend(step), spend(step - 1)), (true, false, false));
    });
}
