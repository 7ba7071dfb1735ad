//! Routers made of routers.

use std::borrow::Cow;

use super::Router;
use crate::{Data, wire::is_system};

/// What happens when two routers that are joined handle the same message, or both set limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnConflict {
    /// The router cannot be built.
    #[default]
    Refuse,
    /// What is there already stays.
    Keep,
    /// What is added takes its place.
    Replace,
}

impl<D: Data> Router<D> {
    /// Adds everything of another router: its handlers, behind its own layers; its hooks, after those that are here.
    ///
    /// A message that both handle is an error when the router is put to work; to choose instead, use
    /// [`merge_with`](Self::merge_with).
    pub fn merge(self, other: Router<D>) -> Self {
        self.merge_with(other, OnConflict::Refuse)
    }

    /// Like [`merge`](Self::merge), with a say in what happens to a message that both handle, and to limits and the
    /// policy on errors of authentication that both set.
    pub fn merge_with(self, other: Router<D>, conflicts: OnConflict) -> Self {
        self.join(other, None, conflicts)
    }

    /// Like [`merge`](Self::merge), under a prefix: a `JOIN` of the other router is an `admin.JOIN` in this one
    /// when the prefix is `admin.`. What its handlers send keeps its own type.
    pub fn mount(self, prefix: impl AsRef<str>, other: Router<D>) -> Self {
        self.join(other, Some(prefix.as_ref()), OnConflict::Refuse)
    }

    fn join(mut self, mut other: Router<D>, prefix: Option<&str>, conflicts: OnConflict) -> Self {
        for mut route in std::mem::take(&mut other.routes) {
            route.prepend(&other.layers);
            if let Some(prefix) = prefix {
                route.wire_type = Cow::Owned(format!("{prefix}{}", route.wire_type));
            }
            if is_system(&route.wire_type) {
                let wire_type = &route.wire_type;
                self.problems
                    .insert(format!("{wire_type} begins like a type of the system; choose another prefix"));
            }
            self.add_with(route, conflicts);
        }
        self.hooks.append(other.hooks);
        self.problems.append(&mut other.problems);
        self.limits = self.one_of("limits", self.limits, other.limits, conflicts);
        self.auth = self.one_of("auth policies", self.auth, other.auth, conflicts);
        let (policy, adapter) = (self.policy.take(), self.adapter.take());
        self.policy = self.only("topic policies", policy, other.policy, conflicts);
        self.adapter = self.only("adapters of topics", adapter, other.adapter, conflicts);
        self.publishers.append(&mut other.publishers);
        self.publishers.push(other.publisher.slot());
        self
    }

    /// One of two things that cannot be compared.
    fn only<T>(&mut self, what: &str, here: Option<T>, there: Option<T>, conflicts: OnConflict) -> Option<T> {
        match (here, there) {
            (Some(here), Some(there)) => {
                if conflicts == OnConflict::Refuse {
                    self.problems.insert(format!("two routers that are joined have {what}; set them once"));
                }
                Some(if conflicts == OnConflict::Replace { there } else { here })
            }
            (here, there) => here.or(there),
        }
    }

    fn one_of<T: Copy + PartialEq>(
        &mut self,
        what: &str,
        here: Option<T>,
        there: Option<T>,
        conflicts: OnConflict,
    ) -> Option<T> {
        match (here, there) {
            (Some(here), Some(there)) if here != there => match conflicts {
                OnConflict::Keep => Some(here),
                OnConflict::Replace => Some(there),
                OnConflict::Refuse => {
                    let problem = format!("two routers that are joined have different {what}; set them once");
                    self.problems.insert(problem);
                    Some(here)
                }
            },
            (here, there) => here.or(there),
        }
    }
}
