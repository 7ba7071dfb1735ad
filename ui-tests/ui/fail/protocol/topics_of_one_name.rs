wskit::message!(
    #[event(from = server)]
    pub struct Said;
);

mod rooms {
    wskit::message!(
        #[topic("room:{id}", carries(super::Said))]
        pub struct Of {
            pub id: u32,
        }
    );
}

mod users {
    wskit::message!(
        #[topic("user:{id}", carries(super::Said))]
        pub struct Of {
            pub id: u32,
        }
    );
}

wskit::protocol!(pub Chat { version = "1.0.0"; Said, rooms::Of, users::Of });

fn main() {}
