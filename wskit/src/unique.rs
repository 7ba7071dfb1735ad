//! The check behind `protocol!` that no wire type is declared twice, run by the compiler.

use crate::message::{Declared, WireType};

/// A message in the list of `protocol!`, known by what the list needs of it.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    wire_types: &'static [WireType],
    #[cfg(feature = "schema")]
    pub(crate) describe: fn(&mut crate::schema::Builder),
}

impl Listed {
    /// The entry of a message.
    #[must_use]
    pub const fn of<M: Declared>() -> Self {
        Self {
            wire_types: M::WIRE_TYPES,
            #[cfg(feature = "schema")]
            describe: M::describe,
        }
    }
}

/// Stops the compilation when the message at `index` brings a wire type that an earlier one has.
///
/// # Panics
///
/// In a constant, where it is a compile error with the wire type in its text.
pub const fn assert_unique(messages: &[Listed], index: usize) {
    let mine = messages[index].wire_types;
    let mut own = 0;
    while own < mine.len() {
        let mut earlier = 0;
        while earlier < index {
            let mut other = 0;
            while other < messages[earlier].wire_types.len() {
                compare(mine[own], messages[earlier].wire_types[other], own == 0 && other == 0);
                other += 1;
            }
            earlier += 1;
        }
        let mut before = 0;
        while before < own {
            compare(mine[own], mine[before], false);
            before += 1;
        }
        own += 1;
    }
}

const fn compare(mine: WireType, earlier: WireType, both_listed: bool) {
    if !same(mine.name, earlier.name) {
        return;
    }
    if !same(mine.path, earlier.path) {
        fail(
            "the wire type `",
            mine.name,
            "` is declared by two messages of this protocol; give one of them another name",
        );
    }
    if both_listed {
        fail("the message `", mine.name, "` is listed twice in this protocol; remove one of them");
    }
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut index = 0;
    while index < a.len() {
        if a[index] != b[index] {
            return false;
        }
        index += 1;
    }
    true
}

/// Panics with three texts joined: constants cannot format.
const fn fail(before: &str, name: &str, after: &str) -> ! {
    let mut text = [0_u8; 256];
    let mut length = 0;
    let parts = [before.as_bytes(), name.as_bytes(), after.as_bytes()];
    let mut part = 0;
    while part < parts.len() {
        let mut index = 0;
        while index < parts[part].len() && length < text.len() {
            text[length] = parts[part][index];
            length += 1;
            index += 1;
        }
        part += 1;
    }
    match core::str::from_utf8(text.split_at(length).0) {
        Ok(text) => panic!("{}", text),
        Err(_) => panic!("a wire type is declared twice in this protocol"),
    }
}
