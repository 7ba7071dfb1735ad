//! Numbers, and how a bound of theirs stands in a schema.

use std::fmt::Display;

#[cfg(feature = "schema")]
use serde_json::Value;

#[cfg(feature = "schema")]
use super::Range;

/// A keyword with its value.
#[cfg(feature = "schema")]
type Stated = Option<(&'static str, Value)>;

/// A number that can be a bound.
pub trait Number: PartialOrd + Display + Copy {
    /// States that a number is this one or more.
    #[cfg(feature = "schema")]
    #[doc(hidden)]
    fn at_least(self) -> Stated {
        state("minimum", self)
    }

    /// States that a number is more than this one.
    #[cfg(feature = "schema")]
    #[doc(hidden)]
    fn more_than(self) -> Stated {
        state("exclusiveMinimum", self)
    }

    /// States that a number is this one or less.
    #[cfg(feature = "schema")]
    #[doc(hidden)]
    fn at_most(self) -> Stated {
        state("maximum", self)
    }

    /// States that a number is less than this one.
    #[cfg(feature = "schema")]
    #[doc(hidden)]
    fn less_than(self) -> Stated {
        state("exclusiveMaximum", self)
    }

    /// The pattern of the digits of every integer within the bounds; none where no text is one.
    #[cfg(feature = "schema")]
    #[doc(hidden)]
    #[must_use]
    fn digits(_: &Range<Self>) -> Option<String> {
        None
    }
}

#[cfg(feature = "schema")]
fn state(keyword: &'static str, bound: impl Display) -> Stated {
    bound.to_string().parse().ok().map(|number| (keyword, Value::Number(number)))
}

macro_rules! integers {
    ($($type:ident),* $(,)?) => { $(
        impl Number for $type {
            #[cfg(feature = "schema")]
            fn digits(range: &Range<Self>) -> Option<String> {
                let least = range.min.unwrap_or(Self::MIN);
                let more = range.exclusive_min.map_or(Some(Self::MIN), |bound| bound.checked_add(1));
                let most = range.max.unwrap_or(Self::MAX);
                let less = range.exclusive_max.map_or(Some(Self::MAX), |bound| bound.checked_sub(1));
                let (least, most) = (least.max(more?), most.min(less?));
                (least <= most).then(|| crate::validate::digits::within(&least.to_string(), &most.to_string()))
            }
        }
    )* };
}

integers!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);

impl Number for f64 {}

/// What is read as an `f32` is rounded to one, so the schema bounds the numbers that are rounded to an allowed one.
impl Number for f32 {
    #[cfg(feature = "schema")]
    fn at_least(self) -> Stated {
        let edge = f64::midpoint(f64::from(self.next_down()), f64::from(self));
        state(if is_even(self) { "minimum" } else { "exclusiveMinimum" }, edge)
    }

    #[cfg(feature = "schema")]
    fn more_than(self) -> Stated {
        self.next_up().at_least()
    }

    #[cfg(feature = "schema")]
    fn at_most(self) -> Stated {
        let edge = f64::midpoint(f64::from(self), f64::from(self.next_up()));
        state(if is_even(self) { "maximum" } else { "exclusiveMaximum" }, edge)
    }

    #[cfg(feature = "schema")]
    fn less_than(self) -> Stated {
        self.next_down().at_most()
    }
}

/// Whether a number halfway to a neighbour is rounded to this one.
#[cfg(feature = "schema")]
fn is_even(number: f32) -> bool {
    number.to_bits().is_multiple_of(2)
}

#[cfg(all(test, feature = "schema"))]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::cast_possible_truncation, reason = "the rounding is what is tried")]
    fn the_bounds_of_an_f32_are_where_its_rounding_ends() {
        for bound in [0.1_f32, 0.5, 1.0, -0.3, 1e-40, 16_777_217.0, 3.3e38] {
            let (keyword, edge) = bound.at_most().unwrap();
            let edge = edge.as_f64().unwrap();
            for number in [edge.next_down(), edge, edge.next_up(), f64::from(bound)] {
                let stated = if keyword == "maximum" { number <= edge } else { number < edge };
                assert_eq!(number as f32 <= bound, stated, "{number} {bound}");
            }
            let (keyword, edge) = bound.at_least().unwrap();
            let edge = edge.as_f64().unwrap();
            for number in [edge.next_down(), edge, edge.next_up(), f64::from(bound)] {
                let stated = if keyword == "minimum" { number >= edge } else { number > edge };
                assert_eq!(number as f32 >= bound, stated, "{number} {bound}");
            }
        }
    }

    #[test]
    fn digits_are_those_within_the_bounds() {
        let range = Range { min: Some(3_u8), max: None, exclusive_min: None, exclusive_max: Some(12) };
        assert_eq!(u8::digits(&range).unwrap(), "^(?:[3-9]|1[0-1])$");
        let none = Range { min: None, max: None, exclusive_min: Some(255_u8), exclusive_max: None };
        assert_eq!(u8::digits(&none), None);
    }
}
