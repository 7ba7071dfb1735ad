//! Frames on the pages: `> ` is sent by a client, `< ` is what the server answers, and `* 30 s` lets time pass.

use std::time::Duration;

use serde_json::Value;
use wskit::{
    Router,
    testing::{TestClient, TestServer},
};

use super::page::Page;

/// Plays every conversation of a page, each on a connection of its own; gives how many frames there were.
pub(crate) fn play(page: &Page, router: fn() -> Router<()>) -> usize {
    let mut count = 0;
    for block in page.blocks("text") {
        let server = TestServer::new(router());
        let mut client = server.connect(());
        let mut answers = Vec::new();
        for (index, line) in block.code.lines().enumerate() {
            let place = format!("docs/{}:{}", page.name, block.line + index);
            let (mark, words) = line.split_once(' ').unwrap_or_else(|| panic!("{place}: whose line is it?"));
            match mark {
                "<" => {
                    let told: Value =
                        serde_json::from_str(words).unwrap_or_else(|error| panic!("{place}: {error}"));
                    answers.extend(client.frames());
                    assert!(!answers.is_empty(), "{place}: the server sends nothing more");
                    assert_eq!(answers.remove(0), told, "{place}");
                    count += 1;
                    continue;
                }
                _ => silent(&mut client, &answers, &place),
            }
            match mark {
                ">" => {
                    client.text(words);
                    count += 1;
                }
                "*" => server.clock().advance(seconds(words)),
                _ => panic!("{place}: whose line is it?"),
            }
        }
        silent(&mut client, &answers, &format!("docs/{}:{}", page.name, block.line));
    }
    count
}

/// Every answer was on the page.
fn silent(client: &mut TestClient<()>, answers: &[Value], place: &str) {
    let more = client.frames();
    assert!(
        answers.is_empty() && more.is_empty(),
        "{place}: before it the server sends {answers:?} {more:?}"
    );
}

fn seconds(words: &str) -> Duration {
    let seconds = words.strip_suffix(" s").and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(seconds.unwrap_or_else(|| panic!("{words} is no time")))
}
