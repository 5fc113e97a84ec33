//! From what was typed to what can be submitted: each fault is named at its field.

use app::words::Words;
use domain::class_application::{
    ASSESSMENT_CHARS, ApplicationPaperKind, CAPACITY, Content, PLACE_CHARS, PlannedLesson, Programme,
    TITLE_CHARS, days_fit, spread,
};
use domain::document::read_day;
use domain::filing::Verdict;
use domain::id::{AccountId, OrganisationId, RegionId};
use domain::typed::number;
use domain::working_day::Calendar;
use store::class_application::{ApplicationCourse, ClassApplication, Teacher};
use store::course::Lesson;
use web::Site;
use web::error::AppError;
use web::form::{FormState, text};
use web::views::application::{NamedPaper, named_papers};

use super::form::{ApplicationForm, due_field};

/// What can be chosen, and what is there already.
#[derive(Clone, Debug)]
pub struct Choosable {
    pub organisation: OrganisationId,
    pub region: RegionId,
    pub courses: Vec<ApplicationCourse>,
    pub teachers: Vec<Teacher>,
    /// Of the chosen course.
    pub lessons: Vec<Lesson>,
    /// Without those that were removed.
    pub papers: Vec<NamedPaper>,
    pub today: String,
}

impl Choosable {
    /// For an institution's form, and the application that it is of, where there is one.
    pub async fn of(
        site: &Site,
        organisation: &OrganisationId,
        form: &ApplicationForm,
        application: Option<&ClassApplication>,
    ) -> Result<Self, AppError> {
        let courses = site.db.courses_to_apply_for(organisation).await?;
        let lessons = match courses.iter().find(|course| course.id.as_str() == form.course) {
            Some(course) => site.db.lessons_of(&course.id).await?,
            None => Vec::new(),
        };
        let mut papers = match application {
            Some(application) => named_papers(site, &application.id).await?,
            None => Vec::new(),
        };
        papers.retain(|one| one.paper.removed_at.is_none());
        Ok(Self {
            organisation: organisation.clone(),
            region: match application {
                Some(application) => application.region_id.clone(),
                None => site.db.region_of(organisation).await?,
            },
            teachers: site.db.teachers_of(organisation, site.now()).await?,
            courses,
            lessons,
            papers,
            today: site.today(),
        })
    }

    /// Kinds of files of which there is none.
    pub fn missing(&self) -> Vec<ApplicationPaperKind> {
        let has = |kind: &ApplicationPaperKind| self.papers.iter().any(|one| one.paper.kind() == *kind);
        ApplicationPaperKind::ALL.into_iter().filter(|kind| !has(kind)).collect()
    }
}

/// Puts a day at each lesson of the course that has none, or at all of them anew, and lets go of other lessons.
pub fn fill_plan(form: &mut ApplicationForm, lessons: &[Lesson], anew: bool, holidays: &Calendar) {
    if lessons.is_empty() {
        return;
    }
    let (starts_on, ends_on) = form.days();
    let days = spread(lessons.len(), &starts_on, &ends_on, holidays);
    let mut typed = std::mem::take(&mut form.plan);
    for (n, lesson) in lessons.iter().enumerate() {
        let was = typed.remove(lesson.id.as_str()).filter(|day| !anew && !day.trim().is_empty());
        let day = was.or_else(|| days.get(n).cloned()).unwrap_or_default();
        form.plan.insert(lesson.id.0.clone(), day);
    }
}

/// Why the institution cannot open a class of this course, by what it is filed for; `None` if it can.
pub async fn not_filed(
    site: &Site,
    w: Words,
    of: &Choosable,
    content: Option<&Content>,
) -> Result<Option<String>, AppError> {
    let Some(content) = content else { return Ok(None) };
    let verdict = site.db.filing_of_course(&of.organisation, &content.course, &content.starts_on).await?;
    let course = of.courses.iter().find(|course| course.id == content.course);
    Ok(course
        .filter(|_| verdict != Verdict::Covered)
        .map(|course| w.not_filed_for(&w.either(&course.trade, &course.trade_en), &course.level, verdict)))
}

/// What would be submitted, or `None` and each fault beside its field.
pub fn content(w: Words, state: &mut FormState<ApplicationForm>, of: &Choosable) -> Option<Content> {
    let form = state.form.clone();
    let course = of.courses.iter().find(|course| course.id.as_str() == form.course);
    let course = state.check("course", course.ok_or(w.t("请选择课程。", "Please choose a course.")));
    let named = w.t("请填班级名称，2 到 60 个字。", "Please name the class, in 2 to 60 characters.");
    let title = state.check("title", text(&form.title, TITLE_CHARS, named));
    let programme = Programme::from_code(&form.programme);
    let programme =
        state.check("programme", programme.ok_or(w.t("请选择项目类别。", "Please choose a programme.")));
    let days = days(w, state, &form, &of.today);
    let capacity = number(&form.capacity).parse().ok().filter(|places| CAPACITY.contains(places));
    let places = match w {
        Words::Zh => format!("名额填 {} 到 {} 之间的整数。", CAPACITY.start(), CAPACITY.end()),
        Words::En => format!("A whole number from {} to {}.", CAPACITY.start(), CAPACITY.end()),
    };
    let capacity = state.check("capacity", capacity.ok_or(places));
    let where_to = w.t(
        "请填培训地点，2 到 100 个字；全部在手机上学的，填“线上”。",
        "Please say where, in 2 to 100 characters; “online” if it is all on phones.",
    );
    let place = state.check("place", text(&form.place, PLACE_CHARS, where_to));
    let teacher = of.teachers.iter().find(|teacher| teacher.account.as_str() == form.teacher);
    let teacher = state.check("teacher", teacher.ok_or(w.t("请选择老师。", "Please choose a teacher.")));
    let how = w.t(
        "请写明怎么考核，4 到 500 个字。",
        "Please say how learners are assessed, in 4 to 500 characters.",
    );
    let assessment = state.check("assessment", text(&form.assessment, ASSESSMENT_CHARS, how));
    let plan = planned(w, state, &form, of, days.as_ref());
    let (starts_on, ends_on) = days?;
    Some(Content {
        organisation: of.organisation.clone(),
        region: of.region.clone(),
        course: course?.id.clone(),
        title: title?,
        starts_on,
        ends_on,
        capacity: capacity?,
        place: place?,
        teacher: AccountId(teacher?.account.0.clone()),
        assessment: assessment?,
        programme: programme?,
        plan: plan?,
        papers: of.papers.iter().map(|one| one.paper.submitted()).collect(),
    })
}

fn days(
    w: Words,
    state: &mut FormState<ApplicationForm>,
    form: &ApplicationForm,
    today: &str,
) -> Option<(String, String)> {
    let no_day = w.t("请填日期，8 个数字，如 20261208。", "Please give a day in eight digits, as 20261208.");
    let starts_on = state.check("starts_on", read_day(&form.starts_on).ok_or(no_day));
    let ends_on = state.check("ends_on", read_day(&form.ends_on).ok_or(no_day));
    let (starts_on, ends_on) = (starts_on?, ends_on?);
    match days_fit(today, &starts_on, &ends_on) {
        Ok(()) => Some((starts_on, ends_on)),
        Err(why) => {
            use domain::class_application::DaysRefusal::Past;
            state.refuse(if why == Past { "starts_on" } else { "ends_on" }, w.days_refused(why));
            None
        }
    }
}

fn planned(
    w: Words,
    state: &mut FormState<ApplicationForm>,
    form: &ApplicationForm,
    of: &Choosable,
    days: Option<&(String, String)>,
) -> Option<Vec<PlannedLesson>> {
    let mut plan = Vec::new();
    for lesson in &of.lessons {
        let typed = form.plan.get(lesson.id.as_str()).map_or("", String::as_str);
        let day = match (read_day(typed), days) {
            (None, _) => Err(w.t("请填日期，8 个数字。", "Please give a day in eight digits.")),
            (Some(day), Some((starts_on, ends_on))) if day < *starts_on || day > *ends_on => Err(w.t(
                "不在开班和结束日期之间，请改，或者勾“重新平均排”。",
                "Outside the days of the class. Change it, or tick “Spread anew”.",
            )),
            (Some(day), _) => Ok(day),
        };
        if let Some(due_on) = state.check(&due_field(lesson.id.as_str()), day) {
            plan.push(PlannedLesson { lesson: lesson.id.clone(), due_on });
        }
    }
    (plan.len() == of.lessons.len()).then_some(plan)
}
