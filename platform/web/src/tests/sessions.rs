//! Sessions live in the store, by the digest of their secret.

use db::{Db, FixedClock, Instant, Options, Tx};
use kernel::Error;
use std::sync::Arc;
use tempfile::TempDir;

use super::NOW;
use crate::sessions::{self, Assurance, Secret, Session, Stay};

struct Store {
    db: Db,
    clock: Arc<FixedClock>,
    _folder: TempDir,
}

impl Store {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(FixedClock::at(NOW));
        let options = Options { clock: Arc::clone(&clock) as _, ..Options::default() };
        let url = format!("sqlite:{}", folder.path().join("web.db").display());
        let db = Db::open(&url, options).unwrap();
        db.migrate(crate::MIGRATIONS).unwrap();
        Self { db, clock, _folder: folder }
    }

    fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> T {
        self.db.write_blocking(job).unwrap()
    }

    fn begin(&self, subject: i64, stay: Stay) -> Secret {
        self.write(move |tx| sessions::begin(tx, subject, "curl/8", Assurance::Password, stay))
    }

    fn find(&self, secret: &Secret) -> Option<Session> {
        let secret = secret.clone();
        self.write(move |tx| sessions::find(tx, &secret))
    }
}

#[test]
fn a_secret_finds_its_session_and_no_other() {
    let store = Store::new();
    let (one, two) = (store.begin(1, Stay::Browser), store.begin(2, Stay::Browser));
    assert_ne!(one, two);
    assert_eq!(store.find(&one).map(|session| session.subject), Some(1));
    assert_eq!(store.find(&two).map(|session| session.subject), Some(2));
    assert_eq!(store.find(&Secret::from_cookie("guessed")), None);
    assert_eq!(format!("{one:?}"), "Secret");
}

#[test]
fn a_session_ends_with_its_time() {
    let store = Store::new();
    let (shift, own) = (store.begin(1, Stay::Browser), store.begin(1, Stay::OwnDevice));
    store.clock.advance(12 * 3600 - 1);
    assert!(store.find(&shift).is_some());
    store.clock.advance(1);
    assert!(store.find(&shift).is_none());
    assert!(store.find(&own).is_some());
    assert!(!shift.set_cookie(Stay::Browser).contains("Max-Age"));
    assert!(
        own.set_cookie(Stay::OwnDevice)
            .contains("Max-Age=2592000; Secure; HttpOnly; SameSite=Lax; Path=/")
    );
    // Those that are over are swept out: even a clock put back finds none.
    assert_eq!(store.write(sessions::sweep), 1);
    store.clock.set(NOW);
    assert!(store.find(&shift).is_none() && store.find(&own).is_some());
}

#[test]
fn an_end_is_an_end_for_one_or_for_all() {
    let store = Store::new();
    let (phone, tablet, other) = (
        store.begin(1, Stay::Browser),
        store.begin(1, Stay::Browser),
        store.begin(2, Stay::Browser),
    );
    let ended = phone.clone();
    store.write(move |tx| sessions::end(tx, &ended));
    assert!(store.find(&phone).is_none() && store.find(&tablet).is_some());
    store.write(|tx| sessions::end_all_of(tx, 1));
    assert!(store.find(&tablet).is_none() && store.find(&other).is_some());
}

#[test]
fn use_is_noted_every_ten_minutes_at_most() {
    let store = Store::new();
    let secret = store.begin(1, Stay::Browser);
    let session = store.find(&secret).unwrap();
    let at = |seconds: i64| Instant(NOW.0 + seconds * 1_000_000);
    assert!(!session.is_due(at(599)) && session.is_due(at(600)));
    store.clock.advance(600);
    store.write(move |tx| sessions::touch(tx, &session));
    let session = store.find(&secret).unwrap();
    assert_eq!((session.created_at, session.seen_at), (NOW, at(600)));
    assert!(!session.is_due(at(600)));
    let all = store.write(|tx| sessions::all_of(tx, 1));
    assert_eq!(all, [session]);
}

#[test]
fn a_browser_is_known_by_its_family_alone() {
    let store = Store::new();
    let phone = "Mozilla/5.0 (Linux; Android 10; VOG-AL00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/87.0.4280.141 Mobile Safari/537.36";
    let secret =
        store.write(|tx| sessions::begin(tx, 1, phone, Assurance::SecondFactor, Stay::Browser));
    let session = store.find(&secret).unwrap();
    assert_eq!(session.browser, "Chrome · Android");
    assert_eq!(session.assurance, Assurance::SecondFactor);
}
