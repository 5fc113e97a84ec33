//! Bodies of requests, spoiled at random: bits, bytes, numbers, values, keys, whole bodies. proptest makes and shrinks them;
//! guidance by coverage would need another compiler than the one this is built with.

use proptest::prelude::*;
use proptest::sample::Index;
use serde::de::IgnoredAny;

/// What is done to a body.
#[derive(Clone, Debug)]
pub enum Change {
    /// A bit is turned over.
    Flip(Index, u8),
    /// The rest is missing.
    Cut(Index),
    /// Some bytes are missing.
    Drop(Index, usize),
    /// Something is put in between.
    Put(Index, Vec<u8>),
    /// A value is another.
    Value(Index, Vec<u8>),
    /// A value stands there twice, as a member of an object or an element.
    Twice(Index),
    /// Everything is something else.
    Whole(Vec<u8>),
}

/// Numbers at and beyond the edges of what numbers are read into.
const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "-1",
    "1",
    "1.0",
    "0.5",
    "1e3",
    "1e999",
    "-1e999",
    "1e-999",
    "255",
    "65536",
    "2147483648",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551616",
    "01",
    "+1",
    "0x10",
    "1_000",
    "NaN",
    "Infinity",
    "14400000",
    "14400001",
];
/// Values of wrong kinds.
const VALUES: &[&str] = &[
    "null",
    "true",
    "\"\"",
    "\" \"",
    "[]",
    "{}",
    "[[]]",
    "[[0]]",
    "[[0,1,2]]",
    "[[5,1]]",
    "[[-5,5]]",
    "[[0,0.5]]",
    "[[0,9223372036854775807]]",
    "[[-9223372036854775808,9223372036854775807]]",
    "[[9223372036854775807,0]]",
    "[[0,1],[0,1],[0,1]]",
    "{\"a\":1,\"a\":2}",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "\"dancing\"",
    "\"ended\"",
    "\"' OR 1=1 --\"",
    "\"../../etc\"",
    "\"%00\"",
    "\u{feff}",
    "//",
    "/* */",
];
/// Bytes that no text holds, or that mean something to somebody.
const BYTES: &[&[u8]] = &[
    b"\0",
    b"\xff",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xf5\x80\x80\x80",
    b"\xef\xbb\xbf",
    b"\r\n\r\n",
    b"\\",
    b"\"",
    b",",
    b"]}",
    b"\"seq\":1,",
    b"\"session\":\"\",",
    b"\"answer\":null,",
];

fn piece() -> impl Strategy<Value = Vec<u8>> {
    let of = |texts: &'static [&'static str]| {
        proptest::sample::select(texts).prop_map(|text| text.as_bytes().to_vec())
    };
    prop_oneof![
        4 => of(NUMBERS),
        4 => of(VALUES),
        2 => proptest::sample::select(BYTES).prop_map(<[u8]>::to_vec),
        2 => any::<i64>().prop_map(|number| number.to_string().into_bytes()),
        1 => any::<f64>().prop_map(|number| format!("{number:?}").into_bytes()),
        1 => proptest::collection::vec(any::<u8>(), 0..40),
        1 => "\\PC{0,40}".prop_map(|text| serde_json::to_vec(&text).unwrap()),
        1 => (1usize..3000).prop_map(|deep| [vec![b'['; deep], vec![b']'; deep]].concat()),
        1 => (1usize..3000).prop_map(|deep| b"{\"a\":".repeat(deep)),
        1 => (1usize..3000).prop_map(|many| format!("[{}[0,1]]", "[0,1],".repeat(many)).into_bytes()),
        1 => (1usize..5000).prop_map(|long| format!("\"{}\"", "学".repeat(long)).into_bytes()),
        1 => (1usize..500).prop_map(|long| "9".repeat(long).into_bytes()),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        3 => (at(), 0u8..8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        1 => at().prop_map(Change::Cut),
        1 => (at(), 1usize..20).prop_map(|(at, long)| Change::Drop(at, long)),
        2 => (at(), piece()).prop_map(|(at, bytes)| Change::Put(at, bytes)),
        6 => (at(), piece()).prop_map(|(at, bytes)| Change::Value(at, bytes)),
        1 => at().prop_map(Change::Twice),
        1 => piece().prop_map(Change::Whole),
    ]
}

/// A request to be made of a right one.
#[derive(Clone, Debug)]
pub struct Case {
    /// Which call, by its place among those there are.
    pub call: Index,
    pub changes: Vec<Change>,
    /// What the body is said to be.
    pub content: Option<&'static str>,
    /// Who sends it: the right person, another, nobody.
    pub who: Who,
    /// Instead of the id in the path.
    pub id: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Right,
    Other,
    Nobody,
}

pub fn case() -> impl Strategy<Value = Case> {
    let content = prop_oneof![
        20 => Just(Some("application/json")),
        1 => Just(Some("application/json; charset=utf-16")),
        1 => Just(Some("application/problem+json")),
        1 => proptest::sample::select(vec![Some("text/plain"), Some("multipart/form-data"), Some("*/*"), None]),
    ];
    let who = prop_oneof![18 => Just(Who::Right), 1 => Just(Who::Other), 1 => Just(Who::Nobody)];
    let id = proptest::option::weighted(0.05, "([a-z0-9-]|%[0-9a-f]{2}|%00|%2f|\\.){1,80}");
    let changes = proptest::collection::vec(change(), 0..4);
    (any::<Index>(), changes, content, who, id).prop_map(|(call, changes, content, who, id)| Case {
        call,
        changes,
        content,
        who,
        id,
    })
}

impl Change {
    /// Does it.
    pub fn to(&self, body: &mut Vec<u8>) {
        if let Self::Whole(bytes) = self {
            body.clone_from(bytes);
        }
        if body.is_empty() {
            return;
        }
        let length = body.len();
        match self {
            Self::Flip(at, bit) => body[at.index(length)] ^= 1 << bit,
            Self::Cut(at) => body.truncate(at.index(length)),
            Self::Drop(at, long) => {
                let from = at.index(length);
                body.drain(from..length.min(from + long));
            }
            Self::Put(at, bytes) => {
                let from = at.index(length);
                body.splice(from..from, bytes.iter().copied());
            }
            Self::Value(at, bytes) => {
                if let Some((from, to)) = pick(body, *at) {
                    body.splice(from..to, bytes.iter().copied());
                }
            }
            Self::Twice(at) => {
                if let Some((mut from, to)) = pick(body, *at) {
                    // With its key, if it has one.
                    if body[..from].ends_with(b":") {
                        from = body[..from - 1]
                            .iter()
                            .rposition(|byte| matches!(byte, b',' | b'{'))
                            .map_or(0, |at| at + 1);
                    }
                    let again = [body[from..to].to_vec(), b",".to_vec()].concat();
                    body.splice(from..from, again);
                }
            }
            Self::Whole(_) => {}
        }
    }
}

/// Where a value of the body stands.
fn pick(body: &[u8], at: Index) -> Option<(usize, usize)> {
    let begins = |from: &usize| *from == 0 || matches!(body[from - 1], b':' | b',' | b'[');
    let values: Vec<(usize, usize)> = (0..body.len())
        .filter(begins)
        .filter_map(|from| {
            let mut values = serde_json::Deserializer::from_slice(&body[from..]).into_iter::<IgnoredAny>();
            values.next()?.ok()?;
            Some((from, from + values.byte_offset()))
        })
        .collect();
    (!values.is_empty()).then(|| *at.get(&values))
}
