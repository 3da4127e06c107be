//! What is invented is the same for the same seed, adds up, and is accepted by the rules.

use std::collections::HashSet;

use db::{Db, Instant};
use stations::{Catalogue, Directory, hours::State};
use testkit::Store;
use visits::{Outcome, Record};

use crate::{
    build::{live, seed},
    life::Places,
    network::{self, HOME, Scale, apportion},
    quotas::{DAYS, Plan},
};

const PLAN: Plan = Plan { scale: Scale::County, visits: 700, days: DAYS, seed: 7 };

fn migrations() -> Vec<db::Migration> {
    [
        audit::MIGRATIONS,
        org::MIGRATIONS,
        web::MIGRATIONS,
        stations::MIGRATIONS,
        visits::MIGRATIONS,
        ratings::MIGRATIONS,
        crate::MIGRATIONS,
    ]
    .concat()
}

fn on_each_engine(test: impl Fn(&Store)) {
    testkit::on_each_engine(&migrations(), test);
}

fn recount(db: &Db) -> visits::doctor::Recount {
    let recount = db.read_blocking(visits::doctor::recount::<ratings::Gathered>).unwrap();
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
    let counties = geo::divisions::all_at(geo::Level::County).count();
    assert!(plan.len() > counties, "and the cities without counties");
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

#[test]
fn stations_stand_in_the_country_and_near_the_seat_of_their_county() {
    let (ground, catalogue) = (network::ground(), Catalogue::default());
    let plan = network::plan(Scale::Nation);
    let seats = plan.iter().filter_map(|(county, _)| Some((county.code, county.position?, 0)));
    let seats = geo::NearestIndex::build(seats);
    let (mut all, mut own) = (0, 0);
    for (county, count) in plan.iter().step_by(7) {
        let stations = network::stations_of(county, *count, 7, &catalogue, &ground);
        assert_eq!(stations.len(), *count);
        let names: HashSet<&str> = stations.iter().map(|it| &*it.details.name).collect();
        assert_eq!(names.len(), *count, "{}", county.name);
        for station in &stations {
            assert!(geo::divisions::is_within(&station.details.division, county.code));
            let position = station.details.place.unwrap().position;
            let metres = position.distance_m(county.position.unwrap());
            assert!(metres < 32_000.0, "{} {metres}", county.name);
            all += 1;
            let nearest = seats.nearest(position, 1, None, 0, |_| true);
            own += usize::from(nearest[0].0 == county.code);
        }
    }
    assert!(own * 100 > all * 95, "{own} of {all} are nearest to their own seat");
}

#[test]
fn streets_have_more_stations_than_townships() {
    let county = geo::divisions::get("330604").unwrap();
    let ground = network::ground();
    let stations = network::stations_of(county, 60, 7, &Catalogue::default(), &ground);
    let of = |kind: geo::Kind| {
        let here = |division: &str| geo::divisions::get(division).unwrap().kind == kind;
        let stations = stations.iter().filter(|it| here(&it.details.division)).count();
        let towns = geo::divisions::children(county.code).filter(|it| it.kind == kind).count();
        stations as f64 / towns as f64
    };
    let (streets, towns) = (of(geo::Kind::Subdistrict), of(geo::Kind::Town));
    assert!(streets > towns && towns > of(geo::Kind::Township));
}

/// Every record that is invented would be taken from a supervisor, too.
#[test]
fn invented_records_are_acceptable_and_happen_while_it_is_open() {
    on_each_engine(|store| {
        live(&store.db, Plan { visits: 0, ..PLAN }, &|_, _, _| ()).unwrap();
        let outcomes = store.db.write_blocking(|tx| {
            let (directory, catalogue) = (tx.cached::<Directory>()?, tx.cached::<Catalogue>()?);
            let day = tx.today().plus(-3);
            let past = Places::of(&directory, &catalogue, day, 12.0, None, 7).day(day, 400);
            let records: Vec<Result<Record, _>> = past
                .iter()
                .map(|it| {
                    let entry = directory.by_unit(it.station).unwrap();
                    assert!(entry.number.starts_with(HOME));
                    if let Some(week) = entry.week() {
                        let minute = it.occurred_at.minute_of_day();
                        let state = week.state_at(day.weekday(), minute);
                        assert!(matches!(state, State::Open { .. }), "{}", it.occurred_at);
                    }
                    Ok(record(&entry.number, it))
                })
                .collect();
            let supervisor = supervisor(tx)?;
            visits::record_batch::<visits::NoRatings>(tx, &supervisor, &records)
        });
        let outcomes: Vec<Outcome> = outcomes.unwrap();
        assert_eq!(outcomes, [Outcome::Accepted; 400]);
        assert_eq!(recount(&store.db).nation.visits, 400);
    });
}

fn record(station: &str, past: &visits::past::PastRecord) -> Record {
    Record {
        id: past.id,
        station: station.to_owned(),
        service: past.service.to_string(),
        people: past.people,
        arrivals: past.arrivals,
        group: past.group.as_deref().map(str::to_owned),
        note: None,
        occurred_at: past.occurred_at,
        rating_keys: Vec::new(),
    }
}

fn supervisor(tx: &mut db::Tx<'_>) -> kernel::Result<org::Viewer> {
    let account = org::accounts::by_login(tx, "nation")?;
    let viewer = org::access::viewer_of_account(tx, account.id)?;
    viewer.ok_or(kernel::Error::SignInFirst)
}
