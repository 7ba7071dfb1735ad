//! The prelude leaves `#[error("...")]` to other derives.
#[allow(unused_imports)]
use wskit::prelude::*;

message!(
    #[error]
    pub enum JoinError {
        RoomFull,
    }
);

#[derive(Debug, thiserror::Error)]
pub enum Internal {
    #[error("away")]
    Away,
}

fn main() {
    assert_eq!(Internal::Away.to_string(), "away");
    let failed: std::result::Result<(), Failure<Hello>> = (|| Err(JoinError::RoomFull)?)();
    assert!(failed.is_err());
}

message!(
    #[rpc(response = Welcome, error = JoinError)]
    pub struct Hello;
    #[response]
    pub struct Welcome;
);
