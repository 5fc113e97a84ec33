//! Lists of those whom a class invites: who has not accepted, who has, whose invitation was withdrawn.

use app::words::Words;
use domain::id::ClassId;
use leptos::prelude::*;
use store::class_invitation::{ClassInvitation, Stands};
use store::sealed::INVITED_NAME;
use web::Site;
use web::error::AppError;
use web::parts::{Button, Cell, ColumnKind, DataTable, Empty, HeadCell, Row};

/// One of them, with the name opened.
pub struct Listed {
    pub invitation: ClassInvitation,
    pub name: String,
}

/// A page of those that stand so.
pub async fn listed(
    site: &Site,
    class: &ClassId,
    stands: Stands,
    limit: i64,
    offset: i64,
) -> Result<Vec<Listed>, AppError> {
    let mut listed = Vec::new();
    for invitation in site.db.class_invitations(class, stands, limit, offset).await? {
        let name = name_of(site, &invitation).await?;
        listed.push(Listed { invitation, name });
    }
    Ok(listed)
}

/// What somebody is called: as the roster has it, or once they have accepted as they are registered.
pub async fn name_of(site: &Site, invitation: &ClassInvitation) -> Result<String, AppError> {
    if let Some(learner) = &invitation.learner {
        return Ok(learner.clone());
    }
    let opened = site.open(INVITED_NAME.of(invitation.id.as_str()), &invitation.name_sealed).await?;
    Ok(opened.unwrap_or_default())
}

/// Who has not accepted, each with a way to withdraw the invitation.
pub fn open_list(w: Words, here: &str, open: Vec<Listed>) -> impl IntoView + use<> {
    if open.is_empty() {
        return view! {
            <Empty title=w.t("没有等着接受的人", "Nobody waits")>
                <p>
                    {w.t(
                        "导入名单以后，还没接受邀请的学员会列在这里。",
                        "Whoever is invited and has not accepted is listed here.",
                    )}
                </p>
            </Empty>
        }
        .into_any();
    }
    let rows = open.into_iter().map(|one| {
        let (invitation, name) = (one.invitation, one.name);
        let whose = format!(" {name}");
        let category = category_of(w, &invitation);
        let href = format!("{here}/withdraw/{}", invitation.id);
        view! {
            <Row>
                <HeadCell>{name}</HeadCell>
                <Cell label=w.t("证件号", "Document") kind=ColumnKind::Short>{invitation.document_masked}</Cell>
                <Cell label=w.t("手机号", "Phone") kind=ColumnKind::Short>{invitation.phone_masked}</Cell>
                <Cell label=w.t("人员类别", "Category")>{category}</Cell>
                <Cell label=w.t("处理", "Action") kind=ColumnKind::Short>
                    <a href=href>
                        {w.t("撤回", "Withdraw")}
                        <span class="visually-hidden">{whose}</span>
                    </a>
                </Cell>
            </Row>
        }
    });
    let rows = rows.collect_view();
    view! {
        <DataTable
            caption=w.t("还没接受邀请的学员", "Learners who have not accepted")
            columns=vec![
                (w.t("姓名", "Name").to_owned(), ColumnKind::Text),
                (w.t("证件号", "Document").to_owned(), ColumnKind::Short),
                (w.t("手机号", "Phone").to_owned(), ColumnKind::Short),
                (w.t("人员类别", "Category").to_owned(), ColumnKind::Text),
                (w.t("处理", "Action").to_owned(), ColumnKind::Short),
            ]
            lines=true
        >
            {rows}
        </DataTable>
    }
    .into_any()
}

fn category_of(w: Words, invitation: &ClassInvitation) -> String {
    let name = invitation.category.as_deref().unwrap_or_default();
    w.either(name, invitation.category_en.as_deref().unwrap_or_default())
}

/// Said below a list that shows only the first of many.
fn and_more(w: Words, shown: usize, count: i64) -> impl IntoView {
    (count > shown as i64).then(|| {
        let say = match w {
            Words::Zh => format!("共 {count} 人，这里只列前 {shown} 人。"),
            Words::En => format!("The first {shown} of {count} are shown."),
        };
        view! { <p class="soft">{say}</p> }
    })
}

/// Who has accepted: where to find them in the class.
pub fn accepted_list(w: Words, class: &ClassId, accepted: Vec<Listed>, count: i64) -> impl IntoView + use<> {
    (count > 0).then(|| {
        let more = and_more(w, accepted.len(), count);
        let lines = accepted.into_iter().map(|one| {
            let href = one.invitation.enrolment_id.map(|id| format!("/classes/{class}/learners/{id}"));
            view! {
                <li>
                    <a href=href>{one.name}</a>
                </li>
            }
        });
        let lines = lines.collect_view();
        view! {
            <details>
                <summary>{w.t("已接受的 ", "Accepted: ")} {count} {w.t(" 人", "")}</summary>
                <ul>{lines}</ul>
                {more}
            </details>
        }
    })
}

/// Whose invitation was withdrawn, by whom and why, each with a button that lets it hold again.
pub fn withdrawn_list(w: Words, here: &str, withdrawn: Vec<Listed>, count: i64) -> impl IntoView + use<> {
    (count > 0).then(|| {
        let more = and_more(w, withdrawn.len(), count);
        let rows = withdrawn.into_iter().map(|one| {
            let (invitation, name) = (one.invitation, one.name);
            let whose = format!(" {name}");
            let action = format!("{here}/restore/{}", invitation.id);
            view! {
                <Row>
                    <HeadCell>
                        {name} " " <small class="nowrap">{invitation.document_masked}</small>
                    </HeadCell>
                    <Cell label=w.t("理由", "Reason")>{invitation.reason}</Cell>
                    <Cell label=w.t("谁撤回的", "By") kind=ColumnKind::Short>{invitation.withdrawn_by}</Cell>
                    <Cell label=w.t("处理", "Action") kind=ColumnKind::Short>
                        <form method="post" action=action>
                            <Button>
                                {w.t("恢复邀请", "Restore")}
                                <span class="visually-hidden">{whose}</span>
                            </Button>
                        </form>
                    </Cell>
                </Row>
            }
        });
        let rows = rows.collect_view();
        view! {
            <section class="stack">
                <h2>{w.t("已撤回", "Withdrawn")}</h2>
                <DataTable
                    caption=w.t("已撤回的邀请", "Invitations that were withdrawn")
                    columns=vec![
                        (w.t("姓名", "Name").to_owned(), ColumnKind::Text),
                        (w.t("理由", "Reason").to_owned(), ColumnKind::Text),
                        (w.t("谁撤回的", "By").to_owned(), ColumnKind::Short),
                        (w.t("处理", "Action").to_owned(), ColumnKind::Short),
                    ]
                >
                    {rows}
                </DataTable>
                {more}
            </section>
        }
    })
}
