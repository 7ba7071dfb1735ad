use std::{
    collections::BTreeSet,
    ops::{Deref, DerefMut},
};

use super::{IntoTopic, InvalidTopic};

/// The topics of a connection, to be changed by [`Topics::update`](super::Topics::update). Dereferences to the set of their
/// names.
#[derive(Clone, Debug)]
pub struct TopicSet {
    names: BTreeSet<String>,
    /// The first topic given that has no text.
    invalid: Option<InvalidTopic>,
}

impl TopicSet {
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        Self { names: names.map(str::to_owned).collect(), invalid: None }
    }

    /// Adds a topic; says whether it is new. One that has no text lets the update fail.
    pub fn insert(&mut self, topic: impl IntoTopic) -> bool {
        match topic.into_topic() {
            Ok(name) => self.names.insert(name),
            Err(invalid) => {
                self.invalid.get_or_insert(invalid);
                false
            }
        }
    }

    /// Takes a topic away; says whether it was there.
    pub fn remove(&mut self, topic: impl IntoTopic) -> bool {
        topic.into_topic().is_ok_and(|name| self.names.remove(&name))
    }

    /// Whether a topic is there.
    #[must_use]
    pub fn contains(&self, topic: impl IntoTopic) -> bool {
        topic.into_topic().is_ok_and(|name| self.names.contains(&name))
    }

    pub(super) fn into_names(self) -> Result<BTreeSet<String>, InvalidTopic> {
        self.invalid.map_or(Ok(self.names), Err)
    }
}

impl Deref for TopicSet {
    type Target = BTreeSet<String>;

    fn deref(&self) -> &Self::Target {
        &self.names
    }
}

impl DerefMut for TopicSet {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.names
    }
}
