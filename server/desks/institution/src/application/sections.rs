//! The form of an application, section by section.

use app::format;
use app::words::Words;
use domain::class_application::{
    ApplicationField, ApplicationPaperKind, ApplicationState, CAPACITY, DAYS_BEFORE, FieldReason, Programme,
    days_until,
};
use domain::paper::MEGABYTES_MAX;
use domain::time::Zone;
use leptos::prelude::*;
use web::form::FormState;
use web::parts::{
    Button, Cell, Choice, Choices, ColumnKind, Crumbs, DataTable, ErrorSummary, Field, FileField, Flash,
    HeadCell, Kind, LinkButton, NavItem, Row, Select, TextArea, Tone,
};
use web::sent_form::typed;
use web::views::application::{application_chip, history, paper_links};

use super::check::Choosable;
use super::edit::Written;
use super::form::{ApplicationForm, due_field, file_field};

/// The whole page.
pub fn view(
    w: Words,
    zone: Zone,
    title: &'static str,
    stands: Option<ApplicationState>,
    written: Written,
    of: Choosable,
    state: FormState<ApplicationForm>,
) -> impl IntoView + use<> {
    let Written { id, version, reasons, steps } = written;
    let action = if version == 0 { "/applications".to_owned() } else { format!("/applications/{id}") };
    let notice = notice(w, &of, &state.form);
    let returned = (!reasons.is_empty()).then(|| {
        let says = match w {
            Words::Zh => format!("人社局退回了这份申请，有 {} 项要改，原因写在各项上面。", reasons.len()),
            Words::En => format!("The bureau returned it. To change: {}; each says why.", reasons.len()),
        };
        view! { <Flash tone=Tone::Warning>{says}</Flash> }
    });
    let withdraw = (version > 0).then(|| {
        view! {
            <LinkButton href=format!("/applications/{id}/withdraw") kind=Kind::Quiet>
                {w.t("撤回申请", "Give it up")}
            </LinkButton>
        }
    });
    let chip = stands.map(|state| application_chip(w, state));
    let history = stands.map(|state| history(w, zone, &steps, state));
    view! {
        <Crumbs
            words=w
            above=vec![("/applications".to_owned(), NavItem::Applications.name(w).to_owned())]
            here=title
        />
        <div class="page-head is-wide">
            <div>
                <h1>{title} " " {chip}</h1>
                <p>{w.t("随时可以保存草稿，没填完也行。", "Save the draft whenever you like, finished or not.")}</p>
            </div>
        </div>
        <ErrorSummary title=w.t("还要改几处", "Please look here") errors=state.errors() />
        {returned}
        {notice}
        <form class="stack-l" method="post" action=action enctype="multipart/form-data">
            <input type="hidden" name="id" value=id.0.clone() />
            <input type="hidden" name="version" value=version.to_string() />
            {class_section(w, &of, &reasons, &state)}
            {plan_section(w, &of, &reasons, &state)}
            {papers_section(w, &format!("/applications/{id}"), &of, &reasons, &state)}
            <div class="actions">
                <Button name="action" value="save">{w.t("保存草稿", "Save the draft")}</Button>
                <Button kind=Kind::Primary name="action" value="next">
                    {w.t("下一步：核对并提交", "Next: look it over and submit")}
                </Button>
                {withdraw}
            </div>
        </form>
        {history}
    }
}

/// What is worth knowing before it is submitted, and refuses nothing.
fn notice(w: Words, of: &Choosable, form: &ApplicationForm) -> Option<impl IntoView + use<>> {
    let (starts_on, _) = form.days();
    let days = days_until(&of.today, &starts_on);
    (!starts_on.is_empty() && (0..DAYS_BEFORE).contains(&days)).then(|| {
        let says = match w {
            Words::Zh => format!(
                "离开班只有 {days} 天。一般要提前 {DAYS_BEFORE} 天申请，审核要 5 个工作日，请留够时间。"
            ),
            Words::En => format!(
                "It begins in {days} days. Usually applications come {DAYS_BEFORE} days ahead, and a review takes 5 working days."
            ),
        };
        view! { <Flash tone=Tone::Warning>{says}</Flash> }
    })
}

/// Why a part was returned, above its field.
fn why(w: Words, reasons: &[FieldReason], field: ApplicationField) -> Option<impl IntoView + use<>> {
    let reason = reasons.iter().find(|one| one.field == field)?.reason.clone();
    Some(view! { <p class="returned"><b>{w.t("退回原因：", "Returned: ")}</b> {reason}</p> })
}

fn class_section(
    w: Words,
    of: &Choosable,
    reasons: &[FieldReason],
    state: &FormState<ApplicationForm>,
) -> impl IntoView + use<> {
    use ApplicationField as F;
    let form = state.form.clone();
    let why = |field| why(w, reasons, field);
    let first = Choice::new("", w.t("请选择", "Please choose"));
    let mut courses = vec![first.clone()];
    courses.extend(of.courses.iter().map(|course| {
        let trade = w.either(&course.trade, &course.trade_en);
        let hours = format::duration(w, course.ms);
        let name = w.either(&course.title, &course.title_en);
        Choice::new(
            course.id.0.clone(),
            format!("{name}（{trade} · {} · {hours}）", w.level_of(&course.level)),
        )
    }));
    let mut teachers = vec![first];
    teachers.extend(
        of.teachers.iter().map(|teacher| Choice::new(teacher.account.0.clone(), teacher.name.clone())),
    );
    let programmes = Programme::ALL.map(|one| Choice::new(one.as_str(), w.programme(one))).to_vec();
    let programme =
        if form.programme.is_empty() { Programme::General.as_str().to_owned() } else { form.programme };
    let places = match w {
        Words::Zh => format!("{} 到 {} 人", CAPACITY.start(), CAPACITY.end()),
        Words::En => format!("{} to {}", CAPACITY.start(), CAPACITY.end()),
    };
    let eight = w.t("8 个数字，如 20261208", "Eight digits, as 20261208");
    view! {
        <section class="form form-grid sheet">
            <h2>{w.t("课程和班级", "Course and class")}</h2>
            <div>
                {why(F::Course)}
                <Select
                    name="course"
                    label=w.application_field(F::Course)
                    hint=w.t("本单位的课程和人社局的课程", "Your own courses and the bureau's")
                    error=state.error("course")
                    options=courses
                    chosen=form.course
                />
                {why(F::Title)}
                <Field
                    name="title"
                    label=w.application_field(F::Title)
                    hint=w.t("如：2026 年第 3 期", "For example: 2026, third class")
                    error=state.error("title")
                    value=form.title
                    autocomplete="off"
                />
                {why(F::Programme)}
                <Choices
                    name="programme"
                    label=w.application_field(F::Programme)
                    error=state.error("programme")
                    options=programmes
                    chosen=vec![programme]
                />
            </div>
            <div>
                {why(F::Dates)}
                <Field
                    name="starts_on"
                    label=w.t("开班日期", "First day")
                    hint=eight
                    error=state.error("starts_on")
                    value=form.starts_on
                    autocomplete="off"
                    inputmode="numeric"
                    shape="input-short"
                />
                <Field
                    name="ends_on"
                    label=w.t("结束日期", "Last day")
                    hint=eight
                    error=state.error("ends_on")
                    value=form.ends_on
                    autocomplete="off"
                    inputmode="numeric"
                    shape="input-short"
                />
                {why(F::Capacity)}
                <Field
                    name="capacity"
                    label=w.application_field(F::Capacity)
                    hint=places
                    error=state.error("capacity")
                    value=form.capacity
                    autocomplete="off"
                    inputmode="numeric"
                    shape="input-number"
                />
            </div>
            <div>
                {why(F::Place)}
                <Field
                    name="place"
                    label=w.application_field(F::Place)
                    hint=w.t("全部在手机上学的，填“线上”", "“Online” if it is all on phones")
                    error=state.error("place")
                    value=form.place
                    autocomplete="off"
                />
                {why(F::Teacher)}
                <Select
                    name="teacher"
                    label=w.application_field(F::Teacher)
                    hint=w.t("没有列出的，先到“人员”里邀请", "Whoever is missing is invited under “People” first")
                    error=state.error("teacher")
                    options=teachers
                    chosen=form.teacher
                />
                {why(F::Assessment)}
                <TextArea
                    name="assessment"
                    label=w.application_field(F::Assessment)
                    hint=w.t("如：学完后在线闭卷考试，60 分合格", "For example: an online test at the end, passed with 60")
                    error=state.error("assessment")
                    value=form.assessment
                />
            </div>
        </section>
    }
}

fn plan_section(
    w: Words,
    of: &Choosable,
    reasons: &[FieldReason],
    state: &FormState<ApplicationForm>,
) -> impl IntoView + use<> {
    let head = view! {
        <h2>{w.application_field(ApplicationField::Plan)}</h2>
        {why(w, reasons, ApplicationField::Plan)}
    };
    if of.lessons.is_empty() || state.form.plan.is_empty() {
        return view! {
            <section class="form sheet">
                {head}
                <p class="soft">
                    {w.t(
                        "选好课程、填好日期，保存一次，这里就按工作日平均排好每一课，可以逐课改。",
                        "Choose the course and the days and save: its lessons are then spread over the working days, and each can be changed.",
                    )}
                </p>
            </section>
        }
        .into_any();
    }
    let rows = of.lessons.iter().map(|lesson| {
        let name = due_field(lesson.id.as_str());
        let kept = state.form.plan.get(lesson.id.as_str()).cloned().unwrap_or_default();
        let value = typed(&name).unwrap_or(kept);
        let title = w.either(&lesson.title, &lesson.title_en);
        let label = match w {
            Words::Zh => format!("{title}，哪天前学完"),
            Words::En => format!("{title}, due by"),
        };
        let error = state.error(&name);
        let error_id = error.as_ref().map(|_| format!("{name}-error"));
        let invalid = error.as_ref().map(|_| "true");
        let said = error.map(|sentence| {
            view! { <p class="field-error" id=format!("{name}-error")>{sentence}</p> }
        });
        let length = format::duration(w, lesson.duration_ms);
        view! {
            <Row>
                <HeadCell>{title}</HeadCell>
                <Cell label=w.t("时长", "Length") kind=ColumnKind::Number>{length}</Cell>
                <Cell label=w.t("哪天前学完", "Due by") kind=ColumnKind::Short>
                    <div>
                        {said}
                        <input
                            class="input input-short"
                            id=name.clone()
                            name=name
                            value=value
                            inputmode="numeric"
                            autocomplete="off"
                            aria-label=label
                            aria-invalid=invalid
                            aria-describedby=error_id
                        />
                    </div>
                </Cell>
            </Row>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="form sheet">
            {head}
            <DataTable
                caption=w.t("学习进度", "Plan")
                columns=vec![
                    (w.t("课", "Lesson").to_owned(), ColumnKind::Text),
                    (w.t("时长", "Length").to_owned(), ColumnKind::Number),
                    (w.t("哪天前学完", "Due by").to_owned(), ColumnKind::Short),
                ]
            >
                {rows}
            </DataTable>
            <Choices
                name="spread"
                label=w.t("日期改了？", "Other days?")
                options=vec![Choice::new("1", w.t("重新平均排：保存时按工作日重排所有课", "Spread anew: all lessons over the working days, when saved"))]
                many=true
            />
        </section>
    }
    .into_any()
}

fn papers_section(
    w: Words,
    here: &str,
    of: &Choosable,
    reasons: &[FieldReason],
    state: &FormState<ApplicationForm>,
) -> impl IntoView + use<> {
    let there: Vec<Choice> = of
        .papers
        .iter()
        .map(|one| {
            let kind = w.application_paper(one.paper.kind());
            Choice::new(one.paper.id.clone(), format!("{kind}{}{}", w.t("：", ": "), one.name))
                .note(format::megabytes(one.paper.bytes))
        })
        .collect();
    let there = (!there.is_empty()).then(|| {
        view! {
            <Choices
                name="remove"
                label=w.t("已经交的（不要的请勾上，保存时删除）", "Sent already (tick what is to be taken out when saved)")
                options=there
                many=true
            />
        }
    });
    let links = (!of.papers.is_empty()).then(|| {
        view! {
            <details>
                <summary>{w.t("打开看看", "Open them")}</summary>
                {paper_links(w, here, &of.papers)}
            </details>
        }
    });
    let hint = match w {
        Words::Zh => format!("PDF 或照片，最大 {MEGABYTES_MAX} MB"),
        Words::En => format!("PDF or photograph, at most {MEGABYTES_MAX} MB"),
    };
    let fields = ApplicationPaperKind::ALL.map(|kind| {
        let name = file_field(kind);
        let error = state.error(&name);
        view! {
            <FileField
                name=name
                label=w.application_paper(kind)
                hint=hint.clone()
                error=error
                accept="image/jpeg,image/png,application/pdf"
            />
        }
    });
    let [first, second, third, fourth] = fields;
    view! {
        <section class="form form-grid sheet">
            <h2>{w.application_field(ApplicationField::Papers)}</h2>
            <div>
                {why(w, reasons, ApplicationField::Papers)}
                {there}
                {links}
                <p class="soft">
                    {w.t(
                        "附件加密保存，只有本单位的填报人和审核的工作人员能打开。",
                        "Papers are kept encrypted: only those who apply here and the officials who review can open them.",
                    )}
                </p>
            </div>
            <div>{first} {second}</div>
            <div>{third} {fourth}</div>
        </section>
    }
}
