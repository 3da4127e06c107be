//! What ratings say in figures: 满意率（%） and 满意度（分） apart, the invitation and answer rates
//! beside them, and a fair order where samples are small.

use visits::tally::Figures;

/// Fewer ratings than this are a small sample: said so, and never ranked.
pub const SMALL: i64 = 30;
/// 95 of 100: the quantile of the normal distribution for a two-sided interval.
const Z: f64 = 1.959_963_984_540_054;

/// Figures of ratings over a range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rated {
    /// Person-times of service.
    pub people: i64,
    /// Rights that were handed out.
    pub invited: i64,
    /// Ratings.
    pub count: i64,
    /// Sum of their scores.
    pub score_sum: i64,
    /// Scores 3 to 5.
    pub satisfied: i64,
}

impl From<&Figures> for Rated {
    fn from(figures: &Figures) -> Self {
        let Figures { people, invited, rated, score_sum, satisfied, .. } = *figures;
        Self { people, invited, count: rated, score_sum, satisfied }
    }
}

fn ratio(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl Rated {
    /// 满意率: satisfied of all ratings.
    pub fn satisfaction(&self) -> Option<f64> {
        ratio(self.satisfied, self.count)
    }

    /// 满意度: the mean score, 1 to 5.
    pub fn mean(&self) -> Option<f64> {
        ratio(self.score_sum, self.count)
    }

    /// 邀评率: rights of person-times.
    pub fn invitation(&self) -> Option<f64> {
        ratio(self.invited, self.people)
    }

    /// 评价率: ratings of rights. Ratings outlive records that are taken back with their rights, so
    /// it may seem to pass one.
    pub fn response(&self) -> Option<f64> {
        ratio(self.count, self.invited).map(|ratio| ratio.min(1.0))
    }

    /// Whether there are too few ratings to rank by.
    pub fn is_small(&self) -> bool {
        self.count < SMALL
    }

    /// The lower end of Wilson's interval for the satisfaction rate: what can be said of it with
    /// this sample. A few happy guests do not stand above many.
    pub fn lower_bound(&self) -> f64 {
        let Some(share) = self.satisfaction() else { return 0.0 };
        let count = self.count as f64;
        let middle = share + Z * Z / (2.0 * count);
        let spread = Z * (share * (1.0 - share) / count + Z * Z / (4.0 * count * count)).sqrt();
        ((middle - spread) / (1.0 + Z * Z / count)).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(satisfied: i64, count: i64) -> Rated {
        Rated { count, satisfied, ..Rated::default() }
    }

    #[test]
    fn a_few_happy_guests_do_not_stand_above_many() {
        assert!(of(95, 100).lower_bound() > of(5, 5).lower_bound());
        assert!(of(5, 5).lower_bound() > of(2, 5).lower_bound());
        assert!(of(0, 0).lower_bound().abs() < f64::EPSILON);
        // 95 of 100, as tables of Wilson's interval have it: 0.8882 to 0.9785.
        assert!((of(95, 100).lower_bound() - 0.8882).abs() < 1e-4);
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        let none = Rated::default();
        assert_eq!((none.satisfaction(), none.mean(), none.response()), (None, None, None));
        let more = Rated { invited: 1, count: 3, ..none };
        assert_eq!(more.response(), Some(1.0));
    }
}
