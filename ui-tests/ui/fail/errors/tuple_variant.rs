wskit::message!(
    #[error]
    pub enum JoinError {
        RoomFull(u32),
    }
);

fn main() {}
