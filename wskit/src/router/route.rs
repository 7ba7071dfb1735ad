use std::marker::PhantomData;

use serde_json::value::RawValue;

use super::Outcome;
use crate::{
    Connection, Ctx, Data, Reply, RpcCtx,
    error::{Cause, Result},
    maybe_send::{BoxFuture, MaybeSend, MaybeSync},
    message::{FromClient, Message, Rpc},
    validate::{Invalid, Issues},
    wire::{self, CorrelationId, MetaIn},
};

/// A handler at work. Its error is what the client is told.
pub(crate) type HandlerFuture = BoxFuture<'static, Result<Outcome, Cause>>;

/// Whether a message expects an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Event,
    Rpc,
}

/// A frame that found its route, still undecoded.
pub(crate) struct Request<'a, D> {
    pub(crate) connection: &'a Connection<D>,
    pub(crate) payload: Option<&'a RawValue>,
    pub(crate) meta: &'a MetaIn<'a>,
    pub(crate) correlation_id: Option<CorrelationId>,
    /// When an rpc is given up, in milliseconds since 1970.
    pub(crate) deadline_ms: u64,
}

/// One message and its handler, types erased.
pub(crate) struct Route<D> {
    pub(crate) wire_type: &'static str,
    pub(crate) kind: Kind,
    handler: Box<dyn Erased<D>>,
}

/// Decodes a message and starts its handler.
trait Erased<D>: MaybeSend + MaybeSync {
    fn start(&self, request: Request<'_, D>) -> Result<HandlerFuture, Invalid>;
}

impl<D: Data> Route<D> {
    pub(super) fn event<M, F, Fut>(handler: F) -> Self
    where
        M: FromClient,
        F: Fn(Ctx<M, D>) -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = Result<()>> + MaybeSend + 'static,
    {
        Self {
            wire_type: M::TYPE,
            kind: Kind::Event,
            handler: Box::new(OnEvent::<M, F>(handler, PhantomData)),
        }
    }

    pub(super) fn rpc<M, F, Fut>(handler: F) -> Self
    where
        M: Rpc,
        F: Fn(RpcCtx<M, D>) -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = Reply<M>> + MaybeSend + 'static,
    {
        Self { wire_type: M::TYPE, kind: Kind::Rpc, handler: Box::new(OnRpc::<M, F>(handler, PhantomData)) }
    }

    /// Decodes the message and starts the handler, which has not run yet: the future is lazy.
    pub(crate) fn start(&self, request: Request<'_, D>) -> Result<HandlerFuture, Invalid> {
        self.handler.start(request)
    }
}

struct OnEvent<M, F>(F, PhantomData<fn(M)>);

impl<D, M, F, Fut> Erased<D> for OnEvent<M, F>
where
    D: Data,
    M: FromClient,
    F: Fn(Ctx<M, D>) -> Fut + MaybeSend + MaybeSync,
    Fut: Future<Output = Result<()>> + MaybeSend + 'static,
{
    fn start(&self, request: Request<'_, D>) -> Result<HandlerFuture, Invalid> {
        let mut issues = Issues::default();
        if request.meta.timeout_ms.is_some() {
            issues.add(
                crate::validate::At::root("meta").key("timeoutMs"),
                "unknown_field",
                "only an rpc has a deadline",
            );
        }
        let (payload, meta) = decode::<M>(request.payload, request.meta, issues)?;
        let handling = (self.0)(Ctx::new(request.connection.clone(), payload, meta));
        Ok(Box::pin(async move { handling.await.map(|()| Outcome::nothing()).map_err(|error| error.0) }))
    }
}

struct OnRpc<M, F>(F, PhantomData<fn(M)>);

impl<D, M, F, Fut> Erased<D> for OnRpc<M, F>
where
    D: Data,
    M: Rpc,
    F: Fn(RpcCtx<M, D>) -> Fut + MaybeSend + MaybeSync,
    Fut: Future<Output = Reply<M>> + MaybeSend + 'static,
{
    fn start(&self, request: Request<'_, D>) -> Result<HandlerFuture, Invalid> {
        let (payload, meta) = decode::<M>(request.payload, request.meta, Issues::default())?;
        let connection = request.connection.clone();
        let ctx = RpcCtx::new(connection, payload, meta, request.correlation_id, request.deadline_ms);
        let handling = (self.0)(ctx);
        Ok(Box::pin(async move {
            handling.await.map(|answer| Outcome::answer(answer.into_frame())).map_err(|failure| failure.0)
        }))
    }
}

/// The payload and the declared meta of a message, or everything that is wrong with both.
fn decode<M: Message>(
    payload: Option<&RawValue>,
    meta: &MetaIn<'_>,
    mut issues: Issues,
) -> Result<(M, M::Meta), Invalid> {
    let meta = wire::decode_meta::<M::Meta>(meta, &mut issues);
    let payload = wire::decode_payload::<M>(payload, &mut issues);
    match (payload, meta) {
        (Some(payload), Some(meta)) if issues.is_empty() => Ok((payload, meta)),
        _ => Err(issues.into_invalid()),
    }
}
