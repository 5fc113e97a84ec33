//! Forms.

/// What is wrong with a form: field and sentence.
pub type FieldErrors = Vec<(String, String)>;
