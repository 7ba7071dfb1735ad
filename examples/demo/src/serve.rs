use std::{io::Write, net::Ipv4Addr, sync::Arc};

use anyhow::{Context, Result};
use tokio::net::TcpListener;
use wskit::{
    Limits, Router,
    limits::Oversize,
    rate_limit::RedisRateLimiter,
    server::{Handshake, Refusal},
    topics::{NatsPubSub, RedisPubSub},
};

use crate::{
    Args, OnExceeded, Visitor, export,
    handlers::{bucket_of_two, router_with},
    router,
    visitor::Aborted,
};

/// Does what the command line says, until the server is told to stop.
///
/// # Errors
///
/// When the URL of a broker is none, or the port cannot be listened on.
pub async fn run(args: Args) -> Result<()> {
    if let Some(directory) = &args.export {
        println!("{}", export(directory)?);
        return Ok(());
    }
    let router = match &args.redis {
        Some(url) => router_with(Arc::new(RedisRateLimiter::new(url, bucket_of_two())?)),
        None => router(),
    };
    let router = across_instances(router, &args)?.limits(limits(&args));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port))
        .await
        .with_context(|| format!("cannot listen on 127.0.0.1:{}; --port picks another", args.port))?;
    println!("listening on {}", listener.local_addr()?);
    std::io::stdout().flush()?;
    let mut server = wskit::serve(router);
    for origin in args.origin {
        server = server.allow_origin(origin);
    }
    let (token, aborted) = (args.token, Aborted::default());
    let check = move |handshake: Handshake| admit(&handshake, token.as_deref(), &aborted);
    server.authenticate(check).listen(listener).await?;
    Ok(())
}

/// Topics by the broker that the command line names.
fn across_instances(router: Router<Visitor>, args: &Args) -> Result<Router<Visitor>> {
    if let Some(url) = &args.redis {
        return Ok(router.pubsub(RedisPubSub::new(url)?.prefix("demo:").presence()));
    }
    if let Some(url) = &args.nats {
        return Ok(router.pubsub(NatsPubSub::new(url)?.prefix("demo.")));
    }
    Ok(router)
}

/// Everybody, or those with the token.
fn admit(handshake: &Handshake, token: Option<&str>, aborted: &Aborted) -> Result<Visitor, Refusal> {
    if token.is_some_and(|token| handshake.token().as_deref() != Some(token)) {
        return Err(Refusal::unauthorized());
    }
    Ok(Visitor { path: handshake.uri.path().into(), aborted: aborted.clone() })
}

/// The limits that the command line asks for.
#[must_use]
pub fn limits(args: &Args) -> Limits {
    let defaults = Limits::default();
    Limits {
        max_payload_bytes: args.max_payload,
        max_frame_bytes: args.hard_cap.unwrap_or(defaults.max_frame_bytes.max(args.max_payload)),
        oversize: match args.on_exceeded {
            OnExceeded::Send => Oversize::Send,
            OnExceeded::Close => Oversize::Close,
            OnExceeded::Custom => Oversize::Custom,
        },
        ..defaults
    }
}
