//! A store of many records over three years: totals of nation, province and county over HTTP
//! beside the full scan, and what one more record costs when there are many already.

use std::{sync::Arc, time::Instant};

use crate::{
    Options, Result,
    cases::{token, token_of, writes},
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
    let places = Places::of(&server, &token).await?;
    answer(&server, &token, (&places, "then"), scan, report).await?;
    reorganise(&yizhan, &server, &places).await?;
    answer(&server, &token, (&places, "now"), scan, report).await
}

/// How long totals by one of the two trees take.
async fn answer(
    server: &Server,
    token: &str,
    (places, tree): (&Places, &str),
    scan: f64,
    report: &mut Report,
) -> Result<()> {
    for (name, path) in questions(places, tree) {
        let request = client::get(&path, Some(token));
        let requests: Requests = Arc::new(move |_| request.clone());
        let load = client::load(server.address, 2, 1_000, &requests).await?;
        report.add(Figure {
            what: format!("totals of {name}, tree={tree}"),
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

/// Where the totals of a city and a county are asked, and whom a reform moves.
struct Places {
    city: String,
    county: String,
    /// Counties of the city: one of them moves to another city, the other closes.
    moving: String,
    closing: String,
    other_city: String,
}

impl Places {
    async fn of(server: &Server, token: &str) -> Result<Self> {
        let mut connection = Connection::open(server.address).await?;
        let cities = children(&mut connection, token, "440000").await?;
        let [city, other_city, ..] = &*cities else { return Err("too few cities".into()) };
        let counties = children(&mut connection, token, city).await?;
        let [county, moving, closing, ..] = &*counties else {
            return Err("too few counties".into());
        };
        let [city, county, moving, closing, other_city] =
            [city, county, moving, closing, other_city].map(Clone::clone);
        Ok(Self { city, county, moving, closing, other_city })
    }
}

async fn children(connection: &mut Connection, token: &str, unit: &str) -> Result<Vec<String>> {
    let path = format!("/api/v1/units/{unit}/children");
    let answer = connection.ask(&client::get(&path, Some(token))).await?;
    let answer: serde_json::Value = serde_json::from_slice(answer.body)?;
    let items = answer["items"].as_array().ok_or("no children")?;
    Ok(items.iter().filter_map(|it| it["code"].as_str()).map(str::to_owned).collect())
}

/// A reform of today: a county moves to another city, another one closes into the county that is
/// asked for.
async fn reorganise(yizhan: &Yizhan, server: &Server, places: &Places) -> Result<()> {
    let token = token_of(yizhan, "supervisor")?;
    let mut connection = Connection::open(server.address).await?;
    let Places { county, moving, closing, other_city, .. } = places;
    for (path, field, value) in [
        (format!("/api/v1/units/{moving}/reparenting"), "parent", other_city),
        (format!("/api/v1/units/{closing}/closure"), "successor", county),
    ] {
        #[expect(clippy::disallowed_methods, reason = "a client makes its own ids")]
        let id = uuid::Uuid::now_v7();
        let body = serde_json::json!({ "id": id, field: value, "from": today() }).to_string();
        let answer = connection.ask(&client::post(&path, &token, &body)).await?;
        if answer.status != 201 {
            return Err(format!("{path}: {}", answer.status).into());
        }
    }
    Ok(())
}

fn today() -> jiff::civil::Date {
    #[expect(clippy::disallowed_methods, reason = "a client has the clock of the machine")]
    let now = jiff::Timestamp::now();
    jiff::tz::Offset::constant(8).to_datetime(now).date()
}

/// What is asked by one of the two trees: the name and the address of each question.
fn questions(places: &Places, tree: &str) -> Vec<(String, String)> {
    let ago = |days: i64| today() - jiff::Span::new().days(days);
    let ranges = [("a day", 1, 1), ("a month", 45, 15), ("three years", 1_095, 0)];
    let units = [
        ("the nation", "100000"),
        ("a province", "440000"),
        ("a city", &*places.city),
        ("a county", &*places.county),
    ];
    let mut questions = Vec::new();
    for (unit, code) in units {
        for (range, from, to) in ranges {
            for by in ["none", "service"] {
                let (from, to) = (ago(from), ago(to));
                let asked = format!("unit={code}&from={from}&to={to}&by={by}&tree={tree}");
                let path = format!("/api/v1/tallies?{asked}");
                questions.push((format!("{unit}, {range}, by={by}"), path));
            }
        }
    }
    questions
}
