wskit::message!(
    #[data]
    pub enum Role {
        #[code("OWNER")]
        Owner,
    }
    #[event]
    pub struct Said {
        #[code("TEXT")]
        pub text: String,
    }
);

fn main() {}
