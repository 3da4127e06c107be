//! Refused accesses, folded.

use super::*;
use crate::{REFUSED, Refusals};

const ROUTE: (&str, &str) = ("GET", "/things/{id}");

fn write_down(store: &Store, refusals: &Refusals, everything: bool) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(refusals.write(&store.db, everything)).unwrap();
}

#[test]
fn a_minute_of_refusals_is_one_entry_for_each_caller_and_route() {
    on_each_engine(|store| {
        let refusals = Refusals::default();
        let count = |author, route, status| refusals.count(&store.db, author, route, status);
        for status in [403, 404, 404, 200, 401, 422, 500] {
            count(5, ROUTE, status);
        }
        count(5, ("POST", "/things"), 403);
        count(6, ROUTE, 404);
        // Nobody whom one could name.
        count(0, ROUTE, 404);
        write_down(store, &refusals, false);
        assert!(all(store).is_empty(), "the minute is not over");
        store.clock.advance(60);
        write_down(store, &refusals, false);
        let entries = all(store);
        let told: Vec<_> = entries
            .iter()
            .map(|entry| {
                assert_eq!((entry.act.as_str(), &*entry.object_kind), (REFUSED.0, "route"));
                (entry.author, entry.object.as_str(), entry.after.as_deref().unwrap_or_default())
            })
            .collect();
        let minute = "2026-11-26T10:00:00+08:00";
        let counted = |counts: &str| format!("{{{counts},\"minute\":\"{minute}\"}}");
        let route = "GET /things/{id}";
        assert_eq!(told[0].0, 5);
        assert!(told.contains(&(
            5,
            route,
            "{\"forbidden\":1,\"minute\":\"2026-11-26T10:00:00+08:00\",\"not_found\":2}"
        )));
        assert!(told.contains(&(5, "POST /things", &counted("\"forbidden\":1"))));
        assert!(told.iter().any(|one| one.0 == 6 && one.1 == route));
        assert_eq!(told.len(), 3);
        write_down(store, &refusals, true);
        assert_eq!(all(store).len(), 3, "they are noted once");
    });
}

#[test]
fn memory_has_a_bound_and_nothing_is_dropped_in_silence() {
    let store = Store::fresh(db::Engine::Sqlite, MIGRATIONS);
    let refusals = Refusals::default();
    for author in 1..=5_000 {
        refusals.count(&store.db, author, ROUTE, 403);
    }
    write_down(&store, &refusals, true);
    let entries = all(&store);
    assert_eq!(entries.len(), 4_097);
    let rest = entries.iter().find(|entry| entry.object == "* *").expect("the others");
    assert!(rest.after.as_deref().unwrap_or_default().contains("\"forbidden\":904"));
    assert_eq!(rest.author, 0);
}

#[test]
fn what_could_not_be_written_is_written_later() {
    let store = Store::fresh(db::Engine::Sqlite, &[]);
    let refusals = Refusals::default();
    refusals.count(&store.db, 5, ROUTE, 403);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let without_a_table = runtime.block_on(refusals.write(&store.db, true));
    assert!(without_a_table.is_err());
    store.db.migrate(MIGRATIONS).unwrap();
    refusals.count(&store.db, 5, ROUTE, 403);
    write_down(&store, &refusals, true);
    let entries = all(&store);
    assert_eq!(entries.len(), 1);
    assert!(entries[0].after.as_deref().unwrap_or_default().contains("\"forbidden\":2"));
}
