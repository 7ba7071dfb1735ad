//! Generated code depends on no name of the user's scope.
#![deny(warnings, missing_docs, unreachable_pub)]
#![allow(dead_code)]

mod shadowed {
    //! Names that generated code must not pick up.
    #![allow(missing_docs, unreachable_pub)]
    pub type Result = u8;
    pub struct Failure;
    pub struct Issues;
    pub mod wskit_macros {}
    pub mod core {}

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
        pub(crate) struct Old {
            /// Older.
            #[deprecated]
            pub(crate) older: u8,
            /// Oldest.
            #[deprecated]
            #[validate(length(max = 1))]
            pub(crate) oldest: Option<String>,
        }
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
        wskit::message!(
            #[data]
            struct Small(#[validate(range(max = 5))] u8);
        );
        assert!(Small::new(6).is_err());
    }
    local();
}
