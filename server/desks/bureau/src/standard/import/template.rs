//! The empty table to fill in.

use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use domain::access::Action;
use domain::class_application::Programme;
use domain::course::Level;
use domain::standard_line::StandardField;
use roster::{StandardsTemplateWords, standards_template};
use web::error::AppError;
use web::file::workbook;
use web::{Site, Viewer};

pub fn routes() -> Router<Site> {
    Router::new().route("/standards/import/template/file", get(template))
}

/// `GET /standards/import/template/file`: for who manages standards.
async fn template(State(site): State<Site>, viewer: Viewer, w: Words) -> Result<Response, AppError> {
    viewer.require(Action::ManageStandards)?;
    let names = site.db.categories_on(&site.today()).await?.into_iter().map(|one| one.name);
    let categories: Vec<String> = names.collect();
    let funds = site.db.funds().await?.into_iter().map(|one| one.code).collect();
    // In Chinese, as the table is read again.
    let zh = Words::Zh;
    let choices = [
        (StandardField::Level, Level::ALL.map(|one| zh.level(one).to_owned()).to_vec()),
        (StandardField::Category, categories.clone()),
        (StandardField::Programme, Programme::ALL.map(|one| zh.programme(one).to_owned()).to_vec()),
        (StandardField::Pay, ["按人", "按学时"].map(str::to_owned).to_vec()),
        (StandardField::Fund, funds),
    ];
    let names = format!("{}{}", w.t("可填的人员类别：", "Categories: "), categories.join(w.t("；", "; ")));
    let bytes = standards_template(&StandardsTemplateWords {
        sheet: "补贴标准",
        title: "补贴标准",
        choices: &choices,
        help: w.t("填写说明", "How to fill it in"),
        lines: &[
            w.t(
                "一行一条标准。14 列都要留着，列名不要改。",
                "A standard a row. Keep all 14 columns and their names.",
            ),
            w.t(
                "工种编码、等级、人员类别、项目：不限的空着。",
                "工种编码 (trade), 等级 (level), 人员类别 (category), 项目 (programme): empty for any.",
            ),
            w.t(
                "计发方式填“按人”或“按学时”；按学时的要填最高，按人的最高空着。",
                "计发方式 is 按人 (a person) or 按学时 (a credit hour); only the latter has a 最高 (most).",
            ),
            w.t(
                "部分完成比例填 0 到 100，如 60%；没学完不付的空着。",
                "部分完成比例 goes from 0 to 100, as 60%; empty where a class not completed pays nothing.",
            ),
            w.t(
                "生活费每天多少、最高多少一起填；没有生活费的都空着。",
                "生活费 is what a day pays, with the most of it; both empty where there is none.",
            ),
            w.t(
                "资金渠道填系统里登记过的编码或名称。",
                "资金渠道 is the code or name of a fund that is recorded.",
            ),
            w.t(
                "日期填 8 个数字，如 20260301；长期有效的，截止日空着。",
                "Days have eight digits, as 20260301; 截止日 (last day) is empty until further notice.",
            ),
            &names,
        ],
    })
    .map_err(|error| AppError::Internal(error.into()))?;
    Ok(workbook(bytes, w.t("补贴标准模板.xlsx", "standards.xlsx"), "standards.xlsx"))
}
