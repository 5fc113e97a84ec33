//! The rules as people read them: the documents beside this crate, which code and policies cite by section.

/// The rules in English.
pub const ENGLISH: &str = include_str!("../RULES.md");
/// The rules in Chinese.
pub const CHINESE: &str = include_str!("../RULES.zh.md");

/// What each section is called in an address, in their order: `/rules#checks` is section 3 in both languages.
pub const SECTIONS: [&str; 11] = [
    "words",
    "credit",
    "checks",
    "invariants",
    "examples",
    "honest-learners",
    "cheating",
    "ledger",
    "appeals-and-signals",
    "policy",
    "calls",
];

/// How a section is cited: in code and English policies, and in Chinese ones.
const CITATIONS: [(&str, &str); 2] = [("RULES.md, section ", ""), ("学习认定规则第 ", " 节")];

/// The section that a text cites first, such as the source of a policy's number; its numbers begin at 1.
pub fn cited_section(text: &str) -> Option<usize> {
    CITATIONS.iter().find_map(|(before, after)| {
        let (_, rest) = text.split_once(before)?;
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let number: usize = rest[..digits].parse().ok()?;
        (rest[digits..].starts_with(after) && (1..=SECTIONS.len()).contains(&number)).then_some(number)
    })
}

/// The address of the section that a text cites first.
pub fn cited_address(text: &str) -> Option<String> {
    cited_section(text).map(|number| format!("/rules#{}", SECTIONS[number - 1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_leads_to_the_section_it_cites() {
        let address = |text| cited_address(text);
        assert_eq!(address("RULES.md, section 3: two wrong in a row").as_deref(), Some("/rules#checks"));
        assert_eq!(address("无障碍标准；学习认定规则第 10 节").as_deref(), Some("/rules#policy"));
        assert_eq!(address("RULES.md, section 12"), None);
        assert_eq!(address("学习认定规则第 3 条"), None);
        assert_eq!(address("Tai'an 2022: at most 500 yuan a person"), None);
    }
}
