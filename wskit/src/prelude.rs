//! What a file with handlers needs: `use wskit::prelude::*;`.

pub use crate::{
    Answer, Code, Connection, Ctx, Error, ErrorReply, Gate, Limits, Next, Outcome, Reply, Result, Router,
    RpcCtx,
};
