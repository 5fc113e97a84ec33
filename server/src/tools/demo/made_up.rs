//! Numbers that look real and belong to nobody.
//!
//! Region codes that begin with 00 are assigned to no place, and no mobile number begins with 100: whatever is made here
//! passes every check of form and can never be a living person's.

use domain::person::{Sex, check_character};

/// The region code of the people written in `city.toml`.
pub const CITY: u32 = 0;
/// The region code of those added by `--learners`.
pub const CROWD: u32 = 1;

/// An identity number by GB 11643. `n` tells people of one birthday apart; the sex decides whether the last of its three
/// digits is odd.
pub fn document(region: u32, birth: &str, sex: Sex, n: u32) -> String {
    let birth: String = birth.chars().filter(char::is_ascii_digit).collect();
    let odd = u32::from(sex == Sex::Male);
    let order = (n % 500) * 2 + odd;
    let seventeen = format!("{region:06}{birth}{order:03}");
    let check = check_character(seventeen.as_bytes());
    format!("{seventeen}{check}")
}

/// A phone number of eleven digits.
pub fn phone(n: u32) -> String {
    format!("100{:08}", n % 100_000_000)
}

const FAMILY: [&str; 40] = [
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨", "朱",
    "秦", "尤", "许", "何", "吕", "施", "张", "孔", "曹", "严", "华", "金", "魏", "陶", "姜", "戚", "谢",
    "邹", "喻", "柏", "水", "窦", "章",
];
const GIVEN: [&str; 40] = [
    "建", "国", "秀", "英", "桂", "兰", "志", "强", "玉", "珍", "海", "波", "春", "梅", "立", "民", "晓",
    "燕", "文", "涛", "凤", "霞", "永", "刚", "淑", "芳", "德", "胜", "红", "卫", "金", "龙", "爱", "华",
    "长", "青", "雪", "松", "明", "月",
];

/// A name of two or three characters.
pub fn name(n: u32) -> String {
    let pick = |list: &[&'static str; 40], n: u32| list[(n % 40) as usize];
    let (family, first, second) = (pick(&FAMILY, n), pick(&GIVEN, n / 40), pick(&GIVEN, n / 1600 + n * 7));
    if n.is_multiple_of(5) { format!("{family}{first}") } else { format!("{family}{first}{second}") }
}

const WOMEN: [&str; 36] = [
    "秀兰", "桂英", "玉梅", "春花", "丽娟", "晓燕", "淑芬", "红霞", "金凤", "雪梅", "美华", "小红", "艳萍",
    "翠英", "月琴", "海燕", "巧云", "素珍", "佳怡", "欣悦", "雨涵", "思琪", "文静", "敏", "婷", "娜", "静",
    "爱莲", "凤仙", "冬梅", "彩云", "慧芳", "银环", "秋菊", "玲", "志芳",
];
const MEN: [&str; 36] = [
    "建国", "志强", "海涛", "永刚", "大勇", "长顺", "国庆", "立新", "树林", "卫东", "德福", "春生", "宝田",
    "金龙", "玉柱", "有才", "文斌", "晓峰", "浩然", "子轩", "俊杰", "家乐", "伟", "强", "磊", "军", "洪波",
    "连喜", "守信", "满仓", "运来", "启明", "学文", "广海", "涛", "振华",
];

/// A name as women or men have it: each pair of numbers another.
pub fn name_of(sex: Sex, family: usize, given: usize) -> String {
    let given_names = if sex == Sex::Female { &WOMEN } else { &MEN };
    format!("{}{}", FAMILY[family % FAMILY.len()], given_names[given % given_names.len()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::person::ResidentId;

    #[test]
    fn a_made_up_number_is_valid_in_form() {
        for (n, sex) in [(1, Sex::Female), (2, Sex::Male), (499, Sex::Male)] {
            let id = ResidentId::read(&document(CITY, "1974-03-05", sex, n)).unwrap();
            assert_eq!((id.birth.as_str(), id.sex), ("1974-03-05", sex));
            assert!(id.number.starts_with("000000"));
        }
        assert_eq!(phone(7), "10000000007");
    }
}
