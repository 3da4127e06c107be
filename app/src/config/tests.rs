//! Where a setting comes from, and what is said about a wrong one.

use std::{collections::BTreeMap, fs, path::PathBuf};

use super::{
    BrandFile, Config, File, KEYS, LimitsFile, Purpose, RatingsFile, StoreFile, overlay, read,
    variable_of,
};
use crate::{arguments::Global, output::Failure};

fn refusal<T>(outcome: Result<T, Failure>) -> String {
    match outcome {
        Err(Failure::Refused(line)) => line,
        _ => panic!("a refusal was expected"),
    }
}

fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("yizhan.toml");
    fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn every_key_of_the_file_is_also_a_variable() {
    let some = || Some("x".to_owned());
    let seven = std::num::NonZeroU32::new(7);
    let brand = BrandFile {
        name_zh: some(),
        name_en: some(),
        edge: some(),
        hotline: some(),
        organizer: some(),
        icp: some(),
        police: some(),
        app_filing: some(),
    };
    let whole = File {
        data: Some(PathBuf::from("x")),
        database: some(),
        listen: some(),
        metrics: some(),
        tls_cert: Some(PathBuf::from("x")),
        tls_key: Some(PathBuf::from("x")),
        public_host: some(),
        secure: true,
        trusted_proxies: vec!["10.0.0.1".parse().unwrap()],
        store: StoreFile { batch_ms: Some(7), lanes: Some(2) },
        limits: LimitsFile {
            connections: seven,
            per_address: seven,
            reads: seven,
            writes: seven,
            waiting: seven,
            per_second: seven,
        },
        ratings: RatingsFile { change_window: Some(900) },
        brand,
    };
    let mut table = toml::Table::new();
    let value = |name: &str| match name {
        "YIZHAN_STORE_BATCH_MS" => Some("7".to_owned()),
        "YIZHAN_RATINGS_CHANGE_WINDOW" => Some("900".to_owned()),
        "YIZHAN_STORE_LANES" => Some("2".to_owned()),
        limit if limit.starts_with("YIZHAN_LIMITS_") => Some("7".to_owned()),
        "YIZHAN_SECURE" => Some("true".to_owned()),
        "YIZHAN_TRUSTED_PROXIES" => Some("10.0.0.1, ".to_owned()),
        _ => Some("x".to_owned()),
    };
    overlay(&mut table, &value).unwrap();
    assert_eq!(table, toml::Table::try_from(&whole).unwrap());
    assert_eq!(variable_of("brand.name_zh"), "YIZHAN_BRAND_NAME_ZH");
    assert_eq!(KEYS.len(), 26);
}

#[test]
fn the_command_line_comes_before_the_variable_before_the_file() {
    let (_folder, path) = file("data = '/file'\nlisten = '127.0.0.1:1'\n[brand]\nname_zh = '甲'\n");
    let variables = BTreeMap::from([("YIZHAN_DATA", "/variable"), ("YIZHAN_BRAND_NAME_EN", "A")]);
    let variable = |name: &str| variables.get(name).map(|&value| value.to_owned());
    let read = || read(Some(&path), &variable).unwrap();
    let config = Config::of(read(), &Global::default(), Purpose::Product, &variable).unwrap();
    assert_eq!(config.settings.data_dir, PathBuf::from("/variable"));
    assert_eq!(config.database, "sqlite:/variable/yizhan.db");
    assert_eq!(config.listen.as_deref(), Some("127.0.0.1:1"));
    assert_eq!(config.settings.brand.name_zh, "甲");
    assert_eq!(config.settings.brand.name_en, "A");
    let global = Global { data: Some("/line".into()), ..Global::default() };
    let config = Config::of(read(), &global, Purpose::Product, &variable).unwrap();
    assert_eq!(config.settings.data_dir, PathBuf::from("/line"));
}

#[test]
fn invented_data_have_a_folder_of_their_own() {
    let variable = |name: &str| (name == "HOME").then(|| "/home/somebody".to_owned());
    let folder = |purpose| {
        let config = Config::of(File::default(), &Global::default(), purpose, &variable);
        config.unwrap().settings.data_dir
    };
    assert_ne!(folder(Purpose::Product), folder(Purpose::Demo));
    let homeless = Config::of(File::default(), &Global::default(), Purpose::Demo, &|_| None);
    assert!(refusal(homeless).contains("--data"));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let none = |_: &str| None;
    let (_folder, path) = file("listen = '127.0.0.1:1'\nlisen = 'x'\n");
    let line = refusal(read(Some(&path), &none));
    assert!(line.contains("yizhan.toml: line 2") && line.contains("lisen"), "{line}");
    let missing = path.with_file_name("missing.toml");
    assert!(refusal(read(Some(&missing), &none)).contains("missing.toml"));
    let edge = |_: &str| None;
    let file = File {
        brand: BrandFile { edge: Some("round".to_owned()), ..BrandFile::default() },
        ..File::default()
    };
    let global = Global { data: Some("/x".into()), ..Global::default() };
    assert!(refusal(Config::of(file, &global, Purpose::Product, &edge)).contains("round"));
    let half = File { tls_cert: Some("cert.pem".into()), ..File::default() };
    assert!(refusal(Config::of(half, &global, Purpose::Product, &edge)).contains("tls_key"));
    let (_folder, path) = self::file("[limits]\nwrites = 0\n");
    assert!(refusal(read(Some(&path), &none)).contains("line 2"));
    let secure = |name: &str| (name == "YIZHAN_SECURE").then(|| "perhaps".to_owned());
    let line = refusal(overlay(&mut toml::Table::new(), &secure));
    assert!(line.contains("YIZHAN_SECURE") && line.contains("perhaps"), "{line}");
}
