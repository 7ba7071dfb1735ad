use super::{Bounded, Email, Length, Measure, Pattern, Range, Text};
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

impl Length {
    /// Checks a value, or describes itself.
    #[inline]
    pub fn apply<T: Measure + ?Sized>(self, to: &mut Apply<'_, T>) {
        match to {
            Apply::Check { value, at, issues } => self.check(*value, *at, issues),
            #[cfg(feature = "schema")]
            Apply::Describe(schema) => self.describe::<T>(schema),
        }
    }
}

impl<N: PartialOrd + std::fmt::Display + Copy + serde::Serialize> Range<N> {
    /// Checks a value, or describes itself.
    #[inline]
    pub fn apply<T: Bounded<Number = N> + ?Sized>(self, to: &mut Apply<'_, T>) {
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

impl Email {
    /// Checks a value, or describes itself.
    #[inline]
    pub fn apply<T: Text + ?Sized>(self, to: &mut Apply<'_, T>) {
        match to {
            Apply::Check { value, at, issues } => self.check(*value, *at, issues),
            #[cfg(feature = "schema")]
            Apply::Describe(schema) => self.describe::<T>(schema),
        }
    }
}
