//! Single-record POSTs, durable, counted at all levels; beside them an empty JSON route on the
//! same stack, and the naive way: the same statements, a transaction a request.

use std::sync::Arc;

use crate::{
    Options, Result,
    cases::{cpu_each, token},
    client::{self, Connection, Load, Requests},
    report::{Figure, Report},
    server::{Server, Yizhan},
};

/// A batch of one caller: every request waits for a commit of its own.
const NAIVE: [(&str, &str); 1] = [("YIZHAN_STORE_BATCH_MS", "0")];
/// The naive way is slow: fewer requests tell enough.
pub const NAIVE_SHARE: usize = 12;

pub async fn run(options: &Options, yizhan: &Yizhan, report: &mut Report) -> Result<()> {
    let server = yizhan.serve(&["demo"], &[])?;
    let token = token(yizhan)?;
    let stations = stations(&server, &token, &PROVINCES).await?;
    let records = records(&token, &stations);
    let empty: Requests = Arc::new(|_| client::get("/livez", None));
    let (_, empty_cpu) = measure(&server, options, options.requests, &empty).await?;
    let (grouped, cpu) = measure(&server, options, options.requests, &records).await?;
    drop(server);
    let server = yizhan.serve(&["demo"], &NAIVE)?;
    let (naive, _) = measure(&server, options, options.requests / NAIVE_SHARE, &records).await?;
    report.add(Figure {
        what: format!("single-record POSTs, {} connections", options.connections),
        measured: summary(&grouped),
        baseline: format!("naive {}", summary(&naive)),
        result: format!("{:.1} ×", grouped.rate() / naive.rate()),
        asked: "≥ 8 ×",
    });
    report.add(Figure {
        what: "CPU a record".to_owned(),
        measured: format!("{cpu:.0} µs"),
        baseline: format!("empty route {empty_cpu:.0} µs"),
        result: format!("{:.1} ×", cpu / empty_cpu),
        asked: "≤ 6 ×",
    });
    Ok(())
}

/// Loads the server and tells what it did and what each answer cost.
pub async fn measure(
    server: &Server,
    options: &Options,
    count: usize,
    requests: &Requests,
) -> Result<(Load, f64)> {
    let warm = client::load(server.address, options.connections, count / 10, requests);
    warm.await?;
    let load = client::load(server.address, options.connections, count, requests);
    cpu_each(server, load).await
}

pub fn summary(load: &Load) -> String {
    let (p50, p99) = (load.percentile(0.5), load.percentile(0.99));
    format!("{:.0}/s, p50 {p50:.1} ms, p99 {p99:.1} ms", load.rate())
}

/// Provinces all over the country.
pub const PROVINCES: [&str; 10] = ["11", "13", "21", "31", "33", "37", "41", "44", "51", "61"];

/// Numbers of stations in these provinces.
pub async fn stations(server: &Server, token: &str, provinces: &[&str]) -> Result<Vec<String>> {
    let mut connection = Connection::open(server.address).await?;
    let mut found = Vec::new();
    for province in provinces {
        let path = format!("/api/v1/stations?division={province}0000&limit=200");
        let answer = connection.ask(&client::get(&path, Some(token))).await?;
        let page: serde_json::Value = serde_json::from_slice(answer.body)?;
        let items = page["items"].as_array().ok_or("no items")?;
        let active = items.iter().filter(|item| item["status"] == "active");
        found.extend(active.filter_map(|item| item["code"].as_str().map(str::to_owned)));
    }
    Ok(found)
}

/// A record of one person at one of the stations, each with an id of its own.
pub fn records(token: &str, stations: &[String]) -> Requests {
    let (token, stations) = (token.to_owned(), stations.to_vec());
    let services = ["A01", "A02", "A03", "A05", "A06"];
    Arc::new(move |number| {
        #[expect(clippy::disallowed_methods, reason = "a client has the clock of the machine")]
        let (id, now) = (uuid::Uuid::now_v7(), jiff::Timestamp::now());
        let station = &stations[number * 7919 % stations.len()];
        let service = services[number % services.len()];
        let body = format!(
            r#"{{"records":[{{"id":"{id}","station":"{station}","service":"{service}","people":1,"occurred_at":"{now}"}}]}}"#
        );
        client::post("/api/v1/visits", &token, &body)
    })
}
