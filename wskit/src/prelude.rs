//! What a file that declares or handles messages needs: `use wskit::prelude::*;`.

pub use crate::{
    Code, Connection, Ctx, EndWithCtxReply, Error, ErrorReply, Failure, Gate, Limits, Next, Outcome, Reply,
    Result, Router, RpcCtx, data, error, event, message, meta, protocol, response, rpc, topic,
};

// For `topic.to_topic()` and `RoomTopic::parse(..)`; the name is left to you.
pub use crate::topics::Topic as _;
