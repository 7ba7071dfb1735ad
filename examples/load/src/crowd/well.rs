//! A client that asks, listens and says something from time to time.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::Instant};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use super::{Outcome, Stage};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// How often it asks, and every how many questions it says something to its room.
const PAUSE: Duration = Duration::from_millis(200);
const TALK: u64 = 10;
/// An answer that takes longer is lost.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) async fn behave(stage: Stage, room: usize, n: usize) -> Outcome {
    let mut outcome = Outcome::default();
    if let Err(error) = live(&stage, room, n, &mut outcome).await {
        outcome.broken.push(format!("client {n}: {error:#}"));
    }
    outcome
}

async fn live(stage: &Stage, room: usize, n: usize, outcome: &mut Outcome) -> Result<()> {
    let joined = join(stage, room).await;
    stage.begin.wait().await;
    let mut socket = joined?;
    let mut client = Client { room, n, outcome, socket: &mut socket };
    let lived = client.converse(stage).await;
    // Nobody leaves before everybody has spoken, so that all of it can be heard.
    stage.end.wait().await;
    lived?;
    client.listen_to_the_end().await?;
    socket.close(None).await?;
    Ok(())
}

async fn join(stage: &Stage, room: usize) -> Result<Socket> {
    let (mut socket, _) = connect_async(&stage.url).await.context("cannot connect")?;
    let join = json!({"type": "JOIN", "payload": {"room": room.to_string()}});
    socket.send(Message::text(join.to_string())).await?;
    loop {
        if read(&mut socket).await?["type"] == "JOINED" {
            return Ok(socket);
        }
    }
}

struct Client<'a> {
    room: usize,
    n: usize,
    outcome: &'a mut Outcome,
    socket: &'a mut Socket,
}

impl Client<'_> {
    async fn converse(&mut self, stage: &Stage) -> Result<()> {
        let mut over = stage.over.clone();
        let mut next = tokio::time::interval(PAUSE);
        next.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        for turn in 0.. {
            tokio::select! {
                _ = over.wait_for(|over| *over) => return Ok(()),
                _ = next.tick() => {}
            }
            self.ask(turn).await?;
            if (turn + self.n as u64).is_multiple_of(TALK) {
                self.outcome.said += 1;
                let say = json!({"type": "SAY", "payload": {"room": self.room.to_string(), "text": "hello"}});
                self.socket.send(Message::text(say.to_string())).await?;
                // It has reached everybody's queue when the server says so.
                while self.read().await?["type"] != "PUBRES" {}
            }
        }
        Ok(())
    }

    /// Asks for an echo and waits for exactly that.
    async fn ask(&mut self, turn: u64) -> Result<()> {
        let id = format!("{}-{turn}", self.n);
        let payload = json!({"id": id, "text": "how are you?", "n": turn, "tags": ["load"]});
        let echo = json!({"type": "ECHO", "meta": {"correlationId": id}, "payload": payload});
        let asked = Instant::now();
        self.outcome.requests += 1;
        self.socket.send(Message::text(echo.to_string())).await?;
        loop {
            let frame = self.read().await?;
            if frame["type"] == "ECHO_OK" {
                if frame["meta"]["correlationId"] != id || frame["payload"] != payload {
                    bail!("a wrong answer to {id}: {frame}");
                }
                self.outcome.answered += 1;
                self.outcome.latency.add(asked.elapsed());
                return Ok(());
            }
        }
    }

    /// Everything that is still on its way comes before the answer to a heartbeat.
    async fn listen_to_the_end(&mut self) -> Result<()> {
        self.socket.send(Message::text(r#"{"type":"__heartbeat"}"#)).await?;
        while self.read().await?["type"] != "__heartbeat_ack" {}
        Ok(())
    }

    async fn read(&mut self) -> Result<Value> {
        let frame = read(self.socket).await?;
        match frame["type"].as_str() {
            Some("SAID") => self.outcome.heard += 1,
            Some("ERROR" | "RPC_ERROR") => bail!("an error: {frame}"),
            _ => {}
        }
        Ok(frame)
    }
}

async fn read(socket: &mut Socket) -> Result<Value> {
    loop {
        let next = tokio::time::timeout(PATIENCE, socket.next()).await.context("no answer in time")?;
        match next.context("the connection ended")?? {
            Message::Text(text) => return Ok(serde_json::from_str(&text)?),
            Message::Close(frame) => bail!("closed: {frame:?}"),
            _ => {}
        }
    }
}
