//! The benchmark: one report, every figure beside a baseline of the same run.
//!
//! It starts the release binary on loopback with temporary data, sends it a bounded number of
//! requests, and reads the CPU and memory of the server from the system. Figures are ratios:
//! machines differ and are noisy, so nothing here passes or fails by the clock.

mod cases;
mod client;
mod report;
mod server;

use std::{error::Error, path::PathBuf};

use clap::Parser;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Measures the product.
#[derive(Parser)]
struct Options {
    /// The release binary.
    #[arg(long, default_value = "target/release/yizhan")]
    binary: PathBuf,
    /// Records of the large store, for totals and for the cost of growth.
    #[arg(long, default_value_t = 10_000_000)]
    large: u64,
    /// Requests of each load.
    #[arg(long, default_value_t = 60_000)]
    requests: usize,
    /// Keep-alive connections of each load.
    #[arg(long, default_value_t = 512)]
    connections: usize,
    /// Only cases whose name contains this.
    #[arg(long, default_value = "")]
    only: String,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let report = runtime.block_on(cases::run(&options))?;
    println!("{report}");
    Ok(())
}
