//! Behaviour on both engines, over a small network.

mod access;
mod api;
mod commands;
mod delegation;
mod factor;
mod gate;
mod house;
mod leaving;
mod pages;
mod people;
mod sessions;

use db::{Day, Tx};
use kernel::{Error, Result};

use crate::{
    AccountId, Grant, PersonId, Role, UnitId, Viewer,
    access::viewer_of_account,
    accounts::{self, NewAccount},
    grants,
    login::Login,
    password::Hashed,
    unit::{self, Kind, NewUnit},
};

/// Nation › province › county › station, and another province beside.
struct Network {
    nation: UnitId,
    province: UnitId,
    county: UnitId,
    station: UnitId,
    elsewhere: UnitId,
}

fn network(tx: &mut Tx<'_>) -> Result<Network> {
    let change = unit::change(tx)?;
    let mut add = |code: &str, kind, parent| {
        let from = unit::beginning();
        unit::add(tx, change, &NewUnit { code, name: code, kind, parent, from })
    };
    let nation = add(unit::NATION, Kind::Unit, None)?;
    let province = add("440000", Kind::Unit, Some(nation))?;
    let county = add("440305", Kind::Unit, Some(province))?;
    let station = add("440305-00121", Kind::Station, Some(county))?;
    let elsewhere = add("110000", Kind::Unit, Some(nation))?;
    Ok(Network { nation, province, county, station, elsewhere })
}

/// An account with these grants, given by nobody in particular.
fn account(tx: &mut Tx<'_>, login: &str, held: &[(Role, UnitId)]) -> Result<(AccountId, PersonId)> {
    let account = NewAccount {
        name: login,
        login: &Login::parse(login)?,
        password: &Hashed::stored(format!("hash of {login}")),
        must_change: false,
        is_fixed: login.starts_with("fixed"),
        is_first: login.starts_with("first"),
    };
    let ids = accounts::create(tx, &account)?;
    for (role, unit) in held {
        grants::record(tx, None, ids.0, &from_today(tx.today(), *role, *unit))?;
    }
    Ok(ids)
}

fn viewer(tx: &mut Tx<'_>, login: &str, held: &[(Role, UnitId)]) -> Result<Viewer> {
    let (id, _) = account(tx, login, held)?;
    Ok(viewer_of_account(tx, id)?.expect("a fresh account is open"))
}

fn from_today(from: Day, role: Role, unit: UnitId) -> Grant {
    Grant { role, unit, from, to: None }
}

/// The code of a refusal: of its first field where it is about fields.
fn code<T>(result: Result<T>) -> String {
    match result.err() {
        None => "done".to_owned(),
        Some(Error::Refused { fields, code, .. }) => {
            fields.first().map_or(code, |field| field.code).to_owned()
        }
        Some(other) => other.code().to_owned(),
    }
}

/// Runs a test inside one write on each engine.
fn on_each_engine(test: fn(&mut Tx<'_>) -> Result<()>) {
    on_each_store(|store| {
        store.db.write_blocking(test).expect("the verbs do what the test expects");
    });
}

/// Runs a test on a store of each engine.
fn on_each_store(test: impl Fn(&testkit::Store)) {
    testkit::on_each_engine(&testkit::migrations(&[crate::capability()]), test);
}

fn network_root(tx: &mut Tx<'_>) -> Result<UnitId> {
    let root = tx.cached::<crate::Tree>()?.nation();
    root.map_or_else(|| network(tx).map(|net| net.nation), Ok)
}
