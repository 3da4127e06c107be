//! A store of many records over three years: totals of nation, province and county over HTTP
//! beside the full scan, and what one more record costs when there are many already.

use std::{sync::Arc, time::Instant};

use crate::{
    Options, Result,
    cases::{token, writes},
    client::{self, Connection, Requests},
    report::{Figure, Report},
    server::{Server, Yizhan},
};

/// Days over which the large store's records lie.
const DAYS: &str = "1095";

pub async fn run(options: &Options, demo: &Yizhan, report: &mut Report) -> Result<()> {
    let data = demo.data.with_file_name("large");
    let yizhan = Yizhan { data, ..demo.clone() };
    yizhan.run(&["init", "--json"])?;
    let tenth = (options.large / 10).to_string();
    let seed = ["seed", "--scale", "nation", "--days", DAYS, "--visits"];
    yizhan.run(&[&seed[..], &[&tenth]].concat())?;
    let small = record_cost(options, &yizhan).await?;
    let began = Instant::now();
    let rest = (options.large - options.large / 10).to_string();
    yizhan.run(&[&seed[..], &[&rest, "--seed", "2"]].concat())?;
    eprintln!("  seeded {rest} more in {:.0} s", began.elapsed().as_secs_f64());
    let large = record_cost(options, &yizhan).await?;
    report.add(Figure {
        what: format!("CPU a record with {} stored", options.large),
        measured: format!("{large:.0} µs"),
        baseline: format!("{small:.0} µs with {tenth}"),
        result: format!("{:.2} ×", large / small),
        asked: "≤ 1.2 ×",
    });
    let server = yizhan.serve(&["serve"], &[])?;
    let token = token(&yizhan)?;
    let scan = full_scan(&yizhan)?;
    for (name, path) in questions(&server, &token).await? {
        let request = client::get(&path, Some(&token));
        let requests: Requests = Arc::new(move |_| request.clone());
        let load = client::load(server.address, 2, 1_000, &requests).await?;
        report.add(Figure {
            what: format!("totals of {name}"),
            measured: format!(
                "p50 {:.2} ms, p99 {:.2} ms",
                load.percentile(0.5),
                load.percentile(0.99)
            ),
            baseline: format!("recount of all facts {scan:.1} s"),
            result: format!("p99 {:.2} ms", load.percentile(0.99)),
            asked: "p99 ≤ 10 ms",
        });
    }
    Ok(())
}

async fn record_cost(options: &Options, yizhan: &Yizhan) -> Result<f64> {
    let token = token(yizhan)?;
    let server = yizhan.serve(&["serve"], &[])?;
    let stations = writes::stations(&server, &token, &writes::PROVINCES).await?;
    let records = writes::records(&token, &stations);
    Ok(writes::measure(&server, options, options.requests, &records).await?.1)
}

/// What `doctor` needs to count every fact again, in seconds.
fn full_scan(yizhan: &Yizhan) -> Result<f64> {
    let began = Instant::now();
    yizhan.run(&["doctor", "--json"])?;
    Ok(began.elapsed().as_secs_f64())
}

async fn questions(server: &Server, token: &str) -> Result<Vec<(String, String)>> {
    let mut connection = Connection::open(server.address).await?;
    let path = "/api/v1/units/440000/children";
    let answer = connection.ask(&client::get(path, Some(token))).await?;
    let city: serde_json::Value = serde_json::from_slice(answer.body)?;
    let city = city["items"][0]["code"].as_str().ok_or("no city")?.to_owned();
    let path = format!("/api/v1/units/{city}/children");
    let answer = connection.ask(&client::get(&path, Some(token))).await?;
    let county: serde_json::Value = serde_json::from_slice(answer.body)?;
    let county = county["items"][0]["code"].as_str().ok_or("no county")?.to_owned();
    #[expect(clippy::disallowed_methods, reason = "a client has the clock of the machine")]
    let today = jiff::tz::Offset::constant(8).to_datetime(jiff::Timestamp::now()).date();
    let ago = |days: i64| today - jiff::Span::new().days(days);
    let ranges = [("a day", 1, 1), ("a month", 45, 15), ("three years", 1_095, 0)];
    let units = [("the nation", "100000"), ("a province", "440000"), ("a county", &county)];
    let mut questions = Vec::new();
    for (unit, code) in units {
        for (range, from, to) in ranges {
            for by in ["none", "service"] {
                let (from, to) = (ago(from), ago(to));
                let path = format!("/api/v1/tallies?unit={code}&from={from}&to={to}&by={by}");
                questions.push((format!("{unit}, {range}, by={by}"), path));
            }
        }
    }
    Ok(questions)
}
