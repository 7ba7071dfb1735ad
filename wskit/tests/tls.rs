//! `wss`, with a certificate made for the occasion.
#![allow(missing_docs)]

mod common;

use std::{net::SocketAddr, sync::Arc};

use common::{bare, pong, router};
use futures_util::{SinkExt, StreamExt};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        ClientConfig, RootCertStore, ServerConfig,
        pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName},
    },
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Error, Message, client::IntoClientRequest},
};
use wskit::prelude::*;

struct Secure {
    address: SocketAddr,
    certificate: CertificateDer<'static>,
    task: JoinHandle<()>,
}

impl Drop for Secure {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Secure {
    async fn start(limits: &Limits) -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let certificate = made.cert.der().clone();
        let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key.into())
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = wskit::serve(router().limits(*limits)).tls(Arc::new(config));
        let task = tokio::spawn(async move { server.listen(listener).await.unwrap() });
        Self { address, certificate, task }
    }

    async fn stream(&self) -> TlsStream<TcpStream> {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).unwrap();
        let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        let stream = TcpStream::connect(self.address).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap()
    }

    async fn connect(&self, origin: &str) -> Result<WebSocketStream<TlsStream<TcpStream>>, u16> {
        let mut request = format!("wss://localhost:{}/", self.address.port()).into_client_request().unwrap();
        request.headers_mut().insert("origin", origin.parse().unwrap());
        match client_async(request, self.stream().await).await {
            Ok((socket, _)) => Ok(socket),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test]
async fn frames_travel_over_tls() {
    let secure = Secure::start(&Limits::default()).await;
    let origin = format!("https://localhost:{}", secure.address.port());
    let mut socket = secure.connect(&origin).await.unwrap();
    socket.send(Message::text(r#"{"type":"NOP"}"#)).await.unwrap();
    let frame = serde_json::from_str(socket.next().await.unwrap().unwrap().to_text().unwrap()).unwrap();
    assert_eq!(bare(vec![frame]), [pong("nop")]);
    socket.close(None).await.unwrap();
    assert!(socket.next().await.unwrap().unwrap().is_close());
}

#[tokio::test]
async fn a_page_that_came_without_tls_is_another_origin() {
    let secure = Secure::start(&Limits::default()).await;
    let origin = format!("http://localhost:{}", secure.address.port());
    assert_eq!(secure.connect(&origin).await.err(), Some(403));
}

#[tokio::test]
async fn who_does_not_speak_tls_in_time_is_let_go() {
    let limits = Limits { handshake_timeout: std::time::Duration::from_millis(50), ..Limits::default() };
    let secure = Secure::start(&limits).await;
    let mut silent = TcpStream::connect(secure.address).await.unwrap();
    let read = tokio::io::AsyncReadExt::read(&mut silent, &mut [0; 1]).await;
    assert!(matches!(read, Ok(0) | Err(_)));
}
