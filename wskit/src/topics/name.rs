/// The longest topic, in characters.
pub(super) const MAX_LENGTH: usize = 128;

/// A topic is 1 to 128 characters of `[A-Za-z0-9:_./-]`; says what is wrong with any other.
pub(crate) fn validate_name(topic: &str) -> Result<(), String> {
    if topic.is_empty() {
        return Err("a topic cannot be empty".to_owned());
    }
    if let Some(bad) = topic.chars().find(|c| !c.is_ascii_alphanumeric() && !":_./-".contains(*c)) {
        return Err(format!("a topic cannot contain {bad:?}; letters, digits and : _ . / - are allowed"));
    }
    if topic.len() > MAX_LENGTH {
        return Err(format!("a topic has at most {MAX_LENGTH} characters, this one has {}", topic.len()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert!(validate_name("room:a_b.c/d-9").is_ok());
        assert!(validate_name(&"x".repeat(128)).is_ok());
        for bad in ["", "a b", "ü", "a\n", &"x".repeat(129)] {
            assert!(validate_name(bad).is_err(), "{bad:?}");
        }
    }
}
