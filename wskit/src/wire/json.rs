//! JSON as serde_json writes it, byte by byte the same, but texts and names in one piece where nothing in them is escaped: it looks at
//! eight bytes at a time, where serde_json looks at each.

use std::fmt::{self, Display, Write};

use serde::{
    Serialize, Serializer,
    ser::{
        Error as _, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct, SerializeTupleVariant,
    },
};
use serde_json::{Error, Value};

use super::scan::is_plain;

/// Writes a value behind what is there.
pub(super) fn write<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) -> Result<(), Error> {
    value.serialize(Json(out))
}

/// A string of JSON.
pub(super) fn write_text(out: &mut Vec<u8>, text: &str) -> Result<(), Error> {
    if !is_plain(text) {
        return serde_json::to_writer(out, text);
    }
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
    Ok(())
}

/// A type by whose name serde_json says that its one field, a text, is JSON already.
fn is_json_already(name: &str) -> bool {
    matches!(name, "$serde_json::private::RawValue" | "$serde_json::private::Number")
}

/// Writes one value.
struct Json<'a>(&'a mut Vec<u8>);

impl<'a> Json<'a> {
    fn open(self, brackets: &'static [u8], close: &'static [u8]) -> Open<'a> {
        self.0.extend_from_slice(brackets);
        Open { out: self.0, is_empty: true, is_json_already: false, close }
    }

    /// `{"Variant":` and what its value begins with.
    fn open_variant(
        self,
        variant: &str,
        brackets: &'static [u8],
        close: &'static [u8],
    ) -> Result<Open<'a>, Error> {
        self.0.push(b'{');
        write_text(self.0, variant)?;
        self.0.push(b':');
        Ok(self.open(brackets, close))
    }
}

/// What serde_json writes in the same way.
macro_rules! as_serde_json {
    ($($method:ident($type:ty))*) => {
        $(fn $method(self, value: $type) -> Result<(), Error> {
            serde_json::to_writer(self.0, &value)
        })*
    };
}

impl<'a> Serializer for Json<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Open<'a>;
    type SerializeTuple = Open<'a>;
    type SerializeTupleStruct = Open<'a>;
    type SerializeTupleVariant = Open<'a>;
    type SerializeMap = Open<'a>;
    type SerializeStruct = Open<'a>;
    type SerializeStructVariant = Open<'a>;

    as_serde_json! {
        serialize_bool(bool)
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64) serialize_i128(i128)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64) serialize_u128(u128)
        serialize_f32(f32) serialize_f64(f64) serialize_char(char)
    }

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        write_text(self.0, text)
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Error> {
        self.collect_seq(bytes)
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.0.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let variant = self.open_variant(variant, b"", b"}")?;
        write(variant.out, value)?;
        variant.close();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a>, Error> {
        Ok(self.open(b"[", b"]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'a>, Error> {
        Ok(self.open(b"[", b"]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Error> {
        Ok(self.open(b"[", b"]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'a>, Error> {
        self.open_variant(variant, b"[", b"]}")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'a>, Error> {
        Ok(self.open(b"{", b"}"))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Open<'a>, Error> {
        if is_json_already(name) {
            return Ok(Open { is_json_already: true, ..self.open(b"", b"") });
        }
        Ok(self.open(b"{", b"}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'a>, Error> {
        self.open_variant(variant, b"{", b"}}")
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Error> {
        Shown(self.0).text(value).map_err(Error::custom)
    }
}

/// Writes the parts of a text.
struct Shown<'a>(&'a mut Vec<u8>);

impl Shown<'_> {
    fn text<T: Display + ?Sized>(mut self, value: &T) -> fmt::Result {
        self.0.push(b'"');
        write!(self, "{value}")?;
        self.0.push(b'"');
        Ok(())
    }
}

impl fmt::Write for Shown<'_> {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        if is_plain(part) {
            self.0.extend_from_slice(part.as_bytes());
            return Ok(());
        }
        // Without its quotes.
        let start = self.0.len();
        serde_json::to_writer(&mut *self.0, part).map_err(|_| fmt::Error)?;
        self.0.remove(start);
        self.0.pop();
        Ok(())
    }
}

/// An array or an object that is not at its end.
struct Open<'a> {
    out: &'a mut Vec<u8>,
    is_empty: bool,
    /// It stands for a text that is written as it is.
    is_json_already: bool,
    close: &'static [u8],
}

impl Open<'_> {
    fn separate(&mut self) {
        if !std::mem::take(&mut self.is_empty) {
            self.out.push(b',');
        }
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.separate();
        write(self.out, value)
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        if self.is_json_already {
            return self.json_already(value);
        }
        self.separate();
        write_text(self.out, name)?;
        self.out.push(b':');
        write(self.out, value)
    }

    // Apart, as few values are.
    #[cold]
    fn json_already<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let Value::String(json) = serde_json::to_value(value)? else {
            return Err(Error::custom("JSON that is written as it is has to be a text"));
        };
        self.out.extend_from_slice(json.as_bytes());
        Ok(())
    }

    fn close(self) {
        self.out.extend_from_slice(self.close);
    }
}

/// What is written as an array.
macro_rules! elements {
    ($($trait:ident::$method:ident)*) => {
        $(impl $trait for Open<'_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.element(value)
            }

            fn end(self) -> Result<(), Error> {
                self.close();
                Ok(())
            }
        })*
    };
}

elements! {
    SerializeSeq::serialize_element
    SerializeTuple::serialize_element
    SerializeTupleStruct::serialize_field
    SerializeTupleVariant::serialize_field
}

/// What is written as an object of fields whose names are known.
macro_rules! fields {
    ($($trait:ident)*) => {
        $(impl $trait for Open<'_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), Error> {
                self.close();
                Ok(())
            }
        })*
    };
}

fields! { SerializeStruct SerializeStructVariant }

impl SerializeMap for Open<'_> {
    type Ok = ();
    type Error = Error;

    /// What a key is, and how a number is written as one, is for serde_json to say.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.separate();
        // In place of `{"key":null}`.
        let start = self.out.len();
        serde_json::Serializer::new(&mut *self.out).collect_map([(key, ())])?;
        self.out.remove(start);
        self.out.truncate(self.out.len() - "null}".len());
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        write(self.out, value)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

#[cfg(test)]
mod tests;
