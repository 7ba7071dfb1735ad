//! What was written, with spans and without judgement.

pub(crate) mod args;
pub(crate) mod item;
pub(crate) mod protocol;
