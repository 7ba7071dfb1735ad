use super::{Pattern, Text};
use crate::validate::{At, Issues};

/// `email`: an address as HTML defines it for `<input type=email>`.
///
/// Source: WHATWG HTML, "valid e-mail address". It is one regular expression, so every output can use the same one.
#[derive(Clone, Copy, Debug)]
pub struct Email;

const SOURCE: &str = concat!(
    r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+",
    r"@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?",
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$",
);

static PATTERN: Pattern = Pattern::new(SOURCE, || Pattern::compile(SOURCE));

impl Email {
    /// Reports a text that is no address.
    #[inline]
    pub fn check<T: Text + ?Sized>(self, value: &T, at: At<'_>, issues: &mut Issues) {
        if let Some(text) = value.text()
            && !PATTERN.is_match(text)
        {
            issues.add(at, "email", "must be an email address");
        }
    }

    /// Adds the pattern to a schema; `format` alone is only an annotation in 2020-12.
    #[cfg(feature = "schema")]
    pub fn describe<T: Text + ?Sized>(self, schema: &mut schemars::Schema) {
        PATTERN.describe::<T>(schema);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::check;

    #[test]
    fn addresses() {
        for good in ["a@b", "a.b+c@example.com", "x@xn--bcher-kva.example"] {
            assert!(PATTERN.is_match(good), "{good}");
        }
        for bad in ["", "a", "a@", "@b", "a b@c", "a@b..c", "a@-b", "a@b\n"] {
            assert!(!PATTERN.is_match(bad), "{bad:?}");
        }
        assert!(check(&String::new()).is_ok());
    }
}
