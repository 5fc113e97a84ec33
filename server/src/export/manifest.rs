//! The manifest in the words of the bureau, for the last sheet.

use domain::export::{Manifest, Rounding};
use domain::policy::Profile;

/// What the last sheet says, line by line.
pub fn lines(manifest: &Manifest) -> Vec<(&'static str, String)> {
    let fen = manifest.amount_fen;
    let mut lines = vec![
        ("文件", manifest.file.clone()),
        ("范围", manifest.scope.clone()),
        ("证件号和电话", if manifest.masked { "已遮挡" } else { "完整" }.to_owned()),
        ("台账行数", manifest.rows.to_string()),
        ("每日明细行数", manifest.day_rows.to_string()),
        ("线上认定秒数合计", format!("{}.{:03}", manifest.verified_ms / 1000, manifest.verified_ms % 1000)),
        ("应补金额合计（元）", format!("{}.{:02}", fen / 100, fen % 100)),
    ];
    for policy in &manifest.policies {
        lines.push((
            "认定规则版本",
            format!(
                "{}{}:{} 分钟一学时，完成应修的 {}% 为完成，每学时 {}.{:02} 元，每个班级最高 {}.{:02} 元",
                policy.version,
                if policy.profile == Profile::Compressed { "（演示用压缩规则）" } else { "" },
                policy.credit_hour_minutes,
                policy.completion_percent,
                policy.credit_hour_fen / 100,
                policy.credit_hour_fen % 100,
                policy.class_fen_max / 100,
                policy.class_fen_max % 100,
            ),
        ));
    }
    lines.push(("取整规则", rounding(manifest.rounding).to_owned()));
    lines.push(("学时账条数", manifest.ledger.size.to_string()));
    lines.push(("学时账根哈希", manifest.ledger.root.clone()));
    lines.push(("学时账签名检查点", manifest.ledger.checkpoint.clone()));
    lines.push(("生成程序", manifest.generator.clone()));
    let own = "本文件的 SHA-256 见同时生成的清单文件（.manifest.json）和系统审计记录";
    lines.push(("校验", own.to_owned()));
    lines
}

fn rounding(rounding: Rounding) -> &'static str {
    match rounding {
        Rounding::CreditHoursDownToATenth => {
            "学时按每人每班向下取到 0.1；秒数精确到千分之一秒，不取整；金额向下取到分"
        }
    }
}
