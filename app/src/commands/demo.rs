//! `demo`: an invented network that lives, served on loopback; `seed`: the same data without
//! accounts, into an initialised store.

use std::{
    io::{self, IsTerminal, Write},
    sync::Mutex,
};

use demo::{Built, DemoAccount, Plan};
use serde::Serialize;

use crate::{
    arguments::{self, Demo, Global, Scale},
    boot::{Expect, House},
    commands::serve::{self, address, only_server},
    config::Purpose,
    output::{self, Failure, Output},
};

/// Where to listen when nobody says it.
const ADDRESS: &str = "127.0.0.1:8080";

#[derive(Serialize)]
struct Started<'a> {
    url: String,
    accounts: Vec<Account<'a>>,
}

#[derive(Serialize)]
struct Account<'a> {
    role: &'a str,
    unit: &'a str,
    login: &'a str,
    password: &'a str,
}

#[derive(Serialize)]
struct Seeded {
    units: usize,
    stations: usize,
    visits: usize,
}

pub fn run(global: &Global, arguments: &Demo) -> Result<(), Failure> {
    let mut house = House::open(global, Purpose::Demo, Expect::Nothing)?;
    let listen = arguments.listen.listen.as_ref().or(house.listen.as_ref());
    let address = address(listen.map_or(ADDRESS, String::as_str))?;
    if !address.ip().is_loopback() {
        let line = format!("a demonstration is served on loopback only, not on {address}");
        return Err(Failure::refused(line));
    }
    let _only = only_server(&house)?;
    house.migrate()?;
    let scale = scale(arguments.scale);
    let visits = arguments.visits.unwrap_or(scale.visits());
    let plan = Plan { scale, visits, days: demo::DAYS, seed: arguments.from.seed };
    let built = build(&house, |progress| demo::live(&house.app.db, plan, progress))?;
    house.call_it_a_demonstration();
    let output = house.output;
    serve::serve(&house, (address, None), None, |at| {
        let url = format!("http://{at}");
        if output.json {
            output::object(&started(url.clone(), &built.accounts))?;
        } else {
            output::words(&words(&built.accounts))?;
        }
        output::words(&format!("listening on {url}"))
    })
}

pub fn seed(global: &Global, arguments: &arguments::Seed) -> Result<(), Failure> {
    let house = House::open(global, Purpose::Product, Expect::Network)?;
    let plan = Plan {
        scale: scale(arguments.scale),
        visits: arguments.visits,
        days: arguments.days,
        seed: arguments.from.seed,
    };
    let built = build(&house, |progress| demo::seed(&house.app.db, plan, progress))?;
    let Built { units, stations, visits, .. } = built;
    let line = format!("{units} units, {stations} stations, {visits} new records");
    house.output.result(&Seeded { units, stations, visits }, &line)
}

fn build(
    house: &House,
    make: impl FnOnce(demo::Progress<'_>) -> kernel::Result<Built>,
) -> Result<Built, Failure> {
    let line = Line { output: house.output, last: Mutex::new(("", 0)) };
    let built = make(&|what, done, of| line.say(what, done, of));
    line.end();
    built.map_err(|error| house.refusal(&error))
}

fn scale(scale: Scale) -> demo::Scale {
    match scale {
        Scale::County => demo::Scale::County,
        Scale::Province => demo::Scale::Province,
        Scale::Nation => demo::Scale::Nation,
    }
}

fn started(url: String, accounts: &[DemoAccount]) -> Started<'_> {
    let accounts = accounts.iter().map(|it| Account {
        role: it.role.as_str(),
        unit: &it.unit,
        login: it.login,
        password: &it.password,
    });
    Started { url, accounts: accounts.collect() }
}

fn words(accounts: &[DemoAccount]) -> String {
    let line = |it: &DemoAccount| {
        let role = it.role.as_str();
        format!("{role:<14} {:<14} {:<14} {}", it.unit, it.login, it.password)
    };
    let head = format!("{:<14} {:<14} {:<14} password", "role", "unit", "login");
    let lines: Vec<String> = accounts.iter().map(line).collect();
    format!("{head}\n{}", lines.join("\n"))
}

/// One line of a terminal that counts up; elsewhere a line now and then.
struct Line {
    output: Output,
    last: Mutex<(&'static str, usize)>,
}

impl Line {
    fn say(&self, what: &'static str, done: usize, of: usize) {
        let Ok(mut last) = self.last.lock() else { return };
        let percent = (done * 100).checked_div(of).unwrap_or(100);
        if *last == (what, percent) || self.output.quiet {
            return;
        }
        if io::stderr().is_terminal() {
            // Progress that nobody reads is no reason to stop.
            let _ = write!(io::stderr(), "\r{what}: {done} of {of} ({percent} %)   ");
        } else if last.0 != what || percent / 25 > last.1 / 25 {
            self.output.progress(&format!("{what}: {done} of {of}"));
        }
        *last = (what, percent);
    }

    fn end(&self) {
        if io::stderr().is_terminal() && !self.output.quiet {
            let _ = writeln!(io::stderr());
        }
    }
}
