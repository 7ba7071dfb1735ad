//! The macros, documented where their examples compile.

/// ```
/// wskit::message!(
///     /// A member joins a room.
///     #[event(from = client)] // its wire type is "JOIN_ROOM"
///     pub struct JoinRoom {
///         pub room_id: RoomId, // "roomId" on the wire
///     }
///
///     /// A room's name.
///     #[data]
///     pub struct RoomId(#[validate(length(min = 1, max = 64), pattern("^[a-z0-9-]+$"))] String);
/// );
///
/// assert!(RoomId::new("Not A Room").is_err());
/// let join = JoinRoom { room_id: RoomId::new("lobby")? };
/// # Ok::<(), wskit::validate::Invalid>(())
/// ```
///
/// A mistake in one item is one error, and leaves the others whole. What each type is on the wire, in JSON Schema and in
/// TypeScript is told in [the guide to types](https://github.com/wskit/wskit/blob/main/docs/types.md).
pub use wskit_macros::message;

/// ```
/// wskit::message!(
///     #[event]
///     pub struct Ping;
/// );
///
/// wskit::protocol!(
///     /// A chat.
///     pub Chat { version = "1.0.0"; Ping }
/// );
/// ```
///
/// Topics are listed like messages, beside the events that they carry. Two messages of one wire type are a compiler error at the later one. How a protocol changes while it is in use is told
/// in [the guide to versions](https://github.com/wskit/wskit/blob/main/docs/versioning.md).
pub use wskit_macros::protocol;

/// ```
/// #[wskit::event("CHAT_MESSAGE", from = server, since = "1.2")]
/// pub struct ChatMessage {
///     #[validate(length(min = 1, max = 500))]
///     pub text: String,
/// }
/// ```
///
/// Arguments: the wire type, `from = client` or `from = server` (both without it), `since = "version"`, `meta = Type`.
pub use wskit_macros::event;

/// ```
/// wskit::message!(
///     #[rpc("GET_USER", response = User)]
///     pub struct GetUser {
///         pub id: u32,
///     }
///     #[response]
///     pub struct User {
///         pub name: String,
///     }
/// );
/// ```
///
/// Arguments: the wire type, `response = Type`, and where there are any `progress = Type`, `error = Type`,
/// `meta = Type`, `since = "version"`.
pub use wskit_macros::rpc;

/// ```
/// #[wskit::response("USER")]
/// pub struct User {
///     pub name: String,
/// }
/// ```
///
/// Arguments: the wire type, `since = "version"`.
pub use wskit_macros::response;

/// ```
/// use wskit::prelude::*;
///
/// wskit::message!(
///     #[event(from = server)]
///     pub struct ChatMessage {
///         pub text: String,
///     }
///
///     /// Who is in a room hears this.
///     #[topic("room:{room_id}", carries(ChatMessage), since = "1.2")]
///     pub struct RoomTopic {
///         pub room_id: u32,
///     }
/// );
///
/// assert_eq!(RoomTopic { room_id: 7 }.to_topic()?, "room:7");
/// # Ok::<(), wskit::topics::InvalidTopic>(())
/// ```
///
/// Arguments: the text, in which every field stands once in braces, `carries(Event, ..)`, `since = "version"`. A topic
/// without fields is a unit struct. The fields are [values that can stand in a topic](crate::topics::TopicValue).
///
/// Publishing an event that the topic does not carry does not compile:
///
/// ```compile_fail
/// # use wskit::prelude::*;
/// # wskit::message!(
/// #     #[event(from = server)]
/// #     pub struct ChatMessage { pub text: String }
/// #     #[event(from = server)]
/// #     pub struct Price { pub cents: u32 }
/// #     #[topic("room:{room_id}", carries(ChatMessage))]
/// #     pub struct RoomTopic { pub room_id: u32 }
/// # );
/// async fn publish(connection: Connection<()>) {
///     connection.publish(RoomTopic { room_id: 7 }, &Price { cents: 100 }).await;
/// }
/// ```
pub use wskit_macros::topic;

/// ```
/// #[wskit::data]
/// pub enum Part {
///     Text { body: String }, // {"kind": "text", "body": "..."}
///     Line,                  // {"kind": "line"}
/// }
/// ```
///
/// # Constraints
///
/// `#[validate(...)]` on a field of any declared type; the JSON Schema gives the same verdict as the check. A violation is
/// an [`Issue`](crate::validate::Issue) with the code in the second column. [The guide to
/// constraints](https://github.com/wskit/wskit/blob/main/docs/constraints.md) has values that each takes and refuses.
///
/// | constraint | code | holds for | JSON Schema |
/// |---|---|---|---|
/// | `length(min = 1, max = 9)`, `length(equal = 4)` | `length` | text (Unicode code points), lists, sets, maps | `minLength`, `minItems`, `minProperties`, ... |
/// | `items(min = 1, max = 9)` | `length` | lists, sets and maps only | `minItems`, `minProperties`, ... |
/// | `range(min = 0, max = 9)`, `range(exclusive_min = 0, exclusive_max = 1)` | `range` | numbers | `minimum`, `exclusiveMinimum`, ... |
/// | `pattern("^[a-z]+$")` | `pattern` | text | `pattern` |
/// | `email`, `url`, `ip`, `ip(v4)`, `ip(v6)`, `ascii` | the word | text | `pattern` |
/// | `contains("x")`, `prefix("x")`, `suffix("x")` | the word | text | `pattern` |
/// | `unique` | `unique` | Vec and arrays | `uniqueItems` |
/// | `inner(...)` | those inside | elements of lists and sets, values of maps | inside `items` or `additionalProperties` |
/// | `custom(path)` | `custom` | anything | `$comment` only: the server alone can tell |
/// | `skip` | | turns validation of the field off | |
///
/// - All of them see through `Option` and `Box`: an absent or null value keeps every constraint, and `inner` on an
///   `Option<Vec<T>>` is about each `T`.
/// - Several patterns on one field must all match.
/// - `url` is an absolute URL of any scheme with a host (RFC 3986); add `prefix("https://")` to allow one scheme.
/// - `range` compares numbers and not spellings: 5 and 5.0 are one value, as in JSON Schema.
/// - `unique` compares what the items are in JSON. They are text, integers, bools, UUIDs, enums without data, or newtypes
///   of these.
/// - `custom` calls a `fn(&T) -> Result<(), impl Into<Cow<'static, str>>>`; the error is the message of the issue. A generic
///   function is named with its type: `custom(check::<String>)`.
///
/// ```
/// use std::collections::BTreeMap;
///
/// #[wskit::data]
/// pub struct Profile {
///     #[validate(length(min = 1, max = 32), custom(no_blank_ends))]
///     pub name: String,
///     #[validate(url, prefix("https://"))]
///     pub homepage: Option<String>,
///     #[validate(ip(v4))]
///     pub last_seen_at: Option<String>,
///     #[validate(items(max = 5), unique, inner(length(max = 20), ascii))]
///     pub tags: Vec<String>,
///     #[validate(inner(range(min = 0, exclusive_max = 1)))]
///     pub shares: BTreeMap<String, f64>,
/// }
///
/// fn no_blank_ends(name: &str) -> Result<(), &'static str> {
///     if name.trim() == name { Ok(()) } else { Err("must not start or end with a blank") }
/// }
///
/// let profile = Profile {
///     name: "Ada ".to_owned(),
///     homepage: Some("http://example.org/".to_owned()),
///     last_seen_at: None,
///     tags: vec!["a".to_owned(), "caf\u{e9}".to_owned()],
///     shares: BTreeMap::from([("all".to_owned(), 1.0)]),
/// };
/// let invalid = wskit::validate::check(&profile).unwrap_err();
/// let issues: Vec<_> = invalid.issues().iter().map(|issue| (issue.path.as_str(), &*issue.code)).collect();
/// assert_eq!(
///     issues,
///     [("/name", "custom"), ("/homepage", "prefix"), ("/tags/1", "ascii"), ("/shares/all", "range")]
/// );
/// ```
pub use wskit_macros::data;

/// ```
/// #[wskit::meta]
/// pub struct Trace {
///     pub trace_id: String,
/// }
///
/// #[wskit::event(meta = Trace)]
/// pub struct Ping;
/// ```
pub use wskit_macros::meta;

/// ```
/// #[wskit::error]
/// pub enum JoinError {
///     #[code("ROOM_FULL", retryable, message = "the room holds {limit}")]
///     RoomFull { limit: u8 },
///     /// Its code is "BANNED".
///     Banned,
/// }
///
/// assert_eq!(JoinError::RoomFull { limit: 9 }.to_string(), "ROOM_FULL: the room holds 9");
/// ```
///
/// `#[code]` takes the code, `retryable`, `retryable = false`, `retry_after_ms = 1000` and a `message` that may name
/// fields of its variant. The fields are the error's `details`; one whose name on the wire is that of a secret
/// (`password`, `token`, `cookie`, ...) does not compile, because such keys are taken out of every error that is sent.
pub use wskit_macros::error;
