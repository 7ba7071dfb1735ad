//! The two forms of every named type: what is accepted and what is sent.

use std::collections::{BTreeMap, BTreeSet};

use wskit::schema::{Protocol, Schemas, TypeRef};

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
    accepted: BTreeMap<String, Shape>,
    sent: BTreeMap<String, Shape>,
    differing: BTreeSet<String>,
}

impl Forms {
    pub(crate) fn of(protocol: &Protocol) -> Self {
        let all = |definitions: &BTreeMap<String, serde_json::Value>| -> BTreeMap<String, Shape> {
            definitions.iter().map(|(name, schema)| (name.clone(), parse(schema))).collect()
        };
        let Schemas { receive, send } = &protocol.definitions;
        let (accepted, sent) = (all(receive), all(send));
        let differing = differing(&accepted, &sent);
        Self { accepted, sent, differing }
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

    /// The names of all types that messages use, in the order of use.
    pub(crate) fn used<'a>(&'a self, uses: impl Iterator<Item = &'a TypeRef>) -> Vec<String> {
        let mut found = Vec::new();
        for ty in uses {
            for (schema, form) in [(&ty.schema.send, Form::Sent), (&ty.schema.receive, Form::Accepted)] {
                self.visit(&parse(schema), form, &mut found);
            }
        }
        found
    }

    fn visit(&self, shape: &Shape, form: Form, found: &mut Vec<String>) {
        for name in shape.names() {
            if found.iter().any(|known| known == name) {
                continue;
            }
            found.push(name.to_owned());
            for form in [form, Form::Sent, Form::Accepted] {
                if let Some(shape) = self.get(name, form) {
                    self.visit(shape, form, found);
                }
            }
        }
    }
}

fn differing(accepted: &BTreeMap<String, Shape>, sent: &BTreeMap<String, Shape>) -> BTreeSet<String> {
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
