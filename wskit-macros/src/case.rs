//! The case rules of serde, so that a wire name is decided once and handed to serde, schemars and ts-rs alike.

/// A value of `rename_all`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

/// The spellings serde knows, in its order.
const SPELLINGS: [(&str, Case); 8] = [
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("PascalCase", Case::Pascal),
    ("camelCase", Case::Camel),
    ("snake_case", Case::Snake),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("kebab-case", Case::Kebab),
    ("SCREAMING-KEBAB-CASE", Case::ScreamingKebab),
];

impl Case {
    /// Every spelling.
    pub(crate) fn spellings() -> [&'static str; 8] {
        SPELLINGS.map(|(spelling, _)| spelling)
    }

    pub(crate) fn from_spelling(spelling: &str) -> Option<Self> {
        SPELLINGS.iter().find(|(known, _)| *known == spelling).map(|(_, case)| *case)
    }

    /// The name of a field written `snake_case` in Rust.
    pub(crate) fn field(self, name: &str) -> String {
        match self {
            Self::Lower | Self::Snake => name.to_owned(),
            Self::Upper | Self::ScreamingSnake => name.to_ascii_uppercase(),
            Self::Pascal => pascal(name),
            Self::Camel => lower_first(&pascal(name)),
            Self::Kebab => name.replace('_', "-"),
            Self::ScreamingKebab => name.to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// The name of a variant written `PascalCase` in Rust.
    pub(crate) fn variant(self, name: &str) -> String {
        match self {
            Self::Pascal => name.to_owned(),
            Self::Lower => name.to_ascii_lowercase(),
            Self::Upper => name.to_ascii_uppercase(),
            Self::Camel => lower_first(name),
            Self::Snake => snake(name),
            Self::ScreamingSnake => snake(name).to_ascii_uppercase(),
            Self::Kebab => snake(name).replace('_', "-"),
            Self::ScreamingKebab => snake(name).to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn pascal(name: &str) -> String {
    let mut capitalize = true;
    let mut out = String::with_capacity(name.len());
    for character in name.chars() {
        if character == '_' {
            capitalize = true;
        } else if capitalize {
            out.push(character.to_ascii_uppercase());
            capitalize = false;
        } else {
            out.push(character);
        }
    }
    out
}

fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for (index, character) in name.char_indices() {
        if index > 0 && character.is_uppercase() {
            out.push('_');
        }
        out.push(character.to_ascii_lowercase());
    }
    out
}

/// Only ASCII, as serde does; a first letter that takes several bytes is left alone.
fn lower_first(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map_or_else(String::new, |first| {
        let mut out = String::from(first.to_ascii_lowercase());
        out.push_str(characters.as_str());
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_become_what_serde_makes_of_them() {
        for (name, upper, pascal, camel, kebab) in [
            ("outcome", "OUTCOME", "Outcome", "outcome", "outcome"),
            ("very_tasty", "VERY_TASTY", "VeryTasty", "veryTasty", "very-tasty"),
            ("a", "A", "A", "a", "a"),
            ("z42", "Z42", "Z42", "z42", "z42"),
            ("_private", "_PRIVATE", "Private", "private", "-private"),
            ("x_1_y", "X_1_Y", "X1Y", "x1Y", "x-1-y"),
        ] {
            assert_eq!(Case::Lower.field(name), name);
            assert_eq!(Case::Snake.field(name), name);
            assert_eq!(Case::Upper.field(name), upper);
            assert_eq!(Case::ScreamingSnake.field(name), upper);
            assert_eq!(Case::Pascal.field(name), pascal);
            assert_eq!(Case::Camel.field(name), camel);
            assert_eq!(Case::Kebab.field(name), kebab);
            assert_eq!(Case::ScreamingKebab.field(name), upper.replace('_', "-"));
        }
    }

    #[test]
    fn variants_become_what_serde_makes_of_them() {
        for (name, lower, camel, snake, kebab) in [
            ("Outcome", "outcome", "outcome", "outcome", "outcome"),
            ("VeryTasty", "verytasty", "veryTasty", "very_tasty", "very-tasty"),
            ("A", "a", "a", "a", "a"),
            ("Z42", "z42", "z42", "z42", "z42"),
            ("HTTPError", "httperror", "hTTPError", "h_t_t_p_error", "h-t-t-p-error"),
        ] {
            assert_eq!(Case::Pascal.variant(name), name);
            assert_eq!(Case::Lower.variant(name), lower);
            assert_eq!(Case::Upper.variant(name), lower.to_uppercase());
            assert_eq!(Case::Camel.variant(name), camel);
            assert_eq!(Case::Snake.variant(name), snake);
            assert_eq!(Case::ScreamingSnake.variant(name), snake.to_uppercase());
            assert_eq!(Case::Kebab.variant(name), kebab);
            assert_eq!(Case::ScreamingKebab.variant(name), kebab.to_uppercase());
        }
    }

    #[test]
    fn an_unknown_spelling_is_none() {
        assert_eq!(Case::from_spelling("camelCase"), Some(Case::Camel));
        assert_eq!(Case::from_spelling("camel"), None);
    }
}
