use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::Value;
use ts_rs::TS;

use super::{
    About, DescribeErrors, DescribeMessage, DescribeResponse, Direction, ErrorSetDoc, EventDoc, Protocol,
    ResponseDoc, RpcDoc, Schemas, TypeRef, aliases::Aliases, safe_range::SafeRange, types::Types,
};
use crate::{
    message::{Message, Meta, Rpc},
    unique::Listed,
};

/// Builds a [`Protocol`], message by message. `protocol!` drives it.
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
                types: Vec::new(),
                definitions: Schemas::default(),
            },
            receive: settings(true).for_deserialize().into_generator(),
            send: settings(false).for_serialize().into_generator(),
            types: Types::default(),
        }
    }

    /// Adds one message.
    pub fn add<M: DescribeMessage>(&mut self) {
        M::describe(self);
    }

    /// Adds the messages listed in `protocol!`, in their order.
    pub fn list(&mut self, messages: &[Listed]) {
        for message in messages {
            (message.describe)(self);
        }
    }

    /// Adds an event.
    pub fn event<M>(&mut self, direction: Direction, about: About)
    where
        M: Message + Described,
        M::Meta: Described,
    {
        let event = EventDoc {
            wire_type: M::TYPE.to_owned(),
            direction,
            about,
            payload: self.payload::<M>(),
            meta: self.meta::<M::Meta>(),
        };
        self.document.events.push(event);
    }

    /// Adds an rpc; `progress` says whether it declares any.
    pub fn rpc<M>(&mut self, about: About, progress: Option<TypeRef>)
    where
        M: Rpc + Described,
        M::Meta: Described,
        M::Response: Described,
        M::Error: DescribeErrors,
    {
        let rpc = RpcDoc {
            wire_type: M::TYPE.to_owned(),
            about,
            payload: self.payload::<M>(),
            meta: self.meta::<M::Meta>(),
            progress,
            response: ResponseDoc {
                wire_type: M::Response::TYPE.to_owned(),
                about: M::Response::about(),
                payload: self.payload::<M::Response>(),
            },
            error: self.errors::<M::Error>(),
        };
        self.document.rpcs.push(rpc);
    }

    /// A use of a type; adds everything it refers to.
    pub fn type_ref<T: Described>(&mut self) -> TypeRef {
        TypeRef { typescript: self.types.name::<T>(), schema: self.schemas::<T>() }
    }

    /// A use of a type written out in place instead of by name; adds everything it refers to.
    pub fn inline_ref<T: Described>(&mut self) -> TypeRef {
        TypeRef { typescript: self.types.inline::<T>(), schema: self.schemas::<T>() }
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

    fn schemas<T: Described>(&mut self) -> Schemas<Value> {
        Schemas { receive: subschema::<T>(&mut self.receive), send: subschema::<T>(&mut self.send) }
    }

    fn payload<M: Message + Described>(&mut self) -> Option<TypeRef> {
        M::HAS_PAYLOAD.then(|| self.type_ref::<M>())
    }

    fn meta<T: Meta + Described>(&mut self) -> Option<TypeRef> {
        T::DECLARED.then(|| self.type_ref::<T>())
    }

    fn errors<E: DescribeErrors>(&mut self) -> Option<String> {
        let set: ErrorSetDoc = E::describe_errors(self)?;
        let name = set.name.clone();
        if !self.document.errors.iter().any(|known| known.name == name) {
            self.document.errors.push(set);
        }
        Some(name)
    }
}

/// The schema of one use of a type: a reference for a named type, its own schema otherwise, bounds added.
fn subschema<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    let mut schema = generator.subschema_for::<T>();
    for transform in generator.transforms_mut() {
        transform.transform(&mut schema);
    }
    schema.to_value()
}
