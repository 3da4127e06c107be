//! What is invented is the same for the same seed, adds up, and is accepted by the rules.

use db::{Db, Instant};
use testkit::Store;

use crate::{
    build::{DAYS, Plan, live, seed},
    network::{self, Scale, apportion},
};

const PLAN: Plan = Plan { scale: Scale::County, visits: 700, days: DAYS, seed: 7 };

fn migrations() -> Vec<db::Migration> {
    [org::MIGRATIONS, web::MIGRATIONS, stations::MIGRATIONS, visits::MIGRATIONS, crate::MIGRATIONS]
        .concat()
}

fn on_each_engine(test: impl Fn(&Store)) {
    testkit::on_each_engine(&migrations(), test);
}

fn recount(db: &Db) -> visits::doctor::Recount {
    let recount = db.read_blocking(visits::doctor::recount).unwrap();
    assert_eq!(recount.differences, []);
    recount
}

#[test]
fn shares_are_paid_out_to_the_last_one() {
    assert_eq!(apportion(&[1.0, 1.0, 1.0], 10), [4, 3, 3]);
    assert_eq!(apportion(&[3.0, 1.0], 4), [3, 1]);
    assert_eq!(apportion(&[0.5, 0.25, 0.25], 0), [0, 0, 0]);
}

#[test]
fn the_nation_has_its_stations_and_every_county_at_least_one() {
    let plan = network::plan(Scale::Nation);
    assert_eq!(plan.iter().map(|(_, count)| count).sum::<usize>(), 90_000);
    assert!(plan.iter().all(|(_, count)| *count >= 1));
    assert!(plan.len() > 2_800);
    let provinces: std::collections::HashSet<&str> =
        plan.iter().map(|(county, _)| &county.code[..2]).collect();
    assert_eq!(provinces.len(), 31);
}

#[test]
fn a_demonstration_has_as_many_records_as_asked_and_lives_on() {
    on_each_engine(|store| {
        let built = live(&store.db, PLAN, &|_, _, _| ()).unwrap();
        assert_eq!((built.stations, built.visits), (40, 700));
        assert_eq!(built.accounts.len(), 8);
        let first = recount(&store.db);
        // Nothing happens twice at the same moment, and more as time goes by.
        assert_eq!(live(&store.db, PLAN, &|_, _, _| ()).unwrap().visits, 0);
        store.clock.advance(3 * 86_400);
        let later = live(&store.db, PLAN, &|_, _, _| ()).unwrap();
        assert!(later.visits > 20, "{}", later.visits);
        assert!(recount(&store.db).nation.visits > first.nation.visits);
    });
}

#[test]
fn the_same_seed_on_the_same_day_makes_the_same_network() {
    let facts = || {
        let store = Store::fresh(db::Engine::Sqlite, &migrations());
        let built = live(&store.db, PLAN, &|_, _, _| ()).unwrap();
        let figures = recount(&store.db).nation;
        (built.accounts, figures)
    };
    assert_eq!(facts(), facts());
}

#[test]
fn a_network_can_be_filled_beside_its_own_stations() {
    on_each_engine(|store| {
        let begun: kernel::Result<()> = store.db.write_blocking(|tx| {
            org::unit::mirror_divisions(tx)?;
            stations::catalogue::insert_defaults(tx)
        });
        begun.unwrap();
        let built = seed(&store.db, PLAN, &|_, _, _| ()).unwrap();
        assert_eq!((built.stations, built.visits, built.accounts.len()), (40, 700, 0));
        // The same again finds everything there.
        assert_eq!(seed(&store.db, PLAN, &|_, _, _| ()).unwrap().visits, 0);
        assert!(store.db.now() > Instant(0));
        recount(&store.db);
    });
}
