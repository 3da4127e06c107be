//! A server of our own under test: started on a free port of loopback with a folder of its own,
//! stopped by the process id it was started with.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::Result;

/// Ticks of `/proc/PID/stat` in a second on Linux.
const TICKS: u64 = 100;

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start to its line.
    pub started_in: Duration,
}

/// The binary with a data folder.
#[derive(Clone)]
pub struct Yizhan {
    /// The release binary.
    pub binary: PathBuf,
    /// Its data folder.
    pub data: PathBuf,
    /// Its database, where that is not in the folder.
    pub database: Option<String>,
}

impl Yizhan {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.arg("--data").arg(&self.data);
        if let Some(database) = &self.database {
            command.arg("--database").arg(database);
        }
        command.args(arguments);
        command
    }

    /// Runs a command to its end and returns its standard output.
    pub fn run(&self, arguments: &[&str]) -> Result<String> {
        let output = self.command(arguments).output()?;
        if !output.status.success() {
            let error = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(format!("{arguments:?}: {error}").into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Starts a command that serves (`serve` or `demo`), with settings from the environment.
    pub fn serve(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Result<Server> {
        let began = Instant::now();
        let mut command = self.command(arguments);
        command.args(["--listen", "127.0.0.1:0"]).envs(environment.iter().copied());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let output = child.stdout.take().ok_or("no output")?;
        for line in BufReader::new(output).lines() {
            if let Some(address) =
                line?.split_once("listening on http://").map(|(_, rest)| rest.to_owned())
            {
                let address = address.trim().parse()?;
                return Ok(Server { child, address, started_in: began.elapsed() });
            }
        }
        let status = child.wait()?;
        Err(format!("{arguments:?} ended with {status} before it listened").into())
    }

    /// Bytes of everything in the data folder.
    pub fn bytes(&self) -> Result<u64> {
        fn size(folder: &Path) -> std::io::Result<u64> {
            fs::read_dir(folder)?.try_fold(0, |sum, entry| {
                let entry = entry?;
                let meta = entry.metadata()?;
                Ok(sum + if meta.is_dir() { size(&entry.path())? } else { meta.len() })
            })
        }
        Ok(size(&self.data)?)
    }
}

impl Server {
    /// CPU time that the server has used, in user and system mode.
    pub fn cpu(&self) -> Result<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let fields = stat.rsplit_once(')').ok_or("no stat")?.1;
        let ticks: u64 =
            fields.split_whitespace().skip(11).take(2).flat_map(str::parse::<u64>).sum();
        Ok(Duration::from_millis(ticks * 1000 / TICKS))
    }

    /// Resident memory in MiB.
    pub fn memory(&self) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).ok_or("no VmRSS")?;
        let kib: f64 = line.split_whitespace().nth(1).ok_or("no VmRSS")?.parse()?;
        Ok(kib / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Ended like a crash: what was acknowledged must be there afterwards anyway.
        let ended = self.child.kill().and_then(|()| self.child.wait());
        if let Err(error) = ended {
            eprintln!("stopping the server: {error}");
        }
    }
}
