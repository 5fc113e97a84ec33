//! How numbers, sizes, money and moments are written for people: one place, both languages.
//!
//! Days come as `YYYY-MM-DD` and moments as `YYYY-MM-DD HH:MM`, already on the programme's calendar.

use crate::words::Words;

const SECOND_MS: i64 = 1000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// A length of time in words: `1 小时 20 分`, `3 分 12 秒`, `45 秒`.
///
/// Two units at most, cut off and never rounded up: nobody is shown time they do not have.
pub fn duration(w: Words, ms: i64) -> String {
    let ms = ms.max(0);
    let (hours, minutes, seconds) = (ms / HOUR_MS, ms % HOUR_MS / MINUTE_MS, ms % MINUTE_MS / SECOND_MS);
    let (h, m, s) = (w.t("小时", "h"), w.t("分", "min"), w.t("秒", "s"));
    match (hours, minutes, seconds) {
        (0, 0, _) => format!("{seconds} {s}"),
        (0, _, 0) => match w {
            Words::Zh => format!("{minutes} 分钟"),
            Words::En => format!("{minutes} {m}"),
        },
        (0, ..) => format!("{minutes} {m} {seconds} {s}"),
        (_, 0, _) => format!("{hours} {h}"),
        _ => format!("{hours} {h} {minutes} {m}"),
    }
}

/// A position or a countdown as on a clock: `1:24`, `1:02:05`.
pub fn clock(ms: i64) -> String {
    let seconds = ms.max(0) / SECOND_MS;
    let (hours, minutes, seconds) = (seconds / 3600, seconds % 3600 / 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// Tenths of a credit hour as a bare number: `5.2`, `12`.
pub fn tenths(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let tenths = tenths.abs();
    if tenths % 10 == 0 {
        format!("{sign}{}", tenths / 10)
    } else {
        format!("{sign}{}.{}", tenths / 10, tenths % 10)
    }
}

/// The same with thousands set apart, for sums: `1,043,218.4`.
pub fn many_tenths(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, tenth) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if tenth == 0 { format!("{sign}{}", grouped(whole)) } else { format!("{sign}{}.{tenth}", grouped(whole)) }
}

/// Tenths of a credit hour with the unit: `0.2 学时`.
pub fn credit_hours(w: Words, amount_tenths: i64) -> String {
    let unit = if amount_tenths == 10 { w.t("学时", "credit hour") } else { w.t("学时", "credit hours") };
    format!("{} {unit}", tenths(amount_tenths))
}

/// Money from fen: `¥12.50`, `¥1,643.00`, `-¥0.05`.
pub fn money(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}¥{}.{:02}", grouped(fen / 100), fen % 100)
}

/// Money from fen for an overview, and its unit: from ten thousand yuan on in 万元 (`4,275.68`, `万元`), cut off and never
/// rounded up; in English from a million on. Less is exact and needs no unit.
pub fn money_short(w: Words, fen: i64) -> (String, &'static str) {
    let (each, unit): (i64, _) = match w {
        Words::Zh => (1_000_000, "万元"),
        Words::En => (100_000_000, "million"),
    };
    if fen.abs() < each {
        return (money(fen), "");
    }
    let (sign, yuan) = (if fen < 0 { "-" } else { "" }, w.t("", "¥"));
    let hundredths = fen.unsigned_abs() / (each.unsigned_abs() / 100);
    (format!("{sign}{yuan}{}.{:02}", grouped(hundredths / 100), hundredths % 100), unit)
}

/// A count with thousands set apart: `137,900`.
pub fn count(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(number.unsigned_abs()))
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share of a whole in whole percents, cut off, so that 100% means all of it.
pub fn percent(part: i64, whole: i64) -> String {
    if whole <= 0 {
        return "0%".to_owned();
    }
    format!("{}%", i128::from(part.max(0)) * 100 / i128::from(whole))
}

/// What a lesson costs of a monthly data plan: `3.8 MB`, rounded up; never `0 MB` for something.
pub fn megabytes(bytes: i64) -> String {
    let tenths_of_mb = bytes.max(0).saturating_mul(10).div_euclid(1_000_000)
        + i64::from(bytes.max(0).saturating_mul(10).rem_euclid(1_000_000) > 0);
    if tenths_of_mb >= 100 {
        format!("{} MB", (tenths_of_mb + 9) / 10)
    } else {
        format!("{} MB", tenths(tenths_of_mb))
    }
}

/// A local day (`2026-11-22`) in words: `11 月 22 日 星期日`, `Sun 22 Nov 2026`.
///
/// Text that is no day is returned as it came.
pub fn day(w: Words, local_day: &str) -> String {
    let Some((year, month, date)) = parts_of_day(local_day) else { return local_day.to_owned() };
    let weekday = weekday(year, month, date);
    match w {
        Words::Zh => {
            let name = ["日", "一", "二", "三", "四", "五", "六"][weekday];
            format!("{month} 月 {date} 日 星期{name}")
        }
        Words::En => {
            let name = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][weekday];
            format!("{name} {date} {} {year}", month_name(month))
        }
    }
}

/// A local day with its year: `2026 年 11 月 22 日`, `22 Nov 2026`.
pub fn date(w: Words, local_day: &str) -> String {
    let Some((year, month, date)) = parts_of_day(local_day) else { return local_day.to_owned() };
    match w {
        Words::Zh => format!("{year} 年 {month} 月 {date} 日"),
        Words::En => format!("{date} {} {year}", month_name(month)),
    }
}

/// A local day without weekday or year: `11 月 22 日`, `22 Nov`.
pub fn short_day(w: Words, local_day: &str) -> String {
    let Some((_, month, date)) = parts_of_day(local_day) else { return local_day.to_owned() };
    match w {
        Words::Zh => format!("{month} 月 {date} 日"),
        Words::En => format!("{date} {}", month_name(month)),
    }
}

/// A month (`2026-11`) in words: `2026 年 11 月`, `Nov 2026`.
pub fn month(w: Words, local_month: &str) -> String {
    let first = format!("{local_month}-01");
    let Some((year, month, _)) = parts_of_day(&first) else { return local_month.to_owned() };
    match w {
        Words::Zh => format!("{year} 年 {month} 月"),
        Words::En => format!("{} {year}", month_name(month)),
    }
}

/// A period of months, either end of which may be open (empty): `2026 年 10 月 – 2026 年 11 月`; `None` where both are.
pub fn months(w: Words, from: &str, until: &str) -> Option<String> {
    let named = |local_month: &str| month(w, local_month);
    match (from, until) {
        ("", "") => None,
        (from, until) if from == until => Some(named(from)),
        (from, "") => Some(w.either(&format!("{}以来", named(from)), &format!("since {}", named(from)))),
        ("", until) => {
            Some(w.either(&format!("到 {}为止", named(until)), &format!("until {}", named(until))))
        }
        (from, until) => Some(format!("{} – {}", named(from), named(until))),
    }
}

/// A local moment (`2026-11-22 10:32`): `11 月 22 日 10:32`, `22 Nov, 10:32`.
pub fn moment(w: Words, local_minute: &str) -> String {
    let Some((local_day, time)) = local_minute.split_once(' ') else { return local_minute.to_owned() };
    let Some((_, month, date)) = parts_of_day(local_day) else { return local_minute.to_owned() };
    match w {
        Words::Zh => format!("{month} 月 {date} 日 {time}"),
        Words::En => format!("{date} {}, {time}", month_name(month)),
    }
}

/// Year, month and day of month; `None` unless the text is a plausible day.
fn parts_of_day(local_day: &str) -> Option<(i64, i64, i64)> {
    let mut parts = local_day.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let date = parts.next()?.parse().ok()?;
    ((1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&date))
        .then_some((year, month, date))
}

fn month_name(month: i64) -> &'static str {
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month as usize - 1]
}

/// Day of the week, Sunday first (Sakamoto's rule).
fn weekday(year: i64, month: i64, date: i64) -> usize {
    let year = if month < 3 { year - 1 } else { year };
    let shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month as usize - 1];
    ((year + year / 4 - year / 100 + year / 400 + shift + date) % 7) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use Words::{En, Zh};

    #[test]
    fn a_duration_is_cut_off_and_never_rounded_up() {
        let table = [
            (0, "0 秒", "0 s"),
            (999, "0 秒", "0 s"),
            (59_999, "59 秒", "59 s"),
            (60_000, "1 分钟", "1 min"),
            (192_400, "3 分 12 秒", "3 min 12 s"),
            (3_599_999, "59 分 59 秒", "59 min 59 s"),
            (3_600_000, "1 小时", "1 h"),
            (3_659_000, "1 小时", "1 h"),
            (4_800_000, "1 小时 20 分", "1 h 20 min"),
            (-5, "0 秒", "0 s"),
        ];
        for (ms, zh, en) in table {
            assert_eq!(duration(Zh, ms), zh);
            assert_eq!(duration(En, ms), en);
        }
    }

    #[test]
    fn a_clock_shows_hours_only_when_there_are_some() {
        assert_eq!(clock(84_900), "1:24");
        assert_eq!(clock(9_000), "0:09");
        assert_eq!(clock(3_725_000), "1:02:05");
        assert_eq!(clock(-1), "0:00");
    }

    #[test]
    fn credit_hours_keep_their_tenth() {
        assert_eq!(credit_hours(Zh, 2), "0.2 学时");
        assert_eq!(credit_hours(Zh, 120), "12 学时");
        assert_eq!(credit_hours(En, 10), "1 credit hour");
        assert_eq!(credit_hours(En, 52), "5.2 credit hours");
        assert_eq!(tenths(-49), "-4.9");
        assert_eq!(many_tenths(10_432_184), "1,043,218.4");
        assert_eq!(many_tenths(-10_000), "-1,000");
    }

    #[test]
    fn money_is_exact_to_the_fen() {
        assert_eq!(money(1250), "¥12.50");
        assert_eq!(money(5), "¥0.05");
        assert_eq!(money(0), "¥0.00");
        assert_eq!(money(-164_300), "-¥1,643.00");
        assert_eq!(money(4_275_680_000), "¥42,756,800.00");
        assert_eq!(money(i64::MIN), "-¥92,233,720,368,547,758.08");
        assert_eq!(count(137_900), "137,900");
        assert_eq!(count(-1000), "-1,000");
        assert_eq!(count(999), "999");
    }

    #[test]
    fn an_overview_tells_much_money_in_its_large_unit_and_never_more_than_there_is() {
        assert_eq!(money_short(Zh, 4_275_680_000), ("4,275.68".to_owned(), "万元"));
        assert_eq!(money_short(Zh, 1_009_999), ("1.00".to_owned(), "万元"));
        assert_eq!(money_short(Zh, 999_999), ("¥9,999.99".to_owned(), ""));
        assert_eq!(money_short(Zh, -2_500_000), ("-2.50".to_owned(), "万元"));
        assert_eq!(money_short(En, 4_275_680_000), ("¥42.75".to_owned(), "million"));
        assert_eq!(money_short(En, 1_009_999), ("¥10,099.99".to_owned(), ""));
    }

    #[test]
    fn all_of_it_is_a_hundred_percent_and_nothing_else_is() {
        assert_eq!(percent(999, 1000), "99%");
        assert_eq!(percent(1000, 1000), "100%");
        assert_eq!(percent(3, 0), "0%");
    }

    #[test]
    fn data_is_rounded_up() {
        assert_eq!(megabytes(3_710_000), "3.8 MB");
        assert_eq!(megabytes(1), "0.1 MB");
        assert_eq!(megabytes(0), "0 MB");
        assert_eq!(megabytes(12_010_000), "13 MB");
        assert_eq!(megabytes(12_000_000), "12 MB");
    }

    #[test]
    fn days_and_moments_are_words() {
        assert_eq!(day(Zh, "2026-11-22"), "11 月 22 日 星期日");
        assert_eq!(day(En, "2024-02-29"), "Thu 29 Feb 2024");
        assert_eq!(day(Zh, "2000-01-01"), "1 月 1 日 星期六");
        assert_eq!(date(Zh, "2026-11-02"), "2026 年 11 月 2 日");
        assert_eq!(date(En, "2026-11-02"), "2 Nov 2026");
        assert_eq!(moment(Zh, "2026-11-22 10:32"), "11 月 22 日 10:32");
        assert_eq!(moment(En, "2026-11-22 10:32"), "22 Nov, 10:32");
    }

    #[test]
    fn what_is_no_day_stays_as_it_came() {
        for text in ["", "soon", "2026-13-01", "2026-00-10", "2026-11", "2026-11-xx"] {
            assert_eq!(day(Zh, text), text);
            assert_eq!(date(En, text), text);
            assert_eq!(moment(Zh, text), text);
        }
    }
}
