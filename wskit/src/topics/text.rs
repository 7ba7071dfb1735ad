//! The text of a typed topic: what the macro's code calls.

use std::borrow::Cow;

use super::{
    InvalidTopic,
    name::{MAX_LENGTH, validate_name},
};

/// A value on its way into a topic, with the text that follows it there.
#[doc(hidden)]
#[derive(Debug)]
pub struct Placed<'a> {
    /// The name of its field, as clients know it.
    pub name: &'static str,
    /// Its text, or why it has none.
    pub value: Result<Cow<'a, str>, String>,
    /// What stands between it and the next, or the end.
    pub after: &'static str,
}

/// Writes a topic.
#[doc(hidden)]
pub fn join_topic(pattern: &str, start: &str, values: &[Placed<'_>]) -> Result<String, InvalidTopic> {
    let mut topic = start.to_owned();
    for Placed { name, value, after } in values {
        let fits = value.as_ref().map_err(Clone::clone).and_then(|value| match misfit(value, after) {
            Some(why) => Err(why),
            None => Ok(value),
        });
        topic +=
            fits.map_err(|why| InvalidTopic(format!("{name} has no place in the topic {pattern}: {why}")))?;
        topic += after;
    }
    validate_name(&topic).map_err(InvalidTopic)?;
    Ok(topic)
}

/// Why a value cannot stand in front of a text.
fn misfit(value: &str, after: &str) -> Option<String> {
    if value.is_empty() {
        return Some("it is empty".to_owned());
    }
    // First, so that nothing long stands in a message.
    if value.len() > MAX_LENGTH {
        return Some(format!("a topic has at most {MAX_LENGTH} characters"));
    }
    if let Err(why) = validate_name(value) {
        return Some(why);
    }
    // Not only inside of it: before `::`, a value that ends with `:` would be read as a shorter one.
    let is_read_back = after.is_empty() || format!("{value}{after}").find(after) == Some(value.len());
    (!is_read_back).then(|| format!("`{after}` follows it there, so that {value:?} could not be read back"))
}

/// The values of a topic that starts like this, given what follows each.
#[doc(hidden)]
#[must_use]
pub fn split_topic<'a, const N: usize>(
    topic: &'a str,
    start: &str,
    after: [&'static str; N],
) -> Option<[&'a str; N]> {
    validate_name(topic).ok()?;
    let mut rest = topic.strip_prefix(start)?;
    let mut values = [""; N];
    for (value, after) in values.iter_mut().zip(after) {
        let end = if after.is_empty() { rest.len() } else { rest.find(after)? };
        *value = rest.get(..end).filter(|value| !value.is_empty())?;
        rest = rest.get(end + after.len()..)?;
    }
    rest.is_empty().then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join(values: &[(&str, &'static str)]) -> Result<String, String> {
        let placed = |(value, after): &(&str, &'static str)| Placed {
            name: "id",
            value: Ok(Cow::Owned((*value).to_owned())),
            after,
        };
        let values: Vec<_> = values.iter().map(placed).collect();
        join_topic("t:{id}..", "t:", &values).map_err(|why| why.to_string())
    }

    #[test]
    fn what_is_written_is_read_back() {
        for (values, text) in [
            (vec![("a", "")], "t:a"),
            (vec![("a:b/c", "")], "t:a:b/c"),
            (vec![("a", ":"), ("b:c", "")], "t:a:b:c"),
            (vec![("a:", "/x")], "t:a:/x"),
        ] {
            assert_eq!(join(&values).as_deref(), Ok(text));
        }
        assert_eq!(split_topic("t:a:b:c", "t:", [":", ""]), Some(["a", "b:c"]));
        assert_eq!(split_topic("t:a/x", "t:", ["/x"]), Some(["a"]));
        assert_eq!(split_topic("t", "t", []), Some([]));
        for (topic, after) in
            [("t:", ""), ("t:/x", "/x"), ("t:a/x/x", "/x"), ("s:a", ""), ("t:a b", ""), ("t:a", "/x")]
        {
            assert_eq!(split_topic(topic, "t:", [after]), None, "{topic}");
        }
    }

    #[test]
    fn a_value_without_a_place_says_why() {
        for (value, after, why) in [
            ("", "", "it is empty"),
            ("a b", "", "' '"),
            ("a:b", ":", "`:` follows it"),
            ("a:", "::", "`::` follows it"),
            (&*"x".repeat(129), "", "at most 128"),
        ] {
            let error = join(&[(value, after)]).expect_err(value);
            assert!(
                error.starts_with("id has no place in the topic t:{id}..: ") && error.contains(why),
                "{error}"
            );
        }
        assert!(join(&[(&"x".repeat(127), "")]).expect_err("129 in all").contains("this one has 129"));
    }
}
