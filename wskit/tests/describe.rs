//! The document of a protocol.
#![cfg(feature = "schema")]
#![allow(
    missing_docs,
    dead_code,
    unreachable_pub,
    reason = "a test's types need no docs, and are nobody else's"
)]

#[path = "../../examples/chat/src/protocol.rs"]
mod chat;

use serde_json::{Value, json};
use wskit::schema::{DescribeProtocol, Direction, Protocol};

#[allow(deprecated, reason = "what schemars derives for a deprecated type uses it")]
mod declared {
    wskit::message!(
        /// A member joins a room.
        ///
        ///  Indented.
        #[event("JOIN", from = client, since = "1.2", meta = Trace)]
        #[deprecated(since = "1.3.0", note = "use `Enter`")]
        pub struct JoinRoom {
            pub room_id: RoomId,
            /// Shown to others.
            #[validate(length(min = 1, max = 20))]
            pub nick: Option<String>,
            #[validate(range(max = 5))]
            pub n: u64,
            #[validate(length(max = 3))]
            pub tags: Vec<String>,
        }

        #[event]
        pub struct Ping;

        /// Who is in a room hears this.
        #[topic("room:{room_id}/{seat_kind}", carries(Ping), since = "1.2")]
        #[deprecated(note = "ask each time")]
        pub struct RoomTopic {
            #[deprecated]
            pub seat_kind: Seat,
            /// Which room.
            pub room_id: RoomId,
        }

        #[topic("lobby", carries(Ping))]
        pub struct Lobby;

        #[data]
        pub enum Seat {
            Front,
            Back,
        }

        #[rpc(response = Done, progress = Stage, error = Refused)]
        pub struct Work;

        /// It is done.
        #[response("WORK_DONE")]
        #[deprecated]
        pub struct Done {
            pub part: Part,
        }

        #[data]
        pub struct Stage {
            pub percent: u8,
        }

        #[data]
        pub enum Part {
            Text { body_text: String },
            Line,
        }

        #[data]
        pub struct RoomId(#[validate(length(min = 1, max = 64), pattern("^[a-z0-9-]+$"))] String);

        #[meta]
        pub struct Trace {
            pub trace_id: String,
        }

        /// Why not.
        #[error]
        pub enum Refused {
            /// No place is left.
            RoomFull { room_limit: u8, why: Option<String> },
            #[code("BUSY", retryable)]
            Busy,
            #[code("NOT_FOUND")]
            Missing,
            #[code("INTERNAL")]
            Odd,
        }
    );

    wskit::protocol!(
        /// Two lines
        /// of docs.
        pub Demo { version = "1.2.0"; JoinRoom, Ping, self::Work, RoomTopic, Lobby }
    );
}

fn document() -> Protocol {
    declared::Demo::protocol().unwrap()
}

#[test]
fn a_protocol_says_what_it_is() {
    let document = document();
    assert_eq!((document.name.as_str(), document.version.as_str()), ("Demo", "1.2.0"));
    assert_eq!(document.docs, "Two lines\nof docs.");
    let events: Vec<_> =
        document.events.iter().map(|event| (event.wire_type.as_str(), event.direction)).collect();
    assert_eq!(events, [("JOIN", Direction::Client), ("PING", Direction::Both)]);
}

#[test]
fn a_message_says_what_its_attributes_say() {
    let document = document();
    let join = &document.events[0];
    assert_eq!(join.about.name, "JoinRoom");
    assert_eq!(join.about.docs, "A member joins a room.\n\n Indented.");
    assert_eq!(join.about.deprecated.as_deref(), Some("use `Enter`"));
    assert_eq!(join.about.since.as_deref(), Some("1.2"));
    assert_eq!(join.meta.as_ref().map(|meta| meta.typescript.as_str()), Some("Trace"));
    assert!(document.events[1].payload.is_none() && document.events[1].meta.is_none());
    let work = &document.rpcs[0];
    assert_eq!(
        (work.response.wire_type.as_str(), work.response.about.deprecated.as_deref()),
        ("WORK_DONE", Some(""))
    );
    assert_eq!(work.progress.as_ref().map(|progress| progress.typescript.as_str()), Some("Stage"));
    assert_eq!(work.error.as_deref(), Some("Refused"));
}

#[test]
fn a_topic_says_what_stands_in_it_and_what_it_carries() {
    let document = document();
    let [room, lobby] = document.topics.as_slice() else { panic!("{:?}", document.topics) };
    assert_eq!(
        (room.pattern.as_str(), room.carries.as_slice()),
        ("room:{roomId}/{seatKind}", &["PING".to_owned()][..])
    );
    assert_eq!(
        (room.about.name.as_str(), room.about.docs.as_str()),
        ("RoomTopic", "Who is in a room hears this.")
    );
    assert_eq!(
        (room.about.since.as_deref(), room.about.deprecated.as_deref()),
        (Some("1.2"), Some("ask each time"))
    );
    let [id, seat] = room.parameters.as_slice() else { panic!("{:?}", room.parameters) };
    assert_eq!((id.name.as_str(), id.docs.as_str(), &id.deprecated), ("roomId", "Which room.", &None));
    assert_eq!((seat.name.as_str(), seat.deprecated.as_deref()), ("seatKind", Some("")));
    assert_eq!((id.ty.typescript.as_str(), seat.ty.typescript.as_str()), ("RoomId", "Seat"));
    assert_eq!(seat.ty.schema.receive, json!({"$ref": "#/$defs/Seat"}));
    assert_eq!(document.definitions.receive["Seat"]["enum"], json!(["front", "back"]));
    assert_eq!((lobby.pattern.as_str(), lobby.parameters.len()), ("lobby", 0));
}

#[test]
fn without_topics_a_document_is_what_it_was() {
    let document = Protocol { topics: Vec::new(), ..document() };
    let text = serde_json::to_value(&document).unwrap();
    assert!(text.get("topics").is_none());
    assert_eq!(serde_json::from_value::<Protocol>(text).unwrap(), document);
}

#[test]
fn constraints_are_keywords() {
    let definitions = document().definitions.receive;
    let join: &Value = &definitions["JoinRoom"]["properties"];
    assert_eq!(join["nick"]["minLength"], 1);
    assert_eq!(join["nick"]["maxLength"], 20);
    assert_eq!(join["n"]["maximum"], 5);
    assert_eq!(join["tags"]["maxItems"], 3);
    assert_eq!(definitions["JoinRoom"]["additionalProperties"], false);
    assert_eq!(definitions["JoinRoom"]["required"], json!(["roomId", "n", "tags"]));
    assert_eq!(definitions["RoomId"]["pattern"], "^[a-z0-9-]+$");
    assert_eq!(definitions["RoomId"]["maxLength"], 64);
}

#[test]
fn types_are_typescript() {
    let types = document().types;
    let of = |name: &str| types.iter().find(|each| each.name == name).unwrap().typescript.as_str();
    assert!(of("JoinRoom").contains("nick?: string | null"), "{}", of("JoinRoom"));
    assert_eq!(of("RoomId"), "type RoomId = string;");
    assert_eq!(of("Part"), r#"type Part = { "kind": "text", bodyText: string, } | { "kind": "line" };"#);
}

#[test]
fn errors_are_listed_with_their_details() {
    let set = document().errors.remove(0);
    assert_eq!((set.name.as_str(), set.docs.as_str()), ("Refused", "Why not."));
    let rows: Vec<_> = set.errors.iter().map(|error| (error.code.as_str(), error.retryable)).collect();
    assert_eq!(
        rows,
        [("ROOM_FULL", Some(false)), ("BUSY", Some(true)), ("NOT_FOUND", Some(false)), ("INTERNAL", None)]
    );
    assert_eq!(set.errors[0].docs, "No place is left.");
    let details = set.errors[0].details.as_ref().unwrap();
    assert_eq!(details.typescript, "{ roomLimit: number, why?: string | null, }");
    assert!(set.errors[1].details.is_none());
}

#[test]
fn the_example_describes_itself() {
    let document = chat::Chat::protocol().unwrap();
    assert_eq!((document.rpcs.len(), document.events.len()), (6, 5));
    assert_eq!(document.docs, "A chat with rooms.");
}
