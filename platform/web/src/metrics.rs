//! Counters of what this process does, written for Prometheus. Labels hold path templates only,
//! never what was asked for.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use parking_lot::RwLock;

/// Upper bounds of the duration histogram, in microseconds.
const BOUNDS: [u64; 11] =
    [1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000];

/// The counters of a process.
#[derive(Default)]
pub struct Metrics {
    routes: RwLock<BTreeMap<Key, Arc<Series>>>,
    busy: AtomicU64,
    too_often: AtomicU64,
    connections: AtomicU64,
    open: AtomicU64,
    cut: AtomicU64,
}

type Key = (String, String);

#[derive(Default)]
struct Series {
    /// By the first digit of the status, from 1.
    classes: [AtomicU64; 5],
    /// One for each bound, and one for what took longer.
    buckets: [AtomicU64; BOUNDS.len() + 1],
    microseconds: AtomicU64,
}

impl Metrics {
    /// Counts one answer.
    pub(crate) fn answered(&self, route: &str, method: &str, status: u16, took: Duration) {
        let series = self.series(route, method);
        let class = usize::from(status / 100).saturating_sub(1).min(4);
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BOUNDS.iter().position(|bound| took <= *bound).unwrap_or(BOUNDS.len());
        series.classes[class].fetch_add(1, Ordering::Relaxed);
        series.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        series.microseconds.fetch_add(took, Ordering::Relaxed);
    }

    fn series(&self, route: &str, method: &str) -> Arc<Series> {
        let key = (route.to_owned(), method.to_owned());
        let known = self.routes.read().get(&key).cloned();
        known.unwrap_or_else(|| Arc::clone(self.routes.write().entry(key).or_default()))
    }

    /// Counts a caller that the store was too busy for.
    pub(crate) fn store_was_busy(&self) {
        self.busy.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a caller who took more than a share.
    pub(crate) fn too_often(&self) {
        self.too_often.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn opened(&self) {
        self.connections.fetch_add(1, Ordering::Relaxed);
        self.open.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn closed(&self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }

    /// Counts a connection that broke a limit.
    pub(crate) fn cut(&self) {
        self.cut.fetch_add(1, Ordering::Relaxed);
    }

    /// Everything as Prometheus reads it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        let routes = self.routes.read();
        head(out, "http_requests_total", "counter", "Answers by route, method and status class.")?;
        for ((route, method), series) in routes.iter() {
            for (index, count) in series.classes.iter().enumerate() {
                let count = count.load(Ordering::Relaxed);
                if count > 0 {
                    let class = index + 1;
                    writeln!(
                        out,
                        "http_requests_total{{route=\"{route}\",method=\"{method}\",status=\"{class}xx\"}} {count}"
                    )?;
                }
            }
        }
        let name = "http_request_duration_seconds";
        head(out, name, "histogram", "Time from the head of a request to its answer.")?;
        for ((route, method), series) in routes.iter() {
            series.write(out, name, &format!("route=\"{route}\",method=\"{method}\""))?;
        }
        drop(routes);
        let plain: [(&str, &str, &str, &AtomicU64); 5] = [
            (
                "store_busy_total",
                "counter",
                "Callers sent away because the house was full or the store did not answer.",
                &self.busy,
            ),
            (
                "http_too_often_total",
                "counter",
                "Callers sent away because they asked too often.",
                &self.too_often,
            ),
            ("http_connections_total", "counter", "Connections accepted.", &self.connections),
            ("http_connections_open", "gauge", "Connections open now.", &self.open),
            (
                "http_connections_cut_total",
                "counter",
                "Connections ended because they broke a limit.",
                &self.cut,
            ),
        ];
        for (name, kind, help, value) in plain {
            head(out, name, kind, help)?;
            writeln!(out, "{name} {}", value.load(Ordering::Relaxed))?;
        }
        if let Some(bytes) = resident_memory() {
            let name = "process_resident_memory_bytes";
            head(out, name, "gauge", "Memory of this process that is in RAM.")?;
            writeln!(out, "{name} {bytes}")?;
        }
        Ok(())
    }
}

impl Series {
    fn write(&self, out: &mut String, name: &str, labels: &str) -> std::fmt::Result {
        let mut sum = 0;
        for (bucket, bound) in self.buckets.iter().zip(BOUNDS) {
            sum += bucket.load(Ordering::Relaxed);
            let seconds = bound as f64 / 1e6;
            writeln!(out, "{name}_bucket{{{labels},le=\"{seconds}\"}} {sum}")?;
        }
        sum += self.buckets[BOUNDS.len()].load(Ordering::Relaxed);
        let seconds = self.microseconds.load(Ordering::Relaxed) as f64 / 1e6;
        writeln!(out, "{name}_bucket{{{labels},le=\"+Inf\"}} {sum}")?;
        writeln!(out, "{name}_sum{{{labels}}} {seconds}")?;
        writeln!(out, "{name}_count{{{labels}}} {sum}")
    }
}

fn head(out: &mut String, name: &str, kind: &str, help: &str) -> std::fmt::Result {
    writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}")
}

/// As Linux tells it; other systems are asked by their own tools.
fn resident_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_route_class_and_time() {
        let metrics = Metrics::default();
        for (status, took) in [(200, 1), (201, 7), (404, 9_999)] {
            metrics.answered("/things/{id}", "GET", status, Duration::from_millis(took));
        }
        metrics.store_was_busy();
        let text = metrics.text();
        for line in [
            "http_requests_total{route=\"/things/{id}\",method=\"GET\",status=\"2xx\"} 2",
            "http_requests_total{route=\"/things/{id}\",method=\"GET\",status=\"4xx\"} 1",
            "http_request_duration_seconds_bucket{route=\"/things/{id}\",method=\"GET\",le=\"0.001\"} 1",
            "http_request_duration_seconds_bucket{route=\"/things/{id}\",method=\"GET\",le=\"0.01\"} 2",
            "http_request_duration_seconds_bucket{route=\"/things/{id}\",method=\"GET\",le=\"5\"} 2",
            "http_request_duration_seconds_bucket{route=\"/things/{id}\",method=\"GET\",le=\"+Inf\"} 3",
            "http_request_duration_seconds_sum{route=\"/things/{id}\",method=\"GET\"} 10.007",
            "store_busy_total 1",
        ] {
            assert!(text.lines().any(|each| each == line), "{line}\n{text}");
        }
    }
}
