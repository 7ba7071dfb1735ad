//! The progress of an rpc is whatever a field can be, described as it is sent.

use std::collections::{BTreeMap, VecDeque};

use serde_json::json;
use wskit::schema::DescribeProtocol;

wskit::message!(
    #[rpc(response = Done, progress = VecDeque<u8>)]
    pub struct Count;
    #[rpc(response = Done, progress = BTreeMap<Phase, u8>)]
    pub struct Work;
    #[rpc(response = Done)]
    pub struct Wait;
    #[response]
    pub struct Done;
    #[data]
    #[derive(Eq, Hash, PartialOrd, Ord)]
    pub enum Phase {
        Reading,
        Writing,
    }
);

wskit::protocol!(pub Jobs { version = "1.0.0"; Count, Work, Wait });

fn main() {
    let protocol = Jobs::protocol().expect("a sound protocol");
    let progress: Vec<_> = protocol
        .rpcs
        .iter()
        .map(|rpc| rpc.progress.as_ref().map(|used| (used.typescript.as_str(), &used.schema.send["type"])))
        .collect();
    let (list, map) = (json!("array"), json!("object"));
    assert_eq!(
        progress,
        [Some(("Array<number>", &list)), Some(("{ [key in Phase]?: number }", &map)), None]
    );
}
