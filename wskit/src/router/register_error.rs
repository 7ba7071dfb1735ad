use std::{collections::BTreeSet, fmt};

/// Everything that is wrong with a router, all at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterError {
    /// One sentence each.
    pub(super) problems: Vec<String>,
}

impl RegisterError {
    pub(crate) fn of(problem: String) -> Self {
        Self { problems: vec![problem] }
    }

    /// The problems, one sentence each, sorted.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl From<BTreeSet<String>> for RegisterError {
    fn from(problems: BTreeSet<String>) -> Self {
        Self { problems: problems.into_iter().collect() }
    }
}

impl fmt::Display for RegisterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("; "))
    }
}

impl std::error::Error for RegisterError {}
