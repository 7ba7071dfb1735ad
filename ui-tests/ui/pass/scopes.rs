//! Generated code depends on no name of the user's scope.
#![deny(warnings, missing_docs, unreachable_pub)]
#![allow(dead_code)]

mod shadowed {
    //! Names that generated code must not pick up.
    #![allow(missing_docs)]
    pub struct String_;
    #[derive(Debug)]
    pub enum Option {}
    pub enum Result {}
    pub enum Some {}
    pub enum Vec {}

    wskit::message!(
        #[event]
        pub struct Said {
            pub text: std::string::String,
            #[validate(length(max = 3), pattern("^[a-z]*$"), email)]
            pub more: std::option::Option<std::string::String>,
        }
        #[data]
        pub struct Name(#[validate(length(min = 1))] std::string::String);
        #[error]
        pub enum Refused {
            #[code("FULL", message = "{room} is full")]
            Full { room: std::string::String },
        }
    );
}

mod deprecated {
    wskit::message!(
        /// Old.
        #[event]
        #[deprecated(note = "use `New`")]
        pub(crate) struct Old {
            /// Older.
            #[deprecated]
            pub(crate) older: u8,
        }
        /// Old as well.
        #[data]
        #[deprecated]
        pub(crate) struct Name(#[validate(length(min = 1))] String);
        /// Old error.
        #[error]
        #[deprecated]
        pub(crate) enum Refused {
            /// Full.
            Full {
                /// Which.
                #[deprecated]
                room: String,
            },
        }
    );
}

fn main() {
    fn local() {
        #[wskit::event]
        struct Inside {
            kind: u8,
        }
        let _ = Inside { kind: 1 };
    }
    local();
}
