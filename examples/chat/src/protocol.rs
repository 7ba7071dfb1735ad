//! Every message of the chat. The server, the page's client, its types and the schema all come from here.
#![allow(missing_docs, reason = "field names that say it all need no second telling")]

wskit::message!(
    /// Claims a display name. The first thing a page does, and again after every reconnect.
    #[rpc(response = Welcome, error = HelloError)]
    pub struct Hello {
        pub name: UserName,
    }

    /// The name is yours until the connection ends.
    #[response]
    pub struct Welcome {
        pub name: UserName,
        /// The rooms somebody is in at the moment, busiest first.
        pub rooms: Vec<RoomInfo>,
    }

    /// Asks which rooms there are.
    #[rpc(response = Rooms)]
    pub struct ListRooms;

    /// The rooms somebody is in, busiest first.
    #[response]
    pub struct Rooms {
        pub rooms: Vec<RoomInfo>,
    }

    /// A room and how many are in it.
    #[data]
    pub struct RoomInfo {
        pub room: RoomId,
        pub members: u32,
    }

    /// Joins a room; a room exists as soon as somebody joins it.
    #[rpc(response = Joined, error = JoinError)]
    pub struct JoinRoom {
        pub room: RoomId,
    }

    /// What a newcomer needs to draw the room.
    #[response]
    pub struct Joined {
        pub room: RoomId,
        /// Everybody in the room, the newcomer included, by name.
        pub members: Vec<UserName>,
        /// The latest messages, oldest first.
        pub history: Vec<ChatMessage>,
    }

    /// Leaves a room.
    #[rpc(response = Left)]
    pub struct LeaveRoom {
        pub room: RoomId,
    }

    /// The room is left.
    #[response]
    pub struct Left {
        pub room: RoomId,
    }

    /// Says something in a room.
    #[rpc(response = Posted, error = PostError)]
    pub struct PostMessage {
        pub room: RoomId,
        #[validate(length(min = 1, max = 280))]
        pub text: String,
    }

    /// The message is out; everybody in the room, the author included, gets a `CHAT_MESSAGE`.
    #[response]
    pub struct Posted {
        pub id: u64,
    }

    /// Somebody said something.
    #[event(from = server)]
    pub struct ChatMessage {
        /// Counts up through all rooms.
        pub id: u64,
        pub room: RoomId,
        pub author: UserName,
        pub text: String,
        /// Milliseconds since 1970.
        pub sent_at: u64,
        pub kind: MessageKind,
    }

    /// Where a message comes from.
    #[data]
    pub enum MessageKind {
        /// Somebody typed it.
        Said,
        /// It came with an import.
        Imported,
    }

    /// Somebody came into a room.
    #[event(from = server)]
    pub struct MemberJoined {
        pub room: RoomId,
        pub name: UserName,
    }

    /// Somebody left a room, or lost the connection.
    #[event(from = server)]
    pub struct MemberLeft {
        pub room: RoomId,
        pub name: UserName,
    }

    /// The sender starts or stops typing.
    #[event(from = client)]
    pub struct Typing {
        pub room: RoomId,
        pub typing: bool,
    }

    /// Somebody else starts or stops typing.
    #[event(from = server)]
    pub struct MemberTyping {
        pub room: RoomId,
        pub name: UserName,
        pub typing: bool,
    }

    /// Everybody in a room hears what happens there.
    #[topic("room:{room}", carries(ChatMessage, MemberJoined, MemberLeft, MemberTyping))]
    pub struct RoomTopic {
        pub room: RoomId,
    }

    /// Imports old messages into a room, slowly. Can be cancelled; what was imported by then stays.
    #[rpc(response = Imported, progress = ImportProgress, error = ImportError)]
    pub struct ImportHistory {
        pub room: RoomId,
        /// How many messages.
        #[validate(range(min = 1, max = 1000))]
        pub count: u16,
    }

    /// How far an import is.
    #[data]
    pub struct ImportProgress {
        pub done: u16,
        pub total: u16,
    }

    /// The import is through.
    #[response]
    pub struct Imported {
        pub count: u16,
    }

    /// A room's name in lower case, such as `rust-lang`.
    #[data]
    pub struct RoomId(#[validate(length(min = 1, max = 32), pattern("^[a-z0-9-]+$"))] String);

    /// How a member is called.
    #[data]
    pub struct UserName(#[validate(length(min = 1, max = 24), pattern("^[^ ]([^\\n]*[^ ])?$"))] String);

    /// Why a name is not given.
    #[error]
    pub enum HelloError {
        /// Somebody else has it.
        #[code("NAME_TAKEN", message = "the name {name} is taken")]
        NameTaken { name: UserName },
    }

    /// Why a room cannot be joined.
    #[error]
    pub enum JoinError {
        /// No place is left.
        #[code("ROOM_FULL", retryable, message = "{room} is full")]
        RoomFull { room: RoomId, limit: u32 },
        /// `HELLO` comes first.
        #[code("FAILED_PRECONDITION", message = "say hello first")]
        Nameless,
    }

    /// Why a message is not taken.
    #[error]
    pub enum PostError {
        /// The author is not in the room.
        #[code("NOT_A_MEMBER", message = "join {room} first")]
        NotAMember { room: RoomId },
    }

    /// Why an import does not start.
    #[error]
    pub enum ImportError {
        /// The importer is not in the room.
        #[code("NOT_A_MEMBER", message = "join {room} first")]
        NotAMember { room: RoomId },
        /// One import a room at a time.
        #[code("IMPORT_RUNNING", retryable, message = "an import into {room} is running")]
        AlreadyRunning { room: RoomId },
    }
);

wskit::protocol!(
    /// A chat with rooms.
    pub Chat {
        version = "1.0.0";
        Hello, ListRooms, JoinRoom, LeaveRoom, PostMessage, ImportHistory, Typing,
        ChatMessage, MemberJoined, MemberLeft, MemberTyping, RoomTopic
    }
);
