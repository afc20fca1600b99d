//! Where someone goes after signing in: the page they wanted, if it is ours, or the one their roles begin at.

use holdfast_core::model::Action;

use crate::auth::Actor;

/// Longest address taken from a form.
const MOST_CHARS: usize = 500;

/// A page of this portal that a form or an address named, or `None`: never another site, never a line break.
pub fn wanted(next: &str) -> Option<&str> {
    let ours = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && next.len() <= MOST_CHARS
        && next.bytes().all(|b| (0x21..0x7f).contains(&b))
        && !next.starts_with("/sign-");
    ours.then_some(next)
}

/// The page a person's roles begin at.
pub fn home_of(actor: &Actor) -> String {
    if actor.may_in_program(Action::Review) {
        return "/office/queue".to_owned();
    }
    if actor.may_in_program(Action::ViewAggregates) {
        return "/office".to_owned();
    }
    match actor.readable_hospitals().as_slice() {
        [] => "/account".to_owned(),
        [one] => format!("/hospital/{one}"),
        _ => "/my-hospitals".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_are_gone_to() {
        assert_eq!(wanted("/hospital/991301?tab=a"), Some("/hospital/991301?tab=a"));
        for foreign in
            ["", "//evil.example", "/\\evil.example", "https://evil.example", "evil", "/a\r\nb", "/sign-out"]
        {
            assert_eq!(wanted(foreign), None, "{foreign}");
        }
        assert_eq!(wanted(&format!("/{}", "a".repeat(600))), None);
    }
}
