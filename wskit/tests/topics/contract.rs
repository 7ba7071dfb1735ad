//! The contract, held against the adapter in memory and against one that is written as a user would.

mod memory {
    wskit::testing::contract::pubsub_contract!({
        let broker = wskit::topics::MemoryPubSub::new();
        move || broker.clone()
    });
}

/// The adapter of docs/topics.md: it overrides nothing but what it has to.
mod of_a_user {
    wskit::testing::contract::pubsub_contract!({
        let (sender, _) = tokio::sync::broadcast::channel(4096);
        move || crate::own_adapter::Wire::new(sender.clone())
    });
}

#[test]
fn the_guide_shows_the_adapter_that_is_tried_here() {
    let (page, adapter) = (include_str!("../../../docs/topics.md"), include_str!("own_adapter.rs"));
    assert!(page.contains(adapter), "docs/topics.md shows own_adapter.rs in the same words");
}
