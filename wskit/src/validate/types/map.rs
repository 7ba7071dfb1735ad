use std::marker::PhantomData;

/// Describes a map: an object whose keys are all of the form of `K`, its values of that of `V`.
///
/// What schemars writes for a map takes nothing but the pattern from the type of the keys; `propertyNames` takes all.
#[derive(Debug)]
pub struct Map<K, V>(PhantomData<(K, V)>);

#[cfg(feature = "schema")]
mod describe {
    use std::{borrow::Cow, collections::HashMap};

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
    use ts_rs::{Config, TS, TypeVisitor};

    use super::Map;
    use crate::validate::Validate;

    impl<K: Validate<Wire: JsonSchema>, V: Validate<Wire: JsonSchema>> JsonSchema for Map<K, V> {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            HashMap::<K::Wire, V::Wire>::schema_name()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            let values = generator.subschema_for::<V::Wire>();
            let mut schema = json_schema!({ "type": "object", "additionalProperties": values });
            if !K::PLAIN_KEY {
                let keys = generator.subschema_for::<K::Wire>();
                schema.insert("propertyNames".to_owned(), keys.to_value());
            }
            schema
        }
    }

    impl<K: Validate<Wire: TS>, V: Validate<Wire: TS>> TS for Map<K, V> {
        type WithoutGenerics = HashMap<ts_rs::Dummy, ts_rs::Dummy>;
        type OptionInnerType = Self;

        fn name(config: &Config) -> String {
            HashMap::<K::Wire, V::Wire>::name(config)
        }

        fn inline(config: &Config) -> String {
            HashMap::<K::Wire, V::Wire>::inline(config)
        }

        fn visit_dependencies(visitor: &mut impl TypeVisitor)
        where
            Self: 'static,
        {
            HashMap::<K::Wire, V::Wire>::visit_dependencies(visitor);
        }

        fn visit_generics(visitor: &mut impl TypeVisitor)
        where
            Self: 'static,
        {
            HashMap::<K::Wire, V::Wire>::visit_generics(visitor);
        }
    }
}
