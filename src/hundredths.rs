//! Decimals with two places, held as whole hundredths, and the exact fractions
//! that their means need.
//!
//! Scores are never added or compared in binary floating point: the mean
//! 86.585 of a real report is a tie that `f64` rounds the wrong way.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A decimal number with two places: 84.94 is `Hundredths::new(8494)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hundredths(i64);

impl Hundredths {
    /// The number that is this many hundredths.
    #[must_use]
    pub const fn new(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// How many hundredths it is.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The number as a person writes it: whole, or with two places.
    #[must_use]
    pub fn plain(self) -> String {
        if self.0 % 100 == 0 {
            (self.0 / 100).to_string()
        } else {
            self.to_string()
        }
    }

    /// `self - other`, or nothing where it cannot be held.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }
}

impl fmt::Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let amount = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", amount / 100, amount % 100)
    }
}

impl Serialize for Hundredths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 100 == 0 {
            serializer.serialize_i64(self.0 / 100)
        } else {
            // One correctly rounded division: the shortest decimal of the
            // result has the two places that went in.
            #[expect(clippy::cast_precision_loss, reason = "scores are far below 2^53")]
            let amount = self.0 as f64;
            serializer.serialize_f64(amount / 100.0)
        }
    }
}

impl<'de> Deserialize<'de> for Hundredths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        if !number.is_finite() || number.abs() > 1e12 {
            return Err(de::Error::custom("a score is a number below 10^12"));
        }
        #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
        let hundredths = (number * 100.0).round() as i64;
        Ok(Self(hundredths))
    }
}

/// An exact fraction of hundredths, for means of means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    numerator: i128,
    denominator: i128,
}

impl Ratio {
    /// Nothing: the start of a sum.
    pub const ZERO: Self = Self {
        numerator: 0,
        denominator: 1,
    };

    /// The mean of `values`, or nothing where there are none.
    #[must_use]
    pub fn mean(values: &[Hundredths]) -> Option<Self> {
        let denominator = i128::try_from(values.len()).ok().filter(|n| *n > 0)?;
        let numerator = values.iter().map(|value| i128::from(value.get())).sum();
        Some(Self {
            numerator,
            denominator,
        })
    }

    /// `self + other`, or nothing where it cannot be held.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Self {
            numerator: left.checked_add(right)?,
            denominator: self.denominator.checked_mul(other.denominator)?,
        }
        .reduced()
    }

    /// `self × numerator ÷ denominator`, or nothing where it cannot be held.
    #[must_use]
    pub fn scaled(self, numerator: i64, denominator: i64) -> Option<Self> {
        Self {
            numerator: self.numerator.checked_mul(numerator.into())?,
            denominator: self.denominator.checked_mul(denominator.into())?,
        }
        .reduced()
    }

    /// Rounded half-up to a whole number of hundredths.
    #[must_use]
    pub fn round_half_up(self) -> Option<Hundredths> {
        let twice = self
            .numerator
            .checked_mul(2)?
            .checked_add(self.denominator)?;
        let rounded = twice.checked_div_euclid(self.denominator.checked_mul(2)?)?;
        i64::try_from(rounded).ok().map(Hundredths)
    }

    fn reduced(self) -> Option<Self> {
        let (mut a, mut b) = (
            self.numerator.unsigned_abs(),
            self.denominator.unsigned_abs(),
        );
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let divisor = i128::try_from(a).ok().filter(|n| *n > 0)?;
        Some(Self {
            numerator: self.numerator / divisor,
            denominator: self.denominator / divisor,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hundredths(values: &[i64]) -> Vec<Hundredths> {
        values.iter().copied().map(Hundredths::new).collect()
    }

    #[test]
    fn exact_ties_round_up() {
        // Rows 3 and 6 of a real report: 91.685 and 86.585.
        for (items, mean) in [
            ([8494, 8430, 8488, 9846, 9861, 9892], 9169),
            ([7997, 8496, 8124, 9018, 9808, 8508], 8659),
        ] {
            let ratio = Ratio::mean(&hundredths(&items)).unwrap();
            assert_eq!(ratio.round_half_up(), Some(Hundredths::new(mean)));
        }
    }

    #[test]
    fn a_mean_of_means_is_exact() {
        // (8/9 + 7/8 + 3) × 100 / 5 = 95.2777…
        let groups = [(8_i64, 9_i64), (7, 8), (1, 1), (1, 1), (1, 1)];
        let sum = groups.iter().try_fold(Ratio::ZERO, |sum, (n, d)| {
            sum.plus(Ratio::mean(&hundredths(&[10_000]))?.scaled(*n, *d)?)
        });
        let mean = sum.unwrap().scaled(1, 5).unwrap().round_half_up();
        assert_eq!(mean, Some(Hundredths::new(9528)));
    }

    #[test]
    fn a_number_keeps_its_two_places_through_json() {
        for hundredths in [0, 1, 10, 8494, 10_000, -472, 9007, 29] {
            let number = Hundredths::new(hundredths);
            let json = serde_json::to_string(&number).unwrap();
            assert_eq!(serde_json::from_str::<Hundredths>(&json).unwrap(), number);
        }
        let json = serde_json::to_string(&hundredths(&[10_000, 8494, -472])).unwrap();
        assert_eq!(json, "[100,84.94,-4.72]");
    }

    #[test]
    fn it_is_shown_with_two_places() {
        assert_eq!(Hundredths::new(-472).to_string(), "-4.72");
        assert_eq!(Hundredths::new(10_000).to_string(), "100.00");
    }
}
