//! Doc comments.

use wskit::schema::About;

/// The lines of a doc comment, followed by what tools look for in one.
pub(crate) fn lines(docs: &str, about: Option<&About>) -> Vec<String> {
    with_tags(docs.trim_end().lines().map(|line| line.trim_end().to_owned()).collect(), about)
}

/// The lines with the tags of a message, unless they have them.
pub(crate) fn with_tags(mut lines: Vec<String>, about: Option<&About>) -> Vec<String> {
    let Some(about) = about else { return lines };
    let mut tags = Vec::new();
    if let Some(since) = &about.since {
        tags.push(format!("@since {since}"));
    }
    let says_so = lines.iter().any(|line| line.contains("@deprecated"));
    if let Some(note) = about.deprecated.as_ref().filter(|_| !says_so) {
        tags.push(
            format!("@deprecated {}", note.lines().collect::<Vec<_>>().join(" ")).trim_end().to_owned(),
        );
    }
    if !lines.is_empty() && !tags.is_empty() {
        lines.push(String::new());
    }
    lines.extend(tags);
    lines
}

/// The lines with the tag of what is deprecated, unless they have it.
pub(crate) fn with_deprecation(mut lines: Vec<String>, deprecated: bool) -> Vec<String> {
    const TAG: &str = "@deprecated";
    if deprecated && !lines.iter().any(|line| line.contains(TAG)) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(TAG.to_owned());
    }
    lines
}

/// The comment with a line break behind it, each line after `indent` spaces; nothing for no lines.
pub(crate) fn comment(lines: &[String], indent: usize) -> String {
    let pad = " ".repeat(indent);
    let lines: Vec<_> = lines.iter().map(|line| line.replace("*/", "*\\/")).collect();
    match lines.as_slice() {
        [] => String::new(),
        [line] => format!("{pad}/** {line} */\n"),
        lines => {
            let lines = lines.iter().map(|line| format!("{pad} * {line}").trim_end().to_owned() + "\n");
            format!("{pad}/**\n{}{pad} */\n", lines.collect::<String>())
        }
    }
}
