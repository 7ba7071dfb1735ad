//! The checks behind `protocol!`, run by the compiler: nothing is declared twice, and what a topic carries is listed.

use crate::message::{Declared, ListedTopic, WireType};

/// A message or topic in the list of `protocol!`, known by what the list needs of it.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    wire_types: &'static [WireType],
    topic: Option<ListedTopic>,
    #[cfg(feature = "schema")]
    pub(crate) describe: fn(&mut crate::schema::Builder),
}

impl Listed {
    /// The entry of a message or topic.
    #[must_use]
    pub const fn of<M: Declared>() -> Self {
        Self {
            wire_types: M::WIRE_TYPES,
            topic: M::TOPIC,
            #[cfg(feature = "schema")]
            describe: M::describe,
        }
    }
}

/// Stops the compilation when the message at `index` brings a wire type that an earlier one has, or the topic there is one
/// that is listed before.
///
/// # Panics
///
/// In a constant, where it is a compile error with the wire type in its text.
pub const fn assert_unique(messages: &[Listed], index: usize) {
    if let Some(topic) = messages[index].topic {
        unique_topic(messages, index, topic);
    }
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
        fail(&[
            "the wire type `",
            mine.name,
            "` is declared by two messages of this protocol; give one of them another name",
        ]);
    }
    if both_listed {
        fail(&["the message `", mine.name, "` is listed twice in this protocol; remove one of them"]);
    }
}

const fn unique_topic(messages: &[Listed], index: usize, mine: ListedTopic) {
    let mut earlier = 0;
    while earlier < index {
        if let Some(other) = messages[earlier].topic {
            if same(mine.path, other.path) {
                fail(&["the topic `", mine.name, "` is listed twice in this protocol; remove one of them"]);
            }
            if same(mine.name, other.name) {
                fail(&["two topics of this protocol are called `", mine.name, "`; rename one of them"]);
            }
            if same_form(mine.pattern, other.pattern) {
                fail(&[
                    "the topics `",
                    other.name,
                    "` and `",
                    mine.name,
                    "` of this protocol have the same text, so that nobody could tell them apart; change one of them",
                ]);
            }
        }
        earlier += 1;
    }
}

/// Stops the compilation when the topic at `index` carries an event that is not listed.
///
/// # Panics
///
/// In a constant, where it is a compile error with the wire type in its text.
pub const fn assert_carried(messages: &[Listed], index: usize) {
    let Some(topic) = messages[index].topic else { return };
    let mut event = 0;
    while event < topic.carries.len() {
        let WireType { name, path } = topic.carries[event];
        // One that is broken has an error already.
        if !path.is_empty() && !lists(messages, path) {
            fail(&[
                "the topic `",
                topic.name,
                "` carries `",
                name,
                "`, which this protocol does not list; add that event to the list, or take it out of `carries(..)`",
            ]);
        }
        event += 1;
    }
}

const fn lists(messages: &[Listed], path: &str) -> bool {
    let mut index = 0;
    while index < messages.len() {
        if let [own, ..] = messages[index].wire_types
            && same(own.path, path)
        {
            return true;
        }
        index += 1;
    }
    false
}

/// Whether two patterns differ in nothing but what stands between braces.
const fn same_form(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (mut of_a, mut of_b) = (0, 0);
    while of_a < a.len() && of_b < b.len() {
        if a[of_a] != b[of_b] {
            return false;
        }
        if a[of_a] == b'{' {
            of_a = after_brace(a, of_a);
            of_b = after_brace(b, of_b);
        } else {
            of_a += 1;
            of_b += 1;
        }
    }
    of_a == a.len() && of_b == b.len()
}

const fn after_brace(text: &[u8], mut index: usize) -> usize {
    while index < text.len() && text[index] != b'}' {
        index += 1;
    }
    index + 1
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

/// Panics with the texts joined: constants cannot format.
const fn fail(parts: &[&str]) -> ! {
    let mut text = [0_u8; 512];
    let mut length = 0;
    let mut part = 0;
    while part < parts.len() {
        let bytes = parts[part].as_bytes();
        let mut index = 0;
        while index < bytes.len() && length < text.len() {
            text[length] = bytes[index];
            length += 1;
            index += 1;
        }
        part += 1;
    }
    match core::str::from_utf8(text.split_at(length).0) {
        Ok(text) => panic!("{}", text),
        Err(_) => panic!("something is declared twice in this protocol"),
    }
}

#[cfg(test)]
mod tests {
    use super::same_form;

    #[test]
    fn the_form_of_a_text_is_what_stands_outside_of_braces() {
        assert!(same_form("room:{a}/{b}", "room:{roomId}/{x}"));
        assert!(same_form("lobby", "lobby") && same_form("", ""));
        for (a, b) in [("room:{a}", "room:"), ("room:{a}", "room:{a}/x"), ("room:{a}", "room:a"), ("a", "b")]
        {
            assert!(!same_form(a, b) && !same_form(b, a), "{a} {b}");
        }
    }
}
