use std::borrow::Cow;

use super::Apply;

/// `custom(path)`: a function of the server's, `fn(&T) -> Result<(), impl Into<Cow<'static, str>>>`.
///
/// A client cannot run it, so the schema only says that it is there.
#[derive(Clone, Copy, Debug)]
pub struct Custom {
    /// The function, as it is written.
    pub path: &'static str,
}

impl Custom {
    /// Checks a value with the function, or names it in the schema.
    #[inline]
    pub fn apply<T: ?Sized, E: Into<Cow<'static, str>>>(
        self,
        to: &mut Apply<'_, T>,
        check: impl FnOnce(&T) -> Result<(), E>,
    ) {
        match to {
            Apply::Check { value, at, issues } => {
                if let Err(why) = check(value) {
                    issues.add(*at, "custom", why);
                }
            }
            #[cfg(feature = "schema")]
            Apply::Describe(schema) => self.describe(schema),
        }
    }

    /// A comment, because a strict validator refuses keywords it does not know.
    #[cfg(feature = "schema")]
    fn describe(self, schema: &mut schemars::Schema) {
        let own = format!("also checked by the server: {}", self.path);
        let comment = match schema.get("$comment").and_then(serde_json::Value::as_str) {
            Some(stated) => format!("{stated}; {own}"),
            None => own,
        };
        schema.insert("$comment".to_owned(), comment.into());
    }
}
