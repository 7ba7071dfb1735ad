wskit::message!(
    #[error]
    pub enum JoinError {
        RoomFull,
        #[code("ROOM_FULL")]
        Full,
    }
);

fn main() {}
