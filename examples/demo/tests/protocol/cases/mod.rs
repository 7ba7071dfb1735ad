pub(crate) mod answers;
pub(crate) mod closes;
pub(crate) mod codes;
pub(crate) mod envelope;
pub(crate) mod frames;
pub(crate) mod topics;
