//! Pictures of figures that templates draw without a style attribute: sparklines and 正.

use std::fmt::Write as _;

/// Width and height of a sparkline's own units; the page stretches it.
const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 36.0;
/// Room for the stroke above the highest and below the lowest figure.
const MARGIN: f64 = 3.0;

/// A line of figures over time, from zero up.
#[derive(Clone, Debug, PartialEq)]
pub struct Spark {
    points: Vec<(f64, f64)>,
}

impl Spark {
    /// A line on its own scale.
    pub fn new(figures: &[i64]) -> Self {
        Self::on_scale(figures, figures.iter().copied().max().unwrap_or_default())
    }

    /// A line on a scale shared with others, up to `top`.
    pub fn on_scale(figures: &[i64], top: i64) -> Self {
        let step = WIDTH / figures.len().saturating_sub(1).max(1) as f64;
        let top = top.max(1) as f64;
        let height = HEIGHT - 2.0 * MARGIN;
        let points = figures.iter().enumerate().map(|(index, figure)| {
            (index as f64 * step, HEIGHT - MARGIN - (*figure).max(0) as f64 / top * height)
        });
        Self { points: points.collect() }
    }

    /// The `viewBox` of the picture.
    pub fn view_box(&self) -> String {
        format!("0 0 {WIDTH} {HEIGHT}")
    }

    /// The path of the line.
    pub fn line(&self) -> String {
        let mut path = String::new();
        for (index, (x, y)) in self.points.iter().enumerate() {
            let separator = if index == 0 { "M" } else { " " };
            // Writing to a string cannot fail.
            let _ = write!(path, "{separator}{x:.1} {y:.1}");
        }
        path
    }

    /// The path of the ground under the line.
    pub fn area(&self) -> String {
        if self.points.is_empty() {
            return String::new();
        }
        format!("{} {WIDTH} {HEIGHT} 0 {HEIGHT}z", self.line())
    }

    /// The point of the last figure.
    pub fn end(&self) -> String {
        self.points.last().map(|(x, y)| format!("M{x:.1} {y:.1}h0")).unwrap_or_default()
    }
}

/// A count in 正, five strokes a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally(u32);

impl Tally {
    /// More are not drawn; the figure beside it says them.
    const MOST: u32 = 40;

    /// The strokes of a count.
    pub fn new(count: u32) -> Self {
        Self(count.min(Self::MOST))
    }

    /// The symbols, in order: whole characters, then the one begun.
    pub fn symbols(self) -> Vec<&'static str> {
        const BEGUN: [&str; 5] = ["", "tally-1", "tally-2", "tally-3", "tally-4"];
        let whole = (0..self.0 / 5).map(|_| "tally-5");
        let begun = BEGUN.into_iter().nth((self.0 % 5) as usize).filter(|name| !name.is_empty());
        whole.chain(begun).collect()
    }
}

/// Answers on a scale of five faces, the best first, drawn as bars with their words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faces(Vec<Face>);

/// One face: its symbol, its word, how many chose it, and their share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// `face-5`
    pub symbol: String,
    /// What it means.
    pub word: String,
    /// How many chose it.
    pub count: i64,
    /// Of all, in per cent.
    pub percent: i64,
}

impl Faces {
    /// The faces of counts and words from 1 to 5.
    pub fn new(counts: [i64; 5], words: [String; 5]) -> Self {
        let all: i64 = counts.iter().sum();
        let face = |((number, count), word): ((u8, i64), String)| Face {
            symbol: format!("face-{number}"),
            word,
            count,
            percent: count * 100 / all.max(1),
        };
        let mut faces: Vec<Face> = (1..).zip(counts).zip(words).map(face).collect();
        faces.reverse();
        Self(faces)
    }

    /// The bars, the best first.
    pub fn bars(&self) -> &[Face] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_from_edge_to_edge_between_zero_and_the_top() {
        let spark = Spark::new(&[0, 5, 10]);
        assert_eq!(spark.line(), "M0.0 33.0 60.0 18.0 120.0 3.0");
        assert_eq!(spark.area(), "M0.0 33.0 60.0 18.0 120.0 3.0 120 36 0 36z");
        assert_eq!(spark.end(), "M120.0 3.0h0");
        assert_eq!(Spark::on_scale(&[10, 10], 20).line(), "M0.0 18.0 120.0 18.0");
        assert_eq!(Spark::new(&[0, 0]).line(), "M0.0 33.0 120.0 33.0");
        assert_eq!(
            (Spark::new(&[]).area(), Spark::new(&[7]).end()),
            (String::new(), "M0.0 3.0h0".to_owned())
        );
    }

    #[test]
    fn the_best_face_comes_first() {
        let faces = Faces::new([1, 0, 0, 1, 2], ["a", "b", "c", "d", "e"].map(str::to_owned));
        let bars: Vec<(&str, &str, i64)> =
            faces.bars().iter().map(|it| (&*it.symbol, &*it.word, it.percent)).collect();
        assert_eq!(bars[0], ("face-5", "e", 50));
        assert_eq!(bars[4], ("face-1", "a", 25));
    }

    #[test]
    fn five_strokes_make_a_character() {
        assert_eq!(Tally::new(0).symbols(), [""; 0]);
        assert_eq!(Tally::new(4).symbols(), ["tally-4"]);
        assert_eq!(Tally::new(5).symbols(), ["tally-5"]);
        assert_eq!(Tally::new(12).symbols(), ["tally-5", "tally-5", "tally-2"]);
        assert_eq!(Tally::new(4_000_000).symbols().len(), 8);
    }
}
