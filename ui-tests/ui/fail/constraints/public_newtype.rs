wskit::message!(
    #[data]
    pub struct RoomId(#[validate(length(min = 1))] pub String);
    #[data]
    #[derive(Default)]
    pub struct Name(#[validate(length(min = 1))] String);
    #[data]
    pub struct Many<T>(#[validate(length(min = 1))] Vec<T>);
);

fn main() {
    let _ = RoomId::new("lobby");
}
