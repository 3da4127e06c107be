//! A PostgreSQL server of a test's own, which it can stop, freeze, kill and start again.

use std::{
    fs,
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

use crate::postgres::{binaries, owner, url};

/// A server as durable as in production. Dropping it ends it and removes its data.
pub struct OwnPostgres {
    bin: PathBuf,
    /// Folder of data and socket.
    home: PathBuf,
    postmaster: Option<Child>,
    /// What goes with it.
    folder: Option<TempDir>,
}

impl OwnPostgres {
    /// A new, empty server that answers.
    ///
    /// # Panics
    /// When it cannot be made, saying what is missing.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("a folder: {error}"));
        let home = folder.path().join("postgres");
        fs::create_dir(&home).unwrap_or_else(|error| panic!("{}: {error}", home.display()));
        run(Command::new("chmod").arg("755").arg(folder.path()));
        let mut server = Self::start_in(&home);
        server.folder = Some(folder);
        server
    }

    /// The same, with its data in an empty folder of the test's choice, such as a small disk.
    ///
    /// # Panics
    /// When it cannot be made, saying what is missing.
    pub fn start_in(home: &Path) -> Self {
        let bin = binaries().unwrap_or_else(|| panic!("PostgreSQL is not here: `make setup`"));
        run(Command::new("chmod").arg("755").arg(home));
        if !owner().is_empty() {
            run(Command::new("chown").arg(owner()).arg(home));
        }
        let mut server = Self { bin, home: home.to_owned(), postmaster: None, folder: None };
        let data = server.data();
        run(as_owner(&server.bin.join("initdb"))
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"])
            .arg("--no-sync")
            .arg("--pgdata")
            .arg(data));
        server.start_again();
        server
    }

    /// How it is reached.
    pub fn url(&self) -> String {
        url(&self.home.display().to_string())
    }

    /// Starts it after [`OwnPostgres::stop`] or [`OwnPostgres::kill`], and waits until it answers.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_again(&mut self) {
        let mut child = self.spawn();
        let mut tries = 0;
        while !self.is_ready() {
            if let Ok(Some(status)) = child.try_wait() {
                let said = fs::read_to_string(self.home.join("log")).unwrap_or_default();
                let last = said.lines().rev().take(4).collect::<String>();
                tries += 1;
                // What a killed server had just begun may still be on its way out.
                let meets_the_old = last.contains("pre-existing shared memory block");
                assert!(meets_the_old && tries < 100, "PostgreSQL ended with {status}: {said}");
                let _ = fs::remove_file(self.data().join("postmaster.pid"));
                child = self.spawn();
            }
            std::thread::yield_now();
        }
        self.postmaster = Some(child);
    }

    fn spawn(&self) -> Child {
        let (home, log) = (&self.home, self.home.join("log"));
        let log = fs::File::options().create(true).append(true).open(&log);
        let log = log.unwrap_or_else(|error| panic!("the server's log: {error}"));
        let mut command = as_owner(&self.bin.join("postgres"));
        command.arg("-D").arg(self.data()).arg("-k").arg(home).args(["-c", "listen_addresses="]);
        command.args(["-c", "shared_buffers=16MB", "-c", "max_wal_size=32MB"]);
        command.args(["-c", "min_wal_size=32MB"]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        command.spawn().unwrap_or_else(|error| panic!("postgres: {error}"))
    }

    /// Stops it in good order; whoever is connected is sent away.
    ///
    /// # Panics
    /// When it is not running.
    pub fn stop(&mut self) {
        self.signal("INT");
        self.gone();
    }

    /// `kill -9` of all its processes, as when its machine fails.
    ///
    /// # Panics
    /// When it is not running.
    pub fn kill(&mut self) {
        self.signal_all("KILL");
        self.gone();
    }

    /// All its processes stand still: it takes connections and answers nothing.
    ///
    /// # Panics
    /// When it is not running.
    pub fn freeze(&self) {
        self.signal_all("STOP");
    }

    /// They go on where they stood.
    ///
    /// # Panics
    /// When it is not running.
    pub fn thaw(&self) {
        self.signal_all("CONT");
    }

    fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    fn is_ready(&self) -> bool {
        let status = fs::read_to_string(self.data().join("postmaster.pid")).unwrap_or_default();
        status.lines().any(|line| line.trim_end() == "ready")
            && UnixStream::connect(self.home.join(".s.PGSQL.5432")).is_ok()
    }

    fn id(&self) -> u32 {
        self.postmaster.as_ref().unwrap_or_else(|| panic!("PostgreSQL is not running")).id()
    }

    fn signal(&self, name: &str) {
        send(name, &[self.id()]);
    }

    fn signal_all(&self, name: &str) {
        // The postmaster first, so that it makes no further ones.
        send(name, &[self.id()]);
        send(name, &children(self.id()));
    }

    fn gone(&mut self) {
        if let Some(mut postmaster) = self.postmaster.take() {
            let ended = postmaster.wait();
            ended.unwrap_or_else(|error| panic!("waiting for PostgreSQL: {error}"));
        }
        // What a killed server leaves would be taken for a living one.
        let _ = fs::remove_file(self.data().join("postmaster.pid"));
    }
}

impl Drop for OwnPostgres {
    fn drop(&mut self) {
        if let Some(postmaster) = &self.postmaster {
            for name in ["CONT", "KILL"] {
                send(name, &children(postmaster.id()));
                send(name, &[postmaster.id()]);
            }
            self.gone();
        }
    }
}

/// A command as the user who may run PostgreSQL, ended with this thread at the latest.
fn as_owner(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL"]);
    if !owner().is_empty() {
        let (user, group) =
            (format!("--reuid={}", owner()), format!("--regid={}", group_of(owner())));
        command.args([user, group, "--clear-groups".to_owned()]);
    }
    command.arg(program).current_dir("/");
    command
}

fn group_of(user: &str) -> String {
    let output = Command::new("id").args(["-g", user]).output();
    let output = output.unwrap_or_else(|error| panic!("id: {error}"));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
}

/// Signals processes; one that has ended meanwhile needs none.
fn send(signal: &str, processes: &[u32]) {
    if processes.is_empty() {
        return;
    }
    let numbers = processes.iter().map(ToString::to_string);
    let mut kill = Command::new("kill");
    kill.arg("-s").arg(signal).args(numbers).stderr(Stdio::null());
    kill.status().unwrap_or_else(|error| panic!("kill: {error}"));
}

fn children(parent: u32) -> Vec<u32> {
    let is_child = |id: u32| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let fields = stat.rsplit_once(") ").map(|(_, fields)| fields).unwrap_or_default();
        fields.split(' ').nth(1).and_then(|field| field.parse().ok()) == Some(parent)
    };
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.filter(|id| is_child(*id)).collect()
}
