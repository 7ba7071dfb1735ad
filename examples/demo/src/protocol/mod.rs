//! Every message of the demo. Names and behaviour are fixed: checks outside this repository talk to it.
#![allow(missing_docs, reason = "field names that say it all need no second telling")]

mod events;
mod kinds;
mod rpcs;
mod topics;

pub use events::*;
pub use kinds::*;
pub use rpcs::*;
pub use topics::*;

wskit::protocol!(
    /// One of everything.
    pub Demo {
        version = "1.0.0";
        Ping, Pong, Nop, Withmeta, WithmetaOk, Inhcorr, Kinds, KindsOk, Boom, Panic, Everr, Close, Limited,
        Join, Joined, Leave, Left, Say, Sayx, Said, Pubres, Sub, Subbed, Pub, News,
        Sum, Prog, Rvoid, Rerr, Rerropts, Rthrow, Rpanic, Rslow, AbortedCount, Lookup, Costly, Echo
    }
);
