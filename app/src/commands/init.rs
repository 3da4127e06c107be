//! `init`: a fresh, empty network and its first account.

use std::io::{self, IsTerminal, Write};

use org::login::Login;
use serde::Serialize;

use crate::{
    arguments::Global,
    boot::{Expect, House},
    commands::password::{self, Source},
    config::Purpose,
    output::Failure,
};

/// The first account where nobody is asked.
const LOGIN: &str = "admin";
const NAME: &str = "Administrator";

/// What a new account is given, as `init` and `user add` say it.
#[derive(Serialize)]
pub struct Given<'a> {
    pub login: &'a str,
    pub password: &'a str,
}

impl Given<'_> {
    /// The same for people.
    pub fn words(&self) -> String {
        format!("login     {}\npassword  {}", self.login, self.password)
    }
}

pub fn run(global: &Global) -> Result<(), Failure> {
    let house = House::open(global, Purpose::Product, Expect::Nothing)?;
    house.migrate()?;
    if house.read(org::is_initialised)? {
        return Err(house.refusal(&kernel::Error::conflict("org.initialised")));
    }
    let login = ask_login()?;
    let login = Login::parse(&login).map_err(|error| house.refusal(&error))?;
    let password = password::prepare(&house, &login, Source::TerminalOrGenerated)?;
    house.output.progress("making the units of the divisions");
    let given = house.write(move |tx| {
        let given = org::commands::init(tx, NAME, &login, &password)?;
        stations::catalogue::insert_defaults(tx)?;
        Ok(given)
    })?;
    let given = Given { login: &given.login, password: &given.password };
    house.output.result(&given, &given.words())
}

fn ask_login() -> Result<String, Failure> {
    if !io::stdin().is_terminal() {
        return Ok(LOGIN.to_owned());
    }
    let wrong = |error: io::Error| Failure::Refused(format!("the terminal: {error}"));
    write!(io::stderr(), "Login of the first account [{LOGIN}]: ").map_err(wrong)?;
    let mut line = String::new();
    io::stdin().read_line(&mut line).map_err(wrong)?;
    let line = line.trim();
    Ok(if line.is_empty() { LOGIN } else { line }.to_owned())
}
