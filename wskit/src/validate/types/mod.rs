//! Validation of everything a payload can be made of, and its form on the wire.

mod key;
mod lists;
mod map;
mod maps;
mod members;
mod pointers;
mod scalar;
mod scalars;
mod sets;

pub use key::Key;
pub use map::Map;
#[cfg(feature = "uuid")]
pub(super) use members::items;
pub use members::{HashItem, HashKey, OrdItem, OrdKey, Ordered};
pub use scalar::Scalar;

/// The largest integer that JavaScript holds exactly: 2^53 - 1.
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::check;

    #[test]
    fn integers_are_held_to_what_javascript_holds() {
        assert!(check(&MAX_SAFE_INTEGER).is_ok());
        assert!(check(&(MAX_SAFE_INTEGER + 1)).is_err());
        assert!(check(&-(1_i64 << 53)).is_err());
        assert!(check(&i64::MIN).is_err());
        assert!(check(&u32::MAX).is_ok());
    }

    #[test]
    fn floats_must_be_finite_and_say_where_they_are_not() {
        let invalid = check(&vec![1.0, f64::NAN]).unwrap_err();
        assert_eq!(invalid.issues()[0].path, "/1");
    }
}
