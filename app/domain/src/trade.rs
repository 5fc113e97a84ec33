//! Finding a trade by what people type: its code or its name.

use crate::typed::{plain, visible};

/// So many are offered to whoever typed none of them exactly.
const OFFERED_MAX: usize = 8;
/// The least of a name that must be alike.
const ALIKE_PERCENT: usize = 40;

/// What was found, by the places of the trades.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    One(usize),
    /// Those that may be meant, the nearest first.
    Several(Vec<usize>),
    Nothing,
}

/// The trade that is meant, of these (code and name): its code or its whole name, or the only one whose name holds what was
/// typed.
pub fn find(typed: &str, trades: &[(&str, &str)]) -> Found {
    let (code, name) = (plain(typed), visible(typed));
    if name.is_empty() {
        return Found::Nothing;
    }
    let places = |fits: &dyn Fn(&(&str, &str)) -> bool| -> Vec<usize> {
        (0..).zip(trades).filter(|(_, trade)| fits(trade)).map(|(place, _)| place).collect()
    };
    let exact = places(&|(known, called)| plain(known) == code || *called == name);
    if let [one] = exact[..] {
        return Found::One(one);
    }
    let within = places(&|(known, called)| called.contains(&name) || plain(known).starts_with(&code));
    let mut found = match (&exact[..], &within[..]) {
        ([_, ..], _) => exact,
        (_, [one]) => return Found::One(*one),
        (_, [_, ..]) => within,
        _ => alike(&name, trades),
    };
    // The shortest name is the nearest to what was typed.
    found.sort_by_key(|place| (trades.get(*place).map_or(0, |(_, called)| called.chars().count()), *place));
    found.truncate(OFFERED_MAX);
    if found.is_empty() { Found::Nothing } else { Found::Several(found) }
}

/// Those whose names share most characters with what was typed.
fn alike(name: &str, trades: &[(&str, &str)]) -> Vec<usize> {
    let length = name.chars().count();
    let shared = |called: &str| called.chars().filter(|c| name.contains(*c)).count();
    let score = |called: &str| shared(called) * 200 / (length + called.chars().count());
    let best = trades.iter().map(|(_, called)| score(called)).max().unwrap_or(0);
    let least = (best * 4 / 5).max(ALIKE_PERCENT);
    (0..).zip(trades).filter(|(_, (_, called))| score(called) >= least).map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRADES: [(&str, &str); 6] = [
        ("4-10-01-05", "养老护理员"),
        ("4-10-01-02", "育婴员"),
        ("6-18-02-04", "焊工"),
        ("6-31-01-03", "电工"),
        ("4-14-02-03", "孤残儿童护理员"),
        ("项目制-01", "大闸蟹养殖"),
    ];

    #[test]
    fn a_trade_is_found_by_code_or_name_and_what_is_near_is_offered() {
        for (typed, found) in [
            ("6-18-02-04", Found::One(2)),
            (" ６－18－02－04 ", Found::One(2)),
            ("焊工", Found::One(2)),
            ("项目制—01", Found::One(5)),
            ("大闸蟹", Found::One(5)),
            ("护理员", Found::Several(vec![0, 4])),
            ("4-10-01", Found::Several(vec![1, 0])),
            ("养老护理", Found::One(0)),
            ("养老护理工", Found::Several(vec![0])),
            ("月球车驾驶", Found::Nothing),
            ("  ", Found::Nothing),
        ] {
            assert_eq!(find(typed, &TRADES), found, "{typed:?}");
        }
    }

    #[test]
    fn of_a_long_list_the_shortest_names_are_offered_first() {
        let names: Vec<String> = (1..=20).map(|n| format!("{}工", "电".repeat(21 - n))).collect();
        let trades: Vec<(&str, &str)> = names.iter().map(|name| ("1", name.as_str())).collect();
        let Found::Several(found) = find("电", &trades) else { panic!("nothing is found") };
        assert_eq!(found, (12..20).rev().collect::<Vec<_>>());
    }
}
