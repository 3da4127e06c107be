//! The nearest ten under one rare and one common service, against brute force over the exported
//! registry; and what a station's page costs beside an empty route.

use std::sync::Arc;

use geo::Position;

use crate::{
    Options, Result,
    cases::{cpu_each, writes},
    client::{self, Connection, Requests},
    report::{Figure, Report},
    server::{Server, Yizhan},
};

/// Points at which the answers are compared.
const POINTS: usize = 1_000;
/// Stations asked for.
const ASKED: usize = 10;

struct Station {
    code: String,
    position: Position,
    services: Vec<String>,
}

pub async fn run(options: &Options, yizhan: &Yizhan, report: &mut Report) -> Result<()> {
    let server = yizhan.serve(&["demo"], &[])?;
    let stations = registry(&server).await?;
    let (rare, common) = rare_and_common(&stations);
    let points = points(&stations);
    for service in [rare, common] {
        let share = share(&stations, &service);
        let wrong = compare(&server, &stations, &points, &service).await?;
        let paths: Vec<Vec<u8>> =
            points.iter().map(|at| client::get(&path(*at, &service), None)).collect();
        let requests: Requests = Arc::new(move |number| paths[number % paths.len()].clone());
        let load = client::load(server.address, 2, POINTS * 4, &requests).await?;
        report.add(Figure {
            what: format!("nearest {ASKED} with {service} ({share:.1} % of stations)"),
            measured: format!("p99 {:.2} ms over HTTP", load.percentile(0.99)),
            baseline: format!("brute force at {POINTS} points"),
            result: format!("{wrong} answers differ"),
            asked: "0 differ, p99 ≤ 3 ms",
        });
    }
    pages(options, &server, &stations, report).await
}

async fn pages(
    options: &Options,
    server: &Server,
    stations: &[Station],
    report: &mut Report,
) -> Result<()> {
    let empty: Requests = Arc::new(|_| client::get("/livez", None));
    let (_, empty) = writes::measure(server, options, options.requests / 2, &empty).await?;
    let paths: Vec<Vec<u8>> = stations
        .iter()
        .step_by(97)
        .map(|station| client::get(&format!("/stations/{}", station.code), None))
        .collect();
    let requests: Requests = Arc::new(move |number| paths[number % paths.len()].clone());
    let load = client::load(server.address, 16, options.requests / 4, &requests);
    let (load, page) = cpu_each(server, load).await?;
    report.add(Figure {
        what: "station page, CPU a view".to_owned(),
        measured: format!("{page:.0} µs, p99 {:.1} ms", load.percentile(0.99)),
        baseline: format!("empty route {empty:.0} µs"),
        result: format!("{:.1} ×", page / empty),
        asked: "≤ 15 ×",
    });
    Ok(())
}

/// The whole registry, page by page, as any client would read it.
async fn registry(server: &Server) -> Result<Vec<Station>> {
    let mut connection = Connection::open(server.address).await?;
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/stations?limit=200{cursor}");
        let answer = connection.ask(&client::get(&path, None)).await?;
        let page: serde_json::Value = serde_json::from_slice(answer.body)?;
        for item in page["items"].as_array().ok_or("no items")? {
            found.extend(station(item));
        }
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok(found),
        }
    }
}

fn station(item: &serde_json::Value) -> Option<Station> {
    let location = item["location"].as_object()?;
    let position = Position::new(location["lng"].as_f64()?, location["lat"].as_f64()?).ok()?;
    let services = item["services"].as_array()?;
    Some(Station {
        code: item["code"].as_str()?.to_owned(),
        position,
        services: services.iter().filter_map(|code| code.as_str().map(str::to_owned)).collect(),
    })
}

fn share(stations: &[Station], service: &str) -> f64 {
    let with =
        stations.iter().filter(|station| station.services.iter().any(|code| code == service));
    with.count() as f64 * 100.0 / stations.len() as f64
}

fn rare_and_common(stations: &[Station]) -> (String, String) {
    let mut codes: Vec<&String> = stations.iter().flat_map(|station| &station.services).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut shares: Vec<(f64, &String)> =
        codes.into_iter().map(|code| (share(stations, code), code)).collect();
    shares.sort_by(|a, b| a.0.total_cmp(&b.0));
    let name =
        |at: Option<&(f64, &String)>| at.map(|(_, code)| (*code).clone()).unwrap_or_default();
    (name(shares.first()), name(shares.last()))
}

/// Random points near random stations, some of them far out.
fn points(stations: &[Station]) -> Vec<Position> {
    let mut random = fastrand::Rng::with_seed(7);
    let mut points = Vec::with_capacity(POINTS);
    while points.len() < POINTS {
        let near = &stations[random.usize(..stations.len())].position;
        let spread = if random.bool() { 0.2 } else { 4.0 };
        let (lng, lat) = (random.f64() - 0.5, random.f64() - 0.5);
        points.extend(Position::new(near.lng() + lng * spread, near.lat() + lat * spread));
    }
    points
}

fn path(at: Position, service: &str) -> String {
    format!("/api/v1/stations?near={},{}&services={service}&limit={ASKED}", at.lng(), at.lat())
}

async fn compare(
    server: &Server,
    stations: &[Station],
    points: &[Position],
    service: &str,
) -> Result<usize> {
    let mut connection = Connection::open(server.address).await?;
    let mut wrong = 0;
    for at in points {
        let answer = connection.ask(&client::get(&path(*at, service), None)).await?;
        let page: serde_json::Value = serde_json::from_slice(answer.body)?;
        let items = page["items"].as_array().ok_or("no items")?;
        let found: Vec<&str> = items.iter().filter_map(|item| item["code"].as_str()).collect();
        wrong += usize::from(found != brute_force(stations, *at, service));
    }
    Ok(wrong)
}

fn brute_force<'s>(stations: &'s [Station], at: Position, service: &str) -> Vec<&'s str> {
    let mut all: Vec<(f64, &str)> = stations
        .iter()
        .filter(|station| station.services.iter().any(|code| code == service))
        .map(|station| (at.distance_m(station.position), station.code.as_str()))
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
    all.into_iter().take(ASKED).map(|(_, code)| code).collect()
}
