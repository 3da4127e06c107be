//! The binary as a process: commands, a serving node, and a client that keeps its connection.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use db::{Clock, Engine, SystemClock, Uuid};
use serde_json::Value;
use tempfile::TempDir;
use testkit::{Durability, fresh_schema};

/// A data folder and a database, on which commands and servers are run.
pub struct Deployment {
    pub folder: TempDir,
    pub database: String,
}

impl Deployment {
    /// An empty one on that engine, as durable as in production.
    pub fn empty(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = match engine {
            Engine::Sqlite => format!("sqlite:{}", folder.path().join("yizhan.db").display()),
            Engine::Postgres => fresh_schema(Durability::Full),
        };
        Self { folder, database }
    }

    /// One with a network and its first account.
    pub fn with_network(engine: Engine) -> Self {
        let deployment = Self::empty(engine);
        deployment.object(&["-q", "init"]);
        deployment
    }

    /// The same in a database of the test's choice.
    pub fn on(database: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let deployment = Self { folder, database: database.to_owned() };
        deployment.object(&["-q", "init"]);
        deployment
    }

    /// A command with these words, and nothing of the environment but what programs need.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = plain_command(self.folder.path());
        command.arg("--data").arg(self.folder.path()).arg("--database").arg(&self.database);
        command.args(words);
        command
    }

    /// The object that a command prints with `--json`.
    pub fn object(&self, words: &[&str]) -> Value {
        object_of(&self.command(&[&["--json"], words].concat()).output().unwrap())
    }

    /// A service token with that role on a unit.
    pub fn token(&self, role: &str, unit: &str) -> String {
        let created =
            self.object(&["token", "create", "--label", "test", "--role", role, "--unit", unit]);
        created["token"].as_str().unwrap().to_owned()
    }

    /// Starts `serve` and waits for its line.
    pub fn serve(&self) -> Server {
        Server::start(self.command(&["-q", "serve", "--listen", "127.0.0.1:0"]))
    }
}

/// The binary in a folder.
pub fn plain_command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yizhan"));
    let kept = ["PATH", "LD_LIBRARY_PATH"];
    let kept = kept.into_iter().filter_map(|name| Some((name, std::env::var_os(name)?)));
    command.env_clear().envs(kept).current_dir(folder).stdin(Stdio::null());
    command
}

/// The one object on standard output of a command that went well.
pub fn object_of(output: &Output) -> Value {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(text.lines().count(), 1, "one object: {text}");
    serde_json::from_str(&text).unwrap()
}

/// A serving process, killed when the test is over.
pub struct Server {
    child: Child,
    /// `HOST:PORT`.
    pub address: String,
}

impl Server {
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let said = line.trim().strip_prefix("listening on http");
        let Some(address) = said.and_then(|rest| rest.trim_start_matches('s').strip_prefix("://"))
        else {
            let mut said = String::new();
            child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
            panic!("no listening line but {line:?}: {said}");
        };
        Self { address: address.to_owned(), child }
    }

    pub fn client(&self) -> Client {
        Client::connect(&self.address).unwrap()
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap().success());
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits until it has died by itself.
    pub fn wait_for_its_death(&mut self) {
        assert!(!self.child.wait().unwrap().success());
    }

    /// SIGTERM, and the exit code that follows.
    pub fn terminate(mut self) -> Option<i32> {
        self.signal("TERM");
        self.child.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that has ended already cannot be killed again.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One keep-alive connection.
pub struct Client {
    stream: BufReader<TcpStream>,
    address: String,
    pub token: Option<String>,
}

/// An answer: status and body.
pub type Answer = (u16, Value);

impl Client {
    pub fn connect(address: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), address: address.to_owned(), token: None })
    }

    pub fn bearing(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    pub fn get(&mut self, path: &str) -> std::io::Result<Answer> {
        self.send("GET", path, "")
    }

    pub fn post(&mut self, path: &str, body: &Value) -> std::io::Result<Answer> {
        self.send("POST", path, &body.to_string())
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> std::io::Result<Answer> {
        let token = self.token.as_ref();
        let token = token.map(|token| format!("Authorization: Bearer {token}\r\n"));
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n{}\
             Content-Length: {}\r\n\r\n",
            self.address,
            token.unwrap_or_default(),
            body.len()
        );
        self.stream.get_mut().write_all((head + body).as_bytes())?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| std::io::Error::other("the connection ended"))?;
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let header = line.trim().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().map_err(std::io::Error::other)?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        let text = String::from_utf8_lossy(&body).into_owned();
        Ok((status, serde_json::from_slice(&body).unwrap_or(Value::String(text))))
    }
}

/// The present, as records are to carry it.
pub fn now() -> String {
    SystemClock.now().to_string()
}

/// A UUID of version 7 that belongs to this number.
pub fn uuid7(number: u64) -> String {
    let milliseconds = u128::try_from(SystemClock.now().0 / 1000).unwrap();
    Uuid::from_u128(milliseconds << 80 | 7 << 76 | 2 << 62 | u128::from(number)).to_string()
}

/// A file in the folder of a deployment.
pub fn file(deployment: &Deployment, name: &str, text: &str) -> PathBuf {
    let path = deployment.folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}
