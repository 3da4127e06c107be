//! The PostgreSQL server behind a node stops, freezes, or dies.

use std::time::Instant;

use testkit::OwnPostgres;

use super::load::{Load, Recoveries, rounds};
use crate::server::Deployment;

fn outages(fault: &str, begin: impl Fn(&mut OwnPostgres), end: impl Fn(&mut OwnPostgres)) {
    let mut postgres = OwnPostgres::start();
    let deployment = Deployment::on(&postgres.url());
    let server = deployment.serve();
    let load = Load::on(&deployment, &server);
    let mut recoveries = Recoveries::default();
    std::thread::scope(|scope| {
        load.start(scope);
        for _ in 0..rounds() {
            load.acknowledged(20);
            begin(&mut postgres);
            load.refused(3);
            let mut client = server.client();
            assert_eq!(client.get("/livez").unwrap().0, 200);
            assert_eq!(client.get("/readyz").unwrap().0, 503);
            end(&mut postgres);
            let over = Instant::now();
            load.acknowledged(1);
            recoveries.add(over.elapsed());
        }
        load.end();
    });
    load.verify(&deployment, server);
    recoveries.report(fault);
}

#[test]
fn a_server_that_is_stopped_and_started_loses_and_doubles_nothing() {
    outages("PostgreSQL stopped", OwnPostgres::stop, OwnPostgres::start_again);
}

#[test]
fn a_server_that_is_killed_and_started_loses_and_doubles_nothing() {
    outages("PostgreSQL killed", OwnPostgres::kill, OwnPostgres::start_again);
}

#[test]
fn a_server_that_is_frozen_and_thawed_loses_and_doubles_nothing() {
    outages("PostgreSQL frozen", |server| server.freeze(), |server| server.thaw());
}
