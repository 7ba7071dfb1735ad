//! What every connection to Redis has in common.

use redis::{Client, ProtocolVersion};

/// The same client, but one whose connections speak RESP3.
pub(crate) fn resp3(client: Client) -> Client {
    let info = client.get_connection_info().clone();
    let settings = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
    // It was a client before: there is nothing in it that could be refused now.
    Client::open(info.set_redis_settings(settings)).unwrap_or(client)
}
