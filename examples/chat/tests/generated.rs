//! The page's client is what the declarations say.
#![allow(missing_docs)]

#[test]
fn generated_files_are_current() {
    chat::generator().assert_current();
}
