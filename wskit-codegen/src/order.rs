//! The types of a document in an order that is the same on every machine.
//!
//! ts-rs keeps what a type refers to in a hash set, so the order in which a document names its types may change with
//! every build. Generated files must not.

use std::collections::{BTreeMap, BTreeSet};

use wskit::schema::{Protocol, TypeDoc, TypeRef};

use crate::typescript;

/// Every type in the order of first use: by the messages, then within each type; what nothing uses comes last, by name.
pub(crate) fn by_use(protocol: &Protocol) -> Vec<&TypeDoc> {
    let mut order = Order {
        left: protocol.types.iter().map(|ty| (ty.name.as_str(), ty)).collect(),
        seen: BTreeSet::new(),
        types: Vec::new(),
    };
    for ty in uses(protocol) {
        order.visit(&ty.typescript);
    }
    let unused: Vec<_> = order.left.values().copied().collect();
    for ty in unused {
        order.add(ty);
    }
    order.types
}

/// Everything that messages, errors and topics use, as the document lists them.
fn uses(protocol: &Protocol) -> impl Iterator<Item = &TypeRef> {
    let errors =
        protocol.errors.iter().flat_map(|set| &set.errors).filter_map(|error| error.details.as_ref());
    let parameters =
        protocol.topics.iter().flat_map(|topic| &topic.parameters).map(|parameter| &parameter.ty);
    payloads(protocol).chain(errors).chain(parameters)
}

/// Everything that messages use, errors apart.
pub(crate) fn payloads(protocol: &Protocol) -> impl Iterator<Item = &TypeRef> {
    let events = protocol.events.iter().flat_map(|event| [&event.payload, &event.meta]);
    let rpcs =
        protocol.rpcs.iter().flat_map(|rpc| [&rpc.payload, &rpc.meta, &rpc.progress, &rpc.response.payload]);
    events.chain(rpcs).flatten()
}

/// What clients send: payloads and meta.
pub(crate) fn from_clients(protocol: &Protocol) -> impl Iterator<Item = &TypeRef> {
    let events = protocol.events.iter().filter(|event| event.direction.from_client());
    let events = events.flat_map(|event| [&event.payload, &event.meta]);
    let rpcs = protocol.rpcs.iter().flat_map(|rpc| [&rpc.payload, &rpc.meta]);
    events.chain(rpcs).flatten()
}

/// The payloads of what the server sends, by wire type; a response may answer several rpcs.
pub(crate) fn from_server(protocol: &Protocol) -> Vec<(&str, Option<&TypeRef>)> {
    let events = protocol.events.iter().filter(|event| event.direction.from_server());
    let events = events.map(|event| (event.wire_type.as_str(), event.payload.as_ref()));
    let responses = protocol.rpcs.iter().map(|rpc| &rpc.response);
    let responses = responses.map(|response| (response.wire_type.as_str(), response.payload.as_ref()));
    let mut seen = BTreeSet::new();
    events.chain(responses).filter(|(wire_type, _)| seen.insert(*wire_type)).collect()
}

struct Order<'a> {
    left: BTreeMap<&'a str, &'a TypeDoc>,
    seen: BTreeSet<&'a str>,
    types: Vec<&'a TypeDoc>,
}

impl<'a> Order<'a> {
    fn visit(&mut self, text: &str) {
        for word in typescript::words(text) {
            if let Some(ty) = self.left.get(word.as_str()).copied() {
                self.add(ty);
            }
        }
    }

    fn add(&mut self, ty: &'a TypeDoc) {
        if self.seen.insert(&ty.name) {
            self.types.push(ty);
            self.visit(&ty.typescript);
        }
    }
}

#[cfg(test)]
mod tests {
    use wskit::schema::{About, Builder, Direction, EventDoc, Schemas};

    use super::*;

    fn ty(name: &str, body: &str) -> TypeDoc {
        TypeDoc { name: name.to_owned(), docs: String::new(), typescript: format!("type {name} = {body};") }
    }

    fn protocol(types: Vec<TypeDoc>) -> Protocol {
        let payload = TypeRef { typescript: "Array<B>".to_owned(), schema: Schemas::default() };
        let event = EventDoc {
            wire_type: "E".to_owned(),
            direction: Direction::Both,
            about: About::default(),
            payload: Some(payload),
            meta: None,
        };
        let protocol = Builder::new("P", "1", "").finish().unwrap();
        Protocol { events: vec![event], types, ..protocol }
    }

    #[test]
    fn order_is_that_of_use_however_the_document_lists_them() {
        let mut types = vec![
            ty("A", "string"),
            ty("B", "{ /** An A. */ d: D, a: A, c: \"Z\" | null }"),
            ty("D", "Array<B>"),
            ty("Y", "#unreadable"),
            ty("Z", "number"),
        ];
        for _ in 0..types.len() {
            types.rotate_left(1);
            let protocol = protocol(types.clone());
            let names: Vec<_> = by_use(&protocol).iter().map(|ty| ty.name.as_str()).collect();
            assert_eq!(names, ["B", "D", "A", "Y", "Z"]);
        }
    }
}
