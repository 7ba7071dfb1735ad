//! The contract, held against the adapter in memory and against one that is written as a user would.

use crate::world::{news, texts};

mod memory {
    wskit::testing::contract::pubsub_contract!({
        let broker = wskit::topics::MemoryPubSub::new();
        move || broker.clone()
    });
}

/// The adapter of docs/adapters.md: it overrides nothing but what it has to.
mod of_a_user {
    wskit::testing::contract::pubsub_contract!({
        let (sender, _) = tokio::sync::broadcast::channel(4096);
        move || crate::own_adapter::Wire::new(sender.clone())
    });
}

/// Twice as much as the channel keeps, before the adapter's task has had its turn.
#[tokio::test]
async fn an_adapter_that_lags_behind_reports_a_gap_and_goes_on() {
    let (sender, _) = tokio::sync::broadcast::channel(4);
    let (told, mut gaps) = tokio::sync::mpsc::unbounded_channel();
    let router = || wskit::Router::<()>::new().pubsub(crate::own_adapter::Wire::new(sender.clone()));
    let here = wskit::testing::TestServer::new(router());
    let there = here.beside(router().on_gap(move |gap: &wskit::topics::Gap| told.send(gap.adapter).unwrap()));
    let (ada, mut bob) = (here.connect(()), there.connect(()));
    bob.connection().topics().subscribe("room").await.unwrap();
    for n in 0..8 {
        ada.connection().publish("room", &news(&n.to_string())).await.unwrap();
    }
    assert_eq!(gaps.recv().await, Some("wire"));
    tokio::task::yield_now().await;
    assert_eq!(texts(&mut bob), ["4", "5", "6", "7"]);
}

#[test]
fn the_guide_shows_the_adapter_that_is_tried_here() {
    let (page, adapter) = (include_str!("../../../docs/adapters.md"), include_str!("own_adapter.rs"));
    assert!(page.contains(adapter), "docs/adapters.md shows own_adapter.rs in the same words");
}
