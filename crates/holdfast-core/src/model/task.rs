//! The first tasks of a hospital: steps that make people administrators on purpose, never by accident.

mod steps;

use serde::{Deserialize, Serialize};

macro_rules! tasks {
    ($($(#[$doc:meta])* $variant:ident = $key:literal, $title:literal, $minutes:literal, $why:literal;)+) => {
        /// A task every registered hospital is given.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Task { $($(#[$doc])* #[serde(rename = $key)] $variant),+ }
        impl Task {
            /// Every task, in the order to do them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The key used in tables and addresses.
            pub fn key(self) -> &'static str { match self { $(Self::$variant => $key),+ } }
            /// The title, a verb first.
            pub fn title(self) -> &'static str { match self { $(Self::$variant => $title),+ } }
            /// Minutes it takes.
            pub fn minutes(self) -> u16 { match self { $(Self::$variant => $minutes),+ } }
            /// Why it matters.
            pub fn why(self) -> &'static str { match self { $(Self::$variant => $why),+ } }
            /// The task with this key.
            pub fn from_key(key: &str) -> Option<Self> { Self::ALL.iter().copied().find(|t| t.key() == key) }
        }
    };
}

tasks! {
    /// Someone proves that they belong.
    ProveBelonging = "prove-belonging", "Prove that you work at the hospital", 5,
        "Only people of the hospital may accept offers for it.";
    /// A first administrator, on purpose.
    NameAdministrator = "name-administrator", "Name the hospital's administrator here", 10,
        "Registering made nobody an administrator. Someone who answers for the hospital takes this on, knowingly.";
    /// Administrator accounts apart from daily ones.
    SeparateAdministrator = "separate-administrator", "Give administrators a second, separate account", 30,
        "When you switch on a vendor's offer, the first person to sign up often gets every right. A separate account for administration keeps one stolen password from being all of them.";
    /// Break-glass.
    BreakGlass = "break-glass", "Set up a break-glass account and lock it away", 45,
        "One sealed account, with a long password on paper in a safe, lets you back in when sign-in fails.";
    /// MFA.
    TurnOnMfa = "turn-on-mfa", "Turn on multifactor sign-in for every administrator", 60,
        "It stops most stolen passwords. Start with administrators, then remote access, then mail.";
    /// A second person.
    SecondPerson = "second-person", "Add a second person from the hospital", 5,
        "People take leave. Two people should be able to act.";
    /// Recovery codes.
    PrintRecoveryCodes = "print-recovery-codes", "Print your recovery codes", 5,
        "They are the way back in when your phone or key is lost.";
}
