use std::{
    any::TypeId,
    collections::{HashMap, HashSet},
    marker::PhantomData,
};

use ts_rs::{Config, TS, TypeVisitor};

use super::{DescribeError, TypeDoc};

/// The named TypeScript types of a document.
pub(super) struct Types {
    config: Config,
    seen: HashSet<TypeId>,
    names: HashMap<String, &'static str>,
    found: Vec<TypeDoc>,
    taken: Option<DescribeError>,
}

impl Default for Types {
    fn default() -> Self {
        Self {
            // 64-bit integers travel as JSON numbers within the safe range, so `number` is what a client gets.
            config: Config::default().with_large_int("number"),
            seen: HashSet::new(),
            names: HashMap::new(),
            found: Vec::new(),
            taken: None,
        }
    }
}

impl Types {
    /// The expression that names a type, after adding the type and everything it refers to.
    pub(super) fn name<T: TS + 'static>(&mut self) -> String {
        self.add::<T>();
        T::name(&self.config)
    }

    /// The expression that writes a type out, after adding everything it refers to.
    pub(super) fn inline<T: TS + 'static>(&mut self) -> String {
        T::visit_dependencies(self);
        T::inline(&self.config)
    }

    /// The types sorted by name: ts-rs visits what a type uses in an order that changes from build to build.
    pub(super) fn finish(mut self) -> Result<Vec<TypeDoc>, DescribeError> {
        self.found.sort_by(|a, b| a.name.cmp(&b.name));
        match self.taken {
            Some(error) => Err(error),
            None => Ok(self.found),
        }
    }

    fn add<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_generics(self);
        if T::output_path().is_some() {
            self.declare(std::any::type_name::<T>(), T::ident, T::docs, T::decl);
        }
        T::visit_dependencies(self);
    }

    /// Adds a named type, the first of its name; another type of the same name is an error, unless it is written the same
    /// (ts-rs describes `serde_json::Value` by a type of its own). Apart from `add`, so that it is compiled once.
    fn declare(
        &mut self,
        path: &'static str,
        ident: fn(&Config) -> String,
        docs: fn() -> Option<String>,
        declaration: fn(&Config) -> String,
    ) {
        let (path, name) = (base(path), ident(&self.config));
        let Some(first) = self.names.insert(name.clone(), path) else {
            let docs = docs().map(|docs| plain(&docs)).unwrap_or_default();
            return self.found.push(TypeDoc { name, docs, typescript: declaration(&self.config) });
        };
        if first != path && self.taken.is_none() && !self.is_written(&declaration(&self.config)) {
            self.taken = Some(DescribeError::NameTaken { name, first, second: path });
        }
    }

    fn is_written(&self, declaration: &str) -> bool {
        self.found.iter().any(|known| known.typescript == declaration)
    }
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.add::<T>();
    }
}

/// The path of a type without its generic arguments: every instance of a generic type is declared once.
fn base(path: &'static str) -> &'static str {
    path.split('<').next().unwrap_or(path)
}

/// The text of a `/** ... */` comment.
fn plain(comment: &str) -> String {
    comment
        .lines()
        .map(|line| {
            line.trim().trim_start_matches("/**").trim_end_matches("*/").trim_start_matches('*').trim()
        })
        .collect::<Vec<_>>()
        .join("\n")
        .trim()
        .to_owned()
}

/// What a newtype is in TypeScript: the name of what it wraps.
#[doc(hidden)]
#[derive(Debug)]
pub struct Transparent<T>(PhantomData<T>);

impl<T: TS> TS for Transparent<T> {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;

    const IS_ENUM: bool = T::IS_ENUM;

    fn name(config: &Config) -> String {
        T::name(config)
    }

    fn inline(config: &Config) -> String {
        T::name(config)
    }

    fn visit_dependencies(visitor: &mut impl TypeVisitor)
    where
        Self: 'static,
    {
        visitor.visit::<T>();
        T::visit_generics(visitor);
    }
}
