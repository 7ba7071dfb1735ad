//! The message maps, by wire type, and the protocol that holds them.

use wskit::schema::{About, EventDoc, ParameterDoc, Protocol, RpcDoc, TopicDoc, TypeRef};

use super::{accepted::Accepted, docs, key, layout, literal};

/// `ServerEvents`, `ClientEvents`, `Rpcs`, where there are any `Topics`, and the protocol.
pub(super) fn all(protocol: &Protocol, accepted: &Accepted<'_>) -> Vec<String> {
    let sent = |ty: &TypeRef| ty.typescript.clone();
    let taken = |ty: &TypeRef| accepted.expression(ty);
    let events = protocol.events.iter();
    let from_server = events.clone().filter(|it| it.direction.from_server()).map(|it| event(it, sent));
    let from_client = events.filter(|it| it.direction.from_client()).map(|it| event(it, taken));
    let rpcs = protocol.rpcs.iter().map(|it| rpc(it, taken));
    let mut maps = vec![
        interface("ServerEvents", "What the server sends, by wire type.", from_server),
        interface("ClientEvents", "What clients send, by wire type.", from_client),
        interface("Rpcs", "What clients ask, by wire type.", rpcs),
    ];
    if !protocol.topics.is_empty() {
        maps.push(interface("Topics", TOPICS, protocol.topics.iter().map(topic)));
    }
    maps.push(whole(protocol));
    maps
}

const TOPICS: &str = "Where the server publishes what, by the text of the topic.";

fn interface(name: &str, about: &str, members: impl Iterator<Item = String>) -> String {
    let members: String = members.collect();
    format!("/** {about} */\n{}", layout::declaration(&format!("type {name} = {{ {members} }};")))
}

fn event(event: &EventDoc, typescript: impl Fn(&TypeRef) -> String) -> String {
    let payload = payload(event.payload.as_ref(), &typescript);
    let meta = meta(event.meta.as_ref(), &typescript);
    format!("{}{}: {{ payload: {payload}; meta: {meta} }};\n", comment(&event.about), key(&event.wire_type))
}

fn rpc(rpc: &RpcDoc, accepted: impl Fn(&TypeRef) -> String) -> String {
    let sent = |ty: &TypeRef| ty.typescript.clone();
    let fields = [
        ("payload", payload(rpc.payload.as_ref(), &accepted)),
        ("meta", meta(rpc.meta.as_ref(), &accepted)),
        ("progress", rpc.progress.as_ref().map_or("never".to_owned(), sent)),
        ("response", payload(rpc.response.payload.as_ref(), sent)),
        ("error", rpc.error.as_deref().unwrap_or("never").to_owned()),
    ];
    let fields = fields.map(|(name, ty)| format!("{name}: {ty}")).join("; ");
    format!("{}{}: {{ {fields} }};\n", comment(&rpc.about), key(&rpc.wire_type))
}

fn topic(topic: &TopicDoc) -> String {
    let parameters: String = topic.parameters.iter().map(parameter).collect();
    let parameters = if parameters.is_empty() { "{}".to_owned() } else { format!("{{ {parameters} }}") };
    let carries: Vec<_> = topic.carries.iter().map(|wire_type| literal(wire_type)).collect();
    let carries = if carries.is_empty() { "never".to_owned() } else { carries.join(" | ") };
    format!(
        "{}{}: {{ params: {parameters}; carries: {carries} }};\n",
        comment(&topic.about),
        key(&topic.pattern)
    )
}

fn parameter(parameter: &ParameterDoc) -> String {
    let lines = docs::lines(&parameter.docs, None);
    let lines = docs::with_deprecation(lines, parameter.deprecated.as_deref());
    format!("{}{}: {};\n", docs::comment(&lines, 0), key(&parameter.name), parameter.ty.typescript)
}

fn whole(protocol: &Protocol) -> String {
    let docs = docs::lines(&protocol.docs, None);
    let docs = if docs.is_empty() { vec![format!("The protocol {}.", protocol.name)] } else { docs };
    let topics = if protocol.topics.is_empty() { "" } else { "; topics: Topics" };
    let maps = format!("{{ server: ServerEvents; client: ClientEvents; rpc: Rpcs{topics} }}");
    docs::comment(&docs, 0) + &layout::declaration(&format!("type {} = {maps};", protocol.name))
}

fn payload(payload: Option<&TypeRef>, typescript: impl Fn(&TypeRef) -> String) -> String {
    payload.map_or("void".to_owned(), typescript)
}

fn meta(meta: Option<&TypeRef>, typescript: impl Fn(&TypeRef) -> String) -> String {
    meta.map_or("{}".to_owned(), typescript)
}

fn comment(about: &About) -> String {
    docs::comment(&docs::lines(&about.docs, Some(about)), 0)
}
