//! The national demonstration: first start, next start, memory, size.

use crate::{
    Result,
    report::{Figure, Report},
    server::Yizhan,
};

pub fn run(yizhan: &Yizhan, report: &mut Report) -> Result<()> {
    let first = yizhan.serve(&["demo"], &[])?;
    let started = first.started_in.as_secs_f64();
    drop(first);
    let next = yizhan.serve(&["demo"], &[])?;
    report.add(Figure {
        what: "national demo, first start".to_owned(),
        measured: format!("{started:.1} s"),
        baseline: format!("next start {:.1} s", next.started_in.as_secs_f64()),
        result: format!("{:.0} MiB on disk", yizhan.bytes()? as f64 / 1_048_576.0),
        asked: "≤ 60 s, next ≤ 5 s",
    });
    report.add(Figure {
        what: "national demo, resident memory".to_owned(),
        measured: format!("{:.0} MiB", next.memory()?),
        baseline: "—".to_owned(),
        result: format!("{:.0} MiB", next.memory()?),
        asked: "≤ 400 MiB",
    });
    Ok(())
}
