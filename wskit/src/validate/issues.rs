use std::{borrow::Cow, fmt};

use serde::Serialize;

use super::At;

/// The most issues that are reported for one frame.
pub const MAX_ISSUES: usize = 32;

/// One violation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Issue {
    /// JSON pointer in wire names, such as `/payload/roomId`.
    pub path: String,
    /// Stable code: `length`, `range`, `pattern`, `email`, `unique`, `type`, `missing_field`, `unknown_field`, ...
    pub code: Cow<'static, str>,
    /// One sentence: what would be right.
    pub message: Cow<'static, str>,
}

/// Collects issues; at most 32 are kept, the rest only counted.
#[derive(Clone, Debug, Default)]
pub struct Issues {
    kept: Vec<Issue>,
    dropped: usize,
}

impl Issues {
    /// Adds an issue at a place.
    pub fn add(
        &mut self,
        at: At<'_>,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) {
        if self.kept.len() < MAX_ISSUES {
            self.kept.push(Issue { path: at.pointer(), code: code.into(), message: message.into() });
        } else {
            self.dropped += 1;
        }
    }

    /// Adds an issue whose pointer is already written out.
    pub(crate) fn add_path(
        &mut self,
        path: String,
        code: &'static str,
        message: impl Into<Cow<'static, str>>,
    ) {
        if self.kept.len() < MAX_ISSUES {
            self.kept.push(Issue { path, code: code.into(), message: message.into() });
        } else {
            self.dropped += 1;
        }
    }

    /// How many were added, kept or not.
    pub(crate) fn count(&self) -> usize {
        self.kept.len() + self.dropped
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// `Ok` when nothing is wrong.
    ///
    /// # Errors
    ///
    /// Everything that was added.
    pub fn into_result(self) -> Result<(), Invalid> {
        if self.is_empty() { Ok(()) } else { Err(self.into_invalid()) }
    }

    /// What was added, as the reason of a refusal.
    pub(crate) fn into_invalid(self) -> Invalid {
        Invalid { issues: self.kept, dropped: self.dropped }
    }
}

/// Why a value was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    issues: Vec<Issue>,
    dropped: usize,
}

impl Invalid {
    /// The violations, in the order of declaration; at least one, at most 32.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    pub(crate) fn into_issues(self) -> Vec<Issue> {
        self.issues
    }

    /// How many more there were than [`issues`](Self::issues) holds.
    #[must_use]
    pub fn dropped(&self) -> usize {
        self.dropped
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, issue) in self.issues.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            if issue.path.is_empty() {
                write!(f, "{}", issue.message)?;
            } else {
                write!(f, "{}: {}", issue.path, issue.message)?;
            }
        }
        if self.dropped > 0 {
            write!(f, "; and {} more", self.dropped)?;
        }
        Ok(())
    }
}

impl std::error::Error for Invalid {}
