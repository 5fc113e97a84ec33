//! Files to download: the empty roster, and the school's own with what is wrong marked in it.

use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use domain::id::RosterId;
use domain::roster::{Fault, Field, Weight};
use roster::{CopyWords, TemplateWords, corrected_copy, template};
use web::error::AppError;
use web::file::workbook;
use web::{Site, Viewer};

use super::class_of;
use super::report::reread;

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/classes/{id}/roster/template", get(empty_roster))
        .route("/classes/{id}/roster/sent/{roster}/copy", get(marked_copy))
}

/// `GET /classes/{id}/roster/template`: for whoever may invite to the class.
async fn empty_roster(
    State(site): State<Site>,
    viewer: Viewer,
    w: Words,
    Path(class): Path<String>,
) -> Result<Response, AppError> {
    let class = class_of(&site, &viewer, &class).await?;
    let meant = site.db.meant_categories(&class.id).await?;
    // As the books have them, in Chinese: that is how they are read again.
    let categories: Vec<String> = site
        .db
        .categories_on(&site.today())
        .await?
        .into_iter()
        .filter(|one| meant.is_empty() || meant.contains(&one.code))
        .map(|one| one.name)
        .collect();
    let names = format!("{}{}", w.t("可选的人员类别：", "Categories: "), categories.join(w.t("；", "; ")));
    let field = |field| w.roster_field(field);
    let bytes = template(&TemplateWords {
        sheet: w.t("花名册", "Roster"),
        title: &format!("{} {}", class.code, w.t("学员花名册", "Roster")),
        head: [
            field(Field::Sequence),
            field(Field::Name),
            field(Field::Document),
            field(Field::Phone),
            field(Field::Category),
            w.t("备注", "Remarks"),
        ],
        categories: &categories,
        not_a_category: w.t("请从列表里选；拿不准就空着。", "Choose one of the list, or leave it empty."),
        help: w.t("填写说明", "How to fill it in"),
        lines: &[
            w.t("一行一名学员。姓名和身份证号码照证件填，手机号填本人的。", "A learner a row: name and number as on the card, and their own phone."),
            w.t("身份证号码这一列已设成“文本”，请不要改成数字：改成数字，Excel 会丢掉后几位。", "The column of ID numbers is text. Leave it so: as numbers they lose their last digits."),
            w.t("也可以用自己的表格：表头里有姓名、身份证号码、联系电话三列就行。", "A sheet of your own will do too, if its head names these three columns."),
            w.t("不是居民身份证的，加一列“证件类型”。", "For other documents add a column “Document type”."),
            w.t("导入只是邀请。学员本人注册或登录、验证手机号、同意报名以后，才算进班、才计学时。", "A row is an invitation. Learners are in the class, and hours count, once they have signed in, proved their phone and agreed."),
            &names,
        ],
    })
    .map_err(|error| AppError::Internal(error.into()))?;
    Ok(workbook(bytes, w.t("花名册模板.xlsx", "roster.xlsx"), "roster.xlsx"))
}

/// `GET /classes/{id}/roster/sent/{roster}/copy`: for whoever may invite to the class.
async fn marked_copy(
    State(site): State<Site>,
    viewer: Viewer,
    w: Words,
    Path((class, id)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let class = class_of(&site, &viewer, &class).await?;
    let (_, judged) = reread(&site, &class, &RosterId(id)).await?;
    let say = |fault: &Fault| {
        let said = w.roster_fault(&fault.what);
        match fault.what.weight() {
            Weight::Mended => said,
            weight => format!("{}{}{said}", w.roster_weight(weight), w.t("：", ": ")),
        }
    };
    let words = CopyWords { column: w.t("问题与处理", "What to do"), say: &say };
    let bytes = corrected_copy(&judged.roster, &words).map_err(|error| AppError::Internal(error.into()))?;
    Ok(workbook(bytes, w.t("花名册（有标注）.xlsx", "roster-marked.xlsx"), "roster.xlsx"))
}
