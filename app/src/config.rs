//! Settings: command line before environment before `yizhan.toml` before the default.
//!
//! Every key of the file is also a variable: `[brand] name_zh` is `YIZHAN_BRAND_NAME_ZH`. A key
//! that is not known is refused, so that a misspelt one does not pass unnoticed.

use std::{
    env, fs, io,
    net::IpAddr,
    num::NonZeroU32,
    path::{Path, PathBuf},
    time::Duration,
};

use kernel::{Brand, ChangeWindow, Settings};
use serde::{Deserialize, Serialize};
use toml::{Table, Value};
use web::{Limits, Shares};

use crate::{arguments::Global, output::Failure};

/// The file of settings where none is named.
pub const FILE: &str = "yizhan.toml";

/// Every setting, as the file has it.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct File {
    /// Folder of keys and files.
    pub data: Option<PathBuf>,
    /// `sqlite:PATH` or `postgres://…`.
    pub database: Option<String>,
    /// Where `serve` and `demo` listen.
    pub listen: Option<String>,
    /// Where metrics are served.
    pub metrics: Option<String>,
    /// The certificate of `serve` with its chain, in PEM.
    pub tls_cert: Option<PathBuf>,
    /// Its key, in PEM.
    pub tls_key: Option<PathBuf>,
    /// Host (and port) under which people reach the product.
    pub public_host: Option<String>,
    /// The public reaches it over TLS, at a proxy before it.
    pub secure: bool,
    /// Addresses whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// How the store works.
    pub store: StoreFile,
    /// What one caller may take.
    pub limits: LimitsFile,
    /// How guests rate.
    pub ratings: RatingsFile,
    /// What the deployment is called and looks like.
    pub brand: BrandFile,
}

/// `[ratings]`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct RatingsFile {
    /// Seconds for which a rating may be changed or taken back; 600 unless said.
    pub change_window: Option<u32>,
}

/// `[store]`; what is left out stays as measured best.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct StoreFile {
    /// For so many milliseconds a batch takes in further callers before it is committed; 0 gives
    /// each caller a commit of its own, which is what the benchmark compares with.
    pub batch_ms: Option<u64>,
    /// Writers beside each other on PostgreSQL, each with a connection of its own.
    pub lanes: Option<usize>,
}

/// `[limits]`; what is left out is meant for a machine of any size: it shares out what there is.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct LimitsFile {
    /// Connections at one time.
    pub connections: Option<NonZeroU32>,
    /// Connections of one address at one time.
    pub per_address: Option<NonZeroU32>,
    /// Reads worked on at once.
    pub reads: Option<NonZeroU32>,
    /// Writes worked on at once.
    pub writes: Option<NonZeroU32>,
    /// Requests that wait in a line.
    pub waiting: Option<NonZeroU32>,
    /// Requests a second of one address, account or token.
    pub per_second: Option<NonZeroU32>,
}

/// `[brand]`; what is left out stays neutral.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct BrandFile {
    pub name_zh: Option<String>,
    pub name_en: Option<String>,
    pub edge: Option<String>,
    pub hotline: Option<String>,
    pub organizer: Option<String>,
    pub icp: Option<String>,
    pub police: Option<String>,
    pub app_filing: Option<String>,
}

/// How the text of a variable becomes a value of the file.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    YesNo,
    /// Separated by commas.
    List,
    Whole,
}

/// Every key with a variable, `table.key` for those in a table.
const KEYS: &[(&str, Kind)] = &[
    ("data", Kind::Text),
    ("database", Kind::Text),
    ("listen", Kind::Text),
    ("metrics", Kind::Text),
    ("tls_cert", Kind::Text),
    ("tls_key", Kind::Text),
    ("public_host", Kind::Text),
    ("secure", Kind::YesNo),
    ("trusted_proxies", Kind::List),
    ("store.batch_ms", Kind::Whole),
    ("store.lanes", Kind::Whole),
    ("limits.connections", Kind::Whole),
    ("limits.per_address", Kind::Whole),
    ("limits.reads", Kind::Whole),
    ("limits.writes", Kind::Whole),
    ("limits.waiting", Kind::Whole),
    ("limits.per_second", Kind::Whole),
    ("ratings.change_window", Kind::Whole),
    ("brand.name_zh", Kind::Text),
    ("brand.name_en", Kind::Text),
    ("brand.edge", Kind::Text),
    ("brand.hotline", Kind::Text),
    ("brand.organizer", Kind::Text),
    ("brand.icp", Kind::Text),
    ("brand.police", Kind::Text),
    ("brand.app_filing", Kind::Text),
];

/// The settings of this run.
pub struct Config {
    pub settings: Settings,
    /// Where the store lies.
    pub database: String,
    /// How long a batch takes in callers, when set.
    pub batch_time: Option<Duration>,
    /// Writers beside each other, when set.
    pub lanes: Option<usize>,
    /// Where to listen, when set.
    pub listen: Option<String>,
    /// Where to serve metrics, when set.
    pub metrics: Option<String>,
    /// Files of certificate and key, when set.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// What clients may take of the server.
    pub limits: Limits,
    /// What one caller may take of the house.
    pub shares: Shares,
}

/// What decides where the data lie when nobody says it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Product,
    /// Invented data never share a folder with real ones by default.
    Demo,
}

impl Config {
    /// Reads everything that this run is told.
    pub fn load(global: &Global, purpose: Purpose) -> Result<Self, Failure> {
        let variable = |name: &str| env::var(name).ok();
        let file = read(global.config.as_deref(), &variable)?;
        Self::of(file, global, purpose, &variable)
    }

    fn of(
        file: File,
        global: &Global,
        purpose: Purpose,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Failure> {
        let File { data, database, listen, metrics, public_host, secure, trusted_proxies, .. } =
            file;
        let StoreFile { batch_ms, lanes } = file.store;
        if file.tls_cert.is_some() != file.tls_key.is_some() {
            return Err(Failure::refused("tls_cert and tls_key are set together or not at all"));
        }
        let tls = file.tls_cert.zip(file.tls_key);
        let limits = file.limits.of_connections(&trusted_proxies);
        let shares = file.limits.of_callers();
        let brand = file.brand.complete()?;
        let data_dir = match global.data.clone().or(data) {
            Some(folder) => folder,
            None => default_folder(purpose, variable)?,
        };
        let database = global.database.clone().or(database);
        let database =
            database.unwrap_or_else(|| format!("sqlite:{}", data_dir.join("yizhan.db").display()));
        let demo = purpose == Purpose::Demo;
        let change_window = file.ratings.change_window.map(ChangeWindow).unwrap_or_default();
        let settings =
            Settings { data_dir, public_host, secure, trusted_proxies, demo, change_window, brand };
        let batch_time = batch_ms.map(Duration::from_millis);
        Ok(Self { settings, database, batch_time, lanes, listen, metrics, tls, limits, shares })
    }
}

impl LimitsFile {
    fn of_connections(&self, proxies: &[IpAddr]) -> Limits {
        let usual = Limits::default();
        let given = |number: Option<NonZeroU32>| usize::try_from(number?.get()).ok();
        Limits {
            connections: given(self.connections).unwrap_or(usual.connections),
            per_address: given(self.per_address).unwrap_or(usual.per_address),
            unlimited: proxies.to_vec(),
            ..usual
        }
    }

    fn of_callers(&self) -> Shares {
        let usual = Shares::default();
        let or = |given: Option<NonZeroU32>, usual| given.map_or(usual, NonZeroU32::get);
        Shares {
            reads: or(self.reads, usual.reads),
            writes: or(self.writes, usual.writes),
            waiting: or(self.waiting, usual.waiting),
            per_second: or(self.per_second, usual.per_second),
            ..usual
        }
    }
}

impl BrandFile {
    fn complete(self) -> Result<Brand, Failure> {
        let neutral = Brand::default();
        let edge = self.edge.unwrap_or(neutral.edge);
        if !["two-tone", "plain", "awning"].contains(&edge.as_str()) {
            let line = format!("brand.edge is two-tone, plain or awning, not {edge}");
            return Err(Failure::Refused(line));
        }
        Ok(Brand {
            name_zh: self.name_zh.unwrap_or(neutral.name_zh),
            name_en: self.name_en.unwrap_or(neutral.name_en),
            edge,
            hotline: self.hotline,
            organizer: self.organizer,
            icp: self.icp,
            police: self.police,
            app_filing: self.app_filing,
        })
    }
}

/// The file, overlaid with the variables that are set.
fn read(named: Option<&Path>, variable: &dyn Fn(&str) -> Option<String>) -> Result<File, Failure> {
    let path = named.unwrap_or(Path::new(FILE));
    let wrong = |error: &dyn std::fmt::Display| {
        Failure::Refused(format!("{}: {}", path.display(), error.to_string().trim_end()))
    };
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if named.is_none() && error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(wrong(&error)),
    };
    // A wrong line is shown with its place, in one line.
    let mut table: Table = toml::from_str(&text).map_err(|error| wrong(&place(&text, &error)))?;
    toml::from_str::<File>(&text).map_err(|error| wrong(&place(&text, &error)))?;
    overlay(&mut table, variable)?;
    table.try_into().map_err(|error| wrong(&error))
}

fn place(text: &str, error: &toml::de::Error) -> String {
    let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
    format!("line {line}: {}", error.message())
}

fn overlay(table: &mut Table, variable: &dyn Fn(&str) -> Option<String>) -> Result<(), Failure> {
    for (key, kind) in KEYS {
        let name = variable_of(key);
        let Some(text) = variable(&name) else { continue };
        let value =
            match kind {
                Kind::Text => Value::String(text),
                Kind::Whole => Value::Integer(text.parse().map_err(|_| {
                    Failure::Refused(format!("{name} is a whole number, not {text}"))
                })?),
                Kind::YesNo => Value::Boolean(text.parse().map_err(|_| {
                    Failure::Refused(format!("{name} is true or false, not {text}"))
                })?),
                Kind::List => Value::Array(
                    text.split(',')
                        .map(str::trim)
                        .filter(|part| !part.is_empty())
                        .map(|part| Value::String(part.to_owned()))
                        .collect(),
                ),
            };
        let (inner, key) = match key.split_once('.') {
            Some((outer, key)) => {
                let inner = table.entry(outer).or_insert_with(|| Value::Table(Table::new()));
                let inner = inner.as_table_mut();
                (inner.ok_or_else(|| Failure::Refused(format!("{outer} is a table")))?, key)
            }
            None => (&mut *table, *key),
        };
        inner.insert(key.to_owned(), value);
    }
    Ok(())
}

fn variable_of(key: &str) -> String {
    format!("YIZHAN_{}", key.replace('.', "_").to_uppercase())
}

/// The data folder of the platform.
fn default_folder(
    purpose: Purpose,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<PathBuf, Failure> {
    let name = if purpose == Purpose::Demo { "yizhan-demo" } else { "yizhan" };
    let set = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = |below: &str| set("HOME").map(|home| home.join(below));
    let base = if cfg!(target_os = "macos") {
        home("Library/Application Support")
    } else {
        set("XDG_DATA_HOME").or_else(|| home(".local/share"))
    };
    let base =
        base.ok_or_else(|| Failure::refused("there is no home folder: name one with --data"))?;
    Ok(base.join(name))
}

#[cfg(test)]
mod tests;
