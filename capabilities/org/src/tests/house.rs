//! A house with this capability alone, and the people who work in it.

use std::sync::Arc;

use axum::Json;
use kernel::{Capability, Gate, Permission, Route};
use serde_json::{Value, json};
use testkit::{Answer, Caller, House};
use web::sessions::{Assurance, Stay};

use super::*;
use crate::{
    gate::{AccessGate, Who},
    tokens::{self, NewToken},
};

/// An answer of which only the status matters.
pub trait Is {
    /// Fails unless it has that status.
    fn is(self, status: u16);
}

impl Is for Answer {
    #[track_caller]
    fn is(self, status: u16) {
        drop(self.expect(status));
    }
}

/// The password of everybody in these tests.
pub const PASSWORD: &str = "nine blue herons wade";

/// The house on each engine.
pub fn on_each_house(test: impl Fn(&House)) {
    let gate = |capabilities: &[Capability]| -> Arc<dyn Gate> {
        Arc::new(AccessGate::new(capabilities).expect("the permissions name roles"))
    };
    testkit::on_each_house(|| vec![crate::capability(), probes()], gate, test);
}

/// Routes that say who comes through the gate.
fn probes() -> Capability {
    async fn who(who: Who) -> Json<Value> {
        Json(json!({ "name": who.viewer().name }))
    }
    Capability {
        routes: || {
            vec![
                Route::get("/api/v1/public", Permission::PUBLIC, who),
                Route::get("/api/v1/signed-in", Permission::SIGNED_IN, who),
                Route::get("/api/v1/security", Permission("probes.security"), who),
                Route::get("/desk", Permission::SIGNED_IN, who),
            ]
        },
        permissions: &[(Permission("probes.security"), &["security"])],
        ..Capability::named("probes")
    }
}

/// The network and somebody whose password is [`PASSWORD`].
pub fn with_account(
    house: &House,
    login: &'static str,
    must_change: bool,
    held: fn(&Network) -> Vec<(Role, UnitId)>,
) -> AccountId {
    let hashed = hash_of_password();
    house.write(move |tx| {
        let net = known_network(tx)?;
        let account = NewAccount {
            name: login,
            login: &Login::parse(login)?,
            password: &hashed,
            must_change,
            is_fixed: login.starts_with("fixed"),
            is_first: false,
        };
        let (id, _) = accounts::create(tx, &account)?;
        for (role, unit) in held(&net) {
            grants::record(tx, None, id, &from_today(tx.today(), role, unit))?;
        }
        Ok(id)
    })
}

/// A token with a role on a unit.
pub fn with_token(house: &House, role: Role, unit: fn(&Network) -> UnitId) -> String {
    house.write(move |tx| {
        let unit = unit(&known_network(tx)?);
        let token = NewToken { label: "probe", role, unit, expires_days: None, by: None };
        Ok(tokens::create(tx, &token)?.1)
    })
}

/// Signs in with a second factor where a role needs one, and returns the cookie.
pub fn cookie_of(house: &House, login: &str) -> String {
    let answer = knock(house, login, PASSWORD).expect(303);
    if answer.header("location") != "/account/factor" {
        return answer.cookie("__Host-session").expect("a session");
    }
    let login = login.to_owned();
    let secret = house.write(move |tx| {
        let id = accounts::by_login(tx, &login)?.id;
        web::sessions::begin(tx, id.0, "", Assurance::SecondFactor, Stay::Browser)
    });
    secret.set_cookie(Stay::Browser).split(';').next().unwrap_or_default().to_owned()
}

/// Sends the form at the door.
pub fn knock(house: &House, login: &str, password: &str) -> Answer {
    browser(house).submit("/sign-in", &[("login", login), ("password", password)])
}

/// A browser without a session.
pub fn browser(house: &House) -> Caller<'_> {
    house.visitor().with("sec-fetch-site", "same-origin")
}

fn hash_of_password() -> Hashed {
    let login = Login::parse("whoever").expect("a login");
    let password = crate::password::Password::parse(PASSWORD, &login).expect("good enough");
    Hashed::of(&password, [9; 16]).expect("hashed")
}

/// The network of a store that may have it already.
fn known_network(tx: &mut Tx<'_>) -> Result<Network> {
    let tree = tx.cached::<crate::Tree>()?;
    let Some(nation) = tree.nation() else { return network(tx) };
    let unit = |code| tree.by_code(code).expect("a unit of the network");
    Ok(Network {
        nation,
        province: unit("440000"),
        county: unit("440305"),
        station: unit("440305-00121"),
        elsewhere: unit("110000"),
    })
}
