use std::collections::HashMap;

use crate::validate::{At, Issues, Scalar};

/// `unique`: no two equal items in a list.
#[derive(Clone, Copy, Debug)]
pub struct Unique;

/// A list whose items can be compared.
#[diagnostic::on_unimplemented(
    message = "`unique` does not fit a value of type `{Self}`",
    label = "not a list",
    note = "`unique` fits Vec and arrays, and an Option or Box of these; a set holds each item once by itself"
)]
pub trait Sequence {
    /// What it holds.
    type Item;
    /// The items, or none where there is no value.
    fn items(&self) -> &[Self::Item];
}

impl Unique {
    /// Reports the first two items that are equal.
    #[inline]
    pub fn check<T: Sequence<Item: Scalar> + ?Sized>(&self, value: &T, at: At<'_>, issues: &mut Issues) {
        if let Some((first, second)) = repeated(value.items()) {
            issues.add(
                at,
                "unique",
                format!("must have no equal items, items {first} and {second} are equal"),
            );
        }
    }

    /// Adds the keyword to a schema.
    #[cfg(feature = "schema")]
    pub fn describe<T: Sequence + ?Sized>(&self, schema: &mut schemars::Schema) {
        schema.insert("uniqueItems".to_owned(), true.into());
    }
}

fn repeated<T: Scalar>(items: &[T]) -> Option<(usize, usize)> {
    if items.len() < 2 {
        return None;
    }
    let mut seen = HashMap::with_capacity(items.len());
    items.iter().enumerate().find_map(|(index, item)| seen.insert(item, index).map(|first| (first, index)))
}

impl<T> Sequence for [T] {
    type Item = T;
    #[inline]
    fn items(&self) -> &[T] {
        self
    }
}

impl<T> Sequence for Vec<T> {
    type Item = T;
    #[inline]
    fn items(&self) -> &[T] {
        self
    }
}

impl<T, const N: usize> Sequence for [T; N] {
    type Item = T;
    #[inline]
    fn items(&self) -> &[T] {
        self
    }
}

impl<T: Sequence> Sequence for Option<T> {
    type Item = T::Item;
    #[inline]
    fn items(&self) -> &[T::Item] {
        self.as_ref().map_or(&[], Sequence::items)
    }
}

impl<T: Sequence + ?Sized> Sequence for Box<T> {
    type Item = T::Item;
    #[inline]
    fn items(&self) -> &[T::Item] {
        (**self).items()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_two_that_are_equal_are_named() {
        assert_eq!(repeated(&["a", "b", "a", "b"].map(str::to_owned)), Some((0, 2)));
        assert_eq!(repeated::<u8>(&[]), None);
        assert_eq!(repeated(&[1]), None);
    }
}
