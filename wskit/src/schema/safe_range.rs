use schemars::{
    Schema,
    transform::{Transform, transform_subschemas},
};
use serde_json::Value;

use crate::validate::MAX_SAFE_INTEGER;

/// What tells generators the Rust type of a number; taken out of a published schema, as everything that starts with
/// `x-wskit-` is.
const FORMAT: &str = "x-wskit-format";

/// The first number that is rounded to infinity when it is read as an `f32`: half a step past the largest.
const F32_END: f64 = 340_282_356_779_733_661_637_539_395_458_142_568_448.0;

/// States in the schema what [`Validate`](crate::validate::Validate) checks: 64-bit integers stay within what
/// JavaScript holds exactly, narrow ones within their own width, and an `f32` is finite.
#[derive(Clone, Debug)]
pub(super) struct SafeRange;

impl Transform for SafeRange {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(format) = schema.get("format").and_then(Value::as_str).map(str::to_owned) else { return };
        let integers = integers(&format);
        if integers.is_none() && format != "float" && format != "double" {
            return;
        }
        // Not a format of JSON Schema: a strict validator would refuse to read it. What is removed is replaced by the last.
        schema.insert(FORMAT.to_owned(), format.as_str().into());
        schema.remove("format");
        if let Some((min, max)) = integers {
            tighten(schema, "minimum", min, i64::max);
            tighten(schema, "maximum", max, i64::min);
        } else if format == "float" {
            bound(schema, "exclusiveMinimum", -F32_END);
            bound(schema, "exclusiveMaximum", F32_END);
        }
    }
}

fn integers(format: &str) -> Option<(i64, i64)> {
    let safe = i64::try_from(MAX_SAFE_INTEGER).unwrap_or(i64::MAX);
    Some(match format {
        "int8" => (i64::from(i8::MIN), i64::from(i8::MAX)),
        "int16" => (i64::from(i16::MIN), i64::from(i16::MAX)),
        "int32" => (i64::from(i32::MIN), i64::from(i32::MAX)),
        "uint8" => (0, i64::from(u8::MAX)),
        "uint16" => (0, i64::from(u16::MAX)),
        "uint32" => (0, i64::from(u32::MAX)),
        "int64" | "int" => (-safe, safe),
        "uint64" | "uint" => (0, safe),
        _ => return None,
    })
}

/// Sets a bound, or narrows the one that a `range` constraint has already set.
fn tighten(schema: &mut Schema, keyword: &str, bound: i64, narrower: fn(i64, i64) -> i64) {
    let set = schema.get(keyword).and_then(Value::as_i64).unwrap_or(bound);
    schema.insert(keyword.to_owned(), narrower(set, bound).into());
}

/// Sets a bound, unless a `range` constraint has already set one.
fn bound(schema: &mut Schema, keyword: &str, bound: f64) {
    if schema.get(keyword).is_none() {
        schema.insert(keyword.to_owned(), bound.into());
    }
}

#[cfg(test)]
mod tests {
    use schemars::{JsonSchema, SchemaGenerator};
    use serde_json::json;

    use super::*;

    fn schema_of<T: JsonSchema>() -> Value {
        let mut schema = SchemaGenerator::default().subschema_for::<T>();
        SafeRange.transform(&mut schema);
        schema.to_value()
    }

    #[test]
    #[allow(clippy::cast_possible_truncation, reason = "it is what serde does")]
    fn the_end_of_f32_is_where_rounding_ends_in_infinity() {
        assert!((F32_END as f32).is_infinite());
        assert!((F32_END.next_down() as f32).is_finite());
    }

    #[test]
    fn numbers_keep_their_type_beside_their_bounds() {
        assert_eq!(
            schema_of::<Vec<i8>>()["items"],
            json!({ "type": "integer", "minimum": -128, "maximum": 127, "x-wskit-format": "int8" })
        );
        assert_eq!(schema_of::<f64>(), json!({ "type": "number", "x-wskit-format": "double" }));
        assert_eq!(schema_of::<f32>()["exclusiveMaximum"], json!(F32_END));
        assert_eq!(schema_of::<String>(), json!({ "type": "string" }));
    }
}
