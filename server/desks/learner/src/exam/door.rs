//! Before the test: what it is, what happens when it fails, and the way in; afterwards its results.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::class_closing::ClassStage;
use domain::exam::StartRefusal;
use domain::policy::{ExamPolicy, Policy};
use domain::time::Zone;
use leptos::prelude::*;
use store::exam::MyExam;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Button, Fact, Facts, Kind, LinkButton, NavItem};
use web::{Site, Viewer, Visit};

use super::result::results;
use super::{address, crumbs, exam_now, name_of, rules_of};

pub fn routes() -> Router<Site> {
    Router::new().route("/exam/{enrolment}", get(door))
}

/// `GET /exam/{enrolment}`: for whoever is in the class.
async fn door(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(enrolment): Path<String>,
) -> Result<Page, AppError> {
    let exam = exam_now(&site, &viewer, &enrolment).await?;
    let (policy, rules) = rules_of(&site, &exam)?;
    let (policy, rules) = (policy.clone(), rules.clone());
    let clock = site.class_clock();
    let may = exam.may_start(&policy, clock);
    let stage = clock.stage((&exam.starts_on, &exam.ends_on), exam.closed);
    let (w, zone) = (visit.words, site.zone());
    let next = match exam.open() {
        None => None,
        Some(paper) => {
            let questions = site.db.exam_questions(paper).await?;
            let first = questions.iter().position(|question| question.chosen.is_none());
            Some((first.map_or(1, |at| at + 1), questions.iter().filter(|one| one.chosen.is_some()).count()))
        }
    };
    let about = About::new(w.t("结业考试", "Final test")).at(NavItem::Learn);
    Ok(visit.page(about, move || {
        let results = results(w, zone, &exam);
        view! {
            {crumbs(w, &exam, None)}
            <div class="page-head">
                <div>
                    <h1>{w.t("结业考试", "Final test")}</h1>
                    <p>{name_of(w, &exam)}</p>
                </div>
            </div>
            {match next {
                Some((n, answered)) => under_way(w, zone, &exam, n, answered).into_any(),
                None => way_in(w, zone, &exam, (&policy, &rules), stage, may).into_any(),
            }}
            {results}
            {what_it_is(w, &exam, &policy, &rules)}
        }
    }))
}

/// A paper waits to be gone on with, here or on any other device.
fn under_way(w: Words, zone: Zone, exam: &MyExam, n: usize, answered: usize) -> impl IntoView + use<> {
    let open = exam.open().map(|paper| {
        let until = format::moment(w, &zone.minute(paper.ends_at));
        let count = paper.count;
        match w {
            Words::Zh => format!("已经答了 {answered} 题，共 {count} 题。{until}收卷，断网、关机也不停表。"),
            Words::En => {
                format!("{answered} of {count} answered. Time is over at {until}, whatever the network does.")
            }
        }
    });
    let href = format!("{}/questions/{n}", address(exam));
    view! {
        <section class="sheet stack">
            <h2>{w.t("考试正在进行", "Your test is under way")}</h2>
            <p>{open}</p>
            <p class="soft">{w.t("答过的题都保存好了，换一部手机登录也能接着答。", "What you answered is saved; you may go on with another phone.")}</p>
            <div class="actions">
                <LinkButton href=href kind=Kind::Primary large=true>{w.t("接着答题", "Go on")}</LinkButton>
            </div>
        </section>
    }
}

/// The button that begins, or why there is none.
fn way_in(
    w: Words,
    zone: Zone,
    exam: &MyExam,
    (policy, rules): (&Policy, &ExamPolicy),
    stage: ClassStage,
    may: Result<i64, StartRefusal>,
) -> impl IntoView + use<> {
    let here = address(exam);
    let left = rules.tries() - exam.papers.len() as i64;
    match may {
        Ok(_) => {
            let begins = match w {
                Words::Zh => {
                    format!("按下按钮就开始计时，{} 分钟。还可以考 {left} 次。", rules.minutes.value)
                }
                Words::En => {
                    format!(
                        "Time runs from the press of the button: {} minutes. Tries left: {left}.",
                        rules.minutes.value
                    )
                }
            };
            view! {
                <section class="sheet stack">
                    <h2>{w.t("可以考了", "You may sit it")}</h2>
                    <p>{begins}</p>
                    <form method="post" action=format!("{here}/start")>
                        <div class="actions">
                            <Button kind=Kind::Primary large=true>{w.t("开始考试", "Begin the test")}</Button>
                            <LinkButton href=format!("{here}/rehearsal")>{w.t("先试一道练习题", "Try a practice question first")}</LinkButton>
                        </div>
                    </form>
                </section>
            }
            .into_any()
        }
        Err(refusal) => {
            let (title, says) = why_not(w, zone, exam, (policy, rules), stage, refusal);
            let practise = matches!(refusal, StartRefusal::NotStudied | StartRefusal::Wait { .. });
            let practise = practise.then(|| {
                view! {
                    <div class="actions">
                        <LinkButton href="/learn">{w.t("返回我的课程", "My courses")}</LinkButton>
                        <LinkButton href=format!("{here}/rehearsal") kind=Kind::Quiet>
                            {w.t("试一道练习题", "Try a practice question")}
                        </LinkButton>
                    </div>
                }
            });
            view! {
                <section class="sheet stack-s">
                    <h2>{title}</h2>
                    <p>{says}</p>
                    {practise}
                </section>
            }
            .into_any()
        }
    }
}

/// Why the test cannot begin now, and what to do.
pub(super) fn why_not(
    w: Words,
    zone: Zone,
    exam: &MyExam,
    (policy, rules): (&Policy, &ExamPolicy),
    stage: ClassStage,
    refusal: StartRefusal,
) -> (String, String) {
    let of = |zh: &'static str, en: &'static str| w.t(zh, en).to_owned();
    let needed = policy.subsidy.completion_percent.value;
    let contact = match w {
        Words::Zh => format!("有问题请问{}（{}）。", exam.organisation, exam.organisation_phone),
        Words::En => format!("Questions: {} ({}).", exam.organisation_en, exam.organisation_phone),
    };
    match refusal {
        StartRefusal::Passed => {
            let mark = exam.mark().unwrap_or(0);
            let says = match w {
                Words::Zh => format!("您考了 {mark} 分，不用再考。"),
                Words::En => format!("Your mark is {mark}. There is nothing more to sit."),
            };
            (of("考试合格", "Passed"), says)
        }
        StartRefusal::NotStudied => {
            let percent = format::percent(exam.verified_ms, exam.required_ms);
            let says = match w {
                Words::Zh => format!("认定的学时满 {needed}% 就可以考，您现在是 {percent}。"),
                Words::En => {
                    format!("You may sit it once {needed} % of the hours are verified; you have {percent}.")
                }
            };
            (of("还没有学够", "Not enough hours yet"), says)
        }
        StartRefusal::Wait { from_ms } => {
            // To the full minute after it: never too early.
            let from = format::moment(w, &zone.minute(from_ms + 59_999));
            let says = match w {
                Words::Zh => format!("{from}以后可以再考。先把下面错的题看一看。"),
                Words::En => {
                    format!("You may sit it again after {from}. Look at what was wrong below meanwhile.")
                }
            };
            (of("过一会儿再考", "The next try comes later"), says)
        }
        StartRefusal::NoTriesLeft => {
            let says = match w {
                Words::Zh => format!("{} 次都用完了，没有合格。学时照常上报。{contact}", rules.tries()),
                Words::En => format!(
                    "All {} tries are used without passing. Your hours are reported all the same. {contact}",
                    rules.tries()
                ),
            };
            (of("没有考试机会了", "No tries left"), says)
        }
        StartRefusal::TooLate => (
            of("今天来不及了", "Too late"),
            of("离班级结束太近，考不完了。", "The class ends before the test would.") + &contact,
        ),
        StartRefusal::NotOpen => {
            let says = if stage == ClassStage::NotBegun {
                of(
                    "开班以后，学够学时就可以考。",
                    "It can be sat once the class has begun and the hours are there.",
                )
            } else {
                of("班级已经结束，不能再考。", "The class is over; the test cannot be sat any more. ")
                    + &contact
            };
            (of("现在不能考", "Not now"), says)
        }
        StartRefusal::NoQuestions => (
            of("现在不能考", "Not now"),
            of("这门课还没有考题。", "The course has no questions yet. ") + &contact,
        ),
        StartRefusal::Begun => {
            (of("考试正在进行", "Your test is under way"), of("请接着答题。", "Please go on with it."))
        }
    }
}

/// How it goes, in plain words.
fn what_it_is(w: Words, exam: &MyExam, policy: &Policy, rules: &ExamPolicy) -> impl IntoView + use<> {
    let questions = rules.questions.value.min(exam.bank);
    let (minutes, least, tries, wait) =
        (rules.minutes.value, policy.subsidy.test_mark_min.value, rules.tries(), rules.wait_hours.value);
    let size = match w {
        Words::Zh => format!("{questions} 道选择题，每题只有一个答案对"),
        Words::En => format!("{questions} questions with one right answer each"),
    };
    let time = match w {
        Words::Zh => format!("{minutes} 分钟，断网也不停表"),
        Words::En => format!("{minutes} minutes, which go on whatever the network does"),
    };
    let passes = match w {
        Words::Zh => format!("{least} 分（满分 100）"),
        Words::En => format!("{least} of 100"),
    };
    let again = match (w, wait) {
        (Words::Zh, 0) => format!("一共可以考 {tries} 次，取最高分"),
        (Words::Zh, wait) => format!("一共可以考 {tries} 次，两次之间隔 {wait} 小时，取最高分"),
        (Words::En, 0) => format!("{tries} tries in all; the best one counts"),
        (Words::En, wait) => format!("{tries} tries in all, {wait} hours apart; the best one counts"),
    };
    view! {
        <section class="sheet stack">
            <h2>{w.t("考试怎么考", "How it goes")}</h2>
            <Facts>
                <Fact term=w.t("题目", "Questions")>{size}</Fact>
                <Fact term=w.t("时间", "Time")>{time}</Fact>
                <Fact term=w.t("合格", "Pass mark")>{passes}</Fact>
                <Fact term=w.t("没考过", "If it fails")>{again}</Fact>
            </Facts>
            <ul>
                <li>{w.t("每答一题马上保存。断网、没电都不要紧，重新登录，或者换一部手机，接着答。", "Each answer is saved at once. If the network or the battery goes, sign in again, on any phone, and go on.")}</li>
                <li>{w.t("交卷以前，答案可以改，最后一次选的算。", "Until you hand in, answers may be changed; the last one counts.")}</li>
                <li>{w.t("时间到了没有交卷，就按已经保存的答案交。", "If time runs out, what was saved is handed in.")}</li>
                <li>{w.t("交卷以后，每道题对不对、为什么，都会告诉您。", "Afterwards you see for every question whether it was right, and why.")}</li>
                <li>{w.t("考试合格才算结业；没有合格，学时照常上报。", "The class is completed by a pass; without one your hours are reported all the same.")}</li>
            </ul>
        </section>
    }
}
