//! Classes: who may enrol, and when; who has stopped.

/// Whoever has studied nothing for so long, in a class that is under way and that they have not completed, has stopped: worth a
/// call.
pub const STOPPED_AFTER_MS: i64 = 3 * 24 * 3_600_000;

/// Why somebody cannot enrol in a class; put into words at the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnrolRefusal {
    /// The class begins on a later day.
    #[error("the class has not begun")]
    NotBegun,
    /// The last day of the class is over.
    #[error("the class is over")]
    Over,
    /// Every seat is taken.
    #[error("the class is full")]
    Full,
    /// The person is on the roster already.
    #[error("already enrolled")]
    Already,
}

impl EnrolRefusal {
    /// The stable code of the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotBegun => "class_not_begun",
            Self::Over => "class_over",
            Self::Full => "class_full",
            Self::Already => "already_enrolled",
        }
    }
}

/// What of a class matters for enrolling.
#[derive(Clone, Copy, Debug)]
pub struct Seats<'a> {
    /// First local day.
    pub starts_on: &'a str,
    /// Last local day.
    pub ends_on: &'a str,
    /// How many may be on the roster.
    pub capacity: i64,
    /// How many are.
    pub enrolled: i64,
}

impl Seats<'_> {
    /// How many more may come.
    pub fn left(&self) -> i64 {
        (self.capacity - self.enrolled).max(0)
    }

    /// Whether one more person may enrol on this local day.
    pub fn may_enrol(&self, today: &str) -> Result<(), EnrolRefusal> {
        if today < self.starts_on { Err(EnrolRefusal::NotBegun) } else { self.may_accept(today) }
    }

    /// Whether one more person whom the class invited may come in on this local day: also before it begins. Hours begin with it.
    pub fn may_accept(&self, today: &str) -> Result<(), EnrolRefusal> {
        if today > self.ends_on {
            Err(EnrolRefusal::Over)
        } else if self.left() == 0 {
            Err(EnrolRefusal::Full)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_takes_people_from_its_first_to_its_last_day_while_seats_last() {
        let class = Seats { starts_on: "2026-11-01", ends_on: "2026-12-31", capacity: 30, enrolled: 29 };
        assert_eq!(class.may_enrol("2026-10-31"), Err(EnrolRefusal::NotBegun));
        assert_eq!(class.may_accept("2026-10-31"), Ok(()));
        assert_eq!(class.may_accept("2027-01-01"), Err(EnrolRefusal::Over));
        assert_eq!(class.may_enrol("2026-11-01"), Ok(()));
        assert_eq!(class.may_enrol("2026-12-31"), Ok(()));
        assert_eq!(class.may_enrol("2027-01-01"), Err(EnrolRefusal::Over));
        assert_eq!(Seats { enrolled: 30, ..class }.may_enrol("2026-11-05"), Err(EnrolRefusal::Full));
    }
}
