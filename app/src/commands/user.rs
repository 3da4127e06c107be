//! `user`: accounts.

use org::{commands, login::Login};
use serde_json::json;

use crate::{
    arguments::{Global, User},
    boot::{Expect, House},
    commands::{
        init::Given,
        password::{self, Source},
    },
    config::Purpose,
    output::Failure,
};

pub fn run(global: &Global, user: User) -> Result<(), Failure> {
    let house = House::open(global, Purpose::Product, Expect::Network)?;
    match user {
        User::Add { name, login, role, unit, password_stdin } => {
            let login = Login::parse(&login).map_err(|error| house.refusal(&error))?;
            let password = password::prepare(&house, &login, source(password_stdin))?;
            let given = house.write(move |tx| {
                commands::user_add(tx, (&name, &login, &password), (role, &unit))
            })?;
            show(&house, &given)
        }
        User::List => list(&house),
        User::Disable { login } => {
            let words = format!("{login} can no longer sign in");
            let object = json!({ "login": login, "disabled": true });
            house.write(move |tx| commands::user_disable(tx, &login))?;
            house.output.result(&object, &words)
        }
        User::ResetPassword { login, password_stdin } => {
            let known = Login::parse(&login).map_err(|error| house.refusal(&error))?;
            let password = password::prepare(&house, &known, source(password_stdin))?;
            let given =
                house.write(move |tx| commands::user_reset_password(tx, &login, &password))?;
            show(&house, &given)
        }
        User::ResetFactor { login } => {
            let words = format!("{login} sets up a second factor at the next sign-in");
            let object = json!({ "login": login, "factor": false });
            house.write(move |tx| commands::user_reset_factor(tx, &login))?;
            house.output.result(&object, &words)
        }
    }
}

fn source(password_stdin: bool) -> Source {
    if password_stdin { Source::Input } else { Source::Generated }
}

fn show(house: &House, given: &commands::Given) -> Result<(), Failure> {
    let given = Given { login: &given.login, password: &given.password };
    house.output.result(&given, &given.words())
}

fn list(house: &House) -> Result<(), Failure> {
    let users = house.write(commands::user_list)?;
    let mut objects = Vec::new();
    let mut lines = Vec::new();
    for user in users {
        let disabled = user.disabled_at.map(|at| at.to_string());
        let grants: Vec<_> = user
            .grants
            .iter()
            .map(|(role, unit)| json!({ "role": role.as_str(), "unit": unit }))
            .collect();
        let words: Vec<String> =
            user.grants.iter().map(|(role, unit)| format!("{role}@{unit}")).collect();
        let state = if disabled.is_some() { "disabled" } else { "open" };
        lines.push(format!("{}\t{}\t{state}\t{}", user.login, user.name, words.join(" ")));
        objects.push(json!({
            "login": user.login,
            "name": user.name,
            "grants": grants,
            "disabled_at": disabled,
        }));
    }
    house.output.result(&json!({ "users": objects }), &lines.join("\n"))
}
