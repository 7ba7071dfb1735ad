use std::fmt;

/// Everything that is wrong with a router, all at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterError {
    /// One sentence each.
    pub(super) problems: Vec<String>,
}

impl RegisterError {
    /// The problems, one sentence each, sorted by wire type.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for RegisterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("; "))
    }
}

impl std::error::Error for RegisterError {}
