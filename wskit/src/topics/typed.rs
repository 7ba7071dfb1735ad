use std::{borrow::Cow, sync::Arc};

use super::{PublishError, TopicError};
use crate::message::{FromServer, NoMeta};

/// A topic that is a type, declared with `#[topic]`: its fields are what stands in its text, and it says which events it
/// carries.
///
/// Everything that takes a topic takes one of these, by value or by reference, and text as well ([`IntoTopic`]).
///
/// ```
/// use wskit::prelude::*;
///
/// wskit::message!(
///     /// Everybody who is in a room.
///     #[topic("room:{room_id}", carries(ChatMessage))]
///     pub struct RoomTopic { pub room_id: RoomId }
///
///     #[event(from = server)]
///     pub struct ChatMessage { pub text: String }
///
///     #[data]
///     pub struct RoomId(#[validate(length(min = 1, max = 32))] String);
/// );
///
/// let topic = RoomTopic { room_id: RoomId::new("lobby")? };
/// assert_eq!(topic.to_topic()?, "room:lobby");
/// assert_eq!(RoomTopic::parse("room:lobby"), Some(topic));
/// assert_eq!(RoomTopic::parse("news:lobby"), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a typed topic",
    label = "not declared with `#[topic]`",
    note = "declare it with `#[topic(\"room:{{room_id}}\", carries(ChatMessage))]` inside `wskit::message!`, or with \
            `#[wskit::topic(..)]` outside"
)]
pub trait Topic: Sized {
    /// Its text with the names of its values in braces, as clients know them: `room:{roomId}`.
    const PATTERN: &'static str;

    /// The text of the topic.
    ///
    /// # Errors
    ///
    /// When a value breaks its own constraints or has no place in a topic: it is empty, contains anything but
    /// `[A-Za-z0-9:_./-]` or what follows it in the pattern, or makes the topic longer than 128 characters.
    fn to_topic(&self) -> Result<String, InvalidTopic>;

    /// The topic that has this text, if one of this type has.
    #[must_use]
    fn parse(topic: &str) -> Option<Self>;
}

/// An event that a topic carries: each that `carries(..)` of `#[topic]` names, and every event of the server where the topic
/// is text (`T` is `str`).
#[diagnostic::on_unimplemented(
    message = "the topic `{T}` does not carry `{Self}`",
    label = "`{Self}` is not among the events that `{T}` carries",
    note = "let the topic carry it, where `{T}` is declared: `#[topic(.., carries(.., {Self}))]`; only what the server sends, \
            `#[event]` or `#[event(from = server)]`, can be carried"
)]
pub trait CarriedBy<T: ?Sized>: FromServer {}

// By the name that only an event of the server has: of anything else `FromServer` says all there is to say.
impl<M: FromServer<Meta: NoMeta, Event: ListedIn<T>>, T: ?Sized> CarriedBy<T> for M {}

/// What the declaration of a topic lists. Implemented for each event that `carries(..)` names.
#[doc(hidden)]
pub trait ListedIn<T: ?Sized> {}

impl<M> ListedIn<str> for M {}

/// What can be given as a topic: text, or a value of a type that is declared with `#[topic]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name a topic",
    label = "neither text nor a typed topic",
    note = "write text, such as `\"lobby\"`, or a value of a type that is declared with `#[topic(..)]`",
    note = "an id is not a topic: write `format!(\"room:{{id}}\")`, or a `#[topic]` struct with that id"
)]
pub trait IntoTopic {
    /// Whose word it is which events the topic carries ([`CarriedBy`]): the topic's type, or `str` for text, which carries
    /// them all.
    type Carrier: ?Sized;

    /// The text of the topic.
    ///
    /// # Errors
    ///
    /// As for [`Topic::to_topic`]; never for text, the name of which is checked later, together with what the policy says.
    fn into_topic(self) -> Result<String, InvalidTopic>;
}

macro_rules! texts {
    ($($type:ty),* $(,)?) => { $(
        impl IntoTopic for $type {
            type Carrier = str;

            fn into_topic(self) -> Result<String, InvalidTopic> {
                Ok(String::from(self))
            }
        }
    )* };
}

macro_rules! references_of_texts {
    ($($type:ty),* $(,)?) => { $(
        impl IntoTopic for $type {
            type Carrier = str;

            fn into_topic(self) -> Result<String, InvalidTopic> {
                let text: &str = self.as_ref();
                Ok(text.to_owned())
            }
        }
    )* };
}

texts!(String, &str, &String, Box<str>, Cow<'_, str>);
references_of_texts!(&&str, &&String, &Box<str>, &Cow<'_, str>, Arc<str>, &Arc<str>);

/// Why a typed topic has no text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidTopic(pub(super) String);

impl From<InvalidTopic> for TopicError {
    fn from(InvalidTopic(why): InvalidTopic) -> Self {
        Self::Name(why)
    }
}

impl From<InvalidTopic> for PublishError {
    fn from(InvalidTopic(why): InvalidTopic) -> Self {
        Self::Name(why)
    }
}
