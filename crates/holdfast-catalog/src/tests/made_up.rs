//! A made-up catalog of one of everything, as files. Nothing in it is real, and each mistake is tried on it.

pub(super) const PROGRAM: &str = r#"
[program]
id = "franklin-help"
name = "Franklin help"
purpose = "Helps the made-up hospitals of the State of Franklin."
serves = "hospitals"
review_target_days = 5
source = "Made up for tests"
verified_on = "2026-08-01"

[[denominator]]
n = 12
counts = "Hospitals of Franklin"
source = "Made up for tests"
verified_on = ""

[[offer]]
id = "franklin-price"
provider = "Fixture Software"
name = "A lower price"
kind = "discount"
gets = "Mail filtering at a lower price."
url = "https://example.org/help"
from = "2024-06-10"
to = "2026-10-13"
term_months = 12
minutes_to_start = 20
safeguards = ["mfa", "email"]
how_to_apply = ["Ask.", "Wait."]
day_after = "The price goes back up."
exit = "Stop paying."
source = "Made up for tests"
verified_on = "2026-08-01"

[offer.cost]
says = "You pay 40 percent."
free = false

[offer.value]
per = "staffed_users"
low_usd = 158
high_usd = 1_98
at_most = 300
basis = "List price less 60 to 75 percent."
source = "Made up for tests"
verified_on = ""

[offer.year_two]
says = "The same price."

[offer.year_two.price]
low_usd = 10
high_usd = 20
basis = "Once a hospital."
source = "Made up for tests"
verified_on = ""

[[offer.alternative]]
name = "Free scan of Franklin"
offer = "franklin-scan"

[[offer.alternative]]
name = "Any other filter"

[[offer.clause]]
id = "small"
when = "cah || reh"
asks = "The hospital is small"
fails = "This price is for small hospitals."

[[offer.clause]]
id = "in-franklin"
when = "state == \"ZZ\" && licensed_beds <= 25"
asks = "The hospital is in Franklin"
fails = "This price is for Franklin."
otherwise = "refer"
"#;

pub(super) const APPLICANTS: &str = r#"
[program]
id = "franklin-grants"
name = "Franklin grants"
purpose = "Made-up grants."
serves = "applicants"
review_target_days = 30
source = "Made up for tests"
verified_on = ""

[[question]]
id = "kind"
page = "About you"
asks = "Who applies?"
kind = "choice"
choices = [["hospital", "A hospital"], ["nonprofit", "A nonprofit"]]
required = true
fact = "applicant_kind"

[[question]]
id = "problem"
page = "The problem"
asks = "What is the problem?"
hint = "Plain words."
kind = "long_text"
max_chars = 900
required = false
"#;

pub(super) const RESOURCES: &str = r#"
[[resource]]
id = "franklin-scan"
provider = "State of Franklin"
name = "Free scan"
kind = "scan"
gets = "A weekly report."
from = ""
to = ""
source = "Made up for tests"
verified_on = "2026-08-01"
cost = { says = "Free.", free = true }
"#;

pub(super) const MFA: &str = r#"
id = "mfa"
code = "E3"
name = "Multifactor sign-in"
title = "Multifactor Authentication"
set = "essential"
means = "A password alone opens nothing."
why = "Passwords are stolen."
source = "Made up for tests"
verified_on = "2026-08-01"

[maps_to]
franklin-rule = ["12(b)"]
source = "Made up for tests"
verified_on = "2026-08-01"

[[measure]]
id = "mfa-admins"
says = "Every administrator uses a second step."
counts = "administrators"
proven_by = ["sign-in-report"]
fresh_for_days = 30
weight = 3
gate = "One stolen password opens everything."
"#;

pub(super) const EMAIL: &str = r#"
id = "email"
code = "E2"
name = "Email security"
set = "essential"
means = "Nobody can send mail in your name."
why = "Forged mail works."
source = "Made up for tests"
verified_on = "2026-08-01"
maps_to = { source = "Made up for tests", verified_on = "2026-08-01" }
measure = [{ id = "email-no-spoofing", says = "Forged mail is refused.", proven_by = ["sign-in-report"], fresh_for_days = 7, weight = 1 }]
"#;

pub(super) const KINDS: &str = r#"
[[evidence]]
id = "sign-in-report"
name = "Sign-in report"
method = "test"
gathered_by = "tenant"
says = "Who uses a second step."
source = "Made up for tests"
verified_on = "2026-08-01"
"#;

pub(super) const RULE: &str = r#"
id = "franklin-rule"
name = "The Franklin rule"
publisher = "State of Franklin"
source = "Made up for tests"
verified_on = "2026-08-01"

[[requirement]]
id = "12(b)"
title = "Two steps"
kind = "required"
franklin-rule = ["12(b)"]
"#;

pub(super) const QUESTIONS: &str = r#"
[[question]]
id = "second-step"
for = "it"
asks = "Does every administrator use a second step?"
asks_es = "\u00bfUsa cada administrador un segundo paso?"
answers = ["mfa-admins"]
source = "Made up for tests"
verified_on = "2026-08-01"
"#;

pub(super) const STEP: &str = r#"
id = "second-step"
name = "Ask for a second step"
closes = ["mfa-admins"]
after = ["list-administrators"]
skill = "own"
hours_first = [2, 4, 8]
hours_yearly = [1, 2, 4]
window = "none"
steps = ["Turn it on."]
rollback = "Turn it off."
proof = ["sign-in-report"]
paid_by = [{ offer = "franklin-scan", percent = 50 }]
effect = [{ scenario = "lost-password", acts = "frequency", cut_percent = [10, 20, 40], source = "Made up for tests", verified_on = "" }]
source = "Made up for tests"
verified_on = ""

[cost]
per = "staffed_users"
first_usd = [0, 24, 60]
yearly_usd = [0, 24, 60]
basis = "A key for each."
source = "Made up for tests"
verified_on = ""
"#;

pub(super) const FIRST_STEP: &str = r#"
id = "list-administrators"
name = "List administrators"
closes = []
after = []
skill = "helped"
hours_first = [1, 1, 2]
hours_yearly = [0, 0, 0]
window = "downtime"
steps = ["Write them down."]
rollback = "Throw it away."
proof = ["sign-in-report"]
cost = { per = "once", first_usd = [0, 0, 0], yearly_usd = [0, 0, 0], basis = "Paper.", source = "Made up for tests", verified_on = "" }
effect = [{ scenario = "lost-password", acts = "loss", cut_percent = [0, 1, 2], source = "Made up for tests", verified_on = "" }]
source = "Made up for tests"
verified_on = ""
"#;

pub(super) const SCENARIO: &str = r#"
id = "lost-password"
name = "Lost password"
story = "Somebody finds it."
per_1000_years = [10, 20, 40]
days_down = [0, 1, 2]
loss = [{ id = "income", says = "Income", per = "bed_day", usd = [100, 200, 400], basis = "Guessed.", source = "Made up for tests", verified_on = "" }]
source = "Made up for tests"
verified_on = ""
"#;

pub(super) const ASSET: &str = r#"
id = "card-index"
name = "Card index"
means = "Cards of every patient, in a computer."
flows = "Created at the desk; kept in a drawer."
holds = "all"
care = "slows"
add = "Where it stands."
source = "Made up for tests"
verified_on = ""

[[threat]]
scenario = "lost-password"
how = "Somebody reads the cards."
harms = ["confidentiality", "integrity"]
weak_without = ["mfa-admins"]
"#;

pub(super) const DEPENDENCIES: &str = r#"
[[dependency]]
id = "drawer"
name = "The drawer"
means = "Where cards lie."
depends_on = ["desk"]
source = "Made up for tests"
verified_on = ""

[[dependency]]
id = "desk"
name = "The desk"
means = "Where the drawer is."
depends_on = []
source = "Made up for tests"
verified_on = ""
"#;

pub(super) const SERVICE: &str = r#"
id = "greeting"
name = "Greeting"
kind = "clinical"
means = "Somebody says hello."
by_hand = "Wave."
source = "Made up for tests"
verified_on = ""

[[need]]
on = "drawer"
effect = "slows"
hours = [1, 2, 3]
why = "Nobody knows the name."
source = "Made up for tests"
verified_on = ""
"#;

pub(super) const CASH: &str = r#"
days_still_paid = [0, 7, 14]
days_on_hand = [1, 20, 99]

[still_paid]
source = "Made up for tests"
verified_on = ""

[on_hand]
source = "Made up for tests"
verified_on = ""
"#;

pub(super) const TELL: &str = r#"
[[contact]]
id = "franklin-insurer"
name = "The insurer"
why = "Pays only for whom it agreed to."
source = "Made up for tests"
verified_on = ""
"#;

pub(super) const DRILL: &str = r#"
id = "cards-burnt"
name = "The cards are burnt"
story = "Nobody knows who is who."
dark = "us"
down = ["drawer"]
lost = ["The cards."]
first_hour = ["Tell everybody."]
first_day = ["Write new cards."]
first_week = ["Sort them."]
look_at = ["Who had a match?"]
forms = ["card"]
source = "Made up for tests"
verified_on = ""

[[inject]]
minute = 5
story_time = "Day 1, 06:00"
says = "It smells of smoke."
expect = "Somebody looks."
"#;

pub(super) const CALLS: &str = r#"
[[call]]
id = "porter"
who = "The porter"
by = "at_once"
why = "Has the key."
say = "Open."
source = "Made up for tests"
verified_on = ""

[[call]]
id = "payer"
who = "The insurer"
outside = true
called_by = "porter"
only_for = ["cards-burnt"]
by = "first_day"
contact = "franklin-insurer"
say = "It burns."
source = "Made up for tests"
verified_on = ""
"#;

pub(super) const FORM: &str = r#"
id = "card"
name = "A card"
how = "One for each."
source = "Made up for tests"
verified_on = ""

[[part]]
title = "Who"
fields = ["Name", "Born"]

[[part]]
title = "What"
columns = ["Time", "What"]
blank_rows = 12
"#;

pub(super) const WAIVER: &str = r#"
[[point]]
id = "both-declared"
part = "first"
says = "Look whether both are declared."
source = "Made up for tests"
verified_on = ""
"#;

pub(super) const FILES: [(&str, &str); 20] = [
    ("assets/card-index.toml", ASSET),
    ("contacts/franklin.toml", TELL),
    ("drill/calls.toml", CALLS),
    ("drill/cards-burnt.toml", DRILL),
    ("drill/form-card.toml", FORM),
    ("drill/waiver.toml", WAIVER),
    ("evidence/kinds.toml", KINDS),
    ("frameworks/franklin-rule.toml", RULE),
    ("programs/applicants.toml", APPLICANTS),
    ("programs/franklin.toml", PROGRAM),
    ("questions/it.toml", QUESTIONS),
    ("resources/franklin.toml", RESOURCES),
    ("safeguards/email.toml", EMAIL),
    ("safeguards/mfa.toml", MFA),
    ("scenarios/lost-password.toml", SCENARIO),
    ("services/cash.toml", CASH),
    ("services/dependencies.toml", DEPENDENCIES),
    ("services/greeting.toml", SERVICE),
    ("steps/list-administrators.toml", FIRST_STEP),
    ("steps/second-step.toml", STEP),
];
