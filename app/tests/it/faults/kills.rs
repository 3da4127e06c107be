//! `kill -9` of the serving process: at random, and at each named point of a commit.

use std::time::Instant;

use db::Engine;

use super::load::{Load, Recoveries, rounds};
use crate::server::{Deployment, Server};

/// Every point at which a commit can be cut off, in order.
const POINTS: [&str; 5] = ["begun", "worked", "settled", "committed", "answered"];

/// The process lives until somebody kills it, or until the named point.
fn killed(engine: Engine, fault: &str, serve: impl Fn(&Deployment, u64) -> Server, dies: bool) {
    let deployment = Deployment::with_network(engine);
    let mut server = deployment.serve();
    let load = Load::on(&deployment, &server);
    let mut recoveries = Recoveries::default();
    std::thread::scope(|scope| {
        load.start(scope);
        for round in 0..rounds() {
            server.kill();
            server = serve(&deployment, round);
            load.is_at(&server);
            if dies {
                server.wait_for_its_death();
            } else {
                // Numbers without a pattern between 1 and 97.
                load.acknowledged(usize::try_from(round * 61 % 97).unwrap() + 1);
                server.kill();
            }
            let down = Instant::now();
            server = deployment.serve();
            load.is_at(&server);
            load.acknowledged(1);
            recoveries.add(down.elapsed());
        }
        load.end();
    });
    load.verify(&deployment, server);
    recoveries.report(fault);
}

fn at_random(engine: Engine) {
    let fault = format!("kill -9 at random, {engine:?}");
    killed(engine, &fault, |deployment, _| deployment.serve(), false);
}

fn at_points(engine: Engine) {
    let serve = |deployment: &Deployment, round: u64| {
        let point = POINTS[usize::try_from(round).unwrap() % POINTS.len()];
        let mut command = deployment.command(&["-q", "serve", "--listen", "127.0.0.1:0"]);
        command.env("YIZHAN_DIE_AT", format!("{point}:{}", 8 + round * 7 % 23));
        Server::start(command)
    };
    let fault = format!("death at {}, {engine:?}", POINTS.join(", "));
    killed(engine, &fault, serve, true);
}

#[test]
fn no_kill_loses_or_doubles_a_record_on_sqlite() {
    at_random(Engine::Sqlite);
}

#[test]
fn no_kill_loses_or_doubles_a_record_on_postgresql() {
    at_random(Engine::Postgres);
}

#[test]
fn no_point_of_a_commit_loses_or_doubles_a_record_on_sqlite() {
    at_points(Engine::Sqlite);
}

#[test]
fn no_point_of_a_commit_loses_or_doubles_a_record_on_postgresql() {
    at_points(Engine::Postgres);
}
