//! Numbers, texts and what else has no parts.

use std::{
    borrow::Cow,
    num::{
        NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroIsize, NonZeroU8, NonZeroU16, NonZeroU32,
        NonZeroU64, NonZeroUsize,
    },
};

use serde_json::Value;

use super::MAX_SAFE_INTEGER;
use crate::validate::{At, Issues, Validate, look};

const MIN_SAFE_INTEGER: i64 = -((1 << 53) - 1);

/// Valid once it is read; looked into when it could not be.
macro_rules! plain {
    ($($type:ty: $look:expr),* $(,)?) => { $(
        impl Validate for $type {
            type Itself = Self;
            type Wire = Self;

            #[inline]
            fn validate(&self, _: At<'_>, _: &mut Issues) {}

            fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
                $look(value, at, issues);
            }
        }
    )* };
}

plain! {
    (): look::null,
    bool: look::boolean,
    char: look::character,
    Box<str>: look::text,
    u8: |value, at, issues| look::integer(value, u8::MIN, u8::MAX, at, issues),
    u16: |value, at, issues| look::integer(value, u16::MIN, u16::MAX, at, issues),
    u32: |value, at, issues| look::integer(value, u32::MIN, u32::MAX, at, issues),
    i8: |value, at, issues| look::integer(value, i8::MIN, i8::MAX, at, issues),
    i16: |value, at, issues| look::integer(value, i16::MIN, i16::MAX, at, issues),
    i32: |value, at, issues| look::integer(value, i32::MIN, i32::MAX, at, issues),
    NonZeroU8: |value, at, issues| look::integer(value, 1_u8, u8::MAX, at, issues),
    NonZeroU16: |value, at, issues| look::integer(value, 1_u8, u16::MAX, at, issues),
    NonZeroU32: |value, at, issues| look::integer(value, 1_u8, u32::MAX, at, issues),
    NonZeroI8: |value, at, issues| look::non_zero(value, i8::MIN, i8::MAX, at, issues),
    NonZeroI16: |value, at, issues| look::non_zero(value, i16::MIN, i16::MAX, at, issues),
    NonZeroI32: |value, at, issues| look::non_zero(value, i32::MIN, i32::MAX, at, issues),
    Value: |_, _, _| {},
}

impl Validate for String {
    type Itself = Self;
    type Wire = Self;
    const PLAIN_KEY: bool = true;

    #[inline]
    fn validate(&self, _: At<'_>, _: &mut Issues) {}

    fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
        look::text(value, at, issues);
    }
}

impl Validate for Cow<'static, str> {
    type Itself = Self;
    type Wire = Self;

    #[inline]
    fn validate(&self, _: At<'_>, _: &mut Issues) {}

    fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
        look::text(value, at, issues);
    }
}

/// Numbers of 64 bits, which JSON carries as far as JavaScript holds them exactly.
macro_rules! within_safe_range {
    ($($type:ty as $number:ty: $get:expr, $look:expr);* $(;)?) => { $(
        impl Validate for $type {
            type Itself = Self;
            type Wire = Self;

            #[inline]
            fn validate(&self, at: At<'_>, issues: &mut Issues) {
                let number: $number = $get(*self);
                #[allow(clippy::unnecessary_fallible_conversions, reason = "one body for signed and unsigned, narrow and wide")]
                let size = i128::try_from(number).map(i128::unsigned_abs);
                if size.is_ok_and(|size| size > u128::from(MAX_SAFE_INTEGER)) {
                    issues.add(at, "range", "must be an integer that JavaScript holds exactly (at most 2^53 - 1)");
                }
            }

            fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
                $look(value, at, issues);
            }
        }
    )* };
}

fn unsigned(value: &Value, at: At<'_>, issues: &mut Issues) {
    look::integer(value, 0_u8, MAX_SAFE_INTEGER, at, issues);
}

fn signed(value: &Value, at: At<'_>, issues: &mut Issues) {
    look::integer(value, MIN_SAFE_INTEGER, MAX_SAFE_INTEGER, at, issues);
}

fn positive(value: &Value, at: At<'_>, issues: &mut Issues) {
    look::integer(value, 1_u8, MAX_SAFE_INTEGER, at, issues);
}

fn not_zero(value: &Value, at: At<'_>, issues: &mut Issues) {
    look::non_zero(value, MIN_SAFE_INTEGER, MAX_SAFE_INTEGER, at, issues);
}

within_safe_range! {
    u64 as u64: std::convert::identity, unsigned;
    usize as usize: std::convert::identity, unsigned;
    i64 as i64: std::convert::identity, signed;
    isize as isize: std::convert::identity, signed;
    NonZeroU64 as u64: NonZeroU64::get, positive;
    NonZeroUsize as usize: NonZeroUsize::get, positive;
    NonZeroI64 as i64: NonZeroI64::get, not_zero;
    NonZeroIsize as isize: NonZeroIsize::get, not_zero;
}

macro_rules! finite {
    ($($type:ty),* $(,)?) => { $(
        impl Validate for $type {
            type Itself = Self;
            type Wire = Self;

            #[inline]
            fn validate(&self, at: At<'_>, issues: &mut Issues) {
                if !self.is_finite() {
                    issues.add(at, "range", "must be a finite number");
                }
            }

            fn inspect(value: &Value, at: At<'_>, issues: &mut Issues) {
                look::number(value, at, issues);
            }
        }
    )* };
}

finite!(f32, f64);
