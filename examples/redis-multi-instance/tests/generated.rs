//! The page's client is what the declarations say.
#![allow(missing_docs)]

#[test]
fn generated_files_are_current() {
    redis_multi_instance::generator().assert_current();
}
