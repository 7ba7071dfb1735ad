//! What a file that declares or handles messages needs: `use wskit::prelude::*;`.

pub use crate::{
    Answer, Code, Connection, Ctx, Error, ErrorReply, Failure, Gate, Limits, Next, Outcome, Reply, Result,
    Router, RpcCtx, data, event, message, meta, protocol, response, rpc,
};
