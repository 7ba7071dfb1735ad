wskit::message!(
    #[event]
    #[validate(length(max = 3))]
    pub struct Said {
        pub text: String,
    }
    #[data]
    pub enum Step {
        #[validate(length(max = 3))]
        Go { to: String },
    }
    #[error]
    pub enum Refused {
        Full {
            #[validate(length(max = 3))]
            room: String,
        },
    }
);

fn main() {}
