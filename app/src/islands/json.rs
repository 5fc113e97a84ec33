//! JSON, read by the browser's own parser: a second one inside the wasm would cost every phone some 30 kB.
//!
//! What the browser made of a text is handed on to the types of the wire. A text that says something else is simply not
//! what was asked for: reasons are for programmers, and they would have to travel too.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Array, JSON, Reflect};

/// A value of the browser.
pub fn value(text: &str) -> Option<JsValue> {
    JSON::parse(text).ok()
}

/// What a text says; nothing if it is not JSON or says something else.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    value(text).and_then(take)
}

/// What a value of the browser says.
pub fn take<T: DeserializeOwned>(value: JsValue) -> Option<T> {
    T::deserialize(Value(value)).ok()
}

/// It says something else.
#[derive(Debug)]
pub struct Other;

impl fmt::Display for Other {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("something else")
    }
}

impl std::error::Error for Other {}

impl de::Error for Other {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

struct Value(JsValue);

impl<'de> de::Deserializer<'de> for Value {
    type Error = Other;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Other> {
        if let Some(text) = self.0.as_string() {
            visitor.visit_string(text)
        } else if let Some(number) = self.0.as_f64() {
            visitor.visit_i64(number as i64)
        } else if let Some(so) = self.0.as_bool() {
            visitor.visit_bool(so)
        } else if self.0.is_null() || self.0.is_undefined() {
            visitor.visit_none()
        } else {
            match self.0.dyn_into::<Array>() {
                Ok(items) => visitor.visit_seq(Items { items, next: 0 }),
                Err(_) => Err(Other),
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Other> {
        if self.0.is_null() || self.0.is_undefined() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Other> {
        visitor.visit_newtype_struct(self)
    }

    /// Only the fields that are asked for are looked at.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Other> {
        if !self.0.is_object() {
            return Err(Other);
        }
        visitor.visit_map(Fields { of: self.0, fields: fields.iter(), value: JsValue::UNDEFINED })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Other> {
        let name = self.0.as_string().ok_or(Other)?;
        visitor.visit_enum(name.into_deserializer())
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

struct Items {
    items: Array,
    next: u32,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Other;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Other> {
        if self.next >= self.items.length() {
            return Ok(None);
        }
        let item = self.items.get(self.next);
        self.next += 1;
        seed.deserialize(Value(item)).map(Some)
    }
}

struct Fields {
    of: JsValue,
    fields: std::slice::Iter<'static, &'static str>,
    value: JsValue,
}

impl Fields {
    /// The next field that is there.
    fn next(&mut self) -> Option<&'static str> {
        loop {
            let field = *self.fields.next()?;
            self.value = Reflect::get(&self.of, &field.into()).unwrap_or_default();
            if !self.value.is_undefined() {
                return Some(field);
            }
        }
    }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Other;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Other> {
        let Some(field) = self.next() else { return Ok(None) };
        seed.deserialize(StrDeserializer::new(field)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Other> {
        seed.deserialize(Value(std::mem::take(&mut self.value)))
    }
}
