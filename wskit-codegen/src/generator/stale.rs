use std::{fmt, path::PathBuf};

use similar::TextDiff;

use super::{
    display,
    survey::{State, Survey},
};

/// Lines of difference that a message shows of one file.
const SHOWN: usize = 20;

/// Generated files that are not what the protocol generates; paths relative to the root.
///
/// As text it names each of them, shows the first lines that differ, and says what to run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stale {
    /// Files that say something else.
    pub changed: Vec<PathBuf>,
    /// Files that are not there.
    pub missing: Vec<PathBuf>,
    /// Files that are no longer generated.
    pub left_over: Vec<PathBuf>,
    message: String,
}

impl Stale {
    /// What is stale, if anything.
    pub(super) fn of(survey: &Survey, command: Option<String>) -> Option<Self> {
        let mut stale =
            Self { changed: Vec::new(), missing: Vec::new(), left_over: Vec::new(), message: String::new() };
        let mut details = Vec::new();
        for file in &survey.files {
            let (list, what, diff) = match &file.state {
                State::Current => continue,
                State::Missing { .. } => (&mut stale.missing, "is missing", String::new()),
                State::LeftOver => (&mut stale.left_over, "is no longer generated", String::new()),
                State::Changed { before, contents } => {
                    (&mut stale.changed, "is out of date", diff(before, contents))
                }
            };
            list.push(file.path.clone());
            details.push(format!("  {} {what}\n{diff}", display(&file.path)));
        }
        let details = details.concat();
        let count = stale.changed.len() + stale.missing.len() + stale.left_over.len();
        let (files, are) = if count == 1 { ("file", "is") } else { ("files", "are") };
        let command = command.map_or("generate anew".to_owned(), |command| format!("run `{command}`"));
        stale.message = format!(
            "{count} generated {files} {are} not what {} generates:\n{details}{command} and commit the result",
            survey.of
        );
        (count > 0).then_some(stale)
    }
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Stale {}

/// What writing would change: `-` is what the file says, `+` what it should say.
fn diff(before: &str, contents: &str) -> String {
    let diff = TextDiff::from_lines(before, contents);
    let text = diff.unified_diff().context_radius(1).to_string();
    let mut lines: Vec<_> =
        text.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n").collect();
    let more = lines.len().saturating_sub(SHOWN);
    lines.truncate(SHOWN);
    if more > 0 {
        lines.push(format!("    ... {more} more lines\n"));
    }
    lines.concat()
}
