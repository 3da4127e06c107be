//! After a thousand services with ratings: nothing in the store or the log leads from a rating to
//! the record of its service.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs, io,
    sync::{Arc, Mutex},
};

use db::{Engine, Tx, Value as Column};
use serde_json::{Value, json};
use tracing_subscriber::fmt::MakeWriter;

use super::{RATE, handing_out, key, rating, token, with};
use crate::contract::{Contract, ask, on_each_engine};

const SERVICES: usize = 1_000;
/// A value that so many rows have is no way to one of them: stations, units, days, the words.
const COMMON: usize = 100;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn said(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Log {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

/// Everything that a node says at its most talkative.
fn listen() -> Log {
    let log = Log::default();
    let talk = tracing_subscriber::fmt().with_env_filter(yizhan::log::filter("debug"));
    drop(talk.with_writer(log.clone()).try_init());
    log
}

/// A row: its table and the values in it that could be found again elsewhere.
type Row = (String, Vec<Vec<u8>>);

fn constant(sql: String) -> &'static str {
    Box::leak(sql.into_boxed_str())
}

/// Every row of every table.
fn rows(contract: &Contract<'_>) -> Vec<Row> {
    contract.house.read(|tx| {
        let names = match tx.engine() {
            Engine::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'table'",
            Engine::Postgres => {
                "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()"
            }
        };
        let tables: Vec<(String,)> = tx.all(names, &[])?;
        let mut rows = Vec::new();
        for (table,) in tables {
            read_table(tx, &table, &mut rows)?;
        }
        Ok(rows)
    })
}

fn read_table(tx: &mut Tx<'_>, table: &str, rows: &mut Vec<Row>) -> kernel::Result<()> {
    let all = constant(format!("SELECT * FROM {table}"));
    tx.each(all, &[], |row| {
        let columns = (0..).map_while(|index| row.value(index).ok());
        let values = columns.filter_map(|column| match column {
            // Small numbers are counts and scores.
            Column::Int(number) if number.abs() > 1_000_000 => Some(number.to_be_bytes().to_vec()),
            Column::Text(text) => Some(text.as_bytes().to_vec()),
            Column::Bytes(bytes) => Some(bytes.to_vec()),
            _ => None,
        });
        rows.push((table.to_owned(), values.filter(|value| value.len() >= 4).collect()));
        Ok(())
    })?;
    Ok(())
}

/// The tables to which shared values lead from the rows of one, step by step.
fn reached(rows: &[Row], from: &str) -> BTreeSet<String> {
    let mut holders: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (index, (_, values)) in rows.iter().enumerate() {
        for value in values.iter().map(Vec::as_slice).collect::<BTreeSet<_>>() {
            holders.entry(value).or_default().push(index);
        }
    }
    let begin = rows.iter().enumerate().filter(|(_, row)| row.0 == from).map(|(index, _)| index);
    let mut open: Vec<usize> = begin.collect();
    let mut seen: BTreeSet<usize> = open.iter().copied().collect();
    while let Some(index) = open.pop() {
        for value in &rows[index].1 {
            let holders = &holders[value.as_slice()];
            if holders.len() < COMMON {
                open.extend(holders.iter().copied().filter(|other| seen.insert(*other)));
            }
        }
    }
    seen.into_iter().map(|index| rows[index].0.clone()).collect()
}

/// How the order of one list goes along with that of another: 1 the same, 0 by chance.
fn correlation(places: &[usize]) -> f64 {
    let count = i32::try_from(places.len()).map(f64::from).unwrap();
    let apart = |(at, place): (usize, &usize)| {
        f64::from(u32::try_from(at.abs_diff(*place)).unwrap()).powi(2)
    };
    let sum: f64 = places.iter().enumerate().map(apart).sum();
    1.0 - 6.0 * sum / (count * (count * count - 1.0))
}

fn word(number: usize) -> String {
    format!("remark-{number:04}-of-a-guest")
}

fn served_and_rated(contract: &Contract<'_>) -> Vec<String> {
    let tokens: Vec<String> = (0..SERVICES)
        .map(|number| token(u128::MAX / 7 * 3 + number as u128 * 0x9e37_79b9))
        .collect();
    let record = |token: &String| handing_out(contract, std::slice::from_ref(token));
    let records: Vec<Value> = tokens.iter().map(record).collect();
    contract.recorded(&records);
    let guest = contract.house.visitor();
    for (number, token) in tokens.iter().enumerate() {
        let score = i64::try_from(number % 5).unwrap() + 1;
        let said = with(&rating(contract, token, score), "comment", word(number));
        drop(ask(&guest, RATE, &said).expect(201));
    }
    // The pages are opened too.
    for token in &tokens[..20] {
        drop(guest.get(&format!("/r/{}/{token}", contract.station)).expect(200));
    }
    tokens
}

#[test]
fn nothing_leads_from_a_rating_to_its_record() {
    let log = listen();
    on_each_engine(|contract| {
        let tokens = served_and_rated(contract);
        for later in [0, 601] {
            contract.pass(later);
            contract.house.look_at_clock();
            contract.house.run_jobs();
            let rows = rows(contract);
            let count = |table: &str| rows.iter().filter(|row| row.0 == table).count();
            assert_eq!((count("visit"), count("rating")), (SERVICES, SERVICES));
            assert_eq!(count("rating_tie"), if later == 0 { SERVICES } else { 0 });
            let reached = reached(&rows, "rating");
            let strangers = ["visit", "rating_key", "account", "person", "token", "session"];
            let known: Vec<_> = strangers.iter().filter(|it| reached.contains(**it)).collect();
            assert!(known.is_empty(), "a rating leads to {known:?}");
        }
        order_is_chance(contract);
        no_trace(contract, &tokens);
        let said = log.said();
        assert!(said.contains("/r/{station}/{token}"), "the log was listened to");
        assert!(!said.contains("remark-"), "the log tells what guests said");
        assert!(!tokens.iter().any(|token| said.contains(token)), "the log tells tokens");
    });
}

/// Rows come out of the table in an order that has nothing to do with that of the services.
fn order_is_chance(contract: &Contract<'_>) {
    let places = contract.house.read(|tx| {
        let comments: Vec<(String,)> = tx.all("SELECT comment FROM rating ORDER BY key", &[])?;
        let number = |text: &str| text[7..11].parse::<usize>().unwrap();
        Ok(comments.iter().map(|(text,)| number(text)).collect::<Vec<_>>())
    });
    let found = correlation(&places);
    assert!(found.abs() < 0.15, "the order of ratings goes along with that of services: {found}");
}

/// Neither token nor tie are left in the bytes of the store, once the window is over.
fn no_trace(contract: &Contract<'_>, tokens: &[String]) {
    let Some(file) = contract.house.store.db.file().map(std::path::Path::to_owned) else { return };
    let bytes = fs::read(&file).unwrap();
    let texts = String::from_utf8_lossy(&bytes);
    let found = tokens.iter().filter(|token| texts.contains(token.as_str())).count();
    assert_eq!(found, 0, "tokens stand in the store");
    assert!(tokens.iter().all(|token| key(token) != *token));
}

#[test]
fn the_search_finds_a_way_where_there_is_one() {
    let row = |table: &str, values: &[&str]| {
        (table.to_owned(), values.iter().map(|value| value.as_bytes().to_vec()).collect())
    };
    let rows = [
        row("rating", &["key-1", "x"]),
        row("middle", &["key-1", "key-2"]),
        row("visit", &["key-2"]),
    ];
    assert!(reached(&rows, "rating").contains("visit"));
    assert!(!reached(&rows[..2], "rating").contains("visit"));
    let backwards: Vec<usize> = (0..100).rev().collect();
    let marks = BTreeMap::from([("same", (0..100).collect()), ("other", backwards)]);
    assert!((correlation(&marks["same"]) - 1.0).abs() < 1e-9);
    assert!((correlation(&marks["other"]) + 1.0).abs() < 1e-9);
    assert_eq!(json!(word(7)), "remark-0007-of-a-guest");
}
