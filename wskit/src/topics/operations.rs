use std::{collections::BTreeSet, sync::Arc, time::Duration};

use futures_util::{
    FutureExt,
    future::{Either, Shared, select},
};

use super::{
    Action, IntoTopic, InvalidTopic, Status, TopicError, TopicSet,
    interest::Change,
    subscriptions::{Claim, Gone, Plan},
};
use crate::{
    Data,
    connection::Connection,
    maybe_send::{BoxFuture, MaybeSend},
};

/// The topics of one connection: `ctx.topics()`.
///
/// Each change goes the same way: names are normalised; an operation in flight on the same topic is waited for; when nothing would
/// change, that is all. Otherwise what is new is validated, authorised and counted, the adapter is told, and only then is
/// the connection subscribed. A change of several topics is made as a whole or not at all.
///
/// A change that fails, takes too long, is [cancelled](Self::cancel_when), or whose future is dropped before it is done
/// (`select!` and the like) has changed nothing.
///
/// ```
/// # use wskit::prelude::*;
/// # wskit::message!( #[event(from = client)] pub struct Enter { pub room: String } );
/// async fn enter(ctx: Ctx<Enter>) -> Result<()> {
///     let room = format!("room:{}", ctx.payload.room);
///     let changes = ctx.topics().set([room, "news".to_owned()]).await?;
///     assert_eq!(changes.total, 2);
///     Ok(())
/// }
/// ```
pub struct Topics<'a, D> {
    connection: &'a Connection<D>,
    timeout: Option<Duration>,
    /// Shared by the changes that are made at once.
    cancelled: Option<Shared<BoxFuture<'a, ()>>>,
}

/// What a change of several topics came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Changes {
    /// How many were subscribed to.
    pub added: usize,
    /// How many were unsubscribed from.
    pub removed: usize,
    /// How many the connection has now.
    pub total: usize,
}

/// What [`Topics::verify`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    /// Topics of the connection whose messages do not reach it; empty when all is well.
    pub missing: Vec<String>,
    /// Whether the adapter could say what it is subscribed to. Without an adapter there is nothing to ask.
    pub is_adapter_checked: bool,
}

impl<'a, D> Topics<'a, D> {
    pub(crate) fn new(connection: &'a Connection<D>) -> Self {
        Self { connection, timeout: None, cancelled: None }
    }
}

impl<'a, D: Data> Topics<'a, D> {
    /// How long a change may take, instead of what the [policy](super::TopicPolicy::timeout) says.
    #[must_use = "it counts for the changes made through what this returns"]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Gives a change up, as [`TopicError::Cancelled`], once this future is ready; at once, when it is ready already.
    ///
    /// ```
    /// # use wskit::prelude::*;
    /// # wskit::message!( #[rpc(response = Entered)] pub struct Enter; #[response] pub struct Entered; );
    /// async fn enter(ctx: RpcCtx<Enter>) -> Reply<Enter> {
    ///     ctx.topics().cancel_when(ctx.cancelled()).subscribe("lobby").await?;
    ///     ctx.reply(Entered)
    /// }
    /// ```
    #[must_use = "it counts for the changes made through what this returns"]
    pub fn cancel_when(mut self, signal: impl Future<Output = ()> + MaybeSend + 'a) -> Self {
        let signal: BoxFuture<'a, ()> = Box::pin(signal);
        self.cancelled = Some(signal.shared());
        self
    }

    /// Subscribes the connection; does nothing when it already is subscribed.
    ///
    /// # Errors
    ///
    /// When the name is not allowed, the policy denies it, the connection has as many topics as it may have or is closed,
    /// the adapter fails, or it takes too long.
    pub fn subscribe(&self, topic: impl IntoTopic) -> BoxFuture<'_, Result<(), TopicError>> {
        let topic = self.normal([topic]);
        Box::pin(async move { self.add(topic).await.map(drop) })
    }

    /// Unsubscribes the connection; does nothing when it is not subscribed.
    ///
    /// # Errors
    ///
    /// When the connection is closed, the adapter fails, or it takes too long. Without an adapter none but the first.
    pub fn unsubscribe(&self, topic: impl IntoTopic) -> BoxFuture<'_, Result<(), TopicError>> {
        let topic = self.normal([topic]);
        Box::pin(async move { self.remove(topic).await.map(drop) })
    }

    /// Subscribes to several topics, to all or to none.
    ///
    /// # Errors
    ///
    /// As for [`subscribe`](Self::subscribe).
    pub fn subscribe_many<T: IntoTopic>(
        &self,
        topics: impl IntoIterator<Item = T>,
    ) -> BoxFuture<'_, Result<Changes, TopicError>> {
        Box::pin(self.add(self.normal(topics)))
    }

    /// Unsubscribes from several topics, from all or from none.
    ///
    /// # Errors
    ///
    /// As for [`unsubscribe`](Self::unsubscribe).
    pub fn unsubscribe_many<T: IntoTopic>(
        &self,
        topics: impl IntoIterator<Item = T>,
    ) -> BoxFuture<'_, Result<Changes, TopicError>> {
        Box::pin(self.remove(self.normal(topics)))
    }

    /// Makes these the topics of the connection: unsubscribes from all others, then subscribes to those that are new.
    ///
    /// # Errors
    ///
    /// As for [`subscribe`](Self::subscribe).
    pub fn set<T: IntoTopic>(
        &self,
        topics: impl IntoIterator<Item = T>,
    ) -> BoxFuture<'_, Result<Changes, TopicError>> {
        let wanted = self.normal(topics);
        Box::pin(async move {
            let wanted = wanted?;
            self.within(self.change(None, |there| difference(there, &wanted))).await
        })
    }

    /// Unsubscribes from everything.
    ///
    /// # Errors
    ///
    /// As for [`unsubscribe`](Self::unsubscribe).
    pub async fn clear(&self) -> Result<Changes, TopicError> {
        self.set(std::iter::empty::<&str>()).await
    }

    /// Changes the set of topics as `update` says, once no operation is in flight.
    ///
    /// # Errors
    ///
    /// As for [`subscribe`](Self::subscribe).
    pub async fn update(&self, update: impl FnOnce(&mut TopicSet)) -> Result<Changes, TopicError> {
        self.within(async {
            let subscriptions = self.connection.subscriptions();
            let (mut claim, there) = subscriptions.claim_whole().await.map_err(closed)?;
            let mut wanted = TopicSet::of(there.iter().map(AsRef::as_ref));
            update(&mut wanted);
            claim.narrow(difference(&there, &self.normal(wanted.into_names()?)?));
            self.carry_out(claim).await
        })
        .await
    }

    /// The topics the connection is subscribed to, sorted.
    #[must_use]
    pub fn list(&self) -> Vec<String> {
        self.connection.subscriptions().list()
    }

    /// How many topics the connection is subscribed to.
    #[must_use]
    pub fn len(&self) -> usize {
        self.connection.subscriptions().len()
    }

    /// Whether the connection is subscribed to nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the connection is subscribed to a topic.
    #[must_use]
    pub fn has(&self, topic: impl IntoTopic) -> bool {
        self.normal_one(topic).is_ok_and(|topic| self.connection.subscriptions().has(&topic))
    }

    /// Whether the connection is subscribed to a topic, or about to change that.
    #[must_use]
    pub fn status(&self, topic: impl IntoTopic) -> Status {
        match self.normal_one(topic) {
            Ok(topic) => self.connection.subscriptions().status(&topic),
            Err(_) => Status::Absent,
        }
    }

    /// Waits until no change of this connection's topics is in flight.
    pub async fn settle(&self) {
        self.connection.subscriptions().settled().await;
    }

    /// Holds what the connection believes against the index of this instance and against the adapter.
    ///
    /// # Errors
    ///
    /// When the adapter cannot be asked, or takes too long.
    pub async fn verify(&self) -> Result<Verified, TopicError> {
        self.within(async {
            self.settle().await;
            let hub = self.connection.hub();
            let listed = match &hub.interest {
                Some(interest) => interest.adapter.list().await?,
                None => None,
            };
            let mut missing = self.list();
            missing.retain(|topic| {
                let is_here = hub.topics.has(topic, self.connection.client_id());
                !is_here || listed.as_ref().is_some_and(|listed| !listed.contains(topic))
            });
            Ok(Verified { missing, is_adapter_checked: listed.is_some() })
        })
        .await
    }

    async fn add(&self, topics: Result<Vec<String>, InvalidTopic>) -> Result<Changes, TopicError> {
        let topics = topics?;
        let add = |there: &BTreeSet<Box<str>>| {
            let new = topics.iter().filter(|topic| !there.contains(topic.as_str()));
            (Vec::new(), new.cloned().collect())
        };
        self.within(self.change(Some(&topics), add)).await
    }

    async fn remove(&self, topics: Result<Vec<String>, InvalidTopic>) -> Result<Changes, TopicError> {
        let topics = topics?;
        let remove = |there: &BTreeSet<Box<str>>| {
            let old = topics.iter().filter(|topic| there.contains(topic.as_str()));
            (old.cloned().collect(), Vec::new())
        };
        self.within(self.change(Some(&topics), remove)).await
    }

    async fn change(
        &self,
        touched: Option<&[String]>,
        plan: impl FnOnce(&BTreeSet<Box<str>>) -> Plan,
    ) -> Result<Changes, TopicError> {
        let subscriptions = self.connection.subscriptions();
        self.carry_out(subscriptions.claim(touched, plan).await.map_err(closed)?).await
    }

    async fn carry_out(&self, claim: Claim<'_>) -> Result<Changes, TopicError> {
        let (removed, added) = (claim.remove.len(), claim.add.len());
        if removed == 0 && added == 0 {
            return Ok(Changes { added, removed, total: self.len() });
        }
        self.permit(&claim).await?;
        let told = self.tell_adapter(&claim).await?;
        // Asked before the change, because it is the user's code and nothing is locked yet.
        let name = self.connection.hub().policy.member_name(self.connection);
        let total = claim.commit(|claim| self.apply(claim, name)).map_err(closed)?;
        if let Some(told) = told {
            told.keep();
        }
        Ok(Changes { added, removed, total })
    }

    /// Validates and authorises what is new, and counts.
    async fn permit(&self, claim: &Claim<'_>) -> Result<(), TopicError> {
        let hub = self.connection.hub();
        for topic in &claim.add {
            hub.policy.validate(topic).map_err(TopicError::Name)?;
        }
        for topic in &claim.add {
            if !hub.policy.allows(Action::Subscribe, topic, self.connection).await {
                return Err(TopicError::Denied { topic: topic.clone() });
            }
        }
        let limit = hub.limits.max_topics;
        if !claim.add.is_empty() && claim.len_after() > limit {
            return Err(TopicError::TooMany { limit });
        }
        Ok(())
    }

    async fn tell_adapter(&self, claim: &Claim<'_>) -> Result<Option<Change>, TopicError> {
        let Some(interest) = &self.connection.hub().interest else { return Ok(None) };
        Ok(Some(interest.change(&claim.remove, &claim.add).await?))
    }

    fn apply(&self, claim: &Claim<'_>, name: Option<String>) {
        let connection = self.connection;
        let (hub, client) = (connection.hub(), connection.client_id());
        for topic in &claim.remove {
            hub.topics.remove(topic, client);
        }
        let name: Option<Arc<str>> = name.map(Into::into);
        for topic in &claim.add {
            hub.topics.insert(topic, client, connection.outbox().clone(), name.clone());
        }
    }

    /// Gives an operation its time, and ends it when that is over or when it is not wanted any more.
    async fn within<T>(
        &self,
        operation: impl Future<Output = Result<T, TopicError>>,
    ) -> Result<T, TopicError> {
        let hub = self.connection.hub();
        let after = self.timeout.unwrap_or(hub.policy.timeout);
        let mut cancelled = self.cancelled.clone();
        if cancelled.as_mut().is_some_and(|signal| signal.now_or_never().is_some()) {
            return Err(TopicError::Cancelled);
        }
        let mut operation = std::pin::pin!(operation);
        // Almost always there is nothing to wait for, and then no timer is worth setting.
        if let Some(done) = operation.as_mut().now_or_never() {
            return done;
        }
        let given_up = async {
            match cancelled {
                Some(signal) => match select(signal, hub.platform.sleep(after)).await {
                    Either::Left(_) => TopicError::Cancelled,
                    Either::Right(_) => TopicError::Timeout { after },
                },
                None => {
                    hub.platform.sleep(after).await;
                    TopicError::Timeout { after }
                }
            }
        };
        match select(operation, std::pin::pin!(given_up)).await {
            Either::Left((done, _)) => done,
            Either::Right((error, _)) => Err(error),
        }
    }

    /// Without a name twice.
    fn normal<T: IntoTopic>(&self, topics: impl IntoIterator<Item = T>) -> Result<Vec<String>, InvalidTopic> {
        let (mut seen, mut normal) = (BTreeSet::new(), Vec::new());
        for topic in topics {
            let topic = self.normal_one(topic)?;
            if seen.insert(topic.clone()) {
                normal.push(topic);
            }
        }
        Ok(normal)
    }

    fn normal_one(&self, topic: impl IntoTopic) -> Result<String, InvalidTopic> {
        Ok(self.connection.hub().policy.normal(topic.into_topic()?))
    }
}

fn closed(_: Gone) -> TopicError {
    TopicError::Closed
}

/// What to remove from the topics that are there and what to add, to get those that are wanted.
fn difference(there: &BTreeSet<Box<str>>, wanted: &[String]) -> Plan {
    let keep: BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
    let remove = there.iter().filter(|topic| !keep.contains(topic.as_ref()));
    let add = wanted.iter().filter(|topic| !there.contains(topic.as_str()));
    (remove.map(|topic| topic.as_ref().to_owned()).collect(), add.cloned().collect())
}
