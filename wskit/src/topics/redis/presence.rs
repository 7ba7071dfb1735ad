//! Who is where, in keys that expire.
//!
//! For each topic a set of the instances that have members of it, and for each of those a key with the members. The key is written
//! anew long before it expires, and expires with an instance that crashed.

use redis::{AsyncCommands, RedisResult, aio::MultiplexedConnection};

use super::{Member, Remote, Shared};
use crate::ClientId;

/// How long a key is kept, in seconds, and how many ticks of half a second pass until it is written anew.
const TTL_SECONDS: u64 = 15;
const REFRESH_TICKS: u64 = 10;

impl Shared {
    /// Writes the members of topics that have changed, and from time to time of all.
    pub(super) async fn announce(
        &self,
        connection: &mut MultiplexedConnection,
        remote: &Remote,
        tick: u64,
    ) -> RedisResult<()> {
        if !self.has_presence {
            return Ok(());
        }
        let mut topics = self.book().take_announcements();
        if tick.is_multiple_of(REFRESH_TICKS) {
            topics.extend(remote.topics());
        }
        for topic in topics {
            self.write(connection, remote, &topic).await?;
        }
        Ok(())
    }

    /// Takes away what this instance has written.
    pub(super) async fn withdraw(&self, connection: &mut MultiplexedConnection, remote: &Remote) {
        if !self.has_presence {
            return;
        }
        for topic in remote.topics() {
            let gone: RedisResult<()> = connection.del(self.members_key(&topic, &instance(remote))).await;
            if let Err(error) = gone {
                tracing::debug!(%error, "members stay in Redis until they expire");
                return;
            }
        }
    }

    async fn write(
        &self,
        connection: &mut MultiplexedConnection,
        remote: &Remote,
        topic: &str,
    ) -> RedisResult<()> {
        let (members, instance) = (remote.members(topic), instance(remote));
        let (key, instances) = (self.members_key(topic, &instance), self.instances_key(topic));
        let mut pipe = redis::pipe();
        if members.is_empty() {
            pipe.del(key).ignore().srem(instances, instance).ignore();
        } else {
            pipe.set_ex(key, encode(&members), TTL_SECONDS).ignore();
            pipe.sadd(&instances, instance).ignore();
            // The set outlives its instances by one life of a key at most.
            pipe.expire(instances, i64::try_from(2 * TTL_SECONDS).unwrap_or(i64::MAX)).ignore();
        }
        pipe.query_async(connection).await
    }

    /// The members of a topic as all instances have written them.
    pub(super) async fn members(
        &self,
        mut connection: MultiplexedConnection,
        topic: &str,
    ) -> RedisResult<Vec<Member>> {
        let instances: Vec<String> = connection.smembers(self.instances_key(topic)).await?;
        if instances.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<String> = instances.iter().map(|instance| self.members_key(topic, instance)).collect();
        let written: Vec<Option<String>> = connection.mget(keys).await?;
        Ok(written.into_iter().flatten().flat_map(|members| decode(&members)).collect())
    }

    fn instances_key(&self, topic: &str) -> String {
        format!("{}#instances:{topic}", self.prefix)
    }

    fn members_key(&self, topic: &str, instance: &str) -> String {
        format!("{}#members:{topic}:{instance}", self.prefix)
    }
}

fn instance(remote: &Remote) -> String {
    remote.instance().to_string()
}

fn encode(members: &[Member]) -> String {
    let pairs: Vec<_> = members.iter().map(|member| (member.client_id.to_string(), &member.name)).collect();
    // Strings are all there is, and those can always be written.
    serde_json::to_string(&pairs).unwrap_or_default()
}

fn decode(text: &str) -> Vec<Member> {
    let pairs: Vec<(String, Option<String>)> = serde_json::from_str(text).unwrap_or_default();
    let member = |(id, name): (String, Option<String>)| {
        ClientId::parse(&id).map(|client_id| Member { client_id, name })
    };
    pairs.into_iter().filter_map(member).collect()
}
