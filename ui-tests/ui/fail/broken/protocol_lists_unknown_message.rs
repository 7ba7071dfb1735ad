wskit::message!(
    #[event]
    pub struct Said;
);

wskit::protocol!(pub Chat { version = "1.0.0"; Said, Gone });

fn main() {}
