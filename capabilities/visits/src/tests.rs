//! Behaviour of the register and its totals, on both engines.

mod beside;
mod counting;
mod fuzz;
mod lanes;
mod model;
mod months;
mod moving;
mod recording;
mod world;

use db::{Day, Instant, Migration, Tx};
use kernel::Result;
use org::{Grant, PersonId, Role, Subject, TokenId, Tree, UnitId, Viewer, access::AccountId};
use stations::station::{self, Change, Details, NewStation};
use testkit::Store;

use crate::{
    book::{self, Outcome},
    record::{Record, VisitId},
    tally::{Figures, Range},
    totals,
};

/// Numbers of two stations in Futian and one in Nanshan, in the network of [`in_a_network`].
struct Network<'s> {
    store: &'s Store,
    futian: String,
    futian_too: String,
    nanshan: String,
}

fn migrations() -> Vec<Migration> {
    [audit::MIGRATIONS, org::MIGRATIONS, stations::MIGRATIONS, crate::MIGRATIONS].concat()
}

fn in_a_network(test: impl Fn(&Network<'_>)) {
    testkit::on_each_engine(&migrations(), |store| {
        let made: Result<Vec<String>> = store.db.write_blocking(|tx| {
            org::unit::mirror_divisions(tx)?;
            stations::catalogue::insert_defaults(tx)?;
            let change = Change::begin(tx, None)?;
            let places = [("440304", "榕树路"), ("440304", "白鹭路"), ("440305", "石桥路")];
            places.into_iter().map(|(county, name)| register(tx, change, county, name)).collect()
        });
        let mut numbers = made.unwrap().into_iter();
        let mut next = || numbers.next().unwrap();
        test(&Network { store, futian: next(), futian_too: next(), nanshan: next() });
    });
}

fn register(tx: &mut Tx<'_>, change: Change, county: &str, name: &str) -> Result<String> {
    let today = tx.today();
    let parent = station::unit_of(tx, county, today)?;
    let details =
        Details { name: name.to_owned(), division: county.to_owned(), ..Details::default() };
    let new = NewStation { details, services: 0b11, ..NewStation::default() };
    Ok(station::register(tx, change, parent, &new)?.number)
}

impl Network<'_> {
    fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.store.db.write_blocking(job)
    }

    fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.store.db.read_blocking(job).unwrap()
    }

    fn now(&self) -> Instant {
        self.store.db.now()
    }

    fn unit(&self, code: &str) -> UnitId {
        let code = code.to_owned();
        self.read(move |tx| Ok(tx.cached::<Tree>()?.by_code(&code).unwrap()))
    }

    /// Somebody with one role on one unit or station.
    fn holder(&self, role: Role, unit: &str) -> Viewer {
        let from = org::unit::beginning();
        let grant = Grant { role, unit: self.unit(unit), from, to: None };
        let subject = match role {
            Role::Integration => Subject::Token(TokenId(9)),
            _ => Subject::Account(AccountId(1), PersonId(role as i64 + 1)),
        };
        Viewer::new(subject, "林小满".to_owned(), vec![grant], self.now().day())
    }

    fn ambassador(&self, station: &str) -> Viewer {
        self.holder(Role::Ambassador, station)
    }

    fn supervisor(&self, unit: &str) -> Viewer {
        self.holder(Role::Supervisor, unit)
    }

    /// A record of three people, one of whom came in with it, a minute ago.
    fn a_record(&self, station: &str) -> Record {
        self.record_at(station, self.now().plus_seconds(-60))
    }

    fn record_at(&self, station: &str, occurred_at: Instant) -> Record {
        let id = VisitId(self.read(|tx| Ok(tx.new_uuid())));
        Record {
            id,
            station: station.to_owned(),
            service: "A02".to_owned(),
            people: 3,
            arrivals: 1,
            group: Some("elder".to_owned()),
            note: None,
            occurred_at,
            rating_keys: Vec::new(),
        }
    }

    fn record(&self, viewer: &Viewer, record: &Record) -> Outcome {
        self.record_all(viewer, std::slice::from_ref(record)).remove(0)
    }

    fn record_all(&self, viewer: &Viewer, records: &[Record]) -> Vec<Outcome> {
        let (viewer, records) = (viewer.clone(), records.to_vec());
        let records: Vec<_> = records.into_iter().map(Ok).collect();
        let lane = book::lane(&records);
        self.store
            .db
            .write_in_blocking(lane, move |tx| {
                book::record::<crate::NoRatings>(tx, &viewer, &records)
            })
            .unwrap()
    }

    fn reverse(&self, viewer: &Viewer, id: VisitId) -> Result<book::Fact> {
        let (viewer, reversal) = (viewer.clone(), VisitId(self.read(|tx| Ok(tx.new_uuid()))));
        self.write(move |tx| book::reverse(tx, &viewer, id, reversal, None))
    }

    /// The totals of a unit or station on a day.
    fn on(&self, unit: &str, day: Day) -> Figures {
        self.over(unit, Range { from: day, to: day })
    }

    fn over(&self, unit: &str, range: Range) -> Figures {
        let unit = self.unit(unit);
        self.read(move |tx| {
            let tree = tx.cached::<Tree>()?;
            totals::total(tx, unit, totals::Ask::then(&tree, range))
        })
    }

    fn today(&self, unit: &str) -> Figures {
        self.on(unit, self.now().day())
    }

    /// Counts everything again; panics where a total is not what it is made of.
    fn recount(&self) -> crate::doctor::Recount {
        let recount = self.read(crate::doctor::recount::<crate::NoRatings>);
        assert_eq!(recount.differences, [], "totals differ from their parts");
        recount
    }
}
