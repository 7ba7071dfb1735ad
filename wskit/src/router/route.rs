use std::{borrow::Cow, marker::PhantomData, sync::Arc};

use super::{Layer, Outcome, layer::Layers};
use crate::{
    Connection, Ctx, Data, Handling, RpcCtx, RpcOutput,
    call::Call,
    error::{Cause, Result},
    maybe_send::{BoxFuture, MaybeSend, MaybeSync},
    message::{FromClient, Message, Rpc},
    validate::{At, Invalid, Issues},
    wire::{self, Envelope, Ignored, InPlace, Leading, MetaIn},
};

/// A handler at work. Its error is what the client is told.
pub(crate) type HandlerFuture = BoxFuture<'static, Result<Outcome, Cause>>;

/// The wire type of a route; owned only when it was mounted under a prefix.
pub(crate) type WireName = Cow<'static, str>;

/// Whether a message expects an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Event,
    Rpc,
}

/// A frame that found its route, still undecoded.
pub(crate) struct Request<'a, D> {
    pub(crate) connection: &'a Connection<D>,
    pub(crate) payload: Option<&'a str>,
    pub(crate) meta: &'a MetaIn<'a>,
    /// `None` for an event.
    pub(crate) call: Option<Arc<Call>>,
}

/// One message and its handler, types erased.
pub(crate) struct Route<D> {
    pub(crate) wire_type: WireName,
    pub(crate) kind: Kind,
    /// Its own layers; once the router is built, those in front of every route as well.
    pub(crate) layers: Layers<D>,
    handler: Box<dyn Erased<D>>,
}

/// Decodes a request and calls its handler.
pub(crate) type Start<'a, D> = dyn FnMut(Request<'_, D>) -> Result<HandlerFuture, Invalid> + 'a;

/// Decides with its envelope what becomes of a message, and starts it if it is let in.
pub(crate) type Admit<'a, D> = dyn FnMut(&Envelope<'_>, &mut Start<'_, D>) + 'a;

/// Decodes a message and starts its handler.
trait Erased<D>: MaybeSend + MaybeSync {
    fn start(&self, request: Request<'_, D>) -> Result<HandlerFuture, Invalid>;

    fn read(&self, frame: Leading<'_>, admit: &mut Admit<'_, D>) -> Result<(), Ignored>;
}

impl<D: Data> Route<D> {
    pub(super) fn event<M, F, Fut>(handler: F) -> Self
    where
        M: FromClient,
        F: Fn(Ctx<M, D>) -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = Result<()>> + MaybeSend + 'static,
    {
        Self::new::<M>(Kind::Event, Box::new(OnEvent::<M, F>(handler, PhantomData)))
    }

    pub(super) fn rpc<M, F, Fut>(handler: F) -> Self
    where
        M: Rpc,
        F: Fn(RpcCtx<M, D>) -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Handling<Gives: RpcOutput<M>> + MaybeSend + 'static,
    {
        Self::new::<M>(Kind::Rpc, Box::new(OnRpc::<M, F>(handler, PhantomData)))
    }

    fn new<M: Message>(kind: Kind, handler: Box<dyn Erased<D>>) -> Self {
        Self { wire_type: Cow::Borrowed(M::TYPE), kind, layers: Layers::new(), handler }
    }

    /// Puts layers in front of those it has.
    pub(super) fn prepend(&mut self, layers: &[Arc<dyn Layer<D>>]) {
        self.layers.splice(..0, layers.iter().cloned());
    }

    /// Decodes the message and starts the handler, which has not run yet: the future is lazy.
    pub(crate) fn start(&self, request: Request<'_, D>) -> Result<HandlerFuture, Invalid> {
        self.handler.start(request)
    }

    /// Reads the rest of a frame of this type, its payload straight into the message, and lets `admit` start it.
    pub(crate) fn read(&self, frame: Leading<'_>, admit: &mut Admit<'_, D>) -> Result<(), Ignored> {
        self.handler.read(frame, admit)
    }
}

fn read_in_place<M: Message, D>(
    frame: Leading<'_>,
    admit: &mut Admit<'_, D>,
    begin: impl Fn(Request<'_, D>, InPlace<M>) -> Result<HandlerFuture, Invalid>,
) -> Result<(), Ignored> {
    let mut payload = InPlace::<M>::default();
    let envelope = frame.rest(&mut |text| payload.decode(text))?;
    admit(&envelope, &mut |request| begin(request, std::mem::take(&mut payload)));
    Ok(())
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
        self.begin(&request, InPlace::NotTried)
    }

    fn read(&self, frame: Leading<'_>, admit: &mut Admit<'_, D>) -> Result<(), Ignored> {
        read_in_place(frame, admit, |request, payload| self.begin(&request, payload))
    }
}

impl<M, F> OnEvent<M, F> {
    fn begin<D, Fut>(&self, request: &Request<'_, D>, payload: InPlace<M>) -> Result<HandlerFuture, Invalid>
    where
        D: Data,
        M: FromClient,
        F: Fn(Ctx<M, D>) -> Fut,
        Fut: Future<Output = Result<()>> + MaybeSend + 'static,
    {
        let mut issues = Issues::default();
        if request.meta.timeout_ms.is_some() {
            let at = At::root("meta");
            issues.add(at.key("timeoutMs"), "unknown_field", "only an rpc has a deadline");
        }
        let (payload, meta) = decode(request, payload, issues)?;
        let correlation_id = request.meta.correlation_id.as_deref().map(Into::into);
        let ctx = Ctx::new(request.connection.clone(), payload, meta, correlation_id);
        let handling = (self.0)(ctx);
        Ok(Box::pin(async move { handling.await.map(|()| Outcome::nothing()).map_err(|error| error.0) }))
    }
}

struct OnRpc<M, F>(F, PhantomData<fn(M)>);

impl<D, M, F, Fut> Erased<D> for OnRpc<M, F>
where
    D: Data,
    M: Rpc,
    F: Fn(RpcCtx<M, D>) -> Fut + MaybeSend + MaybeSync,
    Fut: Handling<Gives: RpcOutput<M>> + MaybeSend + 'static,
{
    fn start(&self, request: Request<'_, D>) -> Result<HandlerFuture, Invalid> {
        self.begin(request, InPlace::NotTried)
    }

    fn read(&self, frame: Leading<'_>, admit: &mut Admit<'_, D>) -> Result<(), Ignored> {
        read_in_place(frame, admit, |request, payload| self.begin(request, payload))
    }
}

impl<M, F> OnRpc<M, F> {
    fn begin<D, Fut>(&self, request: Request<'_, D>, payload: InPlace<M>) -> Result<HandlerFuture, Invalid>
    where
        D: Data,
        M: Rpc,
        F: Fn(RpcCtx<M, D>) -> Fut,
        Fut: Handling<Gives: RpcOutput<M>> + MaybeSend + 'static,
    {
        let (payload, meta) = decode(&request, payload, Issues::default())?;
        let connection = request.connection.clone();
        let call = request.call.unwrap_or_else(|| Arc::new(Call::new(None, u64::MAX)));
        let asked = (!Fut::Gives::IS_ANSWER).then(|| (connection.clone(), Arc::clone(&call)));
        let handling = (self.0)(RpcCtx::new(connection, payload, meta, call));
        Ok(Box::pin(async move {
            let output = Fut::gives(handling.await);
            let answered = match &asked {
                Some((connection, call)) => output.answer(connection.now_ms(), call.correlation_id.as_ref()),
                None => output.answer(0, None),
            };
            answered.map(Outcome::answer).map_err(|failure| failure.0)
        }))
    }
}

/// The payload and the declared meta of a message, or everything that is wrong with both.
fn decode<M: Message, D>(
    request: &Request<'_, D>,
    payload: InPlace<M>,
    mut issues: Issues,
) -> Result<(M, M::Meta), Invalid> {
    let meta = wire::decode_meta::<M::Meta>(request.meta, &mut issues);
    let payload = wire::decode_payload::<M>(request.payload, payload, &mut issues);
    match (payload, meta) {
        (Some(payload), Some(meta)) if issues.is_empty() => Ok((payload, meta)),
        _ => Err(issues.into_invalid()),
    }
}
