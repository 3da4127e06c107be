//! What a station that closes for good takes with it, by way of the event that tells of it.

use db::Day;
use org::{
    AccountId, Grant, PersonId, Role, UnitId,
    access::viewer_of_account,
    accounts::{self, NewAccount},
    grants,
    login::Login,
    password::{Hashed, Password},
    posts::{self, Post},
};
use testkit::House;

use super::{details, house::in_a_house, register};
use crate::{
    closing::{self, Closure},
    life::Status,
    station::{Change, Station},
    store,
};

fn close(house: &House, station: &Station, from: Option<Day>) {
    let station = station.clone();
    house.write(move |tx| {
        let change = Change::begin(tx, None)?;
        let closure = Closure { from, until: None, reason: "撤站".to_owned(), for_good: true };
        closing::close(tx, change, &station, &closure)
    });
}

/// Somebody with a post and a grant at a station.
fn ambassador(house: &House, login: &'static str, station: UnitId, from: Day) -> Ambassador {
    house.write(move |tx| {
        let name = Login::parse(login)?;
        let password = Password::parse("nine blue herons wade", &name)?;
        let account = NewAccount {
            name: login,
            login: &name,
            password: &Hashed::of(&password, [9; 16])?,
            must_change: false,
            is_fixed: false,
            is_first: false,
        };
        let (account, person) = accounts::create(tx, &account)?;
        posts::record(tx, &Post { person, station, from, to: None })?;
        let grant = Grant { role: Role::Ambassador, unit: station, from, to: None };
        grants::record(tx, None, account, &grant)?;
        Ok(Ambassador { account, person })
    })
}

struct Ambassador {
    account: AccountId,
    person: PersonId,
}

impl Ambassador {
    /// How many grants hold today: of the post and of the grant.
    fn holds(&self, house: &House) -> usize {
        let account = self.account;
        house.read(move |tx| {
            Ok(viewer_of_account(tx, account)?.map_or(0, |viewer| viewer.grants().len()))
        })
    }

    fn last_day(&self, house: &House) -> Option<Day> {
        let person = self.person;
        house.read(move |tx| Ok(posts::of_person(tx, person)?[0].to))
    }
}

fn today(house: &House) -> Day {
    house.app.db.now().day()
}

#[test]
fn posts_and_grants_end_with_the_first_closed_day() {
    in_a_house(|house| {
        let closing = register(&house.store.db, details("关厅"));
        let other = register(&house.store.db, details("别厅"));
        let today = today(house);
        let here = ambassador(house, "here", closing.unit, today.plus(-9));
        let later = ambassador(house, "later", closing.unit, today.plus(9));
        let there = ambassador(house, "there", other.unit, today.plus(-9));
        close(house, &closing, None);
        assert_eq!(here.last_day(house), None, "nothing but the closure in its transaction");
        assert_eq!(house.run_jobs(), 1);
        assert_eq!(here.last_day(house), Some(today));
        assert_eq!(here.holds(house), 2, "until midnight, for what a tablet held back");
        let newest =
            |tx: &mut db::Tx<'_>| Ok(audit::read::newest(tx, &audit::Filter::default(), None, 4)?);
        let acts: Vec<String> = house.read(newest).into_iter().map(|noted| noted.act).collect();
        assert_eq!(
            acts,
            ["org.grant-ended", "org.grant-ended", "org.post-ended", "org.post-ended"]
        );
        house.store.clock.advance(24 * 3600);
        assert_eq!((here.holds(house), there.holds(house)), (0, 2));
        house.store.clock.advance(10 * 24 * 3600);
        assert_eq!(later.holds(house), 0, "what had not begun never does");
    });
}

#[test]
fn an_announced_closure_takes_hold_on_its_day_once() {
    in_a_house(|house| {
        let station = register(&house.store.db, details("关厅"));
        let day = today(house).plus(3);
        let her = ambassador(house, "her", station.unit, today(house));
        close(house, &station, Some(day));
        house.look_at_clock();
        house.run_jobs();
        assert_eq!(her.last_day(house), None, "not yet");
        house.store.clock.advance(3 * 24 * 3600);
        house.look_at_clock();
        house.run_jobs();
        assert_eq!(her.last_day(house), Some(day));
        house.store.clock.advance(24 * 3600);
        house.look_at_clock();
        house.run_jobs();
        assert_eq!(her.last_day(house), Some(day));
    });
}

#[test]
fn a_closure_that_was_taken_back_takes_nothing() {
    in_a_house(|house| {
        let mut station = register(&house.store.db, details("关厅"));
        let her = ambassador(house, "her", station.unit, today(house));
        close(house, &station, Some(today(house).plus(3)));
        station.version += 1;
        house.store.clock.advance(24 * 3600);
        let suspended = station.clone();
        house.write(move |tx| {
            let change = Change::begin(tx, None)?;
            let closure =
                Closure { from: None, until: None, reason: "装修".to_owned(), for_good: false };
            closing::close(tx, change, &suspended, &closure)
        });
        station.version += 1;
        house.write(move |tx| {
            let change = Change::begin(tx, None)?;
            closing::step(tx, change, &station, Status::Active)
        });
        house.store.clock.advance(9 * 24 * 3600);
        house.look_at_clock();
        house.run_jobs();
        assert_eq!((her.last_day(house), her.holds(house)), (None, 2));
    });
}

#[test]
fn keys_of_requests_are_forgotten_by_the_clock() {
    in_a_house(|house| {
        let keep = |number: i64| {
            house.write(move |tx| {
                Ok(store::answers::insert(tx, 1, &format!("key:{number}"), &[7; 32], "{}")?)
            });
        };
        (0..1_001).for_each(keep);
        house.store.clock.advance(23 * 3600);
        keep(2_000);
        house.look_at_clock();
        house.run_jobs();
        let left = |key: &'static str| {
            house.read(move |tx| Ok(store::answers::find(tx, 1, key, db::Instant(0))?.is_some()))
        };
        assert!(left("key:0"), "a day is not over");
        house.store.clock.advance(2 * 3600);
        house.look_at_clock();
        house.run_jobs();
        assert!(!left("key:0") && !left("key:1000") && left("key:2000"));
    });
}
