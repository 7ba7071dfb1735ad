//! A page of the guide, and what stands on it.

use std::{fs, path::Path};

/// A page in `docs/`.
pub(crate) struct Page {
    pub(crate) name: &'static str,
    pub(crate) text: String,
}

/// A block of code.
pub(crate) struct Block {
    /// The line of its first line of code, for messages.
    pub(crate) line: usize,
    pub(crate) language: String,
    pub(crate) code: String,
}

impl Page {
    pub(crate) fn read(name: &'static str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self { name, text }
    }

    /// Every block of a language, in the order of the page.
    pub(crate) fn blocks(&self, language: &str) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut open: Option<Block> = None;
        for (index, line) in self.text.lines().enumerate() {
            match (&mut open, line.strip_prefix("```")) {
                (None, Some(language)) => {
                    open =
                        Some(Block { line: index + 2, language: language.to_owned(), code: String::new() });
                }
                (Some(_), Some("")) => blocks.extend(open.take()),
                (Some(block), _) => {
                    block.code.push_str(line);
                    block.code.push('\n');
                }
                (None, None) => {}
            }
        }
        assert!(open.is_none(), "{} has a block that is not closed", self.name);
        blocks.retain(|block| block.language == language);
        blocks
    }

    /// The rows of every table whose head starts with these words: the cells of each.
    pub(crate) fn rows(&self, head: &str) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let mut inside = false;
        for line in self.text.lines() {
            match (inside, line.starts_with(&format!("| {head} |"))) {
                (_, true) => inside = true,
                (true, _) if line.starts_with("|-") => {}
                (true, _) if line.starts_with('|') => rows.push(cells(line)),
                _ => inside = false,
            }
        }
        assert!(!rows.is_empty(), "{} has no table {head}", self.name);
        rows
    }

    /// What `message!` declares in the Rust of the page is what the tests declare.
    pub(crate) fn assert_declared(&self, source: &str) -> usize {
        let source = trimmed(source);
        let mut count = 0;
        for block in self.blocks("rust") {
            for declared in declarations(&block.code) {
                let found = source.windows(declared.len()).any(|window| window == declared);
                assert!(
                    found,
                    "{}:{}: the tests do not declare\n{}",
                    self.name,
                    block.line,
                    declared.join("\n")
                );
                count += 1;
            }
        }
        count
    }
}

/// The cells of a row, in which `\|` is a bar.
fn cells(line: &str) -> Vec<String> {
    let line = line.replace("\\|", "\u{1}");
    let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
    inner.split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect()
}

/// The words of a cell in backticks.
pub(crate) fn code(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// Lines without indentation and without blank ones.
pub(crate) fn trimmed(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

fn declarations(code: &str) -> Vec<Vec<&str>> {
    let mut found = Vec::new();
    let mut open: Option<Vec<&str>> = None;
    for line in trimmed(code) {
        match (&mut open, line) {
            (None, "wskit::message!(") => open = Some(Vec::new()),
            (Some(_), ");") => found.extend(open.take()),
            (Some(lines), line) => lines.push(line),
            (None, _) => {}
        }
    }
    found
}
