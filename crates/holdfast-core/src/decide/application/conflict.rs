//! Two people change the same page of an application: what goes together is merged, the rest is theirs to choose.

use super::FormPage;
use super::review::in_words;
use crate::decide::registration::{BothChanged, Fields, Merge};

/// Merges one page, question by question.
///
/// `base` is what this person saw, `mine` what they sent, `theirs` what is kept now.
pub fn merge(page: &FormPage<'_>, base: &Fields, mine: &Fields, theirs: &Fields) -> Merge {
    let mut fields = Fields::default();
    let mut both = Vec::new();
    for question in &page.questions {
        let id = question.id.as_str();
        let (was, my, their) = (same(base.get(id)), same(mine.get(id)), same(theirs.get(id)));
        let kept = if my == was { &their } else { &my };
        fields.set(id, kept.as_str());
        if my != was && their != was && my != their {
            both.push(BothChanged {
                field: id.to_owned(),
                label: question.asks.clone(),
                mine: words(question, &my),
                theirs: words(question, &their),
            });
        }
    }
    Merge { fields, both }
}

/// A browser sends every line end as two characters, whatever it was given.
fn same(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn words(question: &crate::catalog::Question, answer: &str) -> String {
    if answer.is_empty() { "Nothing".to_owned() } else { in_words(question, answer) }
}
