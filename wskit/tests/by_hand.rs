//! The expansion written by hand: what the macros produce.
#![allow(missing_docs, dead_code)]
use wskit::__private as __p;

/// A member joins a room.
#[derive(
    Debug,
    Clone,
    PartialEq,
    ::wskit::__private::serde::Serialize,
    ::wskit::__private::serde::Deserialize,
    ::wskit::__private::JsonSchema,
    ::wskit::__private::TS,
)]
#[serde(crate = "::wskit::__private::serde", rename_all = "camelCase", deny_unknown_fields)]
#[schemars(crate = "::wskit::__private::schemars")]
#[ts(crate = "::wskit::__private::ts_rs")]
pub struct JoinRoom {
    pub room_id: RoomId,
    /// Shown to others.
    #[schemars(transform = |schema: &mut ::wskit::__private::schemars::Schema| {
        (::wskit::__private::rules::Length { min: ::core::option::Option::Some(1), max: ::core::option::Option::Some(20) }).describe::<Option<String>>(schema);
    })]
    #[serde(default, skip_serializing_if = "::core::option::Option::is_none")]
    #[ts(optional = nullable)]
    pub nick: Option<String>,
    pub n: u64,
}

impl __p::Validate for JoinRoom {
    fn validate(&self, at: __p::At<'_>, issues: &mut __p::Issues) {
        (__p::rules::Length { min: ::core::option::Option::Some(1), max: ::core::option::Option::Some(20) })
            .check(&self.nick, at.key("nick"), issues);
        __p::Validate::validate(&self.room_id, at.key("roomId"), issues);
        __p::Validate::validate(&self.nick, at.key("nick"), issues);
    }
}
impl __p::Message for JoinRoom {
    const TYPE: &'static str = "JOIN_ROOM";
    const HAS_PAYLOAD: bool = true;
    const PATH: &'static str = concat!(module_path!(), "::", "JoinRoom");
    type Meta = ();
}
impl __p::Event for JoinRoom {}
impl __p::FromClient for JoinRoom {}
impl __p::Declared for JoinRoom {
    const WIRE_TYPES: &'static [__p::WireType] = &[__p::WireType::of::<Self>()];
}
__p::if_schema! {
    impl __p::schema::DescribeMessage for JoinRoom {
        fn describe(builder: &mut __p::schema::Builder) {
            builder.event::<Self>(__p::schema::Direction::Client, __p::schema::About {
                name: "JoinRoom".into(), docs: "A member joins a room.".into(), deprecated: None, since: None });
        }
    }
}

#[derive(
    Debug,
    Clone,
    PartialEq,
    ::wskit::__private::serde::Serialize,
    ::wskit::__private::JsonSchema,
    ::wskit::__private::TS,
)]
#[serde(crate = "::wskit::__private::serde")]
#[schemars(crate = "::wskit::__private::schemars")]
#[ts(crate = "::wskit::__private::ts_rs")]
pub struct RoomId(
    #[schemars(transform = |schema: &mut ::wskit::__private::schemars::Schema| {
        (::wskit::__private::rules::Length { min: ::core::option::Option::Some(1), max: ::core::option::Option::Some(64) }).describe::<String>(schema);
    })]
    String,
);

impl RoomId {
    fn __issues(inner: &String, at: __p::At<'_>, issues: &mut __p::Issues) {
        (__p::rules::Length { min: ::core::option::Option::Some(1), max: ::core::option::Option::Some(64) })
            .check(inner, at, issues);
        __p::Validate::validate(inner, at, issues);
    }
    pub fn new(value: impl Into<String>) -> Result<Self, __p::Invalid> {
        let value = value.into();
        let mut issues = __p::Issues::default();
        Self::__issues(&value, __p::At::root(""), &mut issues);
        issues.into_result()?;
        Ok(Self(value))
    }
}
impl __p::Validate for RoomId {
    fn validate(&self, at: __p::At<'_>, issues: &mut __p::Issues) {
        Self::__issues(&self.0, at, issues)
    }
}
impl<'de> __p::serde::Deserialize<'de> for RoomId {
    fn deserialize<D: __p::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let inner = <String as __p::serde::Deserialize>::deserialize(deserializer)?;
        if __p::is_deferred() {
            return Ok(Self(inner));
        }
        Self::new(inner).map_err(__p::serde::de::Error::custom)
    }
}

#[derive(Debug, Clone, PartialEq, ::wskit::__private::serde::Serialize)]
#[serde(crate = "::wskit::__private::serde", untagged, rename_all_fields = "camelCase")]
pub enum JoinError {
    RoomFull { room_limit: u8 },
    Banned,
}
impl __p::ErrorSet for JoinError {
    fn into_reply(self) -> __p::ErrorReply {
        match &self {
            Self::RoomFull { room_limit } => __p::ErrorReply::new("ROOM_FULL")
                .details(&self)
                .message_text(format!("the room holds {room_limit}")),
            Self::Banned => __p::ErrorReply::new("BANNED").retryable(false),
        }
    }
}
impl<M: __p::Rpc<Error = JoinError>> __p::RpcError<M> for JoinError {
    fn into_reply(self) -> __p::ErrorReply {
        __p::ErrorSet::into_reply(self)
    }
}
impl<M: __p::Rpc<Error = JoinError>> From<JoinError> for __p::Failure<M> {
    fn from(error: JoinError) -> Self {
        Self::reply(__p::ErrorSet::into_reply(error))
    }
}
__p::if_schema! {
    const _: () = {
        #[derive(__p::serde::Serialize, __p::serde::Deserialize, ::wskit::__private::JsonSchema, ::wskit::__private::TS)]
        #[serde(crate = "::wskit::__private::serde", rename_all = "camelCase", deny_unknown_fields)]
        #[schemars(crate = "::wskit::__private::schemars")]
        #[ts(crate = "::wskit::__private::ts_rs")]
        struct RoomFull { room_limit: u8 }
        impl __p::schema::DescribeErrors for JoinError {
            fn describe_errors(b: &mut __p::schema::Builder) -> Option<__p::schema::ErrorSetDoc> {
                Some(__p::schema::ErrorSetDoc { name: "JoinError".into(), docs: "".into(), errors: vec![
                    __p::schema::ErrorDoc { code: "ROOM_FULL".into(), docs: "".into(), retryable: None, details: Some(b.inline_ref::<RoomFull>()) },
                    __p::schema::ErrorDoc { code: "BANNED".into(), docs: "".into(), retryable: Some(false), details: None },
                ]})
            }
        }
    };
}

fn undeclared<M: __p::Rpc<Error = JoinError>>() -> Result<(), __p::Failure<M>> {
    let _: u8 = "x".parse()?;
    Err(JoinError::Banned)?;
    Err(wskit::Code::NotFound)?;
    Err(wskit::Error::internal("x"))?;
    Ok(())
}

#[test]
fn describes() {
    let mut b = __p::schema::Builder::new("Chat", "1.0.0", "");
    b.add::<JoinRoom>();
    let e = <JoinError as __p::schema::DescribeErrors>::describe_errors(&mut b);
    println!("{}", __p::serde_json::to_string_pretty(&e).unwrap());
    println!("{}", __p::serde_json::to_string_pretty(&b.finish().unwrap()).unwrap());
}
const _: () = __p::assert_unique(&[<JoinRoom as __p::Declared>::WIRE_TYPES], 0);
