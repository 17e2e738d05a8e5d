//! What the document says of its study: design, phase, size, name, setting, extent of disease, primary endpoint and its verdict.
//!
//! Each fact has its file and its own cues; they share [`Passage`], a sentence that knows its part of the
//! paper. Nothing is filled in from knowledge: a fact that the text does not print stays `None`.

mod design;
mod extent;
mod follow_up;
mod name;
mod period;
mod phase;
mod primary;
mod setting;
mod size;
mod subject;
mod types;
mod verdict;

pub use subject::Subject;
pub use types::{Design, Duration, Extent, Period, PrimaryEndpoint, Setting, Study, StudyCheck};

use super::context::Context;
use super::finding::Finding;
use super::passage::Passage;
use super::trial::Trial;
use crate::document::Kind;

impl Study {
    /// A registration's fields say more of its study than its prose does.
    pub fn take_registration(&mut self, trial: &Trial) {
        self.phase = self.phase.take().or_else(|| trial.phase.clone().filter(|p| p != "n/a"));
        self.n = trial.enrollment.as_ref().and_then(|e| e.count).or(self.n);
        self.registry = self.registry.take().or_else(|| trial.registry_id.clone());
        for planned in &trial.outcomes.primary {
            self.primary.retain(|p| p.endpoint.is_some());
            let known = self.primary.iter().any(|p| p.endpoint == planned.endpoint);
            if !known && planned.endpoint.is_some() {
                let spans = self.primary.first().map(|p| p.spans.clone()).unwrap_or_default();
                self.primary.push(PrimaryEndpoint { endpoint: planned.endpoint.clone(), text: planned.text.clone(), met: None, spans });
            }
        }
    }
}

/// Reads the study that a document reports, registers or comments on.
pub fn read(context: &Context, passages: &[Passage], subject: Subject, findings: &[Finding]) -> Study {
    let (document, annotated, vocabulary) = (context.document, context.annotated, context.vocabulary);
    let Subject { design, many, own, .. } = subject;
    let mut primary = primary::endpoints(passages, annotated, vocabulary);
    for endpoint in &mut primary {
        verdict::judge(endpoint, passages, annotated, findings, vocabulary, design);
    }
    Study {
        design,
        phase: phase::phase(passages).filter(|_| !many),
        n: size::patients(document.kind, passages).filter(|_| !many),
        name: own,
        registry: name::registry(document, passages).filter(|_| !many),
        follow_up: follow_up::follow_up(passages).filter(|_| !many),
        period: period::period(passages).filter(|_| !many),
        setting: setting::setting(passages).filter(|_| !many),
        extent: if document.kind == Kind::Review { Vec::new() } else { extent::extent(passages) },
        primary: if many { Vec::new() } else { primary },
        checks: Vec::new(),
    }
}

/// Reads a text as one abstract, for the tests of the single facts.
#[cfg(test)]
fn read_text(title: Option<&str>, text: &str) -> Study {
    let document = crate::extraction::passage::document(title, text);
    let vocabulary = crate::vocabulary::Vocabulary::builtin();
    let annotated = crate::vocabulary::annotate(crate::text::prepare(&document.text, &[], None), vocabulary);
    let context = Context::new(&document, &annotated, vocabulary);
    let passages = super::passage::passages(&context);
    read(&context, &passages, Subject::of(&context, &passages), &[])
}

#[cfg(test)]
mod tests {
    use super::read_text;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// Cue words between any characters: nothing panics, whatever stands beside a cue.
        #[test]
        fn any_text_is_read(parts in prop::collection::vec("\\PC{0,6}|é{0,30}|phase 3|Ⅲ期|stage II|primary endpoint|met|n=12|34 patients|12例|grade ≥3|3级|%|\\(|NCT01234567|RTOG 0617|follow-up|median|2017年1月|between 1990 and 1999", 0..14)) {
            let text = parts.concat();
            let study = read_text(None, &text);
            prop_assert!(study.n.is_none_or(|n| n >= 2));
        }
    }
}
