//! The two forms of every named type: what is accepted and what is sent.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use wskit::schema::{Protocol, TypeRef};

use super::{Shape, parse};

/// Which of the two forms of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// What is accepted.
    Accepted,
    /// What is sent.
    Sent,
}

/// Both forms of every named type.
pub(crate) struct Forms {
    accepted: Shapes,
    sent: Shapes,
    differing: BTreeSet<String>,
    typed: BTreeSet<String>,
}

type Shapes = BTreeMap<String, Shape>;

impl Forms {
    pub(crate) fn of(protocol: &Protocol) -> Self {
        let all = |definitions: &BTreeMap<String, Value>| -> Shapes {
            definitions.iter().map(|(name, schema)| (name.clone(), parse(schema))).collect()
        };
        let (accepted, sent) = (all(&protocol.definitions.receive), all(&protocol.definitions.send));
        let plain = accepted.iter().map(|(name, shape)| (name.clone(), shape.without_aliases())).collect();
        let (differing, typed) = (differing(&accepted, &sent), differing(&plain, &sent));
        Self { accepted, sent, differing, typed }
    }

    /// A named type.
    pub(crate) fn get(&self, name: &str, form: Form) -> Option<&Shape> {
        match form {
            Form::Accepted => self.accepted.get(name),
            Form::Sent => self.sent.get(name),
        }
    }

    /// Whether the two forms of a named type are not one, in itself or in a type that it refers to.
    pub(crate) fn differ(&self, name: &str) -> bool {
        self.differing.contains(name)
    }

    /// Whether they are not one in TypeScript, which does not know of aliases.
    pub(crate) fn differ_in_typescript(&self, name: &str) -> bool {
        self.typed.contains(name)
    }

    /// The names of all types that one form of these uses refers to, in the order of use.
    pub(crate) fn used<'a>(&self, uses: impl Iterator<Item = &'a TypeRef>, form: Form) -> Vec<String> {
        let mut found = Vec::new();
        for ty in uses {
            let schema = match form {
                Form::Accepted => &ty.schema.receive,
                Form::Sent => &ty.schema.send,
            };
            self.visit(&parse(schema), form, &mut found);
        }
        found
    }

    fn visit(&self, shape: &Shape, form: Form, found: &mut Vec<String>) {
        for name in shape.names() {
            if found.iter().any(|known| known == name) {
                continue;
            }
            found.push(name.to_owned());
            if let Some(shape) = self.get(name, form) {
                self.visit(shape, form, found);
            }
        }
    }
}

fn differing(accepted: &Shapes, sent: &Shapes) -> BTreeSet<String> {
    let itself = |name: &&String| accepted.get(*name) != sent.get(*name);
    let mut found: BTreeSet<String> = accepted.keys().chain(sent.keys()).filter(itself).cloned().collect();
    loop {
        let refers = |shape: &Shape| shape.names().into_iter().any(|name| found.contains(name));
        let more: Vec<_> = sent
            .iter()
            .filter(|(name, shape)| !found.contains(*name) && refers(shape))
            .map(|(name, _)| name.clone())
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}
