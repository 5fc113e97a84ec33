//! Ids that a row may lack.

use domain::id::{AccountId, ClassId, CourseId, EnrolmentId, OrganisationId, RegionId};

/// A text that may be absent. A row reads an optional id through it: `#[sqlx(try_from = "NullableText")]`, as it reads
/// an id that is always there through `String`; the rules know nothing of databases.
#[derive(sqlx::Type)]
#[sqlx(transparent)]
pub(crate) struct NullableText(Option<String>);

macro_rules! ids {
    ($($id:ident),+) => {$(
        impl From<NullableText> for Option<$id> {
            fn from(text: NullableText) -> Self {
                text.0.map($id)
            }
        }
    )+};
}

ids!(AccountId, ClassId, CourseId, EnrolmentId, OrganisationId, RegionId);
