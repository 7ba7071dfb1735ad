//! Stand-ins for what a mistake leaves out, so that one mistake is one compiler error. Only code that does not compile
//! ever names them.

use std::fmt;

use crate::{
    message::{Message, Response},
    validate::{At, Issues, Validate},
};

/// Writes what a derive of `Debug` would: a name and what it holds, the fields of a tuple without names.
///
/// # Errors
///
/// What the formatter says.
pub fn debug(f: &mut fmt::Formatter<'_>, name: &str, fields: &[(&str, &dyn fmt::Debug)]) -> fmt::Result {
    match fields {
        [] => f.write_str(name),
        [("", _), ..] => {
            let mut tuple = f.debug_tuple(name);
            for (_, value) in fields {
                tuple.field(value);
            }
            tuple.finish()
        }
        _ => {
            let mut named = f.debug_struct(name);
            for (name, value) in fields {
                named.field(name, value);
            }
            named.finish()
        }
    }
}

/// What declared types have methods for, where a field's type is no trouble.
pub trait Stub: Sized {
    /// `Debug`.
    #[allow(clippy::missing_errors_doc, reason = "never called")]
    fn __debug(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }

    /// `Clone`.
    #[must_use]
    fn __clone(&self) -> Self {
        unreachable!()
    }

    /// `PartialEq`.
    fn __equals(&self, _: &Self) -> bool {
        false
    }
}

impl<T> Stub for T {}

/// What a newtype with constraints can be built from without a check: nothing.
#[diagnostic::on_unimplemented(
    message = "a `{T}` cannot be built as `{T}(..)`: it has constraints, which have to be checked",
    label = "call `{T}::new(..)` instead",
    note = "`{T}::new(value)` gives a `Result`: the `{T}`, or what is wrong with the value; so does `{T}::try_from(value)`"
)]
pub trait Unchecked<T> {
    /// Is never called.
    fn build(self) -> T;
}

/// The response of an rpc that names none: no value of it exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Unknown {}

impl Validate for Unknown {
    type Itself = Self;
    type Wire = Self;

    fn validate(&self, _: At<'_>, _: &mut Issues) {
        match *self {}
    }
}

impl Message for Unknown {
    const TYPE: &'static str = "";
    const HAS_PAYLOAD: bool = false;
    const PATH: &'static str = "";
    type Meta = ();
}

impl Response for Unknown {}

#[cfg(feature = "schema")]
impl crate::schema::DescribeResponse for Unknown {
    fn about() -> crate::schema::About {
        crate::schema::About::default()
    }
}

/// Implements the traits of a declared type without meaning.
#[doc(hidden)]
#[macro_export]
macro_rules! __stub {
    ([$($generics:tt)*] [$($type:tt)*] [$($bounds:tt)*]) => {
        impl $($generics)* ::core::fmt::Debug for $($type)* $($bounds)* {
            fn fmt(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::unreachable!()
            }
        }
        impl $($generics)* ::core::clone::Clone for $($type)* $($bounds)* {
            fn clone(&self) -> Self {
                ::core::unreachable!()
            }
        }
        impl $($generics)* ::core::cmp::PartialEq for $($type)* $($bounds)* {
            fn eq(&self, _: &Self) -> bool {
                ::core::unreachable!()
            }
        }
        impl $($generics)* $crate::__private::serde::Serialize for $($type)* $($bounds)* {
            fn serialize<__S: $crate::__private::serde::Serializer>(
                &self,
                _: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                ::core::unreachable!()
            }
        }
        $crate::__stub! { @deserialize [$($generics)*] [$($type)*] [$($bounds)*] }
        impl $($generics)* $crate::__private::Validate for $($type)* $($bounds)* {
            type Itself = Self;
            type Wire = Self;
            fn validate(&self, _: $crate::__private::At<'_>, _: &mut $crate::__private::Issues) {}
        }
        $crate::__private::if_schema! {
            impl $($generics)* $crate::__private::JsonSchema for $($type)* $($bounds)* {
                fn schema_name() -> ::std::borrow::Cow<'static, str> {
                    ::core::unreachable!()
                }
                fn json_schema(
                    _: &mut $crate::__private::schemars::SchemaGenerator,
                ) -> $crate::__private::schemars::Schema {
                    ::core::unreachable!()
                }
            }
            impl $($generics)* $crate::__private::TS for $($type)* $($bounds)* {
                type WithoutGenerics = Self;
                type OptionInnerType = Self;
                fn name(_: &$crate::__private::ts_rs::Config) -> ::std::string::String {
                    ::core::unreachable!()
                }
                fn inline(_: &$crate::__private::ts_rs::Config) -> ::std::string::String {
                    ::core::unreachable!()
                }
            }
        }
    };
    (@deserialize [] [$($type:tt)*] [$($bounds:tt)*]) => {
        $crate::__stub! { @deserialize [<>] [$($type)*] [$($bounds)*] }
    };
    (@deserialize [< $($generics:tt)*] [$($type:tt)*] [$($bounds:tt)*]) => {
        impl<'__de, $($generics)* $crate::__private::serde::Deserialize<'__de> for $($type)* $($bounds)* {
            fn deserialize<__D: $crate::__private::serde::Deserializer<'__de>>(
                _: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                ::core::unreachable!()
            }
        }
    };
    (@message $name:ident) => {
        impl $crate::__private::Message for $name {
            const TYPE: &'static str = ::core::stringify!($name);
            const HAS_PAYLOAD: bool = true;
            // None: a protocol does not miss it.
            const PATH: &'static str = "";
            type Meta = ();
        }
    };
    (@declared $name:ident) => {
        $crate::__stub! { @message $name }
        impl $crate::__private::Declared for $name {
            const WIRE_TYPES: &'static [$crate::__private::WireType] = &[];
        }
        $crate::__private::if_schema! {
            impl $crate::__private::schema::DescribeMessage for $name {
                fn describe(_: &mut $crate::__private::schema::Builder) {}
            }
        }
    };
    (event $name:ident) => {
        $crate::__stub! { @declared $name }
        impl $crate::__private::Event for $name {}
        impl $crate::__private::FromClient for $name {}
        impl $crate::__private::FromServer for $name {}
        impl $crate::__private::Sent for $name {
            type Event = Self;
        }
    };
    (rpc $name:ident) => {
        $crate::__stub! { @declared $name }
        impl $crate::__private::Rpc for $name {
            type Response = $crate::__private::Unknown;
            type Progress = $crate::__private::NoProgress;
            type Error = $crate::__private::NoError;
        }
    };
    (response $name:ident) => {
        $crate::__stub! { @message $name }
        impl $crate::__private::Response for $name {}
        $crate::__private::if_schema! {
            impl $crate::__private::schema::DescribeResponse for $name {
                fn about() -> $crate::__private::schema::About {
                    ::core::default::Default::default()
                }
            }
        }
    };
    (topic $name:ident) => {
        impl $crate::__private::Topic for $name {
            const PATTERN: &'static str = "";
            fn to_topic(
                &self,
            ) -> ::core::result::Result<::std::string::String, $crate::__private::InvalidTopic> {
                ::core::unreachable!()
            }
            fn parse(_: &str) -> ::core::option::Option<Self> {
                ::core::unreachable!()
            }
        }
        $crate::__stub! { @into_topic $name }
        $crate::__stub! { @into_topic &$name }
        impl $crate::__private::Declared for $name {
            const WIRE_TYPES: &'static [$crate::__private::WireType] = &[];
        }
        $crate::__private::if_schema! {
            impl $crate::__private::schema::DescribeMessage for $name {
                fn describe(_: &mut $crate::__private::schema::Builder) {}
            }
        }
    };
    (@into_topic $type:ty) => {
        impl $crate::__private::IntoTopic for $type {
            // Like text, it takes every event.
            type Carrier = str;
            fn into_topic(
                self,
            ) -> ::core::result::Result<::std::string::String, $crate::__private::InvalidTopic> {
                ::core::unreachable!()
            }
        }
    };
    (meta $name:ident) => {
        impl $crate::__private::Meta for $name {
            const DECLARED: bool = true;
        }
    };
    (error $name:ident) => {
        impl $crate::__private::ErrorSet for $name {
            fn into_reply(
                self,
            ) -> ::core::result::Result<$crate::__private::ErrorReply, $crate::__private::SendError> {
                ::core::unreachable!()
            }
        }
        impl<M: $crate::__private::Declares<$name>> $crate::__private::RpcError<M> for $name {
            fn into_reply(
                self,
            ) -> ::core::result::Result<$crate::__private::ErrorReply, $crate::__private::SendError> {
                ::core::unreachable!()
            }
        }
        impl $crate::__private::Failing for $name {}
        impl<M: $crate::__private::Declares<$name>> $crate::__private::ErrorOf<'_, M> for $name {
            fn into_failure(self) -> $crate::__private::Failure<M> {
                ::core::unreachable!()
            }
        }
        $crate::__private::if_schema! {
            impl $crate::__private::schema::DescribeErrors for $name {
                fn describe_errors(
                    _: &mut $crate::__private::schema::Builder,
                ) -> ::core::option::Option<$crate::__private::schema::ErrorSetDoc> {
                    ::core::option::Option::None
                }
            }
        }
    };
}
