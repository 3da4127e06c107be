//! Delegation: one's own grant in other hands for some days, and never more than one has.

use std::sync::Arc;

use super::{
    house::{Is, cookie_of, on_each_house, with_account},
    *,
};
use crate::{
    access::PersonId,
    delegation::{self, Delegation, MOST_DAYS},
    grants::GrantId,
    posts,
    tree::Tree,
};

/// A supervisor of the county and her deputy, who has a post there.
struct Office {
    net: Network,
    head: Viewer,
    source: GrantId,
    deputy: (AccountId, PersonId),
}

fn office(tx: &mut Tx<'_>) -> Result<Office> {
    let net = network(tx)?;
    let (id, person) = account(tx, "head", &[(Role::Supervisor, net.county)])?;
    let head = viewer_of_account(tx, id)?.expect("open");
    let source = grants::list(tx, person)?[0].id;
    let deputy = account(tx, "deputy", &[(Role::Ambassador, net.station)])?;
    Ok(Office { net, head, source, deputy })
}

impl Office {
    /// Her whole grant from today for so many days.
    fn for_days(&self, tx: &Tx<'_>, days: i32) -> Delegation {
        let (from, to) = (tx.today(), tx.today().plus(days - 1));
        let Self { source, net, .. } = self;
        Delegation { source: *source, role: Role::Supervisor, unit: net.county, from, to }
    }

    fn delegate(&self, tx: &mut Tx<'_>, asked: Delegation) -> String {
        code(delegation::delegate(tx, &self.head, self.deputy.0, &asked))
    }

    fn deputy_holds(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let tree = tx.cached::<Tree>()?;
        let deputy = viewer_of_account(tx, self.deputy.0)?.expect("open");
        Ok(deputy.holds(&tree, &[Role::Supervisor], self.net.county))
    }
}

#[test]
fn a_grant_or_a_part_of_it_is_delegated_for_days() {
    on_each_engine(|tx| {
        let office = office(tx)?;
        let whole = office.for_days(tx, 1);
        let Network { province, station, elsewhere, .. } = office.net;
        let today = tx.today();
        for (asked, expected) in [
            (Delegation { unit: province, ..whole }, "delegations.not-within"),
            (Delegation { unit: elsewhere, ..whole }, "delegations.not-within"),
            (Delegation { role: Role::Security, ..whole }, "delegations.not-this-grant"),
            (Delegation { source: GrantId(1), ..whole }, "grants.unknown"),
            (Delegation { from: today.plus(-1), ..whole }, "delegations.days"),
            (Delegation { to: today.plus(-1), ..whole }, "delegations.days"),
            (Delegation { to: today.plus(MOST_DAYS), ..whole }, "delegations.days"),
            (Delegation { role: Role::Ambassador, ..whole }, "done"),
            (Delegation { unit: station, ..whole }, "done"),
        ] {
            assert_eq!(office.delegate(tx, asked), expected, "{asked:?}");
        }
        assert!(!office.deputy_holds(tx)?);
        let longest = Delegation { to: today.plus(MOST_DAYS - 1), ..whole };
        assert_eq!(office.delegate(tx, longest), "done");
        assert_eq!(office.delegate(tx, whole), "grants.already");
        assert!(office.deputy_holds(tx)?);
        Ok(())
    });
}

#[test]
fn a_delegation_ends_by_itself_and_lasts_no_longer_than_its_source() {
    on_each_store(|store| {
        let office = store.db.write_blocking(|tx| {
            let office = office(tx)?;
            let (id, person) = account(tx, "term", &[(Role::Supervisor, office.net.station)])?;
            let (unit, today) = (office.net.county, tx.today());
            let from = today.plus(2);
            let term = Grant { role: Role::Supervisor, unit, from, to: Some(today.plus(5)) };
            grants::record(tx, None, id, &term)?;
            let source = grants::list(tx, person)?[1].id;
            let her = viewer_of_account(tx, id)?.expect("open");
            let asked = Delegation { source, from, to: today.plus(5), ..office.for_days(tx, 1) };
            let mut on = |asked| code(delegation::delegate(tx, &her, office.deputy.0, &asked));
            assert_eq!(on(Delegation { from: today.plus(1), ..asked }), "grants.beyond-own");
            assert_eq!(on(Delegation { to: today.plus(6), ..asked }), "grants.beyond-own");
            assert_eq!(on(asked), "done");
            let days = office.for_days(tx, 2);
            assert_eq!(office.delegate(tx, days), "done");
            Ok::<_, Error>(office)
        });
        let office = Arc::new(office.expect("made"));
        let holds = || {
            let office = Arc::clone(&office);
            store.db.read_blocking(move |tx| office.deputy_holds(tx)).expect("read")
        };
        // Two days of one, then four of the other.
        for expected in [true, true, true, true, true, true, false] {
            assert_eq!(holds(), expected);
            store.clock.advance(24 * 3600);
        }
    });
}

#[test]
fn what_was_delegated_is_not_delegated_further_nor_given_for_longer() {
    on_each_engine(|tx| {
        let office = office(tx)?;
        let whole = office.for_days(tx, 3);
        assert_eq!(office.delegate(tx, whole), "done");
        let deputy = viewer_of_account(tx, office.deputy.0)?.expect("open");
        let (li, _) = account(tx, "li", &[(Role::Ambassador, office.net.station)])?;
        assert!(delegation::sources(tx, &deputy)?.is_empty());
        let held = grants::list(tx, office.deputy.1)?;
        let source = held.iter().find(|held| held.source.is_some()).expect("delegated").id;
        let further = Delegation { source, ..whole };
        let refused = code(delegation::delegate(tx, &deputy, li, &further));
        assert_eq!(refused, "delegations.not-this-grant");
        // Hers is not the deputy's to delegate.
        assert_eq!(code(delegation::delegate(tx, &deputy, li, &whole)), "grants.unknown");
        let (station, today) = (office.net.station, tx.today());
        let mut until = |to| {
            let post = (station, today.plus(1), to);
            (code(posts::add(tx, &deputy, li, post)), {
                let grant = Grant { role: Role::Supervisor, unit: station, from: today, to };
                code(grants::give(tx, &deputy, li, &grant))
            })
        };
        let both = |code: &str| (code.to_owned(), code.to_owned());
        assert_eq!(until(None), both("grants.beyond-own"));
        assert_eq!(until(Some(today.plus(3))), both("grants.beyond-own"));
        assert_eq!(until(Some(today.plus(2))), both("done"));
        Ok(())
    });
}

#[test]
fn nobody_delegates_to_themselves_or_to_those_out_of_sight() {
    on_each_engine(|tx| {
        let office = office(tx)?;
        let whole = office.for_days(tx, 3);
        let own = accounts::by_login(tx, "head")?.id;
        let (far, _) = account(tx, "far", &[(Role::Supervisor, office.net.elsewhere)])?;
        let mut to = |id| code(delegation::delegate(tx, &office.head, id, &whole));
        assert_eq!(to(own), "grants.own");
        assert_eq!(to(far), "accounts.unknown");
        accounts::disable(tx, None, office.deputy.0)?;
        assert_eq!(office.delegate(tx, whole), "accounts.closed");
        Ok(())
    });
}

#[test]
fn a_delegation_is_taken_back_by_her_and_ends_with_her_grant() {
    on_each_engine(|tx| {
        let office = office(tx)?;
        let above = viewer(tx, "above", &[(Role::Supervisor, office.net.province)])?;
        let peer = viewer(tx, "peer", &[(Role::Supervisor, office.net.county)])?;
        let whole = office.for_days(tx, 3);
        let give =
            |tx: &mut Tx<'_>| delegation::delegate(tx, &office.head, office.deputy.0, &whole);
        let first = give(tx)?;
        assert_eq!(code(grants::revoke(tx, &peer, first)), "grants.not-below");
        grants::revoke(tx, &office.head, first)?;
        assert!(!office.deputy_holds(tx)?);
        let second = give(tx)?;
        grants::revoke(tx, &above, second)?;
        assert!(!office.deputy_holds(tx)?);
        give(tx)?;
        grants::revoke(tx, &above, office.source)?;
        assert!(!office.deputy_holds(tx)?);
        assert_eq!(code(give(tx)), "grants.unknown");
        Ok(())
    });
}

#[test]
fn she_delegates_on_the_page_and_takes_it_back() {
    on_each_house(|house| {
        with_account(house, "head", false, |net| vec![(Role::Supervisor, net.county)]);
        let deputy =
            with_account(house, "deputy", false, |net| vec![(Role::Ambassador, net.station)]);
        let head = house.session(&cookie_of(house, "head"));
        let person = format!("/console/people/{deputy}");
        let read = format!("{person}?why=care");
        let page = format!("{person}/delegation");
        drop(head.get(&read).expect(200).shows(&page));
        let form = head.get(&page).expect(200).text();
        let source = form.split("name=\"source\" value=\"").nth(1).expect("one grant to choose");
        let source = source.split('"').next().unwrap_or_default();
        let asked =
            |to| [("source", source), ("role", "supervisor"), ("unit", "440305"), ("to", to)];
        for (to, status) in [("", 422), ("2027-11-26", 422), ("2026-11-28", 303)] {
            head.submit(&page, &asked(to)).is(status);
        }
        let mine = house.session(&cookie_of(house, "deputy"));
        mine.get("/console/units/440305/people").is(200);
        drop(mine.get(&page).expect(200).shows("您没有可以委托的权限"));
        let shown = head.get(&read).expect(200).text();
        let grant = shown.rsplit("name=\"grant\" value=\"").next().expect("it can be taken back");
        let grant = [("grant", grant.split('"').next().unwrap_or_default())];
        head.submit(&format!("{person}/grants/revocation"), &grant).is(303);
        mine.get("/console/units/440305/people").is(403);
    });
}
