//! Modules, visibilities and re-exports.
#![deny(warnings)]
#![allow(dead_code)]

mod outer {
    pub mod ids {
        wskit::message!(
            #[data]
            #[derive(Eq, Hash, PartialOrd, Ord)]
            pub enum Role {
                Owner,
                Guest,
            }
            #[data]
            pub struct RoomId(#[validate(length(max = 9))] String);
            #[data]
            pub(in crate::outer) struct Inside(pub(super) u8);
        );
    }

    pub use ids::RoomId as Room;

    wskit::message!(
        #[event]
        pub struct Joined {
            pub room: Room,
            pub role: self::ids::Role,
            pub rooms: std::collections::BTreeMap<ids::RoomId, ids::Role>,
            pub roles: std::collections::HashSet<ids::Role>,
        }
        #[data]
        pub(crate) struct Private {
            inside: ids::Inside,
            hidden: Hidden,
        }
        #[data]
        struct Hidden {
            pub(self) a: u8,
        }
        #[rpc(response = Answer)]
        pub(crate) struct Ask {
            pub(crate) question: crate::outer::Room,
        }
        #[response]
        pub(crate) struct Answer;
    );
}

mod prelude {
    pub(crate) use crate::outer::{Ask, Joined};
}

use prelude::*;

wskit::protocol!(Chat { version = "1.0.0"; Joined, crate::prelude::Ask });

macro_rules! declare {
    ($name:ident, $field:ident: $type:ty) => {
        wskit::message!(
            #[event]
            pub struct $name {
                pub $field: $type,
                pub more: Option<$type>,
            }
        );
    };
}

declare!(Generated, room: outer::Room);

fn main() {
    wskit::message!(
        #[data]
        struct Local {
            generated: Generated,
        }
    );
    assert!(wskit::validate::from_json::<Local>(r#"{"generated": {"room": "a"}}"#).is_ok());
}
