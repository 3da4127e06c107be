//! Grants, posts and tokens: who gives what, and what it opens.

use super::*;
use crate::{
    access::viewer_of_token,
    posts::{self, Post},
    tokens::{self, NewToken},
    tree::Tree,
};

#[test]
fn supervisors_give_the_roles_of_the_field_below_their_unit_alone() {
    on_each_engine(|tx| {
        let net = network(tx)?;
        let head = viewer(tx, "head", &[(Role::Supervisor, net.province)])?;
        let (li, _) = account(tx, "li", &[(Role::Ambassador, net.station)])?;
        let today = tx.today();
        let mut give =
            |role, unit| code(grants::give(tx, &head, li, &from_today(today, role, unit)));
        assert_eq!(give(Role::Supervisor, net.county), "done");
        assert_eq!(give(Role::Ambassador, net.county), "done");
        assert_eq!(give(Role::Ambassador, net.county), "grants.already");
        assert_eq!(give(Role::Supervisor, net.province), "grants.not-below");
        assert_eq!(give(Role::Supervisor, net.nation), "units.unknown");
        assert_eq!(give(Role::Ambassador, net.elsewhere), "units.unknown");
        assert_eq!(give(Role::Integration, net.county), "grants.integration-for-tokens");
        assert_eq!(give(Role::Auditor, net.county), "grants.system-by-security");
        Ok(())
    });
}

#[test]
fn nobody_gives_to_themselves_or_takes_from_themselves() {
    on_each_engine(|tx| {
        let net = network(tx)?;
        let (id, person) = account(tx, "guard", &[(Role::Security, net.nation)])?;
        let guard = viewer_of_account(tx, id)?.expect("open");
        let grant = from_today(tx.today(), Role::Supervisor, net.county);
        assert_eq!(code(grants::give(tx, &guard, id, &grant)), "grants.own");
        let own = grants::list(tx, person)?[0].id;
        assert_eq!(code(grants::revoke(tx, &guard, own)), "grants.own");
        Ok(())
    });
}

#[test]
fn security_gives_the_system_roles_one_to_an_account() {
    on_each_engine(|tx| {
        let net = network(tx)?;
        let guard = viewer(tx, "guard", &[(Role::Security, net.nation)])?;
        let (li, _) = account(tx, "li", &[])?;
        let today = tx.today();
        let mut give =
            |role, unit| code(grants::give(tx, &guard, li, &from_today(today, role, unit)));
        assert_eq!(give(Role::Auditor, net.province), "grants.system-role-on-nation");
        assert_eq!(give(Role::Auditor, net.nation), "done");
        assert_eq!(give(Role::Administrator, net.nation), "grants.system-roles-separate");
        assert_eq!(give(Role::Supervisor, net.nation), "done");
        Ok(())
    });
}

#[test]
fn a_revoked_grant_opens_nothing_and_is_in_sight_of_those_above_alone() {
    on_each_engine(|tx| {
        let net = network(tx)?;
        let head = viewer(tx, "head", &[(Role::Supervisor, net.province)])?;
        let other = viewer(tx, "other", &[(Role::Supervisor, net.elsewhere)])?;
        let (li, person) = account(tx, "li", &[(Role::Supervisor, net.county)])?;
        let id = grants::list(tx, person)?[0].id;
        assert_eq!(code(grants::revoke(tx, &other, id)), "grants.unknown");
        grants::revoke(tx, &head, id)?;
        assert!(viewer_of_account(tx, li)?.expect("open").grants().is_empty());
        assert_eq!(code(grants::revoke(tx, &head, id)), "grants.unknown");
        Ok(())
    });
}

#[test]
fn a_grant_lasts_to_its_last_day_and_one_that_ended_before_it_began_never_did() {
    let day = |text: &str| -> Day { text.parse().expect("a day") };
    let grant = |to: Option<&str>| Grant {
        role: Role::Ambassador,
        unit: UnitId(1),
        from: day("2026-03-10"),
        to: to.map(day),
    };
    assert!(grant(None).lasts_past(day("2030-01-01")));
    assert!(grant(Some("2026-03-10")).lasts_past(day("2026-03-10")));
    assert!(!grant(Some("2026-03-10")).lasts_past(day("2026-03-11")));
    assert!(!grant(Some("2026-03-09")).lasts_past(day("2026-03-01")));
}

#[test]
fn the_uppermost_units_of_somebody_come_by_code_and_once() {
    on_each_engine(|tx| {
        let net = network(tx)?;
        let units = [net.county, net.province, net.elsewhere];
        let head = viewer(tx, "head", &units.map(|unit| (Role::Supervisor, unit)))?;
        let tree = tx.cached::<Tree>()?;
        let units = |roles| head.units_of(&tree, roles);
        assert_eq!(units(&[Role::Supervisor]), [net.elsewhere, net.province]);
        assert_eq!(units(&[Role::Ambassador]), []);
        // A day for each, the same unit: one unit.
        let (id, _) = account(tx, "twice", &[(Role::Supervisor, net.county)])?;
        grants::record(tx, None, id, &from_today(tx.today(), Role::Ambassador, net.county))?;
        let twice = viewer_of_account(tx, id)?.expect("open");
        assert_eq!(twice.units_of(&tree, &Role::ALL), [net.county]);
        Ok(())
    });
}

#[test]
fn facts_are_kept_under_the_person_or_the_token() {
    on_each_engine(|tx| {
        let net = network(tx)?;
        let (id, person) = account(tx, "li", &[])?;
        let li = viewer_of_account(tx, id)?.expect("open");
        assert_eq!((li.author(), li.person()), (person.0, Some(person)));
        let (role, unit) = (Role::Integration, net.county);
        let token = NewToken { label: "hall", role, unit, expires_days: None, by: None };
        let (id, plain) = tokens::create(tx, &token)?;
        let machine = viewer_of_token(tx, &tokens::digest(&plain))?.expect("open");
        assert_eq!((machine.author(), machine.person()), (id.0, None));
        let public = Viewer::public(tx.today());
        assert_eq!((public.author(), public.is_known()), (0, false));
        Ok(())
    });
}

#[test]
fn a_post_is_an_ambassador_grant_for_its_days() {
    on_each_engine(|tx| {
        let net = network(tx)?;
        let head = viewer(tx, "head", &[(Role::Supervisor, net.county)])?;
        let (li, person) = account(tx, "li", &[(Role::Ambassador, net.station)])?;
        let mine = grants::list(tx, person)?[0].id;
        grants::revoke(tx, &head, mine)?;
        let today = tx.today();
        let mut post = |unit, from, to| code(posts::add(tx, &head, li, (unit, from, to)));
        assert_eq!(post(net.county, today, None), "grants.not-below");
        assert_eq!(post(net.station, today, Some(today.plus(-1))), "grants.days");
        assert_eq!(post(net.station, today, None), "done");
        assert_eq!(post(net.station, today.plus(9), None), "posts.already");
        let tree = tx.cached::<Tree>()?;
        let on_post = viewer_of_account(tx, li)?.expect("open");
        assert!(on_post.holds(&tree, &[Role::Ambassador], net.station));
        assert_eq!(posts::at_station(tx, net.station, today)?.len(), 1);
        let mut end = |last| code(posts::end(tx, &head, li, (net.station, today, last)));
        assert_eq!(end(today.plus(-2)), "grants.days");
        posts::end(tx, &head, li, (net.station, today, today.plus(-1)))?;
        assert!(viewer_of_account(tx, li)?.expect("open").grants().is_empty());
        assert!(posts::at_station(tx, net.station, today)?.is_empty());
        let unit = Post { person, station: net.county, from: today, to: None };
        assert_eq!(code(posts::record(tx, &unit)), "posts.not-a-station");
        Ok(())
    });
}

#[test]
fn a_token_opens_until_it_ends_or_is_taken_back() {
    on_each_store(|store| {
        let made = store.db.write_blocking(|tx| {
            let net = network(tx)?;
            let token = NewToken {
                label: " hall 7 ",
                role: Role::Integration,
                unit: net.county,
                expires_days: Some(2),
                by: None,
            };
            let (id, plain) = tokens::create(tx, &token)?;
            let lasting = NewToken { expires_days: None, ..token };
            let (_, forever) = tokens::create(tx, &lasting)?;
            for (changed, expected) in [
                (NewToken { label: " ", ..lasting }, "tokens.label"),
                (NewToken { expires_days: Some(0), ..lasting }, "tokens.expires"),
                (NewToken { role: Role::Auditor, ..lasting }, "grants.system-role-on-nation"),
            ] {
                assert_eq!(code(tokens::create(tx, &changed)), expected);
            }
            Ok::<_, Error>((id, plain, forever))
        });
        let (id, plain, forever) = made.expect("made");
        assert_eq!(plain.len(), 46);
        assert!(plain.starts_with("yz_") && plain != forever);
        let opens = |plain: &str| {
            let digest = tokens::digest(plain);
            let found = store.db.read_blocking(move |tx| viewer_of_token(tx, &digest));
            found.expect("read").map(|viewer| viewer.name)
        };
        assert_eq!(opens(&plain).as_deref(), Some("hall 7"));
        assert_eq!(opens("yz_nothing"), None);
        store.clock.advance(2 * 24 * 3600 - 1);
        assert!(opens(&plain).is_some());
        store.clock.advance(1);
        assert!(opens(&plain).is_none() && opens(&forever).is_some());
        let revoke = move |tx: &mut Tx<'_>| {
            let all = tokens::list(tx)?;
            assert_eq!(all.last().map(|token| token.id), Some(id));
            assert_eq!(code(tokens::revoke(tx, None, crate::TokenId(1))), "tokens.unknown");
            all.iter().try_for_each(|token| tokens::revoke(tx, None, token.id))
        };
        store.db.write_blocking(revoke).expect("revoked");
        assert!(opens(&forever).is_none());
    });
}
