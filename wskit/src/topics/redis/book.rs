use std::collections::BTreeSet;

use redis::aio::MultiplexedConnection;

/// What is wanted of Redis and what is known of it.
#[derive(Default)]
pub(super) struct Book {
    link: Link,
    wanted: BTreeSet<String>,
    /// What Redis has confirmed on the connection there is.
    confirmed: BTreeSet<String>,
    /// Topics whose members other instances do not know yet.
    to_announce: BTreeSet<String>,
}

#[derive(Default)]
enum Link {
    /// The first attempt is under way: what is asked meanwhile waits for it.
    #[default]
    Starting,
    Up(MultiplexedConnection),
    Down,
}

impl Book {
    pub(super) fn want(&mut self, topics: &[String], subscribe: bool) {
        for topic in topics {
            if subscribe {
                self.wanted.insert(topic.clone());
            } else {
                self.wanted.remove(topic);
            }
        }
    }

    pub(super) fn is_down(&self) -> bool {
        matches!(self.link, Link::Down)
    }

    pub(super) fn connection(&self) -> Option<MultiplexedConnection> {
        match &self.link {
            Link::Up(connection) => Some(connection.clone()),
            Link::Starting | Link::Down => None,
        }
    }

    /// There is a connection: gives what has to be subscribed on it. What is wanted from now on is asked for by jobs.
    pub(super) fn up(&mut self, connection: MultiplexedConnection) -> Vec<String> {
        self.link = Link::Up(connection);
        self.wanted.iter().cloned().collect()
    }

    pub(super) fn down(&mut self) {
        self.link = Link::Down;
        self.confirmed.clear();
    }

    pub(super) fn confirm(&mut self, topics: &[String], subscribed: bool) {
        for topic in topics {
            if subscribed {
                self.confirmed.insert(topic.clone());
            } else {
                self.confirmed.remove(topic);
            }
        }
    }

    pub(super) fn confirmed(&self) -> Vec<String> {
        self.confirmed.iter().cloned().collect()
    }

    pub(super) fn announce(&mut self, topic: &str) {
        if !self.to_announce.contains(topic) {
            self.to_announce.insert(topic.to_owned());
        }
    }

    pub(super) fn take_announcements(&mut self) -> BTreeSet<String> {
        std::mem::take(&mut self.to_announce)
    }
}
