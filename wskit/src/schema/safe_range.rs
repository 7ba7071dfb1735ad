use schemars::{
    Schema,
    transform::{Transform, transform_subschemas},
};

use crate::validate::{MAX_SAFE_INTEGER, rules::keywords};

/// States in the schema what [`Validate`](crate::validate::Validate) checks: 64-bit integers stay within what
/// JavaScript holds exactly, and narrow ones within their own width.
#[derive(Clone, Debug)]
pub(super) struct SafeRange;

impl Transform for SafeRange {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        match schema.get("format").and_then(|format| format.as_str()) {
            Some("double") => {
                schema.remove("format");
            }
            Some("float") => {
                schema.remove("format");
                rounded_to_f32(schema);
            }
            _ => whole(schema),
        }
    }
}

/// What is rounded to an `f32` that is not infinite.
fn rounded_to_f32(schema: &mut Schema) {
    let edge = 2_f64.powi(128) - 2_f64.powi(103);
    keywords::at_least(schema, "exclusiveMinimum", (-edge).into());
    keywords::at_most(schema, "exclusiveMaximum", edge.into());
}

fn whole(schema: &mut Schema) {
    let safe = i64::try_from(MAX_SAFE_INTEGER).unwrap_or(i64::MAX);
    let bounds = match schema.get("format").and_then(|format| format.as_str()) {
        Some("int8") => (i64::from(i8::MIN), i64::from(i8::MAX)),
        Some("int16") => (i64::from(i16::MIN), i64::from(i16::MAX)),
        Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Some("uint8") => (0, i64::from(u8::MAX)),
        Some("uint16") => (0, i64::from(u16::MAX)),
        Some("uint32") => (0, i64::from(u32::MAX)),
        Some("int64" | "int") => (-safe, safe),
        Some("uint64" | "uint") => (0, safe),
        _ => return,
    };
    // Not a format of JSON Schema: a strict validator would refuse to read it.
    schema.remove("format");
    tighten(schema, "minimum", bounds.0, i64::max);
    tighten(schema, "maximum", bounds.1, i64::min);
}

/// Sets a bound, or narrows the one that a `range` constraint has already set.
fn tighten(schema: &mut Schema, keyword: &str, bound: i64, narrower: fn(i64, i64) -> i64) {
    let set = schema.get(keyword).and_then(serde_json::Value::as_i64).unwrap_or(bound);
    schema.insert(keyword.to_owned(), narrower(set, bound).into());
}
