//! Enums with a stable code for each case, said once: the same text in the database, in JSON and in links.

/// Makes an enum of its cases and their codes.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$case_doc])* #[serde(rename = $code)] $case),+
        }

        impl $name {
            /// Every case, in the order in which people are shown them.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$case),+];

            /// The stable code of a case.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$case => $code),+
                }
            }

            /// The case a code stands for.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|known| known.as_str() == code)
            }
        }
    };
}

pub(crate) use codes;
