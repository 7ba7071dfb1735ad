mod number;

#[cfg(feature = "schema")]
use super::keywords;
use crate::validate::{At, Issues};
pub use number::Number;

/// `range(min = 0, max = 100)`, `range(exclusive_min = 0.0, exclusive_max = 1.0)`: bounds of a number.
///
/// Numbers are compared, not spellings: on a float, `5` and `5.0` are one value here as they are in JSON Schema. An `f32`
/// is rounded when it is read, so a number that differs from a bound by less than an `f32` can tell counts as equal
/// to it; the schema states where the rounding ends.
#[derive(Clone, Copy, Debug)]
pub struct Range<N> {
    /// The least allowed, inclusive.
    pub min: Option<N>,
    /// The most allowed, inclusive.
    pub max: Option<N>,
    /// What it has to be greater than.
    pub exclusive_min: Option<N>,
    /// What it has to be less than.
    pub exclusive_max: Option<N>,
}

/// A value that can be compared with numeric bounds.
#[diagnostic::on_unimplemented(
    message = "`range` does not fit a value of type `{Self}`",
    label = "not a number",
    note = "`range` fits integers and floats, and an Option or Box of these"
)]
pub trait Bounded {
    /// The type of the bounds.
    type Number: Number;
    /// The number, or `None` where there is no value.
    fn number(&self) -> Option<Self::Number>;
}

impl<N: Number> Range<N> {
    /// Reports a number outside the bounds.
    #[inline]
    pub fn check<T: Bounded<Number = N> + ?Sized>(&self, value: &T, at: At<'_>, issues: &mut Issues) {
        if let Some(number) = value.number()
            && !self.holds(number)
        {
            self.report(number, at, issues);
        }
    }

    /// A NaN breaks no bound; it is refused as no JSON number.
    fn holds(&self, number: N) -> bool {
        !(self.min.is_some_and(|bound| number < bound)
            || self.max.is_some_and(|bound| number > bound)
            || self.exclusive_min.is_some_and(|bound| number <= bound)
            || self.exclusive_max.is_some_and(|bound| number >= bound))
    }

    #[cold]
    fn report(&self, number: N, at: At<'_>, issues: &mut Issues) {
        let rule = match *self {
            Self { min: Some(min), max: Some(max), exclusive_min: None, exclusive_max: None } => {
                format!("between {min} and {max}")
            }
            _ => self.rules().join(" and "),
        };
        issues.add(at, "range", format!("must be {rule}, is {number}"));
    }

    fn rules(&self) -> Vec<String> {
        let words = [
            ("at least", self.min),
            ("greater than", self.exclusive_min),
            ("at most", self.max),
            ("less than", self.exclusive_max),
        ];
        words.into_iter().filter_map(|(words, bound)| bound.map(|bound| format!("{words} {bound}"))).collect()
    }

    /// Adds the keywords to the schema of a `T`; to that of text, the pattern of the digits within the bounds.
    #[cfg(feature = "schema")]
    pub fn describe<T: Bounded<Number = N> + ?Sized>(&self, schema: &mut schemars::Schema) {
        if is_text(schema) {
            return N::digits(self)
                .iter()
                .for_each(|pattern| keywords::add_pattern(schema, pattern, "range"));
        }
        let least = [self.min.map(N::at_least), self.exclusive_min.map(N::more_than)];
        for (keyword, bound) in least.into_iter().flatten().flatten() {
            keywords::at_least(schema, keyword, bound);
        }
        let most = [self.max.map(N::at_most), self.exclusive_max.map(N::less_than)];
        for (keyword, bound) in most.into_iter().flatten().flatten() {
            keywords::at_most(schema, keyword, bound);
        }
    }
}

#[cfg(feature = "schema")]
fn is_text(schema: &schemars::Schema) -> bool {
    match schema.get("type") {
        Some(serde_json::Value::String(name)) => name == "string",
        Some(serde_json::Value::Array(names)) => names.iter().any(|name| name == "string"),
        _ => false,
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

numbers!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64);

macro_rules! non_zero {
    ($($type:ident: $number:ty),* $(,)?) => { $(
        impl Bounded for std::num::$type {
            type Number = $number;
            #[inline]
            fn number(&self) -> Option<$number> {
                Some(self.get())
            }
        }
    )* };
}

non_zero!(NonZeroU8: u8, NonZeroU16: u16, NonZeroU32: u32, NonZeroU64: u64, NonZeroUsize: usize);
non_zero!(NonZeroI8: i8, NonZeroI16: i16, NonZeroI32: i32, NonZeroI64: i64, NonZeroIsize: isize);

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
