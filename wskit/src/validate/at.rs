use std::fmt::Write;

/// The place of a value inside a frame: a chain of segments on the stack, written out only when something is wrong.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    parent: Option<&'a At<'a>>,
    segment: Segment<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Segment<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// The top: `"payload"`, `"meta"`, or `""` for a value on its own.
    #[must_use]
    pub const fn root(name: &'a str) -> Self {
        Self { parent: None, segment: Segment::Key(name) }
    }

    /// The place of a field or map entry, by its wire name.
    #[must_use]
    pub const fn key<'b>(&'b self, name: &'b str) -> At<'b> {
        At { parent: Some(self), segment: Segment::Key(name) }
    }

    /// The place of an element of an array or tuple, counted from 0.
    #[must_use]
    pub const fn index(&self, index: usize) -> At<'_> {
        At { parent: Some(self), segment: Segment::Index(index) }
    }

    /// The JSON pointer (RFC 6901), such as `/payload/tags/3`.
    #[must_use]
    pub fn pointer(&self) -> String {
        let mut pointer = String::new();
        self.write(&mut pointer);
        pointer
    }

    fn write(&self, out: &mut String) {
        if let Some(parent) = self.parent {
            parent.write(out);
        }
        match self.segment {
            Segment::Key("") if self.parent.is_none() => {}
            Segment::Key(key) => {
                out.push('/');
                push_escaped(out, key);
            }
            Segment::Index(index) => {
                // Writing to a String cannot fail.
                let _ = write!(out, "/{index}");
            }
        }
    }
}

/// Appends a JSON pointer segment with `~` and `/` escaped (RFC 6901 section 3).
pub(crate) fn push_escaped(out: &mut String, key: &str) {
    for character in key.chars() {
        match character {
            '~' => out.push_str("~0"),
            '/' => out.push_str("~1"),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_names_every_segment_and_escapes_it() {
        let root = At::root("payload");
        let list = root.key("a/b~c");
        assert_eq!(list.index(3).pointer(), "/payload/a~1b~0c/3");
        assert_eq!(At::root("").pointer(), "");
        assert_eq!(At::root("").key("").pointer(), "/");
    }
}
