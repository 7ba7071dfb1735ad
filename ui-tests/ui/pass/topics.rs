//! Topics in both forms, in any place, with everything that may stand on them.
#![deny(warnings, missing_docs)]
#![allow(missing_docs, reason = "of the messages, not of what is generated")]

use wskit::{message::FromServer, prelude::*, topics::CarriedBy};

mod inner {
    #[wskit::event(from = server)]
    pub struct Said;
}

/// In the form of an attribute.
#[wskit::topic("room:{room_id}:{kind}", carries(inner::Said, Old), since = "1.2")]
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RoomTopic {
    /// Which room.
    pub room_id: RoomId,
    #[deprecated(note = "all are open")]
    pub kind: Kind,
}

wskit::message!(
    #[topic("lobby", carries(inner::Said))]
    #[derive(Copy, Eq, Hash, Default)]
    pub struct Lobby;

    #[topic("hall", carries(inner::Said))]
    pub(crate) struct Hall {}

    #[topic("{r}/x", carries(crate::inner::Said))]
    #[deprecated]
    pub struct Raw {
        pub(crate) r: r#Kind,
    }

    #[topic("t:{type}", carries(Old))]
    #[cfg(all())]
    #[doc(hidden)]
    pub struct Keyword {
        pub r#type: u8,
    }

    #[topic("t:{name}", carries(Old))]
    #[cfg(any())]
    pub struct Absent {
        pub name: u8,
    }

    #[event(from = server)]
    #[deprecated]
    pub struct Old;

    #[data]
    #[derive(Eq, Hash, PartialOrd, Ord)]
    pub enum Kind {
        Open,
        #[cfg(any())]
        Closed,
        #[deprecated]
        Secret,
    }

    #[data]
    pub struct RoomId(#[validate(length(max = 9))] String);
);

wskit::protocol!(pub Chat { version = "1.0.0"; inner::Said, Old, RoomTopic, Lobby, Hall, Keyword, Raw });

fn generic<M: FromServer<Meta = ()> + CarriedBy<Lobby>>(connection: &Connection<()>, message: &M) {
    let _ = connection.publish(Lobby, message);
    let _ = connection.publish("lobby", message);
}

fn main() {
    let _ = generic::<inner::Said>;
    assert_eq!(Lobby::default(), Lobby);
}
