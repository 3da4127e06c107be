//! The promises of the store, kept on each engine.

mod caches;
mod groups;
mod house;
mod lanes;
mod nodes;
mod outages;
mod snapshots;
mod source;
mod values;

use std::{
    future::Future,
    pin::pin,
    sync::{Arc, mpsc},
    task::{Context, Poll, Waker},
};

use db::Migration;
use parking_lot::Mutex;

/// A table that belongs to nobody.
const NOTES: &[Migration] = &[Migration {
    capability: "notes",
    number: 1,
    name: "0001_notes",
    sql: "CREATE TABLE note (\n    id   BIGINT NOT NULL PRIMARY KEY,\n    text TEXT   NOT NULL\n);",
}];

/// Lets a job stand still in its middle until it is let go.
struct Gate {
    stands: mpsc::Receiver<()>,
    open: mpsc::Sender<()>,
}

/// The gate's other side, inside the job.
#[derive(Clone)]
struct Stop {
    stands: mpsc::Sender<()>,
    let_go: Arc<Mutex<mpsc::Receiver<()>>>,
}

fn gate() -> (Gate, Stop) {
    let (standing, stands) = mpsc::channel();
    let (open, let_go) = mpsc::channel();
    let let_go = Arc::new(Mutex::new(let_go));
    (Gate { stands, open }, Stop { stands: standing, let_go })
}

impl Stop {
    fn stand(&self) {
        self.stands.send(()).unwrap();
        self.let_go.lock().recv().unwrap();
    }
}

impl Gate {
    fn wait(&self) {
        self.stands.recv().unwrap();
    }

    fn open(&self) {
        self.open.send(()).unwrap();
    }
}

/// Waits for a future without a runtime.
fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
        std::thread::yield_now();
    }
}

fn write_note(tx: &mut db::Tx<'_>, id: i64, text: &str) -> db::Result<()> {
    tx.run("INSERT INTO note (id, text) VALUES ($1, $2)", db::args![id, text])?;
    Ok(())
}

fn notes(tx: &mut db::Tx<'_>) -> db::Result<Vec<i64>> {
    let rows: Vec<(i64,)> = tx.all("SELECT id FROM note ORDER BY id", db::args![])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
