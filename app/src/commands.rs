//! One file a command. A command reads its arguments, calls the house, and says what came of it.

mod backup;
mod demo;
mod doctor;
mod export;
mod import;
mod init;
mod password;
mod restore;
mod serve;
mod token;
mod user;

use crate::{
    arguments::{Arguments, Command, Global},
    boot::{Expect, House},
    config::Purpose,
    log,
    output::Failure,
};

/// Does what the command line asks.
pub fn run(arguments: Arguments) -> Result<(), Failure> {
    let Arguments { global, command } = arguments;
    let serving = matches!(command, Command::Serve(_) | Command::Demo(_));
    log::start(&global, serving);
    match command {
        Command::Serve(serve) => serve::run(&global, serve),
        Command::Init => init::run(&global),
        Command::Migrate => migrate(&global),
        Command::Doctor => doctor::run(&global),
        Command::User(user) => user::run(&global, user),
        Command::Token(token) => token::run(&global, token),
        Command::Backup { file } => backup::run(&global, &file),
        Command::Restore { file, force } => restore::run(&global, &file, force),
        Command::Demo(arguments) => demo::run(&global, &arguments),
        Command::Seed(arguments) => demo::seed(&global, &arguments),
        Command::Import(arguments) => import::run(&global, &arguments),
        Command::Export(arguments) => export::run(&global, &arguments),
    }
}

fn migrate(global: &Global) -> Result<(), Failure> {
    let house = House::open(global, Purpose::Product, Expect::Nothing)?;
    let applied = house.migrate()?;
    let words = match applied {
        0 => "the schema is up to date".to_owned(),
        1 => "1 migration applied".to_owned(),
        more => format!("{more} migrations applied"),
    };
    house.output.result(&serde_json::json!({ "applied": applied }), &words)
}
