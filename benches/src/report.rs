//! What was measured, as a table that people read and keep.

use std::fmt;

/// One line: a figure, its baseline, and what was asked for.
pub struct Figure {
    /// What was measured.
    pub what: String,
    /// What came out.
    pub measured: String,
    /// What it is compared with, measured in the same run.
    pub baseline: String,
    /// The ratio or bound that came out.
    pub result: String,
    /// The ratio or bound that was asked for.
    pub asked: &'static str,
}

/// All figures of a run.
#[derive(Default)]
pub struct Report {
    figures: Vec<Figure>,
}

impl Report {
    /// Adds a figure, and says it at once for those who wait.
    pub fn add(&mut self, figure: Figure) {
        eprintln!("· {}: {} ({})", figure.what, figure.result, figure.measured);
        self.figures.push(figure);
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| figure | measured | baseline | result | asked |")?;
        writeln!(f, "|---|---|---|---|---|")?;
        for figure in &self.figures {
            let Figure { what, measured, baseline, result, asked } = figure;
            writeln!(f, "| {what} | {measured} | {baseline} | {result} | {asked} |")?;
        }
        Ok(())
    }
}
