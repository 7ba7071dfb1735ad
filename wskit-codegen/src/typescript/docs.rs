//! Doc comments.

use wskit::schema::About;

/// The lines of a doc comment, followed by what tools look for in one.
pub(crate) fn lines(docs: &str, about: Option<&About>) -> Vec<String> {
    with_tags(docs.trim_end().lines().map(|line| line.trim_end().to_owned()).collect(), about)
}

/// The lines with the tags of a message.
pub(crate) fn with_tags(lines: Vec<String>, about: Option<&About>) -> Vec<String> {
    let Some(about) = about else { return lines };
    let tags = about.since.iter().map(|since| format!("@since {since}"));
    let tags = tags.chain(deprecation(&lines, about.deprecated.as_deref())).collect();
    followed(lines, tags)
}

/// The lines with the tag of what is deprecated.
pub(crate) fn with_deprecation(lines: Vec<String>, note: Option<&str>) -> Vec<String> {
    let tags = deprecation(&lines, note).into_iter().collect();
    followed(lines, tags)
}

/// The tag of what is deprecated, unless the lines have it.
fn deprecation(lines: &[String], note: Option<&str>) -> Option<String> {
    let note = note.filter(|_| !lines.iter().any(|line| line.contains("@deprecated")))?;
    let note: Vec<_> = note.lines().collect();
    Some(format!("@deprecated {}", note.join(" ")).trim_end().to_owned())
}

fn followed(mut lines: Vec<String>, tags: Vec<String>) -> Vec<String> {
    if !lines.is_empty() && !tags.is_empty() {
        lines.push(String::new());
    }
    lines.extend(tags);
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
