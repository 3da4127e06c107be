//! A line of figures small enough to stand in a cell.

use std::fmt;

use askama::filters::HtmlSafe;

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 36.0;
const EDGE: f64 = 4.0;

/// A sparkline: the last value has a dot. Zero is always at the foot, so that lines can be compared
/// by their shape. The last value is of a week that has not ended: the way to it is dashed and has no
/// area, so that it suggests no fall where there is none.
pub struct Spark<'a> {
    values: &'a [i64],
    class: &'static str,
    label: String,
}

impl<'a> Spark<'a> {
    /// A line of its own.
    pub fn new(values: &'a [i64], label: String) -> Self {
        Self { values, class: "spark", label }
    }

    /// A line in a table's cell.
    pub fn in_cell(values: &'a [i64], label: String) -> Self {
        Self { values, class: "spark in-cell", label }
    }

    fn points(&self) -> Vec<(f64, f64)> {
        let highest = self.values.iter().copied().max().unwrap_or_default().max(1) as f64;
        let step = WIDTH / (self.values.len().max(2) - 1) as f64;
        let height = |value: i64| HEIGHT - (value.max(0) as f64 / highest) * (HEIGHT - EDGE);
        let point = |(index, value): (usize, &i64)| (index as f64 * step, height(*value));
        self.values.iter().enumerate().map(point).collect()
    }
}

impl fmt::Display for Spark<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let points = self.points();
        let places: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
        let ended = places.len().saturating_sub(1).max(1);
        let line = places.iter().take(ended).cloned().collect::<Vec<_>>().join(" ");
        let foot = points.iter().take(ended).next_back().map_or(0.0, |(x, _)| *x);
        write!(f, "<svg class=\"{}\" viewBox=\"0 0 120 36\" ", self.class)?;
        write!(f, "preserveAspectRatio=\"none\" role=\"img\" aria-label=\"")?;
        askama::filters::Escaper::write_escaped_str(&askama::filters::Html, &mut *f, &self.label)?;
        write!(
            f,
            "\"><path class=\"area\" d=\"M{line} {foot:.1} 36 0 36z\"/><path d=\"M{line}\"/>"
        )?;
        if let [.., before, last] = places.as_slice() {
            write!(f, "<path class=\"now\" d=\"M{before} {last}\"/>")?;
        }
        if let Some((x, y)) = points.last() {
            write!(f, "<path class=\"end\" d=\"M{x:.1} {y:.1}h0\"/>")?;
        }
        f.write_str("</svg>")
    }
}

impl HtmlSafe for Spark<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_at_the_foot_and_the_label_is_text() {
        let spark = Spark::new(&[0, 5, 10], "a \"b\" <c>".to_owned());
        let points = spark.points();
        assert_eq!(points.first().copied(), Some((0.0, HEIGHT)));
        assert_eq!(points.last().copied(), Some((WIDTH, EDGE)));
        let html = spark.to_string();
        assert!(html.contains("<path d=\"M0.0 36.0 60.0 20.0\"/>"), "{html}");
        assert!(html.contains("<path class=\"now\" d=\"M60.0 20.0 120.0 4.0\"/>"), "{html}");
        assert!(html.contains("a &#34;b&#34; &#60;c&#62;"), "{html}");
    }

    #[test]
    fn nothing_at_all_is_a_flat_line() {
        assert!(Spark::new(&[0; 12], String::new()).points().iter().all(|(_, y)| *y == HEIGHT));
    }
}
