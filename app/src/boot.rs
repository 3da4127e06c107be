//! Puts the house together: store, schema, messages, capabilities. Serves nothing yet.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use db::{Db, Migration, Options};
use i18n::{Catalog, Lang, T};
use kernel::{App, Capability, Settings};
use web::{Limits, Shares};

use crate::{
    arguments::Global,
    capabilities,
    config::{Config, Purpose},
    output::{Failure, Output},
};

/// What a command has in its hands.
pub struct House {
    pub app: App,
    pub capabilities: Vec<Capability>,
    pub output: Output,
    /// In which refusals are said.
    pub t: T,
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

/// What a command expects to find.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// Nothing yet: the store is made where there is none.
    Nothing,
    /// A store, whatever its schema.
    Store,
    /// A network that `init` or `demo` has made, with the schema of this version.
    Network,
}

impl House {
    /// Opens what the command line names.
    pub fn open(global: &Global, purpose: Purpose, expect: Expect) -> Result<Self, Failure> {
        let config = Config::load(global, purpose)?;
        let folder = &config.settings.data_dir;
        if let Some(path) = config.database.strip_prefix("sqlite:")
            && expect != Expect::Nothing
            && !Path::new(path).exists()
        {
            return Err(Failure::Refused(format!(
                "there is no store at {path}: run `yizhan init`"
            )));
        }
        make_private(folder)
            .map_err(|error| Failure::Refused(format!("{}: {error}", folder.display())))?;
        let standard = Options::default();
        let batch_time = config.batch_time.unwrap_or(standard.batch_time);
        let lanes = config.lanes.unwrap_or(standard.lanes);
        let db = Db::open(&config.database, Options { batch_time, lanes, ..standard })?;
        let capabilities = capabilities::all();
        let catalog = Catalog::build(&capabilities::messages(&capabilities))
            .map_err(|faults| Failure::Refused(faults.to_string()))?;
        let messages = Arc::new(catalog);
        let t = messages.speak(language());
        let app = App::new(db, config.settings, messages);
        let Config { listen, metrics, tls, limits, shares, .. } = config;
        let output = Output { json: global.json, quiet: global.quiet };
        let house = Self { app, capabilities, output, t, listen, metrics, tls, limits, shares };
        if expect == Expect::Network {
            house.app.db.check_migrations(&house.migrations())?;
            house.require_network()?;
        }
        Ok(house)
    }

    /// From now on every page says that its data are invented.
    pub fn call_it_a_demonstration(&mut self) {
        self.set(Settings { demo: true, ..self.app.settings.clone() });
    }

    fn set(&mut self, settings: Settings) {
        self.app = App::new(self.app.db.clone(), settings, Arc::clone(&self.app.messages));
    }

    /// From now on the public reaches it over TLS alone, and browsers are told so.
    pub fn say_it_is_secure(&mut self) {
        self.set(Settings { secure: true, ..self.app.settings.clone() });
    }

    /// The whole schema.
    pub fn migrations(&self) -> Vec<Migration> {
        capabilities::migrations(&self.capabilities)
    }

    /// Applies what is missing of the schema.
    pub fn migrate(&self) -> Result<usize, Failure> {
        Ok(self.app.db.migrate(&self.migrations())?)
    }

    /// Refuses a store in which nobody has made a network yet.
    pub fn require_network(&self) -> Result<(), Failure> {
        let made = self.app.db.read_blocking(org::is_initialised);
        if made.map_err(|error| self.refusal(&error))? {
            Ok(())
        } else {
            Err(Failure::refused("this store holds no network yet: run `yizhan init`"))
        }
    }

    /// A refusal in the language of the terminal.
    pub fn refusal(&self, error: &kernel::Error) -> Failure {
        Failure::of(error, &self.t)
    }

    /// Writes, and says a refusal in words.
    pub fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut db::Tx<'_>) -> kernel::Result<T> + Send + 'static,
    ) -> Result<T, Failure> {
        self.app.db.write_blocking(job).map_err(|error| self.refusal(&error))
    }

    /// Reads, and says a refusal in words.
    pub fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut db::Tx<'_>) -> kernel::Result<T> + Send + 'static,
    ) -> Result<T, Failure> {
        self.app.db.read_blocking(job).map_err(|error| self.refusal(&error))
    }
}

/// The data folder holds keys: nobody else on the machine may look into it.
pub fn make_private(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// The language of the terminal; English where it says neither.
fn language() -> Lang {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    said.and_then(|value| Lang::from_tag(value.split('.').next()?)).unwrap_or(Lang::En)
}
