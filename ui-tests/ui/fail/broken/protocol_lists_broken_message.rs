wskit::message!(
    #[event(form = client)]
    pub struct Said;
    #[rpc(respons = User)]
    pub struct GetUser;
    #[response]
    pub struct User;
    #[event]
    pub struct Moved {
        pub to:
    }
);

wskit::protocol!(pub Chat { version = "1.0.0"; Said, GetUser, Moved });

fn main() {}
