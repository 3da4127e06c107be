//! A backup is taken under load and comes back whole; what is damaged replaces nothing.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
};

use db::Engine;
use parking_lot::Mutex;
use serde_json::{Value, json};

use crate::server::{Client, Deployment, now, object_of, uuid7};

/// Clients that record while the backup is taken.
const CLIENTS: u64 = 4;
/// Records that are acknowledged before it begins, and at least so many while it runs.
const BEFORE: usize = 200;

/// A deployment with a station, and a client of it.
struct Load {
    deployment: Deployment,
    token: String,
    station: String,
    next: AtomicU64,
    acknowledged: Mutex<Vec<Value>>,
    over: AtomicBool,
}

impl Load {
    fn on(engine: Engine) -> Self {
        let deployment = Deployment::with_network(engine);
        let token = deployment.token("integration", "100000");
        let (next, over) = (AtomicU64::new(0), AtomicBool::new(false));
        let (station, acknowledged) = (String::new(), Mutex::default());
        Self { deployment, token, station, next, acknowledged, over }
    }

    fn register(&mut self, client: &mut Client) {
        let body = json!({ "name": "福田测试站", "division": "440304" });
        let (status, answer) = client.post("/api/v1/stations", &body).unwrap();
        assert_eq!(status, 201, "{answer}");
        answer["code"].as_str().unwrap().clone_into(&mut self.station);
    }

    /// Records one by one until told to stop.
    fn record(&self, mut client: Client) {
        while !self.over.load(Ordering::SeqCst) {
            let record = json!({
                "id": uuid7(self.next.fetch_add(1, Ordering::SeqCst)),
                "station": self.station,
                "service": "A02",
                "people": 1,
                "occurred_at": now(),
            });
            let body = json!({ "records": [record] });
            let (status, answer) = client.post("/api/v1/visits", &body).unwrap();
            assert_eq!((status, &answer["results"][0]["status"]), (200, &json!("accepted")));
            self.acknowledged.lock().push(record);
        }
    }

    fn wait_for(&self, count: usize) {
        while self.acknowledged.lock().len() < count {
            std::thread::yield_now();
        }
    }
}

fn command(data: &Path, words: &[&str]) -> Output {
    let mut command = crate::server::plain_command(data.parent().unwrap());
    command.arg("--data").arg(data).args(words);
    command.output().unwrap()
}

fn refusal(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert_eq!(text.lines().count(), 1, "one line: {text}");
    text
}

/// A small network, its backup, and a place for it.
struct Kept {
    deployment: Deployment,
    file: PathBuf,
    elsewhere: tempfile::TempDir,
}

impl Kept {
    fn new() -> Self {
        let deployment = Deployment::with_network(Engine::Sqlite);
        let elsewhere = tempfile::tempdir().unwrap();
        let file = elsewhere.path().join("copy.zip");
        let text = file.to_str().unwrap();
        deployment.object(&["-q", "backup", text]);
        Self { deployment, file, elsewhere }
    }

    fn target(&self, name: &str) -> PathBuf {
        self.elsewhere.path().join(name)
    }

    fn restore(&self, target: &str, more: &[&str]) -> Output {
        let words = [&["--json", "-q", "restore", self.file.to_str().unwrap()], more].concat();
        command(&self.target(target), &words)
    }
}

#[test]
fn a_backup_under_load_holds_all_that_was_acknowledged_before_it() {
    let mut load = Load::on(Engine::Sqlite);
    let server = load.deployment.serve();
    let bearing = |token: &str| Client::connect(&server.address).unwrap().bearing(token);
    let mut client = bearing(&load.token.clone());
    load.register(&mut client);
    let data = load.deployment.folder.path();
    fs::create_dir_all(data.join("keys")).unwrap();
    fs::write(data.join("keys/seal.key"), b"a key").unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("copy.zip");
    let (before, said) = std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            let client = bearing(&load.token);
            let load = &load;
            scope.spawn(move || load.record(client));
        }
        load.wait_for(BEFORE);
        let before = load.acknowledged.lock().clone();
        let said = load.deployment.object(&["-q", "backup", file.to_str().unwrap()]);
        let so_far = load.acknowledged.lock().len();
        load.wait_for(so_far + 1);
        load.over.store(true, Ordering::SeqCst);
        (before, said)
    });
    assert_eq!(server.terminate(), Some(0));
    assert!(load.acknowledged.lock().len() > before.len(), "nobody waited for the backup");
    assert_eq!(said["bytes"], fs::metadata(&file).unwrap().len());
    assert_eq!(said["sha256"].as_str().unwrap().len(), 64);
    let left = fs::read_dir(data).unwrap().flatten();
    let left: Vec<_> =
        left.filter(|entry| entry.file_name().to_string_lossy().starts_with(".y")).collect();
    assert!(left.is_empty(), "{left:?}");

    let restored = Deployment::empty(Engine::Sqlite);
    let given = restored.object(&["-q", "restore", file.to_str().unwrap()]);
    assert_eq!(given["sha256"], said["sha256"]);
    let found = restored.object(&["-q", "doctor"]);
    assert_eq!(found["ok"], true, "{found}");
    assert_eq!(fs::read(restored.folder.path().join("keys/seal.key")).unwrap(), b"a key");
    let server = restored.serve();
    let mut client = server.client().bearing(&load.token);
    for batch in before.chunks(500) {
        let (status, answer) = client.post("/api/v1/visits", &json!({ "records": batch })).unwrap();
        assert_eq!(status, 200, "{answer}");
        for result in answer["results"].as_array().unwrap() {
            assert_eq!(result["status"], "duplicate", "acknowledged before, and not in it");
        }
    }
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn only_a_place_that_is_empty_is_restored_into_unless_told_so() {
    let kept = Kept::new();
    object_of(&kept.restore("new", &[]));
    assert!(refusal(&kept.restore("new", &[])).contains("--force"));
    command(&kept.target("new"), &["user", "disable", "admin"]);
    object_of(&kept.restore("new", &["--force"]));
    let users = object_of(&command(&kept.target("new"), &["--json", "user", "list"]));
    assert_eq!(users["users"][0]["disabled_at"], Value::Null, "as it was backed up");
    let found = object_of(&command(&kept.target("new"), &["--json", "-q", "doctor"]));
    assert_eq!(found["ok"], true, "{found}");
}

#[test]
fn nothing_is_restored_under_a_server() {
    let kept = Kept::new();
    let server = kept.deployment.serve();
    let words = ["-q", "restore", kept.file.to_str().unwrap(), "--force"];
    let output = kept.deployment.command(&words).output().unwrap();
    assert!(refusal(&output).contains("another server"));
    assert_eq!(server.client().get("/readyz").unwrap().0, 200);
}

#[test]
fn what_is_damaged_replaces_nothing() {
    let kept = Kept::new();
    object_of(&kept.restore("there", &[]));
    let store = kept.target("there").join("yizhan.db");
    let whole = fs::read(&kept.file).unwrap();
    let before = fs::read(&store).unwrap();
    for place in [whole.len() / 4, whole.len() / 2, whole.len() / 4 * 3] {
        let mut damaged = whole.clone();
        damaged[place] ^= 0x55;
        fs::write(&kept.file, &damaged).unwrap();
        refusal(&kept.restore("there", &["--force"]));
    }
    for cut in [0, 100, whole.len() - 1] {
        fs::write(&kept.file, &whole[..cut]).unwrap();
        refusal(&kept.restore("there", &["--force"]));
    }
    assert_eq!(fs::read(&store).unwrap(), before);
    let left = fs::read_dir(kept.target("there")).unwrap().flatten();
    let hidden = left.filter(|entry| entry.file_name().to_string_lossy().starts_with(".y")).count();
    assert_eq!(hidden, 0);
}

#[test]
fn a_backup_in_the_data_folder_holds_no_earlier_one() {
    let deployment = Deployment::with_network(Engine::Sqlite);
    let file = deployment.folder.path().join("copy.zip");
    let bytes = |said: &Value| said["bytes"].as_u64().unwrap();
    let first = bytes(&deployment.object(&["-q", "backup", file.to_str().unwrap()]));
    let other = deployment.folder.path().join("other.zip");
    let second = bytes(&deployment.object(&["-q", "backup", other.to_str().unwrap()]));
    assert!(second < first + first / 10, "{first} and then {second}");
}

#[test]
fn postgresql_is_backed_up_by_its_own_tools() {
    let mut load = Load::on(Engine::Postgres);
    for words in [&["backup", "copy.zip"][..], &["restore", "copy.zip"]] {
        let line = refusal(&load.deployment.command(words).output().unwrap());
        assert!(line.contains("pg_dump") && line.contains("backup.md"), "{line}");
    }
    let server = load.deployment.serve();
    let mut client = server.client().bearing(&load.token);
    load.register(&mut client);
    let elsewhere = tempfile::tempdir().unwrap();
    let dump = elsewhere.path().join("yizhan.dump");
    let before = std::thread::scope(|scope| {
        let client = server.client().bearing(&load.token);
        let recording = &load;
        scope.spawn(move || recording.record(client));
        load.wait_for(BEFORE);
        let before = load.acknowledged.lock().clone();
        testkit::dump(&load.deployment.database, &dump);
        load.over.store(true, Ordering::SeqCst);
        before
    });
    assert_eq!(server.terminate(), Some(0));

    let restored = testkit::RestoredDatabase::of(&load.deployment.database, &dump);
    let deployment = Deployment { folder: elsewhere, database: restored.url.clone() };
    let found = deployment.object(&["-q", "doctor"]);
    assert_eq!(found["ok"], true, "{found}");
    let server = deployment.serve();
    let mut client = server.client().bearing(&load.token);
    for batch in before.chunks(500) {
        let (_, answer) = client.post("/api/v1/visits", &json!({ "records": batch })).unwrap();
        let results = answer["results"].as_array().unwrap();
        assert!(results.iter().all(|result| result["status"] == "duplicate"), "{answer}");
    }
    assert_eq!(server.terminate(), Some(0));
}
