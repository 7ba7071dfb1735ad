use std::error::Error;

wskit::message!(
    #[error]
    #[derive(Error)]
    pub enum JoinError {
        RoomFull,
    }
);

fn main() {
    let _ = None::<Box<dyn Error>>;
}
