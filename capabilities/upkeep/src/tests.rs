//! The page of the administrator on both engines, and what the clock clears away.

use std::sync::Arc;

use db::Uuid;
use kernel::{Capability, Error, Gate, JobError, JobKind};
use org::{AccessGate, Role, tokens, unit};
use serde_json::Value;
use testkit::House;
use web::sessions::{self, Assurance, Stay};

/// Fails until it is told not to, which is by what it was queued with.
const BROKEN: JobKind = JobKind {
    name: "upkeep.broken",
    run: |_, _| Err(JobError::GiveUp(Error::Internal("by the test".to_owned()))),
};

fn on_each_house(test: impl Fn(&House)) {
    let capabilities = || {
        let broken = Capability { jobs: &[BROKEN], ..Capability::named("broken") };
        vec![org::capability(), crate::capability(), broken]
    };
    let gate = |all: &[Capability]| -> Arc<dyn Gate> {
        Arc::new(AccessGate::new(all).unwrap_or_else(|error| panic!("{error}")))
    };
    testkit::on_each_house(capabilities, gate, |house| {
        house.write(unit::mirror_divisions);
        test(house);
    });
}

fn token(house: &House, role: Role) -> String {
    house.write(move |tx| {
        let tree = tx.cached::<org::Tree>()?;
        let unit = unit::by_code(&tree, unit::NATION)?;
        let new = tokens::NewToken { label: "test", role, unit, expires_days: None, by: None };
        Ok(tokens::create(tx, &new)?.1)
    })
}

fn dead_letter(house: &House) -> Uuid {
    let id = house.write(|tx| Ok(jobs::enqueue(tx, BROKEN.name, &Value::Null, None)?));
    assert_eq!(house.run_jobs(), 1);
    id
}

#[test]
fn an_administrator_sees_dead_letters_and_has_them_tried_again_or_lets_them_go() {
    on_each_house(|house| {
        let id = dead_letter(house);
        let her = token(house, Role::Administrator);
        let her = house.bearer(&her).in_english();
        let page = her.get("/admin/jobs").expect(200).text();
        assert!(page.contains("upkeep.broken") && page.contains("request.internal"), "{page}");

        let attempt = format!("/admin/jobs/{id}/attempt");
        drop(her.submit(&attempt, &[]).expect(303));
        assert_eq!(house.run_jobs(), 1, "it is tried again");
        let dismissal = format!("/admin/jobs/{id}/dismissal");
        drop(her.submit(&dismissal, &[]).expect(303));
        assert!(!her.get("/admin/jobs").expect(200).text().contains("upkeep.broken"));
        assert_eq!(her.submit(&attempt, &[]).expect(404).status(), 404);
        assert_eq!(her.submit("/admin/jobs/x/attempt", &[]).expect(404).status(), 404);
        assert_eq!(house.run_jobs(), 0);
    });
}

#[test]
fn nobody_else_may() {
    on_each_house(|house| {
        let id = dead_letter(house);
        for role in [Role::Security, Role::Auditor, Role::Supervisor, Role::Integration] {
            let other = token(house, role);
            let other = house.bearer(&other);
            assert_eq!(other.get("/admin/jobs").expect(403).status(), 403);
            let attempt = format!("/admin/jobs/{id}/attempt");
            assert_eq!(other.submit(&attempt, &[]).expect(403).status(), 403);
        }
        assert_eq!(house.run_jobs(), 0);
    });
}

#[test]
fn the_clock_sweeps_out_sessions_that_are_over() {
    on_each_house(|house| {
        house.write(|tx| sessions::begin(tx, 1, "curl/8", Assurance::Password, Stay::Browser));
        house.look_at_clock();
        assert_eq!(house.run_jobs(), 2);
        house.store.clock.advance(13 * 3600);
        house.look_at_clock();
        assert_eq!(house.run_jobs(), 1, "that of each hour alone");
        house.store.clock.advance(-13 * 3600);
        assert!(house.read(|tx| sessions::all_of(tx, 1)).is_empty());
    });
}
