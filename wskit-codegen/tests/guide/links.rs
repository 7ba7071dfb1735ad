//! Links between the pages.

use std::{fs, path::Path};

/// Links of a file that lead to no file or heading; gives how many there were as well.
pub(crate) fn broken(file: &Path) -> (usize, Vec<String>) {
    let text = read(file);
    let folder = file.parent().expect("a file is in a folder");
    let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let (mut count, mut broken) = (0, Vec::new());
    for link in links.filter(|link| !link.contains("://") && !link.contains(' ')) {
        count += 1;
        let (path, heading) = link.split_once('#').unwrap_or((link, ""));
        let target = if path.is_empty() { file.to_owned() } else { folder.join(path) };
        if !target.exists() || !(heading.is_empty() || has_heading(&read(&target), heading)) {
            broken.push(format!("{}: {link}", file.display()));
        }
    }
    (count, broken)
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// Whether a heading has this name in a link.
fn has_heading(text: &str, name: &str) -> bool {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| line.trim_start_matches('#').trim()).any(|heading| anchor(heading) == name)
}

/// The name of a heading, as GitHub makes it.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}
