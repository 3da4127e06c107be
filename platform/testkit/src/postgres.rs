//! A real PostgreSQL server for tests, shared by all test processes of this folder.
//!
//! Whoever asks first starts it through `postgres.sh`, which watches over it; everybody holds a
//! shared lock while alive, and the kernel releases that lock however a process ends. Each test
//! has a schema of its own instead of a database: that costs a millisecond instead of fifty.

use std::{
    env,
    fs::{self, File},
    io::{BufRead, BufReader, Read},
    os::unix::{net::UnixStream, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
};

use db::{Db, Options};

/// How far the server goes to keep what it acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Nothing is flushed: for all tests in which no machine fails.
    None,
    /// As in production: for faults and figures.
    Full,
}

struct Server {
    socket: String,
    admin: Db,
    /// Held for the life of the process, so that the server stays.
    _user: File,
}

static FAST: LazyLock<Server> = LazyLock::new(|| Server::join(Durability::None));
static DURABLE: LazyLock<Server> = LazyLock::new(|| Server::join(Durability::Full));
static SCHEMAS: AtomicU32 = AtomicU32::new(0);

/// The URL of a new, empty schema on the shared server, which is started when there is none.
///
/// # Panics
/// When no server can be started, saying what is missing.
pub fn fresh_schema(durability: Durability) -> String {
    let server = match durability {
        Durability::None => &*FAST,
        Durability::Full => &*DURABLE,
    };
    let number = SCHEMAS.fetch_add(1, Ordering::Relaxed);
    let schema = format!("test_{}_{number}", std::process::id());
    let sql = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}");
    let made: db::Result<()> = server.admin.write_blocking(move |tx| tx.script(&sql));
    made.unwrap_or_else(|error| panic!("a schema for the test: {error}"));
    format!("{}&options=-c%20search_path%3D{schema}", url(&server.socket))
}

pub(crate) fn url(socket: &str) -> String {
    format!("postgres://postgres@/postgres?host={}", socket.replace('/', "%2F"))
}

impl Server {
    fn join(durability: Durability) -> Self {
        let state = target().join("testkit").join(match durability {
            Durability::None => "postgres",
            Durability::Full => "postgres-durable",
        });
        fs::create_dir_all(&state).unwrap_or_else(|error| panic!("{}: {error}", state.display()));
        // Waits while the watcher of a server that nobody used takes it down.
        let user = lock_file(&state.join("users"));
        user.lock_shared().unwrap_or_else(|error| panic!("lock on users: {error}"));
        let starting = lock_file(&state.join("starting"));
        starting.lock().unwrap_or_else(|error| panic!("lock on starting: {error}"));
        let socket = running(&state).unwrap_or_else(|| start(&state, durability));
        drop(starting);
        let options = Options { readers: 1, ..Options::default() };
        let admin = Db::open(&url(&socket), options)
            .unwrap_or_else(|error| panic!("the PostgreSQL server for tests: {error}"));
        Self { socket, admin, _user: user }
    }
}

fn lock_file(path: &Path) -> File {
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The socket folder of a server that answers.
fn running(state: &Path) -> Option<String> {
    let socket = fs::read_to_string(state.join("socket")).ok()?.trim().to_owned();
    UnixStream::connect(Path::new(&socket).join(".s.PGSQL.5432")).ok()?;
    Some(socket)
}

fn start(state: &Path, durability: Durability) -> String {
    let bin = binaries().unwrap_or_else(|| {
        panic!("PostgreSQL (initdb, postgres) is not here: run `scripts/setup test`")
    });
    let mut command = Command::new("sh");
    command.arg(root().join("platform/testkit/src/postgres.sh")).arg(state).arg(bin).arg(owner());
    if durability == Durability::None {
        for setting in ["fsync=off", "synchronous_commit=off", "full_page_writes=off"] {
            command.args(["-c", setting]);
        }
    }
    // A group of its own: an interrupted test run must not take the watcher before its work.
    command.process_group(0).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("sh: {error}"));
    let mut said = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap_or_else(|| panic!("no output")));
    // The watcher ends after this process as a rule; if before, it is not left a zombie.
    std::thread::spawn(move || child.wait());
    let read = out.read_line(&mut said);
    if let (Ok(_), Some(socket)) = (&read, said.trim().strip_prefix("ready ")) {
        return socket.to_owned();
    }
    let mut rest = String::new();
    let read = read.and_then(|_| out.read_to_string(&mut rest));
    panic!("PostgreSQL did not start: {said}{rest} {read:?}");
}

/// PostgreSQL refuses to run as root.
pub(crate) fn owner() -> &'static str {
    let root = fs::read_to_string("/proc/self/status")
        .is_ok_and(|status| status.lines().any(|line| line.starts_with("Uid:\t0\t")));
    match (root, fs::read_to_string("/etc/passwd")) {
        (true, Ok(users)) if users.lines().any(|user| user.starts_with("postgres:")) => "postgres",
        (true, _) => "nobody",
        (false, _) => "",
    }
}

/// The folder with `initdb` and `postgres`: in `PATH`, where Debian puts it, or where
/// `scripts/setup test` did.
pub(crate) fn binaries() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let mut debian = children(Path::new("/usr/lib/postgresql"));
    debian.reverse();
    folders.extend(debian.into_iter().map(|version| version.join("bin")));
    folders.push(root().join(".cache/postgres/bin"));
    folders
        .into_iter()
        .find(|folder| ["initdb", "postgres"].iter().all(|program| folder.join(program).is_file()))
}

fn children(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// The top folder of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}
