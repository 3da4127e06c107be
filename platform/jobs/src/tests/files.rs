//! Blobs live as long as their job.

use std::io::Write;

use db::Instant;
use serde_json::json;

use super::{AGAIN, ECHO, on_each_engine, queue, run};
use crate::files::Files;

#[test]
fn a_blob_is_named_by_its_digest_and_goes_with_its_job() {
    on_each_engine(|_, app| {
        let files = Files::of(&app.settings);
        let name = files.store(b"name,address\n").unwrap();
        let digest = "8bdfb21ab3635be0745d3a6227f8810535e8bbecd00191ee3c8a5c41a86b4678";
        assert_eq!(name.split('-').next(), Some(digest));
        let path = files.path(&name).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"name,address\n");
        queue(app, "test.again", json!({ "file": name }));
        run(app, &[AGAIN]);
        assert!(path.exists(), "its job is tried again");
        let other = files.store(b"name,address\n").unwrap();
        assert_ne!(other, name, "the same content twice");
        queue(app, "test.echo", json!({ "file": other }));
        run(app, &[ECHO]);
        assert!(path.exists() && !files.path(&other).unwrap().exists());
    });
}

#[test]
fn an_upload_that_stops_leaves_nothing() {
    on_each_engine(|store, app| {
        let files = Files::of(&app.settings);
        let mut incoming = files.begin().unwrap();
        incoming.write_all(b"half").unwrap();
        assert_eq!(incoming.bytes(), 4);
        drop(incoming);
        let left = std::fs::read_dir(store.folder.path().join("files")).unwrap().count();
        assert_eq!(left, 0);
    });
}

#[test]
fn only_names_that_were_given_are_found() {
    on_each_engine(|_, app| {
        let files = Files::of(&app.settings);
        for wrong in ["", "../keys", "a/b", ".", "a.b", "C:\\x"] {
            assert_eq!(files.path(wrong), None, "{wrong}");
            files.remove(wrong).unwrap();
        }
        files.remove("gone").unwrap();
    });
}

#[test]
fn orphans_are_swept_after_a_day() {
    on_each_engine(|_, app| {
        let files = Files::of(&app.settings);
        let (orphan, live) = (files.store(b"1").unwrap(), files.store(b"2").unwrap());
        let modified = std::fs::metadata(files.path(&orphan).unwrap()).unwrap().modified().unwrap();
        let written = modified.duration_since(std::time::UNIX_EPOCH).unwrap().as_micros();
        let later =
            |hours: i64| Instant(i64::try_from(written).unwrap()).plus_seconds(hours * 3600);
        assert_eq!(files.sweep(std::slice::from_ref(&live), later(23)).unwrap(), 0);
        assert_eq!(files.sweep(std::slice::from_ref(&live), later(25)).unwrap(), 1);
        assert!(files.path(&live).unwrap().exists());
    });
}
