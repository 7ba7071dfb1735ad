//! The chat's handlers, without a socket.
#![allow(missing_docs)]

use std::{sync::Arc, time::Duration};

use chat::{
    House, Member, Settings,
    protocol::{Hello, ImportHistory, JoinRoom, LeaveRoom, ListRooms, PostMessage, RoomId, Typing, UserName},
    router,
};
use serde_json::{Value, json};
use wskit::testing::{TestClient, TestServer};

struct Chat {
    server: TestServer<Member>,
    house: Arc<House>,
}

impl Chat {
    fn new(room_limit: u32) -> Self {
        let settings = Settings { room_limit, import_delay: Duration::from_millis(10) };
        Self { server: TestServer::new(router()), house: Arc::new(House::new(settings)) }
    }

    /// A member who has said hello.
    fn member(&self, name: &str) -> TestClient<Member> {
        let mut client = self.server.connect(Member::new(Arc::clone(&self.house)));
        client.request("hello", &hello(name));
        assert_eq!(client.frames()[0]["type"], "WELCOME");
        client
    }

    /// A member who is in the lobby.
    fn inside(&self, name: &str) -> TestClient<Member> {
        let mut client = self.member(name);
        client.request("join", &JoinRoom { room: lobby() });
        assert_eq!(client.frames()[0]["type"], "JOINED");
        client
    }
}

fn hello(name: &str) -> Hello {
    Hello { name: UserName::new(name).unwrap() }
}

fn lobby() -> RoomId {
    RoomId::new("lobby").unwrap()
}

fn post(text: &str) -> PostMessage {
    PostMessage { room: lobby(), text: text.into() }
}

/// Type and payload of each frame.
fn seen(client: &mut TestClient<Member>) -> Vec<(String, Value)> {
    let frames = client.frames();
    frames
        .into_iter()
        .map(|frame| (frame["type"].as_str().unwrap().to_owned(), frame["payload"].clone()))
        .collect()
}

fn code(client: &mut TestClient<Member>) -> Value {
    client.frames()[0]["payload"]["code"].clone()
}

#[test]
fn what_one_says_all_in_the_room_hear() {
    let chat = Chat::new(10);
    let (mut ada, mut bob, mut eve) = (chat.inside("Ada"), chat.inside("Bob"), chat.member("Eve"));
    assert_eq!(seen(&mut ada), [("MEMBER_JOINED".into(), json!({"room": "lobby", "name": "Bob"}))]);
    ada.request("1", &post("hi"));
    let message = json!({
        "id": 1, "room": "lobby", "author": "Ada", "text": "hi", "kind": "said", "sentAt": chat.server.clock().now_ms()
    });
    let heard = ("CHAT_MESSAGE".to_owned(), message.clone());
    assert_eq!(seen(&mut ada), [heard.clone(), ("POSTED".into(), json!({"id": 1}))]);
    assert_eq!(seen(&mut bob), [heard]);
    assert!(seen(&mut eve).is_empty());
    eve.request("2", &JoinRoom { room: lobby() });
    assert_eq!(
        seen(&mut eve),
        [("JOINED".into(), json!({"room": "lobby", "members": ["Ada", "Bob", "Eve"], "history": [message]}))]
    );
}

#[test]
fn a_name_belongs_to_one_until_they_leave() {
    let chat = Chat::new(10);
    let mut ada = chat.member("Ada");
    let mut other = chat.server.connect(Member::new(Arc::clone(&chat.house)));
    other.request("1", &hello("Ada"));
    assert_eq!(
        seen(&mut other),
        [(
            "RPC_ERROR".into(),
            json!({"code": "NAME_TAKEN", "message": "the name Ada is taken", "details": {"name": "Ada"}, "retryable": false})
        )]
    );
    ada.request("2", &hello("Ada"));
    assert_eq!(ada.frames()[0]["type"], "WELCOME");
    ada.request("3", &hello("Grace"));
    assert_eq!(code(&mut ada), "FAILED_PRECONDITION");
    ada.disconnect();
    other.request("4", &hello("Ada"));
    assert_eq!(other.frames()[0]["type"], "WELCOME");
}

#[test]
fn the_busiest_room_is_listed_first() {
    let chat = Chat::new(10);
    let (mut ada, mut bob) = (chat.inside("Ada"), chat.inside("Bob"));
    bob.request("1", &JoinRoom { room: RoomId::new("attic").unwrap() });
    ada.request("2", &ListRooms);
    let rooms = json!({"rooms": [{"room": "lobby", "members": 2}, {"room": "attic", "members": 1}]});
    assert_eq!(seen(&mut ada).last(), Some(&("ROOMS".into(), rooms)));
}

#[test]
fn a_full_room_says_so_and_lets_in_again() {
    let chat = Chat::new(1);
    let mut ada = chat.inside("Ada");
    let mut bob = chat.member("Bob");
    bob.request("1", &JoinRoom { room: lobby() });
    let full = json!({
        "code": "ROOM_FULL", "message": "lobby is full", "details": {"room": "lobby", "limit": 1}, "retryable": true
    });
    assert_eq!(seen(&mut bob), [("RPC_ERROR".into(), full)]);
    ada.request("2", &LeaveRoom { room: lobby() });
    bob.request("3", &JoinRoom { room: lobby() });
    assert_eq!(bob.frames()[0]["type"], "JOINED");
}

#[test]
fn what_is_not_allowed_is_said() {
    let chat = Chat::new(10);
    let mut nobody = chat.server.connect(Member::new(Arc::clone(&chat.house)));
    nobody.request("1", &JoinRoom { room: lobby() });
    assert_eq!(code(&mut nobody), "FAILED_PRECONDITION");
    nobody.request("2", &post("hi"));
    assert_eq!(code(&mut nobody), "NOT_A_MEMBER");
    nobody.request("3", &ImportHistory { room: lobby(), count: 1 });
    assert_eq!(code(&mut nobody), "NOT_A_MEMBER");
    let mut ada = chat.inside("Ada");
    ada.request("4", &post(&"é".repeat(281)));
    let issue = &ada.frames()[0]["payload"]["details"]["issues"][0];
    assert_eq!(issue["path"], "/payload/text");
    ada.request("5", &post(&"é".repeat(280)));
    assert_eq!(ada.frames()[1]["type"], "POSTED");
}

#[test]
fn others_see_who_is_typing_and_who_is_gone() {
    let chat = Chat::new(10);
    let (mut ada, mut bob) = (chat.inside("Ada"), chat.inside("Bob"));
    ada.frames();
    bob.send(&Typing { room: lobby(), typing: true });
    assert_eq!(
        seen(&mut ada),
        [("MEMBER_TYPING".into(), json!({"room": "lobby", "name": "Bob", "typing": true}))]
    );
    assert!(seen(&mut bob).is_empty());
    bob.disconnect();
    assert_eq!(seen(&mut ada), [("MEMBER_LEFT".into(), json!({"room": "lobby", "name": "Bob"}))]);
}

#[test]
fn an_import_reports_progress_and_can_be_cancelled() {
    let chat = Chat::new(10);
    let (mut ada, mut bob) = (chat.inside("Ada"), chat.inside("Bob"));
    ada.request("import", &ImportHistory { room: lobby(), count: 100 });
    ada.frames();
    for _ in 0..3 {
        chat.server.clock().advance(Duration::from_millis(10));
        let frames = ada.frames();
        assert_eq!(frames.len(), 2, "{frames:?}");
        assert_eq!(frames[1]["type"], "$ws:rpc-progress");
    }
    bob.request("second", &ImportHistory { room: lobby(), count: 1 });
    let last = bob.frames().pop().unwrap();
    assert_eq!(last["payload"]["code"], "IMPORT_RUNNING");
    ada.abort("import");
    assert_eq!(code(&mut ada), "CANCELLED");
    chat.server.clock().advance(Duration::from_secs(1));
    assert!(ada.frames().is_empty());
    bob.request("third", &ImportHistory { room: lobby(), count: 1 });
    bob.frames();
    chat.server.clock().advance(Duration::from_millis(10));
    let done = bob.frames();
    assert_eq!(done[1]["data"], json!({"done": 1, "total": 1}));
    assert_eq!(done[2]["type"], "IMPORTED");
}
