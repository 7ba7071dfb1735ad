//! A router put to work: what all connections of one server share.

use std::sync::Arc;

use crate::{
    Data, Limits,
    caught::run_each,
    client_id::ClientId,
    limits::LimitExceeded,
    platform::Platform,
    router::{AuthPolicy, Hooks, Parts, RegisterError, Router, Routes},
    session::Session,
    topics::TopicIndex,
};

/// A router joined with the platform it runs on. An adapter makes one, and one [`Session`] for each connection.
pub struct Hub<D> {
    pub(crate) platform: Arc<dyn Platform>,
    pub(crate) limits: Limits,
    pub(crate) topics: TopicIndex,
    pub(crate) routes: Routes<D>,
    pub(crate) hooks: Hooks<D>,
    pub(crate) auth: AuthPolicy,
}

impl<D> Hub<D> {
    /// Reports a limit that was exceeded.
    pub(crate) fn exceeded(&self, exceeded: &LimitExceeded) {
        let LimitExceeded { kind, observed, limit, .. } = exceeded;
        tracing::debug!(?kind, observed, limit, "a limit was exceeded");
        run_each("on_limit_exceeded", &self.hooks.limit, |hook| hook(exceeded));
    }

    pub(crate) fn progress_interval_ms(&self) -> u64 {
        u64::try_from(self.limits.progress_interval.as_millis()).unwrap_or(u64::MAX)
    }
}

impl<D: Data> Hub<D> {
    /// Joins a router with a platform.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the router, such as two handlers for one message.
    pub fn new(router: Router<D>, platform: Arc<dyn Platform>) -> Result<Arc<Self>, RegisterError> {
        let Parts { routes, hooks, limits, auth } = router.into_parts()?;
        Ok(Arc::new(Self { platform, limits, topics: TopicIndex::new(), routes, hooks, auth }))
    }

    /// A new id for a connection that is about to be accepted.
    #[must_use]
    pub fn new_client_id(&self) -> ClientId {
        ClientId::generate(&*self.platform)
    }

    /// A connection that has been accepted; `data` is what authentication found out.
    pub fn connect(self: &Arc<Self>, id: ClientId, data: D) -> Session<D> {
        Session::new(Arc::clone(self), id, data)
    }

    /// The limits in force.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }
}
