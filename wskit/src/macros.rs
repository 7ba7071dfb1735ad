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
/// A mistake in one item is one error, and leaves the others whole.
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
/// Two messages of one wire type are a compiler error at the later one.
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
/// #[wskit::data]
/// pub enum Part {
///     Text { body: String }, // {"kind": "text", "body": "..."}
///     Line,                  // {"kind": "line"}
/// }
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
/// fields of its variant. The fields are the error's `details`.
pub use wskit_macros::error;
