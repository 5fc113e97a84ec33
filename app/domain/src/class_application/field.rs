//! The parts of an application, as reasons and the audit log name them.

use crate::codes::codes;

codes! {
    /// A part of an application, for which there can be a reason to return it.
    ApplicationField {
        Course = "course",
        Title = "title",
        Dates = "dates",
        Capacity = "capacity",
        Place = "place",
        Teacher = "teacher",
        Assessment = "assessment",
        Programme = "programme",
        Plan = "plan",
        Papers = "papers",
    }
}
