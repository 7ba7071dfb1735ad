wskit::message!(
    #[event(response = User, progress = User)]
    pub struct GetUser;
    #[response]
    pub struct User;
);

fn main() {}
