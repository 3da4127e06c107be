//! Somebody leaves: at once nothing of what they had opens anything, on any node.

use super::{
    house::{Is, cookie_of, on_each_house, with_account},
    *,
};
use crate::{
    delegation::{self, Delegation},
    posts::{self, Post},
    tokens::{self, NewToken},
};

#[test]
fn leavers_lose_grants_delegations_posts_and_tokens_at_once() {
    on_each_engine(|tx| {
        let net = network(tx)?;
        let (li, person) = account(tx, "li", &[(Role::Supervisor, net.county)])?;
        let (deputy, _) = account(tx, "deputy", &[(Role::Ambassador, net.station)])?;
        let her = viewer_of_account(tx, li)?.expect("open");
        let (today, source) = (tx.today(), grants::list(tx, person)?[0].id);
        let days = Delegation {
            source,
            role: Role::Supervisor,
            unit: net.county,
            from: today,
            to: today.plus(6),
        };
        delegation::delegate(tx, &her, deputy, &days)?;
        let post = |from: i32, to: Option<i32>| Post {
            person,
            station: net.station,
            from: today.plus(from),
            to: to.map(|to| today.plus(to)),
        };
        for post in [post(-9, Some(-5)), post(-3, Some(5)), post(9, None)] {
            posts::record(tx, &post)?;
        }
        let (role, unit) = (Role::Integration, net.county);
        let token = NewToken { label: "hall", role, unit, expires_days: None, by: Some(person.0) };
        tokens::create(tx, &token)?;
        tokens::create(tx, &NewToken { by: None, ..token })?;

        accounts::disable(tx, Some(7), li)?;
        let live = tokens::list(tx)?.iter().filter(|token| token.revoked_at.is_none()).count();
        assert_eq!(live, 1, "the token that somebody else made is left");
        assert!(grants::list(tx, person)?.is_empty());
        assert_eq!(viewer_of_account(tx, deputy)?.expect("open").grants().len(), 1);
        let ends: Vec<_> = posts::of_person(tx, person)?.iter().map(|post| post.to).collect();
        assert_eq!(ends, [Some(-5), Some(-1), Some(8)].map(|to| to.map(|to| today.plus(to))));

        // Who comes back has the account again, and nothing else.
        accounts::enable(tx, li)?;
        assert!(viewer_of_account(tx, li)?.expect("open").grants().is_empty());
        Ok(())
    });
}

#[test]
fn nothing_is_given_to_a_closed_account() {
    on_each_engine(|tx| {
        let net = network(tx)?;
        let guard = viewer(tx, "guard", &[(Role::Security, net.nation)])?;
        let (li, person) = account(tx, "li", &[])?;
        accounts::disable(tx, None, li)?;
        let grant = from_today(tx.today(), Role::Supervisor, net.county);
        assert_eq!(code(grants::give(tx, &guard, li, &grant)), "accounts.closed");
        let post = Post { person, station: net.station, from: tx.today(), to: None };
        assert_eq!(code(posts::record(tx, &post)), "accounts.closed");
        Ok(())
    });
}

#[test]
fn who_leaves_on_another_node_is_gone_within_a_second() {
    on_each_house(|house| {
        let id = with_account(house, "guard", false, |net| vec![(Role::Security, net.nation)]);
        let her = house.session(&cookie_of(house, "guard"));
        let token = house.write(move |tx| {
            let by = Some(accounts::get(tx, id)?.person.0);
            let (role, unit) = (Role::Integration, network_root(tx)?);
            let token = NewToken { label: "hall", role, unit, expires_days: None, by };
            Ok(tokens::create(tx, &token)?.1)
        });
        let machine = house.bearer(&token);
        for who in [&her, &machine] {
            who.get("/api/v1/signed-in").is(200);
        }
        let beside = house.store.beside();
        beside.write_blocking(move |tx| accounts::disable(tx, None, id)).expect("closed");
        house.store.clock.advance(1);
        for who in [&her, &machine] {
            who.get("/api/v1/signed-in").is(401);
        }
    });
}
