//! The occupations of the national classification, as they are built in.

use store::trade::Trade;

/// A code and a name a line, in the order of the codes.
static BUILT_IN: &str = include_str!("../trades/2022.txt");

/// The day since which the classification of 2022 holds: its publication.
pub const SINCE: &str = "2022-09-27";

/// All occupations.
pub fn national() -> Vec<Trade> {
    let trades = BUILT_IN.lines().filter_map(|line| {
        let (code, name) = line.split_once(' ')?;
        Some(Trade { code: code.to_owned(), name: name.to_owned(), name_en: String::new() })
    });
    trades.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_occupation_has_a_code_of_its_own_and_a_name() {
        let trades = national();
        assert!(trades.len() > 1_600, "{}", trades.len());
        assert!(trades.is_sorted_by(|a, b| a.code < b.code));
        for trade in &trades {
            let shape: Vec<usize> = trade.code.split('-').map(str::len).collect();
            assert!(shape == [1, 2, 2, 2] && !trade.name.is_empty(), "{trade:?}");
        }
        assert!(trades.iter().any(|trade| trade.code == "4-10-01-05" && trade.name == "养老护理员"));
    }
}
