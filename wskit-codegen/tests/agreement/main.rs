//! One verdict: what Rust accepts is what the JSON Schema accepts and what the generated TypeScript accepts, for every
//! value tried.
//!
//! Each type starts from sound samples. Every part of a sample is replaced by values of every kind, by values at and
//! next to each bound of its schema, edited, taken away, doubled and added to, once and twice; every judge judges each
//! result.
#![allow(missing_docs)]

mod language;
mod mutate;
mod rust;
mod samples;

use rust::{Case, case};
use serde_json::json;

/// Every type with its samples.
fn cases() -> Vec<Case> {
    use language::*;
    vec![
        case::<Numbers>(samples::numbers()),
        case::<Digits>(samples::digits()),
        case::<Texts>(samples::texts()),
        case::<Constrained>(samples::constrained()),
        case::<Collections>(samples::collections()),
        case::<Name>(vec![json!("Ada"), json!("ä€𝄞")]),
        case::<Percent>(vec![json!(0), json!(100)]),
        case::<Meters>(vec![json!(1.5)]),
        case::<UserId>(vec![samples::id()]),
        case::<Serial>(vec![json!("18446744073709551615")]),
        case::<Tags>(vec![json!(["a", "b"])]),
        case::<Maybe>(vec![json!(5), json!(null)]),
        case::<Both>(vec![json!([1, "ab"])]),
        case::<Nothing>(vec![json!(null)]),
        case::<Empty>(vec![json!({})]),
        case::<Color>(vec![json!("red"), json!("off-white")]),
        case::<Level>(vec![json!("VERY_LOW")]),
        case::<Figure>(samples::figures()),
        case::<Point>(vec![json!({"x": 1, "y": 9})]),
        case::<Adjacent>(samples::adjacent()),
        case::<Untagged>(samples::untagged()),
        case::<Named>(samples::named()),
        case::<Defaults>(samples::defaults()),
        case::<Times>(samples::times()),
        case::<Libraries>(samples::libraries()),
        case::<Tree>(samples::tree()),
        case::<Page<Percent>>(samples::page(&json!(7))),
        case::<Page<uuid::Uuid>>(samples::page(&samples::id())),
        case::<OneOrMany<Name>>(vec![json!("x"), json!(["x", "y"])]),
        case::<Nested>(samples::nested()),
    ]
}

#[test]
fn rust_and_the_schema_agree_about_every_value() {
    let cases = cases();
    let (mut values, mut sound, mut disagreements) = (0, 0, Vec::new());
    for case in &cases {
        let judge =
            jsonschema::options().should_validate_formats(true).build(&case.receive).expect("a sound schema");
        for sample in &case.samples {
            assert!(judge.is_valid(sample), "the sample of {} is not sound: {sample}", case.name);
        }
        let send =
            jsonschema::options().should_validate_formats(true).build(&case.send).expect("a sound schema");
        for judged in &case.judged {
            values += 1;
            sound += usize::from(judged.accepted());
            if judged.accepted() != judge.is_valid(&judged.value) {
                disagreements.push(format!(
                    "{}: Rust says {}, the schema does not: {}",
                    case.name,
                    judged.words(),
                    judged.value
                ));
            }
            if let Ok(sent) = &judged.verdict
                && !send.is_valid(sent)
            {
                disagreements.push(format!("{}: Rust sends what its schema does not: {sent}", case.name));
            }
        }
    }
    println!(
        "{} types, {values} values, {sound} of them sound, {} disagreements",
        cases.len(),
        disagreements.len()
    );
    let shown: Vec<_> = disagreements.iter().take(40).cloned().collect();
    assert!(shown.is_empty(), "{} disagreements, such as\n{}", disagreements.len(), shown.join("\n"));
}
