//! Sound values of every type of the language.

use serde_json::{Value, json};

pub(crate) fn numbers() -> Vec<Value> {
    vec![json!({
        "u8": 1, "i8": -1, "u16": 1, "i16": -1, "u32": 1, "i32": -1, "u64": 1, "i64": -1, "usize": 1, "isize": -1,
        "f32": 0.25, "f64": 0.25, "nonZero": 1, "nonZeroSigned": -1, "nonZeroWide": 1
    })]
}

pub(crate) fn digits() -> Vec<Value> {
    vec![json!({
        "narrow": "255", "wide": "18446744073709551615", "signed": "-9223372036854775808",
        "widest": "340282366920938463463374607431768211455", "widestSigned": "-170141183460469231731687303715884105728",
        "maybe": "0", "list": ["-7", "2147483647"], "bounded": "1000000000000"
    })]
}

pub(crate) fn texts() -> Vec<Value> {
    vec![json!({
        "text": "a", "character": "𝄞", "shared": "b", "boxed": "", "flag": true, "nothing": null,
        "anything": {"a": [1, null, {"b": 0.5}]}
    })]
}

pub(crate) fn constrained() -> Vec<Value> {
    vec![json!({
        "text": "äbc", "exact": "𝄞xy", "small": 0, "real": 1.0, "single": 0.2, "open": 0.5, "openSingle": 0.5,
        "code": "abc-1", "email": "a@b.c", "maybe": "x", "url": "https://example.com/a?b#c", "ip": "::1",
        "v4": "127.0.0.1", "v6": "1:2::8", "fragments": "abc"
    })]
}

pub(crate) fn collections() -> Vec<Value> {
    vec![json!({
        "list": [1], "distinct": [1, 2], "queue": [true], "set": ["a", "b"], "sorted": [-1, 1], "names": ["red"],
        "map": {"k": 1}, "texts": {"a": "xy"}, "byName": {"Ada": 100}, "byColor": {"darkBlue": true},
        "byId": {ID: [ID]}, "pair": [1, "x"], "one": ["x"], "three": [true, false, true],
        "nested": [null, ["a"]], "boxed": 7
    })]
}

const ID: &str = "018f4ad2-7c3b-7e10-9d5a-0242ac120002";

pub(crate) fn figures() -> Vec<Value> {
    vec![
        json!({"kind": "nothing"}),
        json!({"kind": "circle", "radius": 2}),
        json!({"kind": "box", "sides": [1, 2], "name": "x"}),
        json!({"kind": "known", "x": 1, "y": 2}),
    ]
}

pub(crate) fn adjacent() -> Vec<Value> {
    vec![
        json!({"type": "nothing"}),
        json!({"type": "one", "value": "x"}),
        json!({"type": "two", "value": [1, true]}),
        json!({"type": "named", "value": {"point": {"x": 1, "y": 2}, "maybe": 3}}),
    ]
}

pub(crate) fn untagged() -> Vec<Value> {
    vec![
        Value::Null,
        json!("ab"),
        json!("abcdef"),
        json!({"x": 1, "y": 2}),
        json!({"size": 1}),
        json!([1, true]),
        json!(0.5),
    ]
}

pub(crate) fn filters() -> Vec<Value> {
    vec![
        json!("ab"),
        json!({"not": {"not": "a"}}),
        json!({"not": {"not": ["a", "b"], "nor": []}, "nor": [{"not": "c"}]}),
        json!([[], ["a"], {"not": []}]),
    ]
}

pub(crate) fn named() -> Vec<Value> {
    vec![
        json!({
            "first-name": "a", "$last": "b", "type": 1, "count": 2, "level": 3, "list": ["x"], "set": [1], "absent": "x"
        }),
        json!({"first-name": "a", "$last": "b", "type": 1}),
        json!({"first-name": "a", "surname": "b", "type": 1, "nick": "x", "many": [7]}),
        json!({"first-name": "a", "family": "b", "type": 1, "nickname": null, "lots": []}),
    ]
}

pub(crate) fn defaults() -> Vec<Value> {
    vec![json!({}), json!({"width": 1, "names": ["x"], "color": "red", "ids": [ID]})]
}

pub(crate) fn times() -> Vec<Value> {
    vec![json!({
        "instant": "2024-02-29T12:30:00.123Z", "offset": "2024-02-29T12:30:00+05:30", "day": "2023-12-31",
        "time": "23:59:59.5", "local": "2000-02-29T00:00:00", "timestamp": "1999-12-31T23:59:59.999999999-11:00",
        "date": "2024-02-29", "clock": "00:00:00", "civil": "2024-06-30T12:00:00.25", "maybe": "0001-01-01"
    })]
}

pub(crate) fn libraries() -> Vec<Value> {
    vec![json!({
        "id": ID, "user": ID, "users": [ID, "ffffffff-ffff-ffff-ffff-ffffffffffff"], "bytes": "aGk=",
        "amount": "-1234567890.12345678", "link": "https://user@example.com:8080/a/b?c=d#e", "serial": "12", "maybe": ID,
        "list": ["0.10", null]
    })]
}

pub(crate) fn tree() -> Vec<Value> {
    vec![json!({
        "value": 1, "children": [{"value": 2, "children": [], "byName": {}}], "left": null,
        "byName": {"k": {"value": 3, "children": [], "byName": {}}}
    })]
}

pub(crate) fn page(item: &Value) -> Vec<Value> {
    vec![json!({"items": [item], "next": item, "number": 1})]
}

pub(crate) fn id() -> Value {
    ID.into()
}

pub(crate) fn nested() -> Vec<Value> {
    let (figures, adjacent, untagged, mut tree, mut constrained) =
        (figures(), adjacent(), untagged(), tree(), constrained());
    (0..4)
        .map(|index| {
            json!({
                "name": "Ada", "constrained": constrained.pop(), "color": "off-white", "level": "VERY_LOW",
                "figures": figures[index..], "adjacent": adjacent[index], "untagged": untagged[index], "meters": 1.5,
                "tags": ["a", "b"], "both": [1, "x"], "nothing": null, "empty": {},
                "tree": tree.pop().unwrap_or(json!({"value": 1, "children": [], "byName": {}})),
                "page": {"items": [1], "number": 1}, "ids": {"items": [ID], "number": 1}, "either": ["x"]
            })
        })
        .collect()
}
