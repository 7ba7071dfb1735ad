use syn::{Fields, Ident, LitStr, Path, Type};

use super::{About, Definition};

/// A topic.
pub(crate) struct Topic {
    pub(crate) definition: Definition,
    pub(crate) about: About,
    /// The fields as they are written.
    pub(crate) fields: Fields,
    /// Its text, where it is written.
    pub(crate) written: LitStr,
    /// What stands before the first value; all of the text where there is none.
    pub(crate) start: String,
    /// Every field once, in the order of the text.
    pub(crate) values: Vec<TopicValue>,
    /// The events it carries.
    pub(crate) carries: Vec<Path>,
}

/// A value in the text of a topic.
pub(crate) struct TopicValue {
    pub(crate) field: Ident,
    pub(crate) ty: Type,
    pub(crate) wire_name: String,
    pub(crate) docs: String,
    pub(crate) deprecated: Option<String>,
    /// What stands between it and the next value, or the end.
    pub(crate) after: String,
}

impl Topic {
    /// Its text with the names of its values as clients know them: `room:{roomId}`.
    pub(crate) fn pattern(&self) -> String {
        let values = self.values.iter().map(|value| format!("{{{}}}{}", value.wire_name, value.after));
        self.start.clone() + &values.collect::<String>()
    }

    /// Its text without names: two topics of one form are the same topic.
    pub(crate) fn form(&self) -> String {
        let values = self.values.iter().map(|value| format!("{{}}{}", value.after));
        self.start.clone() + &values.collect::<String>()
    }
}
