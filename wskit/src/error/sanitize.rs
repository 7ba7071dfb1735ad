use serde_json::{Map, Value};

/// Keys that never leave the server inside error details, compared without case.
const SECRET_KEYS: [&str; 15] = [
    "password",
    "token",
    "authorization",
    "bearer",
    "jwt",
    "apikey",
    "api_key",
    "accesstoken",
    "access_token",
    "refreshtoken",
    "refresh_token",
    "cookie",
    "secret",
    "credentials",
    "auth",
];

/// A nested object or array longer than this, in characters of JSON, is dropped whole.
const MAX_NESTED: usize = 500;

/// Error details without secrets and without oversized nested values.
pub(super) fn sanitize(details: &Map<String, Value>) -> Map<String, Value> {
    details
        .iter()
        .filter(|(key, _)| !is_secret(key))
        .filter_map(|(key, value)| {
            let value = without_secrets(value);
            let nested = value.is_object() || value.is_array();
            (!nested || value.to_string().chars().count() <= MAX_NESTED).then(|| (key.clone(), value))
        })
        .collect()
}

fn without_secrets(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|(key, _)| !is_secret(key))
            .map(|(key, value)| (key.clone(), without_secrets(value)))
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().map(without_secrets).collect(),
        other => other.clone(),
    }
}

fn is_secret(key: &str) -> bool {
    SECRET_KEYS.iter().any(|secret| key.eq_ignore_ascii_case(secret))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_go_at_any_depth_and_in_any_case() {
        let Value::Object(details) = json!({
            "id": 1, "Password": "x", "nested": {"apiKey": 1, "ok": [{"TOKEN": 2, "k": 3}]}
        }) else {
            unreachable!()
        };
        assert_eq!(Value::Object(sanitize(&details)), json!({"id": 1, "nested": {"ok": [{"k": 3}]}}));
    }

    #[test]
    fn a_long_nested_value_is_dropped_and_a_long_text_stays() {
        let Value::Object(details) = json!({"list": vec!["x".repeat(100); 5], "text": "x".repeat(600)})
        else {
            unreachable!()
        };
        let kept = sanitize(&details);
        assert!(!kept.contains_key("list"));
        assert!(kept.contains_key("text"));
    }
}
