//! What the schema refuses because somebody else was first, put into words.

use axum::http::StatusCode;
use store::Constraint;

use super::{AppError, Refusal};

impl From<Constraint> for AppError {
    fn from(constraint: Constraint) -> Self {
        match constraint {
            Constraint::AccountLoginOnce => Self::conflict(
                "login_taken",
                "分配给您的登录名刚好被别人用了，没有改动。请再提交一次。",
                "The login drawn for you was taken just now. Nothing was changed; please send it again.",
            ),
            Constraint::PasskeyCredentialOnce => Self::conflict(
                "passkey_known",
                "这台设备已经添加过了。",
                "This device has been added already.",
            ),
            Constraint::AppealHolderOnce => Self::conflict(
                "appeal_taken",
                "刚才有同事也接办了这件申诉，没有改动。请刷新页面，看看现在由谁办理。",
                "A colleague took this appeal on at the same moment. Nothing was changed; reload the page to see who works on it.",
            ),
            Constraint::AppealStepInPost => Self::conflict(
                "post_ended",
                "您的岗位已经到期，这一步没有记下。请联系系统管理员。",
                "Your post has ended, so this step was not taken. Please speak to the system administrator.",
            ),
            Constraint::LedgerEntryOfSomebody => Self::conflict(
                "account_closed",
                "这个账号已经注销，不再记学时。",
                "This account is closed: no more hours are recorded.",
            ),
            Constraint::RoleGrantByTwo => Self::conflict(
                "not_a_second_person",
                "邀请的人和被邀请的人都不能确认这个岗位，没有改动。请另一位管理员来确认。",
                "Neither who invited nor who was invited confirms a post. Nothing was changed; another administrator must do it.",
            ),
            Constraint::PersonSeenByAnother => Self::conflict(
                "own_document",
                "不能核对自己的证件，没有改动。请同事来核对。",
                "Nobody confirms their own document. Nothing was changed; please ask a colleague.",
            ),
            // Whoever meets these is told in the words of the form or command, or can do nothing about it.
            Constraint::PersonDocumentOnce
            | Constraint::IdentityLinkSubjectOnce
            | Constraint::IdentityLinkAccountOnce
            | Constraint::RoleGrantApart
            | Constraint::AppealOncePerSpan
            | Constraint::FilingOnce
            | Constraint::FundSourceCodeOnce
            | Constraint::PayeeNumberOnce
            | Constraint::SubsidyStandardTie
            | Constraint::OrganisationCreditCodeOnce
            | Constraint::LedgerKeyNoteOnce => {
                let Refusal { code, say } = Refusal::of_status(StatusCode::CONFLICT);
                Self::Conflict { code, say }
            }
        }
    }
}
