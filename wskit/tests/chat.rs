//! A whole protocol, as an application declares it.
#![allow(missing_docs, reason = "a test's types need no docs")]

#[path = "../../examples/chat/src/protocol.rs"]
mod protocol;

use wskit::schema::DescribeProtocol;

#[test]
fn the_example_describes_itself() {
    let document = protocol::Chat::protocol().unwrap();
    println!("{}", wskit::__private::serde_json::to_string_pretty(&document).unwrap());
    assert_eq!(document.rpcs.len(), 6);
    assert_eq!(document.events.len(), 5);
}
