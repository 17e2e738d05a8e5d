//! Where a trial stands.

use super::entry::{Entries, Field};
use super::source::{Source, holds};
use super::types::Status;

/// More specific wording first: "not yet recruiting" holds "recruiting".
const WORDINGS: &[(Status, &[&str])] = &[
    (Status::NotYetRecruiting, &["not yet recruiting", "not_yet_recruiting", "not yet accepting", "尚未开始", "尚未招募", "未开始招募"]),
    (
        Status::ActiveNotRecruiting,
        &[
            "active, not recruiting",
            "active_not_recruiting",
            "active not recruiting",
            "recruitment complete",
            "招募完成",
            "停止招募",
            "ongoing, recruitment ended",
            "不再招募",
        ],
    ),
    (Status::EnrollingByInvitation, &["enrolling by invitation", "enrolling_by_invitation", "邀请入组"]),
    (Status::Terminated, &["terminated", "prematurely ended", "提前终止", "已终止"]),
    (Status::Withdrawn, &["withdrawn", "撤回"]),
    (Status::Suspended, &["suspended", "temporarily halted", "暂停"]),
    (Status::Completed, &["completed", "recruitment is closed", "已完成", "完全的", "完成"]),
    (Status::Unknown, &["unknown", "未知"]),
    (Status::Recruiting, &["recruiting", "ongoing, recruiting", "招募中", "正在招募", "现招募", "招募患者", "进行中"]),
];
/// A status that no label announces is a short statement.
const STATEMENT_CHARS_MAX: usize = 70;

pub fn read(source: &Source<'_>, entries: &Entries<'_>) -> Option<Status> {
    let labelled = || entries.lines(Field::Status).chain(entries.all(Field::Start).map(|e| e.label)).find_map(|v| of(&v.to_lowercase()));
    let stated = || {
        source
            .lower
            .split(['\n', '|', '·', ';', '.', '。', '，', '｜'])
            .map(str::trim)
            .filter(|s| s.chars().count() <= STATEMENT_CHARS_MAX)
            .find_map(|s| {
                WORDINGS
                    .iter()
                    .find(|(_, words)| words.iter().any(|w| s.starts_with(w) || !w.is_ascii() && s.contains(w) && *w != "完成"))
                    .map(|(status, _)| *status)
            })
    };
    labelled().or_else(stated)
}

fn of(lower: &str) -> Option<Status> {
    let lower = lower.split(['.', '。']).next().unwrap_or(lower);
    WORDINGS.iter().find(|(_, words)| holds(lower, words)).map(|(status, _)| *status)
}

/// A line that is a status and nothing else: `RECRUITING`, `NOT_YET_RECRUITING`.
pub fn of_line(line: &str) -> Option<Status> {
    let lower = line.trim().to_lowercase();
    WORDINGS.iter().find(|(_, words)| words.contains(&lower.as_str())).map(|(status, _)| *status)
}
