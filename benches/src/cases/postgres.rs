//! Single-record POSTs on PostgreSQL: lanes, beside one lane and beside the naive way, which is the
//! same statements on sixteen connections, a transaction a request.

use testkit::{Durability, fresh_schema};

use crate::{
    Options, Result,
    cases::{token, writes},
    report::{Figure, Report},
    server::Yizhan,
};

/// A commit for each request, on as many connections as a pool usually has.
const NAIVE: [(&str, &str); 2] = [("YIZHAN_STORE_BATCH_MS", "0"), ("YIZHAN_STORE_LANES", "16")];
const ONE_LANE: [(&str, &str); 1] = [("YIZHAN_STORE_LANES", "1")];
/// All of them, so that the naive way has work for each of its connections.
const PROVINCES: [&str; 31] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
    "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65",
];

pub async fn run(options: &Options, demo: &Yizhan, report: &mut Report) -> Result<()> {
    let data = demo.data.with_file_name("postgres");
    // It blocks, which the thread of the runtime must not.
    let made = tokio::task::spawn_blocking(|| fresh_schema(Durability::Full));
    let database = Some(made.await?);
    let yizhan = Yizhan { data, database, ..demo.clone() };
    yizhan.run(&["init", "--json"])?;
    yizhan.run(&["seed", "--scale", "nation", "--days", "3", "--visits", "1000"])?;
    let token = token(&yizhan)?;
    let server = yizhan.serve(&["serve"], &[])?;
    let stations = writes::stations(&server, &token, &PROVINCES).await?;
    let records = writes::records(&token, &stations);
    let (lanes, cpu) = writes::measure(&server, options, options.requests, &records).await?;
    drop(server);
    let server = yizhan.serve(&["serve"], &ONE_LANE)?;
    let (one, _) = writes::measure(&server, options, options.requests, &records).await?;
    drop(server);
    let server = yizhan.serve(&["serve"], &NAIVE)?;
    let few = options.requests / writes::NAIVE_SHARE;
    let (naive, _) = writes::measure(&server, options, few, &records).await?;
    drop(server);
    report.add(Figure {
        what: format!("PostgreSQL, single-record POSTs, {} connections", options.connections),
        measured: format!("{}, {cpu:.0} µs of the node's CPU", writes::summary(&lanes)),
        baseline: format!("naive {}", writes::summary(&naive)),
        result: format!("{:.1} ×", lanes.rate() / naive.rate()),
        asked: "≥ 5 ×",
    });
    report.add(Figure {
        what: "PostgreSQL, lanes beside one lane".to_owned(),
        measured: writes::summary(&lanes),
        baseline: format!("one lane {}", writes::summary(&one)),
        result: format!("{:.2} ×", lanes.rate() / one.rate()),
        asked: "–",
    });
    let doctor = yizhan.run(&["doctor", "--json"])?;
    let doctor: serde_json::Value = serde_json::from_str(&doctor)?;
    if doctor["ok"] != true {
        return Err(format!("totals differ from their facts: {doctor}").into());
    }
    Ok(())
}
