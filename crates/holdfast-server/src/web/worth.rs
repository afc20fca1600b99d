//! What an offer is worth in dollars, in the words pages use. It reckons nothing; that is decided in core.

use holdfast_core::decide::value::Worth;
use holdfast_core::facts::FactKind;

/// Dollars, and how they were reached or what is missing for them; both empty when nobody put it in money.
pub(in crate::web) fn money(worth: &Worth) -> (String, String) {
    match worth {
        Worth::Known { yearly, basis, verified } => {
            let unchecked = if *verified { "" } else { " Nobody has checked this price at its source yet." };
            (yearly.to_string(), format!("{basis}{unchecked}"))
        }
        Worth::NeedsFact { fact, each } => {
            let what = match fact {
                FactKind::StaffedUsers => "how many people sign in",
                other => other.label(),
            };
            (String::new(), format!("Tell us {what}, and we estimate it: {each}"))
        }
        Worth::NotStated => (String::new(), String::new()),
    }
}
