#![cfg(feature = "schema")]

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use ts_rs::{Config, TS};

use super::{Text, TextForm};
use crate::validate::rules::keywords;

impl<T: TextForm> JsonSchema for Text<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Text_{}", T::CODE).into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut schema = json_schema!({ "type": "string" });
        if let Some(format) = T::FORMAT {
            schema.insert("format".to_owned(), format.into());
        }
        for pattern in T::patterns() {
            keywords::add_pattern(&mut schema, &pattern, T::CODE);
        }
        schema
    }
}

impl<T: TextForm> TS for Text<T> {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;

    fn name(_: &Config) -> String {
        "string".to_owned()
    }

    fn inline(_: &Config) -> String {
        "string".to_owned()
    }
}
