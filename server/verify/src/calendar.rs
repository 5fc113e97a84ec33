//! Local days, counted year by year and month by month.

/// The local day of an instant (`2026-11-02`) and the instant at which it began.
pub fn day_of(at_ms: i64, offset_minutes: i64) -> (String, i64) {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let local = at_ms + offset_minutes * 60 * 1000;
    let mut days = local.div_euclid(DAY);
    let begins = at_ms - local.rem_euclid(DAY);
    let mut year = 1970;
    while days < 0 {
        year -= 1;
        days += year_length(year);
    }
    while days >= year_length(year) {
        days -= year_length(year);
        year += 1;
    }
    let february = if year_length(year) == 366 { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (format!("{year:04}-{month:02}-{:02}", days + 1), begins)
}

fn year_length(year: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if leap { 366 } else { 365 }
}

/// Whether the minute of the local day lies in a window such as `["06:00", "23:00"]`.
pub fn window_holds(window: &[String; 2], at_ms: i64, offset_minutes: i64) -> bool {
    let minute = (at_ms - day_of(at_ms, offset_minutes).1) / 60_000;
    let of = |text: &str| match text.split_once(':') {
        Some((hours, minutes)) => match (hours.parse::<i64>(), minutes.parse::<i64>()) {
            (Ok(hours), Ok(minutes)) => hours * 60 + minutes,
            _ => 0,
        },
        None => 0,
    };
    of(&window[0]) <= minute && minute < of(&window[1])
}

/// How much of the span lies in the window; of a longer span than a day, its last 24 hours count.
pub fn time_in_window(window: &[String; 2], from_ms: i64, to_ms: i64, offset_minutes: i64) -> i64 {
    const MINUTE: i64 = 60_000;
    let mut at = from_ms.max(to_ms - 24 * 60 * MINUTE);
    let mut within = 0;
    // Minute by minute: the window opens and closes only between two of them.
    while at < to_ms {
        let next = (at - at.rem_euclid(MINUTE) + MINUTE).min(to_ms);
        if window_holds(window, at, offset_minutes) {
            within += next - at;
        }
        at = next;
    }
    within
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        assert_eq!(day_of(0, 0), ("1970-01-01".to_owned(), 0));
        assert_eq!(day_of(-1, 0), ("1969-12-31".to_owned(), -86_400_000));
        // 2026-11-21 16:00 UTC is midnight of the 22nd in China.
        assert_eq!(day_of(1_795_276_800_000, 480), ("2026-11-22".to_owned(), 1_795_276_800_000));
        assert_eq!(day_of(1_795_276_799_999, 480).0, "2026-11-21");
        assert_eq!(day_of(1_709_164_800_000, 0).0, "2024-02-29");
    }

    #[test]
    fn a_window_includes_its_first_minute_only() {
        let window = ["06:00".to_owned(), "23:00".to_owned()];
        let midnight = 1_795_276_800_000;
        let at = |minutes: i64| window_holds(&window, midnight + minutes * 60_000, 480);
        assert_eq!([at(359), at(360), at(1379), at(1380)], [false, true, true, false]);
    }
}
