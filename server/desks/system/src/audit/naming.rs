//! Lines of the log as people read them: names instead of ids, words instead of codes.

use app::words::Words;
use domain::time::Zone;
use store::audit::{AuditLine, AuditNames};

/// What names the objects of lines, for one reader.
#[derive(Clone, Debug)]
pub struct Naming {
    pub words: Words,
    pub zone: Zone,
    pub names: AuditNames,
}

impl Naming {
    fn name(&self, noun: &str, id: &str) -> Option<String> {
        self.names.get(noun, id).map(|(name, name_en)| self.words.either(name, name_en))
    }

    /// What was acted upon, such as `申诉 王芳`; its noun alone where it has no name, and empty for nothing.
    pub fn subject(&self, subject: &str) -> String {
        let Some((noun, id)) = subject.split_once(':') else { return subject.to_owned() };
        let Some(said) = self.words.audit_noun(noun) else { return subject.to_owned() };
        match self.name(noun, id) {
            Some(name) if !name.is_empty() => format!("{said} {name}"),
            Some(_) if noun == "export" => format!("{said} {}", self.words.t("全部班级", "all classes")),
            // What has a name for an id: a ledger, a witness, a policy.
            None if id.len() < ID_CHARS => format!("{said} {id}"),
            _ => said.to_owned(),
        }
    }

    /// What else is to be known of a line; as it is stored, if this program does not know the action.
    pub fn detail(&self, line: &AuditLine) -> String {
        match line.read() {
            Some(action) => self.words.audit_detail(self.zone, &|noun, id| self.name(noun, id), &action),
            None if line.detail == "{}" => String::new(),
            None => line.detail.clone(),
        }
    }

    /// A state before or after.
    pub fn value(&self, text: &str) -> String {
        self.words.value(self.zone, &|noun, id| self.name(noun, id), text)
    }

    /// What changed; empty where nothing did.
    pub fn change(&self, line: &AuditLine) -> String {
        if line.before_value == line.after_value {
            return String::new();
        }
        let (before, after) = (self.value(&line.before_value), self.value(&line.after_value));
        if before.is_empty() { after } else { format!("{before} → {}", dash(after)) }
    }

    /// Reason, detail and change in one line, without hashes: those stand on the line's own page.
    pub fn note(&self, line: &AuditLine) -> String {
        let detail = self.detail(line);
        let detail: Vec<&str> =
            detail.split(self.words.t("，", ", ")).filter(|part| !part.starts_with("SHA-256")).collect();
        let parts = [line.reason.clone(), detail.join(self.words.t("，", ", ")), self.change(line)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(self.words.t("；", "; "))
    }
}

/// Ids are longer than names that serve as ids.
const ID_CHARS: usize = 24;

/// What stands where there is nothing.
pub fn dash(text: String) -> String {
    if text.is_empty() { "—".to_owned() } else { text }
}
