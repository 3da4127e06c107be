//! The command line as the public contract has it. Says nothing about what a command does.

use std::{io::Write, path::PathBuf, process::exit};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::output::Failure;

/// The platform of a network of service stations.
#[derive(Parser, Debug)]
#[command(name = "yizhan", version, disable_help_subcommand = true)]
pub struct Arguments {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Args, Debug, Clone, Default)]
pub struct Global {
    /// Folder of keys and files [default: the data folder of the platform]
    #[arg(long, value_name = "DIR", global = true)]
    pub data: Option<PathBuf>,
    /// `sqlite:PATH` or `postgres://…` [default: a file in the data folder]
    #[arg(long, value_name = "URL", global = true)]
    pub database: Option<String>,
    /// Settings [default: yizhan.toml in the working folder, if there]
    #[arg(long, value_name = "FILE", global = true, env = "YIZHAN_CONFIG")]
    pub config: Option<PathBuf>,
    /// One JSON object on standard output instead of words
    #[arg(long, global = true)]
    pub json: bool,
    /// No progress, only errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// More about what is done
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// A living, invented network, served on loopback
    Demo(Demo),
    /// The product
    Serve(Serve),
    /// A fresh, empty network and its first account
    Init,
    /// Invented data into an initialised store
    Seed(Seed),
    /// Applies what is missing of the schema
    Migrate,
    /// Checks configuration, schema, clock, disk, and totals against a recount
    Doctor,
    /// Reads stations from a file
    Import(Import),
    /// Writes stations, records, totals or the audit to a file
    Export(Export),
    /// Accounts
    #[command(subcommand)]
    User(User),
    /// Service tokens
    #[command(subcommand)]
    Token(Token),
    /// A consistent copy while serving
    Backup {
        /// The file to write
        file: PathBuf,
    },
    /// A copy back into its place
    Restore {
        /// The file to read
        file: PathBuf,
        /// Replace what is there
        #[arg(long)]
        force: bool,
    },
}

/// How large an invented network is.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    County,
    Province,
    Nation,
}

#[derive(Args, Debug)]
pub struct Demo {
    #[arg(long, value_enum, default_value = "nation")]
    pub scale: Scale,
    /// Records over the last 60 days [default: by scale, a million for the nation]
    #[arg(long, value_name = "N")]
    pub visits: Option<u64>,
    #[command(flatten)]
    pub from: Origin,
    #[command(flatten)]
    pub listen: Listen,
}

#[derive(Args, Debug)]
pub struct Serve {
    #[command(flatten)]
    pub listen: Listen,
    /// Certificate chain, PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Private key, PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Where metrics are served, apart from the public
    #[arg(long, value_name = "ADDR")]
    pub metrics: Option<String>,
}

#[derive(Args, Debug)]
pub struct Listen {
    /// Address and port; port 0 picks one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<String>,
}

#[derive(Args, Debug)]
pub struct Seed {
    #[arg(long, value_enum)]
    pub scale: Scale,
    #[arg(long, value_name = "N")]
    pub visits: u64,
    /// Over how many days up to today the records lie
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=3660))]
    pub days: u32,
    #[command(flatten)]
    pub from: Origin,
}

/// What everything invented is derived from.
#[derive(Args, Debug, Clone, Copy)]
pub struct Origin {
    /// The same number makes the same network on the same day
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

#[derive(Args, Debug)]
pub struct Import {
    pub what: ImportWhat,
    /// CSV (UTF-8, UTF-16, GB18030) or XLSX
    pub file: PathBuf,
    /// Read and say, change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Where rows go that were not taken
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// Which heading of the file holds a field
    #[arg(long, value_name = "FIELD=HEADING", value_parser = field_and_heading,
        long_help = FIELDS)]
    pub map: Vec<(String, String)>,
    /// Division of rows that name none
    #[arg(long, value_name = "CODE")]
    pub unit: Option<String>,
}

/// The fields of `import stations --map`.
const FIELDS: &str = "Which heading of the file holds a field: code, host_code, name, division, \
                      address, lng, lat, datum, phone, hours, services, host_type";

#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportWhat {
    Stations,
}

#[derive(Args, Debug)]
pub struct Export {
    pub what: ExportWhat,
    #[arg(long, value_enum)]
    pub format: Format,
    /// Only what is below this unit
    #[arg(long, value_name = "CODE")]
    pub unit: Option<String>,
    /// First day
    #[arg(long, value_name = "DAY", requires = "to", value_parser = day)]
    pub from: Option<db::Day>,
    /// Last day
    #[arg(long, value_name = "DAY", requires = "from", value_parser = day)]
    pub to: Option<db::Day>,
    /// What it is taken away for, as the audit is to say it
    #[arg(long, value_name = "TEXT")]
    pub purpose: Option<String>,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportWhat {
    Stations,
    Visits,
    Tallies,
    Audit,
}

#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
    Jsonl,
}

#[derive(Subcommand, Debug)]
pub enum User {
    /// A new account with one grant
    Add {
        /// What to call the person
        #[arg(long)]
        name: String,
        /// What she signs in with
        #[arg(long)]
        login: String,
        #[arg(long, value_parser = role)]
        role: org::Role,
        /// Unit or station below which the role holds
        #[arg(long, value_name = "CODE")]
        unit: String,
        /// The first line of standard input is the password
        #[arg(long)]
        password_stdin: bool,
    },
    /// All accounts
    List,
    /// Closes an account and ends its sessions
    Disable { login: String },
    /// Another first password
    ResetPassword {
        login: String,
        /// The first line of standard input is the password
        #[arg(long)]
        password_stdin: bool,
    },
    /// Takes a lost second factor away; another is set up at the next sign-in
    ResetFactor { login: String },
}

#[derive(Subcommand, Debug)]
pub enum Token {
    /// A new token, shown once
    Create {
        /// What it is for
        #[arg(long)]
        label: String,
        #[arg(long, value_parser = role)]
        role: org::Role,
        /// Unit or station below which the role holds
        #[arg(long, value_name = "CODE")]
        unit: String,
        /// Days until it ends by itself
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=36_500))]
        expires: Option<u32>,
    },
    /// All tokens
    List,
    /// Takes a token back
    Revoke { id: i64 },
}

fn field_and_heading(text: &str) -> Result<(String, String), String> {
    let (field, heading) = text.split_once('=').ok_or("write FIELD=HEADING")?;
    Ok((field.to_owned(), heading.to_owned()))
}

fn day(text: &str) -> Result<db::Day, String> {
    text.parse().map_err(|error: db::NotADay| error.to_string())
}

fn role(text: &str) -> Result<org::Role, String> {
    org::Role::parse(text).ok_or_else(|| {
        let known: Vec<&str> = org::Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("a role is one of {}", known.join(", "))
    })
}

/// Reads the command line. Help and version are written at once and end the process well.
pub fn parse() -> Result<Arguments, Failure> {
    Arguments::try_parse().map_err(|error| {
        if error.use_stderr() {
            let text = error.render().to_string();
            return Failure::Usage(one_line(&text));
        }
        // Nothing can be said to a reader that went away in the middle of the help.
        let _ = write!(std::io::stdout(), "{}", error.render());
        exit(0)
    })
}

/// The error without its heading and its advice of several lines.
fn one_line(text: &str) -> String {
    let lines = text.lines().take_while(|line| !line.starts_with("Usage:") && !line.is_empty());
    let words: Vec<&str> = lines.map(str::trim).collect();
    let line = words.join(" ");
    let line = line.strip_prefix("error: ").unwrap_or(&line);
    if words.is_empty() || text.starts_with("The platform") {
        return "a command is missing; see yizhan --help".to_owned();
    }
    format!("{line}; see yizhan --help")
}
