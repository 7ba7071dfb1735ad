//! Whole expansions, to be read by a person.

use quote::quote;

use crate::{expand_list, expand_protocol};

fn pretty(tokens: &proc_macro2::TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(tokens.clone()).expect("an expansion is a file of items"))
}

#[test]
fn an_event() {
    insta::assert_snapshot!(pretty(&expand_list(quote! {
        /// A member joins a room.
        #[event(from = client, since = "1.2")]
        pub struct JoinRoom {
            pub room_id: RoomId,
            #[validate(length(min = 1, max = 20), pattern("^[a-z]+$"))]
            pub nick: Option<String>,
        }
    })));
}

#[test]
fn an_rpc_with_everything_it_uses() {
    insta::assert_snapshot!(pretty(&expand_list(quote! {
        #[rpc("GET_USER", response = User, progress = Stage, error = GetUserError, meta = Trace)]
        pub struct GetUser;

        #[error]
        pub enum GetUserError {
            #[code("NOT_FOUND", message = "no user {id}")]
            NotFound { id: u32 },
            Busy,
        }
    })));
}

#[test]
fn a_newtype_with_constraints() {
    insta::assert_snapshot!(pretty(&expand_list(quote! {
        #[data]
        pub struct RoomId(#[validate(length(max = 64))] String);
    })));
}

#[test]
fn an_untagged_enum() {
    insta::assert_snapshot!(pretty(&expand_list(quote! {
        #[data]
        #[serde(untagged)]
        pub enum Target {
            Room { room: RoomId },
            Everyone,
        }
    })));
}

#[test]
fn a_protocol() {
    insta::assert_snapshot!(pretty(&expand_protocol(quote! {
        /// Chat.
        pub Chat { version = "1.0.0"; JoinRoom, other::GetUser }
    })));
}

#[test]
fn a_topic() {
    insta::assert_snapshot!(pretty(&expand_list(quote! {
        /// Who is in a room hears this.
        #[topic("room:{room_id}/{part}", carries(ChatMessage, other::Joined), since = "1.2")]
        pub struct RoomTopic {
            pub part: Part,
            pub room_id: RoomId,
        }
    })));
}

#[test]
fn an_item_with_a_mistake_is_there_nevertheless() {
    let expansion = pretty(&expand_list(quote! {
        #[event(form = client)]
        pub struct Typing { pub typing: bool }
    }));
    assert_eq!(expansion.matches("compile_error!").count(), 1);
    assert!(expansion.contains("Event for Typing"));
}
