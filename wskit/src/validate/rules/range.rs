use std::fmt::Display;

use crate::validate::{At, Issues};

/// `range(min = 0, max = 100)`: inclusive bounds of a number.
#[derive(Clone, Copy, Debug)]
pub struct Range<N> {
    /// The least allowed, inclusive.
    pub min: Option<N>,
    /// The most allowed, inclusive.
    pub max: Option<N>,
}

/// A value that can be compared with numeric bounds.
#[diagnostic::on_unimplemented(
    message = "`range` does not fit a value of type `{Self}`",
    label = "not a number",
    note = "`range` fits integers and floats, and an Option or Box of these"
)]
pub trait Bounded {
    /// The type of the bounds.
    type Number: PartialOrd + Display + Copy;
    /// The number, or `None` where there is no value.
    fn number(&self) -> Option<Self::Number>;
}

impl<N: PartialOrd + Display + Copy> Range<N> {
    /// Reports a number outside the bounds.
    #[inline]
    pub fn check<T: Bounded<Number = N> + ?Sized>(self, value: &T, at: At<'_>, issues: &mut Issues) {
        if let Some(number) = value.number()
            && (self.min.is_some_and(|min| number < min) || self.max.is_some_and(|max| number > max))
        {
            self.report(number, at, issues);
        }
    }

    #[cold]
    fn report(self, number: N, at: At<'_>, issues: &mut Issues) {
        let rule = match (self.min, self.max) {
            (Some(min), Some(max)) => format!("between {min} and {max}"),
            (Some(min), None) => format!("at least {min}"),
            (None, Some(max)) => format!("at most {max}"),
            (None, None) => return,
        };
        issues.add(at, "range", format!("must be {rule}, is {number}"));
    }

    /// Adds the keywords to the schema of a `T`.
    #[cfg(feature = "schema")]
    pub fn describe<T: Bounded<Number = N> + ?Sized>(self, schema: &mut schemars::Schema)
    where
        N: serde::Serialize,
    {
        for (keyword, bound) in [("minimum", self.min), ("maximum", self.max)] {
            if let Some(bound) = bound.and_then(|bound| serde_json::to_value(bound).ok()) {
                schema.insert(keyword.to_owned(), bound);
            }
        }
    }
}

macro_rules! numbers {
    ($($type:ty),* $(,)?) => { $(
        impl Bounded for $type {
            type Number = Self;
            #[inline]
            fn number(&self) -> Option<Self> {
                Some(*self)
            }
        }
    )* };
}

numbers!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize, f32, f64);

impl<T: Bounded> Bounded for Option<T> {
    type Number = T::Number;
    #[inline]
    fn number(&self) -> Option<T::Number> {
        self.as_ref().and_then(Bounded::number)
    }
}

impl<T: Bounded + ?Sized> Bounded for Box<T> {
    type Number = T::Number;
    #[inline]
    fn number(&self) -> Option<T::Number> {
        (**self).number()
    }
}
