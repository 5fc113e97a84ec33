//! The desk of papers: the file in the page, one paper after another, each look in the log.

use crate::papers::{PDF, PNG, log, sent};
use crate::site::on_both;

#[tokio::test]
async fn a_paper_that_waits_is_shown_in_its_page_and_the_next_follows_a_decision() {
    on_both(async |site| {
        let (li, wang) = (site.learner("li").await, site.learner("wang").await);
        let photo = sent(site, &li, "证.png", PNG).await;
        let scan = sent(site, &wang, "证.pdf", PDF).await;
        let zhou = site.county_reviewer("zhou", "county").await;
        let page = zhou.get(&format!("/papers/{photo}")).await;
        let text = page.is(200).text();
        assert!(text.contains(&format!("<img src=\"/papers/{photo}/file\"")), "{text}");
        assert!(
            text.contains("待您办的第 1 件，共 2 件") && text.contains(&format!("href=\"/papers/{scan}\""))
        );
        assert_eq!(log(site, &photo).await.len(), 1, "the page alone is no look");

        let file = zhou.get(&format!("/papers/{photo}/file")).await;
        assert_eq!(file.is(200).bytes, PNG);
        assert!(file.header("content-disposition").unwrap().starts_with("inline"));
        assert_eq!(file.header("content-type"), Some("image/png"));
        assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
        assert!(file.header("content-security-policy").unwrap().starts_with("sandbox; default-src 'none'"));
        assert_eq!(file.header("x-frame-options"), Some("DENY"));
        let (action, reason) = log(site, &photo).await.remove(0);
        assert_eq!((action.as_str(), reason.as_str()), ("paper.look", "审核人员类别"));

        // A PDF may stand in a frame of this site, and nothing in it may load or run anything.
        assert!(zhou.get(&format!("/papers/{scan}")).await.text().contains("<iframe src=\"/papers/"));
        let file = zhou.get(&format!("/papers/{scan}/file")).await;
        assert_eq!((file.is(200).header("x-frame-options")), Some("SAMEORIGIN"));
        let policy = file.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'self'"),
            "{policy}"
        );
        assert!(!policy.contains("script-src"), "{policy}");

        // Reasons are ready, each for its decision.
        let decide = format!("/papers/{photo}/decide");
        let odd = zhou.post(&decide, &[("action", "accept"), ("ready", "unreadable")]).await;
        assert!(odd.is(422).text().contains("另一种决定"));
        let none = zhou.post(&decide, &[("action", "refuse"), ("ready", ""), ("reason", "")]).await;
        assert!(none.is(422).text().contains("请选一条或写明理由"));
        let done = zhou.post(&decide, &[("action", "refuse"), ("ready", "unreadable")]).await;
        assert_eq!(done.is(303).location(), Some(&*format!("/papers/{scan}")));
        assert!(li.get("/account/papers").await.text().contains("照片看不清，请重拍"));

        // What is decided says by whom, and its file opens with a reason only.
        zhou.get(&format!("/papers/{photo}/file")).await.is(404);
        let decided = zhou.get(&format!("/papers/{photo}")).await;
        assert!(decided.is(200).text().contains("学员zhou") && decided.text().contains("为什么打开"));
        assert!(!decided.text().contains("<img src=\"/papers/"));
        let again = zhou.post(&format!("/papers/{photo}/file"), &[("look", "学员来电询问")]).await;
        assert!(again.is(200).header("content-disposition").unwrap().starts_with("attachment"));
    })
    .await;
}
