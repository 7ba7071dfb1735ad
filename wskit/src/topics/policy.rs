use std::time::Duration;

use regex::Regex;

use super::{Topic, name::validate_name};
use crate::{
    Connection,
    maybe_send::{BoxFuture, MaybeSend, MaybeSync},
};

/// Which topics there are and who may use them, for [`Router::topics`](crate::Router::topics).
///
/// ```
/// use wskit::{Connection, Router, topics::{Action, TopicPolicy}};
///
/// #[derive(Clone, Default)]
/// struct Identity { is_admin: bool }
///
/// async fn may(action: Action, topic: String, connection: Connection<Identity>) -> bool {
///     action == Action::Subscribe || !topic.starts_with("news:") || connection.data().is_admin
/// }
///
/// let policy = TopicPolicy::new()
///     .normalise(str::to_ascii_lowercase)
///     .pattern("^(room|news):[a-z0-9]+$")
///     .authorise(may);
/// let router = Router::<Identity>::new().topics(policy);
/// ```
///
/// How many topics a connection may have is [`Limits::max_topics`](crate::Limits::max_topics).
#[must_use = "give it to `Router::topics`"]
pub struct TopicPolicy<D> {
    normalise: Option<Box<dyn Normalise>>,
    authorise: Option<Box<dyn Authorise<D>>>,
    member: Option<Box<dyn Name<D>>>,
    pattern: Option<Regex>,
    types: Vec<TopicType>,
    pub(crate) timeout: Duration,
    pub(crate) problem: Option<String>,
}

/// What a connection wants to do with a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Hear what is published to it.
    Subscribe,
    /// Publish to it.
    Publish,
}

trait Normalise: Fn(&str) -> String + MaybeSend + MaybeSync {}
impl<F: Fn(&str) -> String + MaybeSend + MaybeSync> Normalise for F {}

trait Name<D>: Fn(&Connection<D>) -> Option<String> + MaybeSend + MaybeSync {}
impl<D, F: Fn(&Connection<D>) -> Option<String> + MaybeSend + MaybeSync> Name<D> for F {}

/// `Fn(Action, String, Connection<D>) -> BoxFuture<bool>`, shared between threads where there are any.
trait Authorise<D>: MaybeSend + MaybeSync {
    fn call(&self, action: Action, topic: String, connection: Connection<D>) -> BoxFuture<'static, bool>;
}

impl<D, F, Fut> Authorise<D> for F
where
    F: Fn(Action, String, Connection<D>) -> Fut + MaybeSend + MaybeSync,
    Fut: Future<Output = bool> + MaybeSend + 'static,
{
    fn call(&self, action: Action, topic: String, connection: Connection<D>) -> BoxFuture<'static, bool> {
        Box::pin(self(action, topic, connection))
    }
}

/// A typed topic: its pattern, and whether a text is one of it.
type TopicType = (&'static str, fn(&str) -> bool);

/// How long a change of topics may take without a word to the contrary.
const TIMEOUT: Duration = Duration::from_secs(5);

impl<D> TopicPolicy<D> {
    /// Every sound name, for everybody.
    pub fn new() -> Self {
        Self {
            normalise: None,
            authorise: None,
            member: None,
            pattern: None,
            types: Vec::new(),
            timeout: TIMEOUT,
            problem: None,
        }
    }

    /// Rewrites every name before anything else is done with it, for instance to lower case. Doing it twice must be
    /// doing it once.
    pub fn normalise(mut self, normalise: impl Fn(&str) -> String + MaybeSend + MaybeSync + 'static) -> Self {
        self.normalise = Some(Box::new(normalise));
        self
    }

    /// Decides whether a connection may subscribe or publish to a topic:
    /// `async fn(Action, String, Connection<D>) -> bool`. Asked only when something would change.
    pub fn authorise<F, Fut>(mut self, authorise: F) -> Self
    where
        F: Fn(Action, String, Connection<D>) -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = bool> + MaybeSend + 'static,
    {
        self.authorise = Some(Box::new(authorise));
        self
    }

    /// What every name has to match, besides being 1 to 128 characters of `[A-Za-z0-9:_./-]`: a regular expression,
    /// with `^` and `$` where it is to match all of it. One that cannot be read is reported when the router is put to work.
    pub fn pattern(mut self, pattern: &str) -> Self {
        match Regex::new(pattern) {
            Ok(regex) => self.pattern = Some(regex),
            Err(error) => self.problem = Some(format!("the pattern of topics cannot be read: {error}")),
        }
        self
    }

    /// Only [typed topics](Topic), those of each type that is named like this; text that is none of them is refused.
    ///
    /// ```
    /// use wskit::{Router, topics::TopicPolicy};
    ///
    /// wskit::message!(
    ///     #[topic("room:{room_id}", carries(Said))]
    ///     pub struct RoomTopic { pub room_id: u32 }
    ///     #[topic("lobby", carries(Said))]
    ///     pub struct Lobby;
    ///     #[event(from = server)]
    ///     pub struct Said { pub text: String }
    /// );
    ///
    /// let policy = TopicPolicy::new().topic::<RoomTopic>().topic::<Lobby>();
    /// let router = Router::<()>::new().topics(policy);
    /// ```
    pub fn topic<T: Topic>(mut self) -> Self {
        self.types.push((T::PATTERN, |topic| T::parse(topic).is_some()));
        self
    }

    /// What [presence](Connection::presence) says of a connection besides its id, such as a user's id. Asked when it
    /// subscribes; everybody who can ask for presence can see it.
    pub fn member(
        mut self,
        name: impl Fn(&Connection<D>) -> Option<String> + MaybeSend + MaybeSync + 'static,
    ) -> Self {
        self.member = Some(Box::new(name));
        self
    }

    /// How long a change of topics may take, authorisation and adapter included. Default 5 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    pub(crate) fn normal(&self, topic: String) -> String {
        match &self.normalise {
            Some(normalise) => normalise(&topic),
            None => topic,
        }
    }

    pub(crate) fn validate(&self, topic: &str) -> Result<(), String> {
        validate_name(topic)?;
        match &self.pattern {
            Some(pattern) if !pattern.is_match(topic) => {
                Err(format!("the topic {topic} is none of those there are: it does not match {pattern}"))
            }
            _ if self.is_of_a_type(topic) => Ok(()),
            _ => {
                let patterns: Vec<_> = self.types.iter().map(|(pattern, _)| *pattern).collect();
                Err(format!("the topic {topic} is none of those there are: {}", patterns.join(", ")))
            }
        }
    }

    fn is_of_a_type(&self, topic: &str) -> bool {
        self.types.is_empty() || self.types.iter().any(|(_, is_one)| is_one(topic))
    }

    pub(crate) async fn allows(&self, action: Action, topic: &str, connection: &Connection<D>) -> bool {
        match &self.authorise {
            Some(authorise) => authorise.call(action, topic.to_owned(), connection.clone()).await,
            None => true,
        }
    }

    pub(crate) fn member_name(&self, connection: &Connection<D>) -> Option<String> {
        self.member.as_ref().and_then(|name| name(connection))
    }
}

impl<D> Default for TopicPolicy<D> {
    fn default() -> Self {
        Self::new()
    }
}
