//! The test of the README.
#![allow(missing_docs)]

use quickstart::{ChatMessage, JoinRoom, RoomId, router};
use wskit::testing::TestServer;

#[test]
fn what_one_says_the_room_hears() {
    let server = TestServer::new(router());
    let mut ada = server.connect(());
    let lobby = RoomId::new("lobby").unwrap();
    ada.request("1", &JoinRoom { room: lobby.clone() });
    ada.send(&ChatMessage { room: lobby, text: "hi".into() });
    let frames = ada.frames();
    assert_eq!(frames[0]["payload"]["members"], 1);
    assert_eq!(frames[1]["payload"]["text"], "hi");
}

#[test]
fn an_invalid_room_cannot_exist() {
    assert!(RoomId::new("Not A Room").is_err());
}
