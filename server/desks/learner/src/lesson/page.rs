//! A lesson: where one is, the player, and what else the course holds. Only the player itself needs JavaScript.

use app::format;
use app::islands::document_reader::DocumentReader;
use app::islands::document_reader::pages::page_at;
use app::islands::island_props;
use app::islands::lesson_player::LessonPlayer;
use app::islands::player_props::{PlayerLesson, PlayerMedia, PlayerPage};
use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::access::Action;
use domain::course::LessonKind;
use domain::id::{EnrolmentId, LessonId};
use leptos::prelude::*;
use store::enrolment::{LessonMaterial, MyClass, MyLesson};
use store::study::Owed;
use web::error::AppError;
use web::page::{About, Page, SigningDevice};
use web::parts::{Crumbs, Drawing, Icon, NavItem};
use web::{Site, Viewer, Visit};

use super::document::sheet;
use super::limits;
use crate::learn::lesson_list;

pub fn routes() -> Router<Site> {
    Router::new().route("/learn/{enrolment}/{lesson}", get(lesson))
}

/// `GET /learn/{enrolment}/{lesson}`: a lesson of one's own class; anybody else's is not there.
async fn lesson(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path((enrolment, lesson)): Path<(EnrolmentId, LessonId)>,
) -> Result<Page, AppError> {
    viewer.require(Action::Study)?;
    let class = site.db.my_class(&viewer.person, &enrolment).await?;
    let material = site.db.my_lesson_material(&viewer.person, &enrolment, &lesson).await?;
    let mine = class.lessons.iter().find(|mine| mine.lesson_id == lesson).cloned();
    let mine = mine.ok_or(AppError::NotFound)?;
    let policy = site.policies.version(&class.policy_version);
    let used_ms = site.db.counted_on(&viewer.person, &site.today()).await?;
    let rest_ms = mine.duration_ms - mine.counted_ms();
    let limit = policy.and_then(|policy| limits::near(policy, used_ms, rest_ms, site.now()));
    let w = visit.words;
    let owed = site.db.owed(&viewer.person).await?;
    let has_passkey = !site.db.passkeys(&viewer.account).await?.is_empty();
    let passkeys = site.passkey_domain().filter(|_| has_passkey);
    let about = About::new(w.either(&mine.title, &mine.title_en)).at(NavItem::Learn).with_islands();
    let keys = site.db.device_keys(&viewer.account).await?;
    let keys = keys.iter().map(|key| key.id.as_str()).collect::<Vec<_>>().join(" ");
    let about = about.with_passkeys(passkeys);
    let about = about.with_device(SigningDevice { account: viewer.account.clone(), keys });
    Ok(visit.page(about, move || view(w, class, mine, material, owed, limit)))
}

fn view(
    w: Words,
    class: MyClass,
    lesson: MyLesson,
    material: LessonMaterial,
    owed: Owed,
    limit: Option<limits::Limit>,
) -> impl IntoView {
    let title = w.either(&lesson.title, &lesson.title_en);
    let course = w.either(&class.course_title, &class.course_title_en);
    let above = vec![
        ("/learn".to_owned(), w.t("学习", "Study").to_owned()),
        (format!("/courses/{}", class.course_code), course.clone()),
    ];
    let mut facts = vec![w.kind_of(&lesson.kind).to_owned(), format::duration(w, lesson.duration_ms)];
    if lesson.media_bytes > 0 {
        facts.push(match w {
            Words::Zh => format!("流量约 {}", format::megabytes(lesson.media_bytes)),
            Words::En => format!("about {} of data", format::megabytes(lesson.media_bytes)),
        });
    }
    let list = lesson_list(w, &class, Some(&lesson.lesson_id));
    view! {
        <Crumbs words=w above=above here=title.clone() />
        <div>
            <h1>{title}</h1>
            <p class="soft small">{facts.join(" · ")}</p>
        </div>
        <div class="columns">
            <div class="stack">
                {no_script(w)}
                {limit.map(|limit| limits::notice(w, limit))}
                <div>
                    {asleep(w)}
                    <p class="waking" role="status">{w.t("正在准备，马上就好……", "Getting ready …")}</p>
                    {player(w, &class, &lesson, &material, owed)}
                </div>
                {(w == Words::Zh && !material.summary.is_empty())
                    .then(|| view! { <p class="soft">{material.summary.clone()}</p> })}
                {help(w, &class)}
            </div>
            <aside>
                <section class="stack">
                    <h2>{w.t("这门课的全部内容", "All lessons of this course")}</h2>
                    {list}
                </section>
            </aside>
        </div>
    }
}

/// The player, or the reader of a document or quiz.
fn player(w: Words, class: &MyClass, lesson: &MyLesson, material: &LessonMaterial, owed: Owed) -> AnyView {
    let here = format!("/learn/{}/{}", lesson.enrolment_id, lesson.lesson_id);
    let next = class.lessons.iter().find(|other| other.position > lesson.position);
    let facts = PlayerLesson {
        enrolment: lesson.enrolment_id.clone(),
        lesson: lesson.lesson_id.clone(),
        duration_ms: lesson.duration_ms,
        position_ms: lesson.position_ms,
        waiting_ms: lesson.waiting_ms,
        verified_ms: lesson.verified_ms,
        check: owed.check,
        held: owed.held,
        next_url: next.map(|next| format!("/learn/{}/{}", next.enrolment_id, next.lesson_id)),
        course_url: format!("/courses/{}", class.course_code),
        sign_in_url: format!("/sign-in?next={here}"),
    };
    let is_quiz = lesson.kind == LessonKind::Quiz.as_str();
    let words = if is_quiz { w.for_quiz() } else { w.for_player() };
    let file = |name: &String| format!("/media/{name}");
    if let Some(path) = &material.media_path {
        let media = PlayerMedia {
            url: file(path),
            poster: material.poster_path.as_ref().map(file),
            captions: material.captions_path.as_ref().map(file),
        };
        let handed = island_props::put((facts, media, words));
        return view! {
            {handed}
            <LessonPlayer />
        }
        .into_any();
    }
    let mut from_ms = 0;
    let pages = material.pages.iter().map(|page| {
        let to_ms = from_ms + page.seconds * 1000;
        PlayerPage { from_ms: std::mem::replace(&mut from_ms, to_ms), to_ms, least_ms: page.least_ms() }
    });
    let pages: Vec<PlayerPage> = pages.collect();
    let first = page_at(&pages, lesson.position_ms.min(lesson.duration_ms - 1));
    let sheets = material.pages.iter().enumerate().map(|(index, page)| sheet(w, index, page, index == first));
    let sheets = sheets.collect_view();
    let handed = island_props::put((facts, pages, words));
    view! {
        {handed}
        <DocumentReader>
            {sheets}
        </DocumentReader>
    }
    .into_any()
}

/// Time is counted by the page itself while it plays: without JavaScript nothing could be recorded.
fn no_script(w: Words) -> impl IntoView {
    view! {
        <noscript>
            <div class="flash flash-warning">
                <Icon of=Drawing::Alert />
                <p>
                    {w.t(
                        "学习要记录时间，需要浏览器打开 JavaScript。请在浏览器设置里打开它，或换手机自带的浏览器。别的页面不受影响。",
                        "Studying records your time and needs JavaScript. Please switch it on in your browser's settings, or use another browser. All other pages work without it.",
                    )}
                </p>
            </div>
        </noscript>
    }
}

/// Said by the style alone when the page has not come to life in time: whatever part of it did not arrive, or however old the
/// browser is, nobody studies on without a word that nothing is recorded.
fn asleep(w: Words) -> impl IntoView {
    view! {
        <div class="asleep" role="status">
            <div class="flash flash-warning">
                <Icon of=Drawing::Alert />
                <div class="stack-s">
                    <p>
                        <strong>{w.t("这一页没有完全打开，现在学习不会记时间。", "This page has not opened completely: no study time is recorded now.")}</strong>
                    </p>
                    <p>
                        {w.t(
                            "请先重新打开。还是不行，请换网络，或换手机自带的浏览器、Chrome、Edge 的新版本；在微信里的，请点右上角“…”，选“在浏览器打开”。以前学的都在。",
                            "Please reload it. If that does not help, try another network or a newer browser. Everything studied before is safe.",
                        )}
                    </p>
                    <p>
                        <a class="button button-primary" href="">
                            {w.t("重新打开", "Reload")}
                        </a>
                    </p>
                </div>
            </div>
        </div>
    }
}

fn help(w: Words, class: &MyClass) -> impl IntoView + use<> {
    let school = w.either(&class.organisation, &class.organisation_en);
    let phone = class.organisation_phone.clone();
    view! {
        <details class="sheet">
            <summary>{w.t("学习时间是怎么算的", "How study time is counted")}</summary>
            <ul class="bullets">
                <li>{w.t("按正常速度看过的时间才算。可以往回看，第一遍不能跳到前面去。", "Only what played at normal speed counts. You may go back at any time; on the first view you cannot jump ahead.")}</li>
                <li>{w.t("中间会出现抽查题，问的是刚讲过的内容，答对了，前面的时间就认定。", "Now and then a check asks about what was just taught. Pass it and the time before it is verified.")}</li>
                <li>{w.t("没来得及答也不要紧，视频会停下等您，回来接着答。", "If you cannot answer at once, the video waits for you: answer when you are back.")}</li>
                <li>{w.t("网络断了先别关页面，连上以后会自动补记。", "If the network goes, keep the page open: the time is sent once it is back.")}</li>
                <li>{w.t("同一时间只能在一台手机或电脑上学。", "You can study on one device at a time.")}</li>
            </ul>
            <p>
                {w.t("有问题请找", "Questions? Ask ")} {school} {w.t("，电话 ", ", phone ")}
                <a href=format!("tel:{phone}")>{phone.clone()}</a> {w.t("。", ".")}
            </p>
        </details>
    }
}
