use super::{
    Bounded, Collection, Format, Fragment, Items, Length, Measure, Pattern, Range, Sequence, Text, Unique,
};
use crate::validate::{At, Issues};

/// What the constraints of a field are asked to do. Generated code writes each constraint once and applies it to both.
#[derive(Debug)]
pub enum Apply<'a, T: ?Sized> {
    /// Report what is wrong with a value.
    Check {
        /// The value of the field.
        value: &'a T,
        /// Its place in the frame.
        at: At<'a>,
        /// Where violations go.
        issues: &'a mut Issues,
    },
    /// State the constraints in the schema of the field.
    #[cfg(feature = "schema")]
    Describe(&'a mut schemars::Schema),
}

/// `apply` as an inherent method: the compiler then names the trait that a type does not fit, and nothing around it.
macro_rules! applies {
    ($($rule:ty: $fits:ident),* $(,)?) => { $(
        impl $rule {
            /// Checks a value, or describes itself.
            #[inline]
            pub fn apply<T: $fits + ?Sized>(&self, to: &mut Apply<'_, T>) {
                match to {
                    Apply::Check { value, at, issues } => self.check(*value, *at, issues),
                    #[cfg(feature = "schema")]
                    Apply::Describe(schema) => self.describe::<T>(schema),
                }
            }
        }
    )* };
}

applies!(Length: Measure, Items: Collection, Pattern: Text, Format: Text, Fragment: Text, Unique: Sequence);

impl<N: PartialOrd + std::fmt::Display + Copy> Range<N> {
    /// Checks a value, or describes itself.
    #[inline]
    pub fn apply<T: Bounded<Number = N> + ?Sized>(&self, to: &mut Apply<'_, T>) {
        match to {
            Apply::Check { value, at, issues } => self.check(*value, *at, issues),
            #[cfg(feature = "schema")]
            Apply::Describe(schema) => self.describe::<T>(schema),
        }
    }
}
