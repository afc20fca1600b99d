//! How to do each first task, step by step, for one person at one desk. Products are named nowhere: every sign-in system can do these.

use super::Task;

impl Task {
    /// Whether it is done by what is on record here, so that nobody can tick it by hand.
    pub fn is_on_record(self) -> bool {
        matches!(
            self,
            Self::ProveBelonging | Self::NameAdministrator | Self::SecondPerson | Self::PrintRecoveryCodes
        )
    }

    /// What counts as done.
    pub fn done_when(self) -> &'static str {
        match self {
            Self::ProveBelonging => "Done by itself once the registration is checked.",
            Self::NameAdministrator => "Done by itself once someone holds the administrator role here.",
            Self::SeparateAdministrator => {
                "Tick it when every person who administers anything has a second account for that, and reads no mail with it."
            }
            Self::BreakGlass => {
                "Tick it when the sealed account has been tried once and its password is back in the safe."
            }
            Self::TurnOnMfa => "Tick it when no administrator can sign in with a password alone.",
            Self::SecondPerson => "Done by itself once two people of the hospital can sign in here.",
            Self::PrintRecoveryCodes => {
                "Done by itself once every administrator and IT person of the hospital has recovery codes."
            }
        }
    }

    /// The steps, in order.
    pub fn steps(self) -> &'static [&'static str] {
        match self {
            Self::ProveBelonging => &[
                "If your work mail is at the hospital's own domain, open the link we mailed you. That is all.",
                "If not, a reviewer calls the hospital on the number in the public directory and asks for you. Tell the front desk to expect the call.",
                "The call never asks for a password or a code. If someone does ask, hang up and call us.",
            ],
            Self::NameAdministrator => &[
                "Decide who answers for the hospital here: often the chief executive, the head of IT or the compliance officer.",
                "Open the page for the first administrator and name that person by work mail.",
                "They accept by their own act, with a passkey. Nobody becomes administrator by being named.",
            ],
            Self::SeparateAdministrator => &[
                "List everyone who can change settings for others: mail, sign-in, servers, the network, backups, the health record system.",
                "Give each of them a second account, named so that it is seen at once, such as adm-jlee. It has no mailbox.",
                "Move the administrator rights to the second account, and take them from the daily one.",
                "Try one ordinary task with the daily account, and one administration task with the second.",
                "Before you switch on any offer, decide which second account signs up for it.",
            ],
            Self::BreakGlass => &[
                "Make one account with full administrator rights that belongs to nobody, and that no sign-in rule or vendor can lock out.",
                "Give it a password of at least 20 characters, made by a password tool. Print it, and keep no copy on any computer.",
                "Add a security key to it if the system takes one. Put key and paper into a sealed, dated envelope.",
                "Lock the envelope in a safe that two people can open together, on paper, without any computer.",
                "Try it once, change the password, seal it again, and have every use of it raise an alert.",
                "Put a yearly test on the calendar, and one for the day either of the two people leaves.",
            ],
            Self::TurnOnMfa => &[
                "Start with administrator accounts. Use security keys or passkeys where you can: they cannot be tricked out of anyone.",
                "Have each person add a second way in before you turn the rule on, so that a lost phone locks nobody out.",
                "Turn the rule on for administrators, and leave out only the break-glass account.",
                "Then remote access: the VPN, remote desktop, and every vendor who comes in from outside.",
                "Then mail, one department at a time. Shared computers at nurse stations can use badges or keys instead of phones.",
                "Look at the sign-in report after a week: whoever still signs in with a password alone is the list for the next one.",
            ],
            Self::SecondPerson => &[
                "Choose someone who is at work when you are not.",
                "An administrator of the hospital invites them under People, by work mail.",
                "They accept and set up their own sign-in. Never share yours.",
            ],
            Self::PrintRecoveryCodes => &[
                "Open your account page and make recovery codes.",
                "Print the page, and keep it where your phone and your key are not.",
                "Each code works once. Make new ones when few are left; the old ones stop at once.",
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_task_has_steps_and_an_end() {
        for task in Task::ALL {
            assert!((3..=8).contains(&task.steps().len()), "{}", task.key());
            for step in task.steps() {
                assert!(step.ends_with('.') && step.len() < 220, "{step}");
            }
            assert_eq!(task.done_when().starts_with("Done by itself"), task.is_on_record());
        }
    }
}
