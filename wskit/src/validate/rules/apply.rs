use super::{
    Bounded, Collection, Format, Fragment, Items, Length, Measure, Pattern, Range, Sequence, Text, Unique,
};
use crate::validate::{At, Issues, Scalar};

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

// `apply` is an inherent method, written out for each: the compiler then names the trait that a type does not fit, and
// nothing around it.

impl Length {
    /// Checks a value, or describes itself.
    #[inline]
    pub fn apply<T: Measure + ?Sized>(&self, to: &mut Apply<'_, T>) {
        match to {
            Apply::Check { value, at, issues } => self.check(*value, *at, issues),
            #[cfg(feature = "schema")]
            Apply::Describe(schema) => self.describe::<T>(schema),
        }
    }
}

impl Items {
    /// Checks a value, or describes itself.
    #[inline]
    pub fn apply<T: Collection + ?Sized>(&self, to: &mut Apply<'_, T>) {
        match to {
            Apply::Check { value, at, issues } => self.check(*value, *at, issues),
            #[cfg(feature = "schema")]
            Apply::Describe(schema) => self.describe::<T>(schema),
        }
    }
}

impl Pattern {
    /// Checks a value, or describes itself.
    #[inline]
    pub fn apply<T: Text + ?Sized>(&self, to: &mut Apply<'_, T>) {
        match to {
            Apply::Check { value, at, issues } => self.check(*value, *at, issues),
            #[cfg(feature = "schema")]
            Apply::Describe(schema) => self.describe::<T>(schema),
        }
    }
}

impl Format {
    /// Checks a value, or describes itself.
    #[inline]
    pub fn apply<T: Text + ?Sized>(&self, to: &mut Apply<'_, T>) {
        match to {
            Apply::Check { value, at, issues } => self.check(*value, *at, issues),
            #[cfg(feature = "schema")]
            Apply::Describe(schema) => self.describe::<T>(schema),
        }
    }
}

impl Fragment {
    /// Checks a value, or describes itself.
    #[inline]
    pub fn apply<T: Text + ?Sized>(&self, to: &mut Apply<'_, T>) {
        match to {
            Apply::Check { value, at, issues } => self.check(*value, *at, issues),
            #[cfg(feature = "schema")]
            Apply::Describe(schema) => self.describe::<T>(schema),
        }
    }
}

impl Unique {
    /// Checks a value, or describes itself.
    #[inline]
    pub fn apply<T: Sequence<Item: Scalar> + ?Sized>(&self, to: &mut Apply<'_, T>) {
        match to {
            Apply::Check { value, at, issues } => self.check(*value, *at, issues),
            #[cfg(feature = "schema")]
            Apply::Describe(schema) => self.describe::<T>(schema),
        }
    }
}

impl<N: super::Number> Range<N> {
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
