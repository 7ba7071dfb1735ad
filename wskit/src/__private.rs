//! What generated code names. Not part of the public API; may change with any release.

pub use regex;
pub use serde;
pub use serde_json;

pub use crate::{
    __stub as stub,
    error::{
        Declares, ErrorOf, ErrorReply, ErrorSet, Failing, Failure, NoError, RpcError, declared_details,
        declared_reply, declared_retryable,
    },
    message::{
        Declared, Event, FromClient, FromServer, ListedTopic, Message, Meta, NoProgress, Response, Rpc, Sent,
        WireType,
    },
    read::{ObjectOnly, no_fields, read_adjacent, read_name, read_untagged},
    send_error::SendError,
    stub::{Stub, Unchecked, Unknown, debug},
    topics::{IntoTopic, InvalidTopic, ListedIn, Placed, Topic, TopicValue, join_topic, split_topic},
    unique::{Listed, assert_carried, assert_unique},
    validate::{
        At, HashItem, HashKey, Invalid, Issues, Key, OrdItem, OrdKey, Ordered, Scalar, Validate, check,
        digits, form, inspect, is_deferred, rules,
    },
};

#[cfg(feature = "schema")]
pub use crate::schema;
#[cfg(feature = "schema")]
pub use schemars::{self, JsonSchema};
#[cfg(feature = "schema")]
pub use ts_rs::{self, TS};
pub use wskit_macros::NoSchema;
#[cfg(not(feature = "schema"))]
pub use wskit_macros::{NoSchema as JsonSchema, NoSchema as TS};

/// Keeps its input when the feature `schema` is on.
#[cfg(feature = "schema")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_schema {
    ($($item:item)*) => { $($item)* };
}

/// Drops its input when the feature `schema` is off.
#[cfg(not(feature = "schema"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_schema {
    ($($item:item)*) => {};
}

pub use crate::__if_schema as if_schema;

/// Describes a type by the schema of another.
#[doc(hidden)]
#[macro_export]
macro_rules! __describe_as {
    ([$($generics:tt)*] [$type:ty] [$($bounds:tt)*] [$copy:ty]) => {
        #[automatically_derived]
        impl $($generics)* $crate::__private::JsonSchema for $type $($bounds)* {
            fn inline_schema() -> bool {
                <$copy as $crate::__private::JsonSchema>::inline_schema()
            }
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                <$copy as $crate::__private::JsonSchema>::schema_name()
            }
            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                <$copy as $crate::__private::JsonSchema>::schema_id()
            }
            fn json_schema(
                generator: &mut $crate::__private::schemars::SchemaGenerator,
            ) -> $crate::__private::schemars::Schema {
                <$copy as $crate::__private::JsonSchema>::json_schema(generator)
            }
        }
    };
}

pub use crate::__describe_as as describe_as;
