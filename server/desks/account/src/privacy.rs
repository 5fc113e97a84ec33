//! What becomes of personal information, in plain words.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::consent::{Purpose, TEXT_VERSION};
use leptos::prelude::*;
use web::page::{About, Page};
use web::{Site, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/privacy", get(privacy))
}

/// `GET /privacy`: open to everybody.
async fn privacy(State(site): State<Site>, visit: Visit) -> Page {
    let w = visit.words;
    let periods = site.retention.clone();
    visit.page(About::new(w.t("个人信息保护", "Your personal information")), move || {
        let purposes = Purpose::ALL.into_iter().map(|purpose| {
            view! {
                <section class="stack-s">
                    <h3>{w.consent_title(purpose)}</h3>
                    <p>{w.consent_text(purpose)}</p>
                    <p class="soft">{w.consent_withdrawn_means(purpose)}</p>
                </section>
            }
        });
        let years = periods.records_years.value;
        let kept = match w {
            Words::Zh => format!("注销后，有过学时或补贴的，姓名和证件号加密封存 {years} 年（从最后一条记录的次年算起），供审计核查，到期自动删除；学时账里没有姓名和号码，一直保留。"),
            Words::En => format!("After closing, of people with hours or subsidy, name and document number stay sealed for {years} years after the year of the last record, for audits, and are then erased; the ledger of hours holds no names or numbers and stays."),
        };
        let marks = match w {
            Words::Zh => format!(
                "退回的证明材料 {}后删除，通过的 {}后删除；登录和验证码到期就删；认设备、认网络的编号留 {}；异常线索留 {}。",
                period(w, periods.refused_paper_days.value), period(w, periods.accepted_paper_days.value),
                period(w, periods.device_mark_days.value), period(w, periods.signal_days.value),
            ),
            Words::En => format!(
                "Refused papers are erased after {}, accepted ones after {}; sign-ins and codes when they end; codes of devices and networks after {}; signals after {}.",
                period(w, periods.refused_paper_days.value), period(w, periods.accepted_paper_days.value),
                period(w, periods.device_mark_days.value), period(w, periods.signal_days.value),
            ),
        };
        let roster = match w {
            Words::Zh => format!(
                "学校把您写进花名册时：姓名和手机号加密保存，证件号只留遮挡后的样子和一串认得出它、算不回去的编号。您接受邀请后姓名和手机号就删，其余在班级结束 {}后删；学校交来的文件 {}后删。",
                period(w, periods.invitation_days.value), period(w, periods.ended_days.value),
            ),
            Words::En => format!(
                "When a school puts you on its roster: name and phone are kept encrypted, of the number only a masked form and a code that cannot be turned back. Name and phone go once you accept, the rest {} after the class; the school's file after {}.",
                period(w, periods.invitation_days.value), period(w, periods.ended_days.value),
            ),
        };
        view! {
            <div class="page-head">
                <div>
                    <h1>{w.t("个人信息保护", "Your personal information")}</h1>
                    <p>{w.t("我们收什么、用来做什么、谁能看见、您能做什么。", "What we collect, what for, who sees it, and what you can do.")}</p>
                </div>
            </div>
            <div class="reading measure">
                <section class="stack-s">
                    <h2>{w.t("收什么", "What we collect")}</h2>
                    <ul>
                        <li>{w.t("登记时：姓名、证件号、手机号、户籍地、人员类别。出生日期和性别从身份证号里得出，其他证件请您自己填。", "At registration: name, identity number, phone, household place and category. Date of birth and sex follow from the number of an identity card; with other documents you type them.")}</li>
                        <li>{w.t("换了证件号：登记新号码；旧号码只留一串认得出它、算不回去的编号，免得别人用它再登记一次。注销后和姓名、证件号一起删除。", "When the number of your document changes: the new one is registered; of the old one only a code is kept that knows it again and cannot be turned back, so that nobody registers with it. After closing it goes with your name and number.")}</li>
                        <li>{roster}</li>
                        <li>{w.t("学习时：看了哪一段、什么时候看的、抽查题怎么答的。学时就是从这些算出来的。", "While you study: which part you watched, when, and how you answered the checks. Hours are made from these.")}</li>
                        <li>{w.t("登录时：时间和是哪种设备。登记、改密码、改同意和公职人员的登录还记网络地址，留作凭据。", "At sign-in: the time and the kind of device. With registration, a changed password or agreement, and sign-ins of officials the network address too, as evidence.")}</li>
                        <li>{w.t("打开一节课时：记下是不是同一台设备、同一个网络，只存一串看不出内容的编号，用来发现代学。", "When a lesson is opened: whether it is the same device and network, kept only as codes that tell nothing, to find those who study for others.")}</li>
                        <li>{w.t("答抽查题时：设备替您签名。签名用的钥匙出不了您的设备，我们只存验签名用的另一半和是哪种设备，不能用来登录；在“我的账号”的“设备”里可以移除。", "When you answer a check: your device signs. The key never leaves it; kept are its public half and the kind of device, which open nothing. Remove it under “My account”, “Devices”.")}</li>
                        <li>{w.t("不收：人脸、指纹、位置、通讯录。网页里没有广告，也不加载别的网站的东西。", "Not collected: face, fingerprint, place, contacts. Pages hold no advertising and load nothing from other sites.")}</li>
                    </ul>
                </section>
                <section class="stack-s">
                    <h2>{w.t("用来做什么：两件事，分开同意", "What for: two things, agreed to one by one")}</h2>
                    {purposes.collect_view()}
                </section>
                <section class="stack-s">
                    <h2>{w.t("怎么保护", "How it is protected")}</h2>
                    <ul>
                        <li>{w.t("证件号和手机号加密保存，钥匙不和数据放在一起。", "Identity and phone numbers are kept encrypted; the key is kept apart from the data.")}</li>
                        <li>{w.t("页面上只显示头尾几位。少数岗位能导出完整号码，每次都要写明用途，并留下改不掉的记录。", "Pages show their ends only. Few officials can export full numbers; each time they say why, and a record stays that nobody can change.")}</li>
                        <li>{w.t("密码只保存一个算不回去的结果，我们自己也看不到。", "Of your password only a result is kept from which it cannot be found; we cannot see it either.")}</li>
                        <li>{w.t("公开核对的学时账里没有姓名和号码，只有谁也认不出来的编号。", "The ledger that anyone may check holds no names or numbers, only codes that tell nothing.")}</li>
                    </ul>
                </section>
                <section class="stack-s">
                    <h2>{w.t("谁能看见", "Who sees it")}</h2>
                    <ul>
                        <li>{w.t("您报名的培训机构：姓名、遮挡中间几位的号码、学习进度。", "The school whose class you join: your name, masked numbers and progress.")}</li>
                        <li>{w.t("审核补贴的人社部门、财务和审计：登记信息和学时。", "The bureau that reviews the subsidy, finance and audit: your registration and hours.")}</li>
                        <li>{w.t("补贴公示：姓名和号码都遮挡。不卖给任何人，不给别的公司。", "Publication of the subsidy: name and numbers masked. Nothing is sold or given to other companies.")}</li>
                    </ul>
                </section>
                <section class="stack-s">
                    <h2>{w.t("留多久", "How long it is kept")}</h2>
                    <ul>
                        <li>{kept}</li>
                        <li>{w.t("填错了被退回的表单：加密存着，30 分钟内您能接着填，没登录的 10 分钟，过后删除。密码和验证码不存。", "A form that came back with something to correct: encrypted, so that you can go on within 30 minutes, or 10 without a sign-in; then it is erased. Never passwords or codes.")}</li>
                        <li>{marks}</li>
                    </ul>
                </section>
                <section class="stack-s">
                    <h2>{w.t("您能做什么", "What you can do")}</h2>
                    <ul>
                        <li>
                            {w.t("登录后点右上角自己的名字：查看登记的信息，撤回同意；在“设备”里退出别的设备，在“登录与安全”里改密码。", "Sign in and press your name at the top right: see what is registered and take an agreement back; sign out other devices under “Devices”, change your password under “Signing in”.")}
                        </li>
                        <li>{w.t("不想用了，在“数据与注销”里自己注销账号：手机号、证明材料、登录方式马上删除。", "Under “Data and closing” close your account: phone, papers and every way to sign in are erased at once.")}</li>
                        <li>{w.t("证件换了号码，在“我的信息”里换成新号码；其他信息有错，带身份证到培训机构改正，或拨打 12333。", "When the number of your document has changed, exchange it under “My details”. To correct other data, bring your card to the school or call 12333.")}</li>
                        <li>{w.t("觉得我们做得不对，可以向 12333 投诉，也可以向网信部门举报。", "If you think we do wrong, complain at 12333 or to the cyberspace administration.")}</li>
                    </ul>
                </section>
                <p class="faint small">{w.t("本文版本：", "Version of this text: ")} {format::date(w, TEXT_VERSION)}</p>
            </div>
        }
    })
}

/// A period as people say it.
fn period(w: Words, days: i64) -> String {
    match (w, days % 365) {
        (Words::Zh, 0) => format!("{} 年", days / 365),
        (Words::Zh, _) => format!("{days} 天"),
        (Words::En, 0) => format!("{} years", days / 365),
        (Words::En, _) => format!("{days} days"),
    }
}
