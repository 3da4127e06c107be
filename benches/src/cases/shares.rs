//! Pages under a flood of writes, and writes under a flood of pages: what one caller at a time
//! waits for, beside the same flood where nobody has a share.

use std::sync::Arc;

use crate::{
    Options, Result,
    cases::{
        token,
        writes::{PROVINCES, records, stations, summary},
    },
    client::{self, Flood, Load, Requests},
    report::{Figure, Report},
    server::{Server, Yizhan},
};

/// As many places as anybody asks for: no shares.
const UNSHARED: [(&str, &str); 2] =
    [("YIZHAN_LIMITS_READS", "1000000"), ("YIZHAN_LIMITS_WRITES", "1000000")];
/// Callers whose waiting is looked at, as browsers with a page each.
const CALLERS: usize = 4;
/// Requests of theirs: a hundredth of them is the p99.
const ASKED: usize = 1_000;

/// What callers waited for: alone, and under a flood.
struct Waited {
    alone: Load,
    flooded: Load,
}

pub async fn run(options: &Options, yizhan: &Yizhan, report: &mut Report) -> Result<()> {
    let (pages, writes) = both(options, yizhan, &[]).await?;
    let (pages_unshared, writes_unshared) = both(options, yizhan, &UNSHARED).await?;
    for (what, shared, unshared) in [
        ("pages under a flood of writes", pages, pages_unshared),
        ("writes under a flood of pages", writes, writes_unshared),
    ] {
        report.add(Figure {
            what: format!("{what}, {} connections", options.connections),
            measured: summary(&shared.flooded),
            baseline: format!(
                "without shares {}; alone {}",
                summary(&unshared.flooded),
                summary(&shared.alone)
            ),
            result: format!(
                "p99 1/{:.1} of that without shares",
                unshared.flooded.percentile(0.99) / shared.flooded.percentile(0.99)
            ),
            asked: "usable: p99 ≤ 1 s",
        });
    }
    Ok(())
}

/// Pages under writes, and writes under pages, with these settings.
async fn both(
    options: &Options,
    yizhan: &Yizhan,
    settings: &[(&str, &str)],
) -> Result<(Waited, Waited)> {
    let server = yizhan.serve(&["demo"], settings)?;
    let token = token(yizhan)?;
    let stations = stations(&server, &token, &PROVINCES).await?;
    let records = records(&token, &stations);
    let pages: Requests = Arc::new(|_| client::get("/?q=%E7%A6%8F%E7%94%B0", None));
    let under_writes = waited(&server, options, &pages, &records).await?;
    let under_pages = waited(&server, options, &records, &pages).await?;
    Ok((under_writes, under_pages))
}

async fn waited(
    server: &Server,
    options: &Options,
    asked: &Requests,
    flood: &Requests,
) -> Result<Waited> {
    let alone = client::load(server.address, CALLERS, ASKED, asked).await?;
    let flood = Flood::begin(server.address, options.connections, flood);
    flood.has_risen().await;
    let flooded = client::load(server.address, CALLERS, ASKED, asked).await?;
    Ok(Waited { alone, flooded })
}
