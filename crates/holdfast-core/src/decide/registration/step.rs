//! The questions in order, each on a page of its own, with its address, its words and its state.

use crate::model::RegistrationAnswers;

/// Whether a question has an answer. What the directory suggests is no answer until a person confirms it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nobody has answered it.
    NotStarted,
    /// It is answered.
    Done,
}

impl Status {
    /// The words beside the question.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotStarted => "Not started",
            Self::Done => "Done",
        }
    }
}

macro_rules! steps {
    ($($(#[$doc:meta])* $variant:ident = $slug:literal, $short:literal, $title:literal, $hint:literal;)+) => {
        /// One question of a registration.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Step { $($(#[$doc])* $variant),+ }

        impl Step {
            /// Every question, in the order asked.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Its part of an address.
            pub fn slug(self) -> &'static str { match self { $(Self::$variant => $slug),+ } }
            /// Its name in a list.
            pub fn short(self) -> &'static str { match self { $(Self::$variant => $short),+ } }
            /// The question itself.
            pub fn title(self) -> &'static str { match self { $(Self::$variant => $title),+ } }
            /// Why it is asked, and how to answer.
            pub fn hint(self) -> &'static str { match self { $(Self::$variant => $hint),+ } }
        }
    };
}

steps! {
    /// Legal name, type and owner.
    Hospital = "hospital", "Hospital name, type and owner", "Is this your hospital?",
        "We filled this in from the public Medicare directory. Check it, and correct what is wrong. A correction to the type or the owner goes to a reviewer.";
    /// Independent or in a health system.
    Independence = "independence", "Independent or part of a system", "Does the hospital belong to a health system?",
        "A health system is a group of hospitals and clinics under one owner or one management. Buying together or sharing an electronic record does not make one.";
    /// Licensed beds.
    Beds = "beds", "Licensed beds", "How many beds is the hospital licensed for?",
        "Use the number on the state license, not the number staffed today.";
    /// People who sign in.
    Users = "users", "People who sign in", "How many people sign in to a computer at work?",
        "Count everyone with a sign-in of their own: staff, doctors, temporary staff, volunteers. A close guess helps; it sets the dollar figures you will see.";
    /// Windows machines by version.
    Windows = "windows", "Windows computers", "How many Windows computers are there?",
        "Count what you can. Leave a box empty if you do not know that number; write 0 if there are none.";
    /// Mail domain.
    MailDomain = "mail-domain", "Mail domain", "What comes after the @ in the hospital's mail addresses?",
        "Like hospital.org. If yours matches the public directory, a mail to your address is all the proof we need.";
    /// Plan and products.
    Security = "security", "Security products and plan", "What protects the hospital today?",
        "The plan decides which offers fit. Naming products is optional and tells nobody outside the program what you run.";
    /// Who registers.
    Contact = "contact", "Your details", "Who are you?",
        "We write to you about this registration only. Registering does not make you administrator of anything.";
    /// What may be shared.
    Consent = "consent", "What we may share", "What may we share?",
        "You can say no to both and still take every offer. You can change this later, on your hospital's settings page.";
}

impl Step {
    /// The question with this address.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|s| s.slug() == slug)
    }

    /// Whether it is answered.
    pub fn status(self, answers: &RegistrationAnswers) -> Status {
        let done = match self {
            Self::Hospital => {
                answers.legal_name.is_some() && answers.hospital_type.is_some() && answers.ownership.is_some()
            }
            Self::Independence => answers.independence.is_some(),
            Self::Beds => answers.licensed_beds.is_some(),
            Self::Users => answers.staffed_users.is_some(),
            Self::Windows => answers.windows.is_some(),
            Self::MailDomain => answers.mail_domain.is_some(),
            Self::Security => answers.security.is_some(),
            Self::Contact => answers.contact.is_some(),
            Self::Consent => answers.consent.is_some(),
        };
        if done { Status::Done } else { Status::NotStarted }
    }

    /// The next question in order that has no answer, looking from this one onwards and then from the start.
    pub fn next_open(self, answers: &RegistrationAnswers) -> Option<Self> {
        let here = Self::ALL.iter().position(|s| *s == self).unwrap_or(0);
        let (before, after) = Self::ALL.split_at(here);
        after.iter().chain(before).copied().find(|s| s.status(answers) == Status::NotStarted)
    }
}
