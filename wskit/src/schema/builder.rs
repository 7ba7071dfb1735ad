use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::Value;
use ts_rs::TS;

use super::{
    About, DescribeErrors, DescribeMessage, DescribeResponse, Direction, ErrorSetDoc, EventDoc, ParameterDoc,
    Protocol, ResponseDoc, RpcDoc, Schemas, TopicDoc, TypeRef, aliases::Aliases, safe_range::SafeRange,
    types::Types,
};
use crate::{
    message::{Declared, Message, Meta, Rpc},
    unique::Listed,
    validate::Validate,
};

/// Builds a [`Protocol`], entry by entry. `protocol!` drives it.
pub struct Builder {
    document: Protocol,
    receive: SchemaGenerator,
    send: SchemaGenerator,
    types: Types,
}

/// Why a protocol cannot be described.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DescribeError {
    /// Two types of one name would become one in TypeScript and in the schema.
    #[error(
        "the types {first} and {second} are both called {name} in TypeScript; \
         rename one of them, or give it another name there: #[ts(rename = \"...\")]"
    )]
    NameTaken {
        /// The name both have.
        name: String,
        /// The one met first.
        first: &'static str,
        /// The one met later.
        second: &'static str,
    },
}

/// Everything a payload type brings to a document; what `#[derive(JsonSchema, TS)]` provides.
pub trait Described: JsonSchema + TS + 'static {}
impl<T: JsonSchema + TS + 'static> Described for T {}

impl Builder {
    /// An empty document.
    #[must_use]
    pub fn new(name: &str, version: &str, docs: &str) -> Self {
        let settings = |receive| {
            SchemaSettings::draft2020_12().with_transform(SafeRange).with_transform(Aliases { receive })
        };
        Self {
            document: Protocol {
                name: name.to_owned(),
                version: version.to_owned(),
                docs: docs.to_owned(),
                events: Vec::new(),
                rpcs: Vec::new(),
                errors: Vec::new(),
                topics: Vec::new(),
                types: Vec::new(),
                definitions: Schemas::default(),
            },
            receive: settings(true).for_deserialize().into_generator(),
            send: settings(false).for_serialize().into_generator(),
            types: Types::default(),
        }
    }

    /// Adds one message or topic.
    pub fn add<M: DescribeMessage>(&mut self) {
        M::describe(self);
    }

    /// Adds the messages and topics listed in `protocol!`, in their order.
    pub fn list(&mut self, messages: &[Listed]) {
        for message in messages {
            (message.describe)(self);
        }
    }

    /// Adds an event.
    pub fn event<M>(&mut self, direction: Direction, about: About)
    where
        M: Message,
    {
        let (payload, meta) = (Use::of_payload::<M>(), Use::of_meta::<M::Meta>());
        self.add_event(M::TYPE, direction, about, [payload, meta]);
    }

    fn add_event(&mut self, wire_type: &str, direction: Direction, about: About, uses: [Option<Use>; 2]) {
        let [payload, meta] = uses.map(|used| used.map(|used| self.used(used)));
        self.document.events.push(EventDoc {
            wire_type: wire_type.to_owned(),
            direction,
            about,
            payload,
            meta,
        });
    }

    /// Adds an rpc; `progress` says whether it declares any.
    pub fn rpc<M>(&mut self, about: About, progress: bool)
    where
        M: Rpc,
    {
        let progress = progress.then(Use::of::<<M::Progress as Validate>::Wire>);
        let (payload, meta) = (Use::of_payload::<M>(), Use::of_meta::<M::Meta>());
        let response = (M::Response::TYPE, M::Response::about(), Use::of_payload::<M::Response>());
        self.add_rpc(M::TYPE, about, [payload, meta, progress], response, M::Error::describe_errors);
    }

    fn add_rpc(
        &mut self,
        wire_type: &str,
        about: About,
        uses: [Option<Use>; 3],
        (response_type, response_about, response): (&str, About, Option<Use>),
        errors: fn(&mut Self) -> Option<ErrorSetDoc>,
    ) {
        let [payload, meta, progress] = uses.map(|used| used.map(|used| self.used(used)));
        let response = ResponseDoc {
            wire_type: response_type.to_owned(),
            about: response_about,
            payload: response.map(|used| self.used(used)),
        };
        let error = self.errors(errors);
        let wire_type = wire_type.to_owned();
        self.document.rpcs.push(RpcDoc { wire_type, about, payload, meta, progress, response, error });
    }

    /// Adds a topic.
    pub fn topic<T: Declared>(&mut self, about: About, parameters: Vec<ParameterDoc>) {
        if let Some(topic) = T::TOPIC {
            let carries = topic.carries.iter().map(|event| event.name.to_owned()).collect();
            let pattern = topic.pattern.to_owned();
            self.document.topics.push(TopicDoc { pattern, about, parameters, carries });
        }
    }

    /// A use of a type; adds everything it refers to.
    pub fn type_ref<T: Described>(&mut self) -> TypeRef {
        self.used(Use::of::<T>())
    }

    /// A use of a type written out in place instead of by name; adds everything it refers to.
    pub fn inline_ref<T: Described>(&mut self) -> TypeRef {
        self.used(Use { typescript: Types::inline::<T>, ..Use::of::<T>() })
    }

    /// The finished document.
    ///
    /// # Errors
    ///
    /// When two different types share one name.
    pub fn finish(mut self) -> Result<Protocol, DescribeError> {
        self.document.types = self.types.finish()?;
        self.document.definitions = Schemas {
            receive: self.receive.take_definitions(true).into_iter().collect(),
            send: self.send.take_definitions(true).into_iter().collect(),
        };
        Ok(self.document)
    }

    fn used(&mut self, used: Use) -> TypeRef {
        let typescript = (used.typescript)(&mut self.types);
        let receive = subschema(&mut self.receive, used.schema);
        let send = subschema(&mut self.send, used.schema);
        TypeRef { typescript, schema: Schemas { receive, send } }
    }

    fn errors(&mut self, describe: fn(&mut Self) -> Option<ErrorSetDoc>) -> Option<String> {
        let set = describe(self)?;
        let name = set.name.clone();
        if !self.document.errors.iter().any(|known| known.name == name) {
            self.document.errors.push(set);
        }
        Some(name)
    }
}

/// What describes a type, as functions: the rest of the builder is compiled once, and not for every type.
#[derive(Clone, Copy)]
struct Use {
    typescript: fn(&mut Types) -> String,
    schema: fn(&mut SchemaGenerator) -> Schema,
}

impl Use {
    fn of<T: Described>() -> Self {
        Self { typescript: Types::name::<T>, schema: SchemaGenerator::subschema_for::<T> }
    }

    fn of_payload<M: Message + Described>() -> Option<Self> {
        if M::HAS_PAYLOAD { Some(Self::of::<M>()) } else { None }
    }

    fn of_meta<T: Meta + Described>() -> Option<Self> {
        if T::DECLARED { Some(Self::of::<T>()) } else { None }
    }
}

/// The schema of one use of a type: a reference for a named type, its own schema otherwise, bounds added.
fn subschema(generator: &mut SchemaGenerator, schema: fn(&mut SchemaGenerator) -> Schema) -> Value {
    let mut schema = schema(generator);
    for transform in generator.transforms_mut() {
        transform.transform(&mut schema);
    }
    schema.to_value()
}
