//! What a file that declares or handles messages needs: `use wskit::prelude::*;`.

pub use crate::{
    Code, Error, ErrorReply, Failure, Result, data, error, event, message, meta, protocol, response, rpc,
};
