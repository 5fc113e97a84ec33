//! Views that several desks show.

pub mod appeal;
pub mod application;
pub mod certificate;
pub mod claim;
pub mod claim_money;
pub mod class;
pub mod class_closing;
pub mod course_draft;
pub mod deadline;
pub mod filing;
pub mod paper;
pub mod publication;
pub mod statement;
