//! The learner’s desk: courses, lessons, hours, subsidy, appeals, invitations to a class.

// A view is a type as deep as its page.
#![recursion_limit = "256"]

mod appeal;
mod certificate;
mod course;
mod exam;
mod home;
mod hours;
mod join;
mod learn;
mod lesson;
mod payee;
mod statement;
mod subsidy;

use axum::Router;
use web::Site;

/// Every page and button of this desk.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(appeal::routes())
        .merge(certificate::routes())
        .merge(course::routes())
        .merge(exam::routes())
        .merge(home::routes())
        .merge(hours::routes())
        .merge(join::routes())
        .merge(learn::routes())
        .merge(lesson::routes())
        .merge(payee::routes())
        .merge(statement::routes())
        .merge(subsidy::routes())
}
