//! A router put to work: what all connections of one server share.

use std::{collections::HashMap, sync::Arc};

use crate::{
    Data, Limits,
    client_id::ClientId,
    platform::Platform,
    router::{Hooks, Layers, RegisterError, Route, Router},
    session::Session,
    topics::TopicIndex,
};

/// A router joined with the platform it runs on. An adapter makes one, and one [`Session`] for each connection.
pub struct Hub<D> {
    pub(crate) platform: Arc<dyn Platform>,
    pub(crate) limits: Limits,
    pub(crate) topics: TopicIndex,
    pub(crate) routes: HashMap<&'static str, Route<D>>,
    pub(crate) layers: Layers<D>,
    pub(crate) hooks: Hooks<D>,
}

impl<D: Data> Hub<D> {
    /// Joins a router with a platform.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the router, such as two handlers for one message.
    pub fn new(router: Router<D>, platform: Arc<dyn Platform>) -> Result<Arc<Self>, RegisterError> {
        let parts = router.into_parts()?;
        Ok(Arc::new(Self {
            platform,
            limits: parts.limits,
            topics: TopicIndex::new(),
            routes: parts.routes,
            layers: parts.layers,
            hooks: parts.hooks,
        }))
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
