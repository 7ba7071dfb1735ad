//! The message maps, by wire type, and the protocol that holds them.

use wskit::schema::{About, EventDoc, Protocol, RpcDoc, TypeRef};

use super::{docs, key, layout};

/// `ServerEvents`, `ClientEvents`, `Rpcs` and the protocol.
pub(super) fn all(protocol: &Protocol) -> Vec<String> {
    let from_server = protocol.events.iter().filter(|event| event.direction.from_server()).map(event);
    let from_client = protocol.events.iter().filter(|event| event.direction.from_client()).map(event);
    vec![
        interface("ServerEvents", "What the server sends, by wire type.", from_server),
        interface("ClientEvents", "What clients send, by wire type.", from_client),
        interface("Rpcs", "What clients ask, by wire type.", protocol.rpcs.iter().map(rpc)),
        whole(protocol),
    ]
}

fn interface(name: &str, about: &str, members: impl Iterator<Item = String>) -> String {
    let members: String = members.collect();
    format!("/** {about} */\n{}", layout::declaration(&format!("type {name} = {{ {members} }};")))
}

fn event(event: &EventDoc) -> String {
    let (payload, meta) = (payload(event.payload.as_ref()), meta(event.meta.as_ref()));
    format!("{}{}: {{ payload: {payload}; meta: {meta} }};\n", comment(&event.about), key(&event.wire_type))
}

fn rpc(rpc: &RpcDoc) -> String {
    let fields = [
        ("payload", payload(rpc.payload.as_ref())),
        ("meta", meta(rpc.meta.as_ref())),
        ("progress", rpc.progress.as_ref().map_or("never", |progress| &progress.typescript)),
        ("response", payload(rpc.response.payload.as_ref())),
        ("error", rpc.error.as_deref().unwrap_or("never")),
    ];
    let fields = fields.map(|(name, ty)| format!("{name}: {ty}")).join("; ");
    format!("{}{}: {{ {fields} }};\n", comment(&rpc.about), key(&rpc.wire_type))
}

fn whole(protocol: &Protocol) -> String {
    let docs = docs::lines(&protocol.docs, None);
    let docs = if docs.is_empty() { vec![format!("The protocol {}.", protocol.name)] } else { docs };
    let maps = "{ server: ServerEvents; client: ClientEvents; rpc: Rpcs }";
    docs::comment(&docs, 0) + &layout::declaration(&format!("type {} = {maps};", protocol.name))
}

fn payload(payload: Option<&TypeRef>) -> &str {
    payload.map_or("void", |payload| &payload.typescript)
}

fn meta(meta: Option<&TypeRef>) -> &str {
    meta.map_or("{}", |meta| &meta.typescript)
}

fn comment(about: &About) -> String {
    docs::comment(&docs::lines(&about.docs, Some(about)), 0)
}
