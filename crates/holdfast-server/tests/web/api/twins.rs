//! Every page has calls that do the same with the same rights, or a reason why it has none. A new page is missing here
//! until it has one or the other.

mod hospital;

use std::collections::{BTreeMap, BTreeSet};

use holdfast_server::routes::{Access, RouteRow};
use holdfast_testkit::Portal;

/// What stands for a page in the API.
enum Twin {
    /// The calls that do what it does.
    Calls(&'static [&'static str]),
    /// None, and why.
    None(&'static str),
}

use Twin::{Calls, None as No};

const SIGNS_IN: &str = "it signs somebody in, and a token must not become a way to sign in";
const WAYS_IN: &str =
    "a token changes no way to sign in, so that one that got lost cannot make itself others";
const LOOKS: &str = "a file of the pages' own looks";
const NAMED: &str = "it is data as it is, at the address that badges name";

/// Those of pages that are not one hospital's; its pages have a room of their own.
const OTHERS: &[(&str, Twin)] = &[
    ("GET /", Calls(&["GET /api/v1/directory"])),
    ("GET /.well-known/did.json", No(NAMED)),
    ("GET /badges/achievements/{file}", No(NAMED)),
    ("GET /badges/issuer.json", No(NAMED)),
    ("GET /badges/keys.json", No(NAMED)),
    ("GET /badges/keys/{file}", No(NAMED)),
    ("GET /badges/status/{list}", No(NAMED)),
    ("GET /verify", Calls(&["POST /api/v1/verify"])),
    ("POST /verify", Calls(&["POST /api/v1/verify"])),
    ("GET /verify/{code}", Calls(&["GET /api/v1/verify/{code}"])),
    ("GET /account", Calls(&["GET /api/v1/account"])),
    ("POST /account/name", Calls(&["PUT /api/v1/account/name"])),
    ("POST /account/passkeys/finish", No(WAYS_IN)),
    ("POST /account/passkeys/start", No(WAYS_IN)),
    ("POST /account/passkeys/{id}/remove", No(WAYS_IN)),
    ("POST /account/passkeys/{id}/rename", No(WAYS_IN)),
    ("POST /account/sessions/end", Calls(&["DELETE /api/v1/account/sessions/{session}"])),
    ("POST /account/sessions/end-others", Calls(&["DELETE /api/v1/account/sessions"])),
    ("POST /account/tokens", No(WAYS_IN)),
    ("POST /account/tokens/{id}/revoke", Calls(&["DELETE /api/v1/account/tokens/{token}"])),
    ("GET /administrator/{token}", No(SIGNS_IN)),
    ("POST /administrator/{token}", No(SIGNS_IN)),
    ("GET /answer/{token}", Calls(&["POST /api/v1/questions"])),
    ("POST /answer/{token}", Calls(&["POST /api/v1/questions/answers"])),
    ("GET /api", Calls(&["GET /api/v1/openapi.json"])),
    ("GET /application", Calls(&["GET /api/v1/application"])),
    ("GET /application/check", Calls(&["GET /api/v1/application"])),
    ("GET /application/lost", Calls(&["POST /api/v1/applications/links"])),
    ("GET /application/offers", Calls(&["GET /api/v1/application"])),
    ("GET /application/page/{page}", Calls(&["GET /api/v1/application/pages/{page}"])),
    ("POST /application/page/{page}", Calls(&["PUT /api/v1/application/pages/{page}"])),
    ("GET /application/save", Calls(&["POST /api/v1/application/way-back"])),
    ("POST /application/save", Calls(&["POST /api/v1/application/way-back"])),
    ("POST /application/send", Calls(&["POST /api/v1/application/send"])),
    ("GET /application/status", Calls(&["GET /api/v1/application"])),
    ("GET /assets/{digest}/{name}", No(LOOKS)),
    (
        "GET /calendar/{file}",
        No("it is a feed for calendars; the dated ends are at /api/v1/hospitals/{ccn}/cliffs"),
    ),
    ("GET /check", Calls(&["GET /api/v1/check/{ccn}", "POST /api/v1/check/{ccn}"])),
    ("GET /confirm/{token}", Calls(&["POST /api/v1/registrations/confirm"])),
    ("POST /confirm/{token}", Calls(&["POST /api/v1/registrations/confirm"])),
    ("GET /favicon.ico", No(LOOKS)),
    ("GET /help", Calls(&["POST /api/v1/help"])),
    ("POST /help", Calls(&["POST /api/v1/help"])),
    ("GET /help/r/{token}", Calls(&["POST /api/v1/help/by-link"])),
    ("POST /help/r/{token}", Calls(&["POST /api/v1/help/by-link/messages"])),
    ("GET /help/sent", Calls(&["POST /api/v1/help"])),
    ("GET /office/colleges", Calls(&["GET /api/v1/office/colleges"])),
    ("GET /office/colleges.csv", Calls(&["GET /api/v1/office/colleges"])),
    ("GET /office/colleges/file", Calls(&["POST /api/v1/office/colleges/file"])),
    ("POST /office/colleges/file", Calls(&["POST /api/v1/office/colleges/file"])),
    ("GET /office/colleges/new", Calls(&["POST /api/v1/office/colleges"])),
    ("POST /office/colleges/new", Calls(&["POST /api/v1/office/colleges"])),
    ("GET /office/colleges/{college}", Calls(&["GET /api/v1/office/colleges/{college}"])),
    ("POST /office/colleges/{college}", Calls(&["PUT /api/v1/office/colleges/{college}"])),
    ("GET /office/cohorts", Calls(&["GET /api/v1/office/cohorts"])),
    ("GET /office/cohorts/new", Calls(&["POST /api/v1/office/cohorts"])),
    ("POST /office/cohorts/new", Calls(&["POST /api/v1/office/cohorts"])),
    ("GET /office/cohorts/{cohort}", Calls(&["GET /api/v1/office/cohorts/{cohort}"])),
    (
        "POST /office/cohorts/{cohort}",
        Calls(&["POST /api/v1/office/cohorts/{cohort}/moves", "POST /api/v1/office/cohorts/{cohort}/link"]),
    ),
    ("GET /office/cohorts/{cohort}/change", Calls(&["PUT /api/v1/office/cohorts/{cohort}"])),
    ("POST /office/cohorts/{cohort}/change", Calls(&["PUT /api/v1/office/cohorts/{cohort}"])),
    ("GET /teach/{token}", Calls(&["GET /api/v1/class"])),
    ("POST /teach/{token}", Calls(&["POST /api/v1/class/start", "POST /api/v1/class/close"])),
    ("GET /teach/{token}/class.csv", Calls(&["GET /api/v1/class"])),
    ("POST /teach/{token}/grades", Calls(&["POST /api/v1/class/grades"])),
    ("POST /teach/{token}/list", Calls(&["POST /api/v1/class/list"])),
    ("GET /hospitals", Calls(&["GET /api/v1/directory/hospitals"])),
    ("GET /join/{token}", No(SIGNS_IN)),
    ("GET /learn/{token}", Calls(&["GET /api/v1/learn"])),
    ("GET /learn/{token}/badges", Calls(&["GET /api/v1/learn/badges"])),
    ("GET /learn/{token}/badges/{file}", Calls(&["GET /api/v1/learn/badges/{file}"])),
    ("GET /learn/{token}/certificate.pdf", Calls(&["GET /api/v1/learn/certificate.pdf"])),
    ("GET /learn/{token}/due.ics", No("it is a calendar; the due days are at /api/v1/learn")),
    ("GET /learn/{token}/{lesson}", Calls(&["GET /api/v1/learn/lessons/{lesson}"])),
    ("POST /learn/{token}/{lesson}", Calls(&["POST /api/v1/learn/lessons/{lesson}/answers"])),
    ("GET /lessons", Calls(&["GET /api/v1/lessons"])),
    ("GET /lessons/{lesson}", Calls(&["GET /api/v1/lessons/{lesson}"])),
    ("GET /lessons/{lesson}/package.zip", Calls(&["GET /api/v1/lessons/{lesson}/package.zip"])),
    ("GET /lessons/{lesson}/page.pdf", Calls(&["GET /api/v1/lessons/{lesson}/page.pdf"])),
    ("POST /join/{token}", No(SIGNS_IN)),
    ("GET /my-help", Calls(&["GET /api/v1/help/requests"])),
    ("GET /my-help/{id}", Calls(&["GET /api/v1/help/requests/{request}"])),
    ("POST /my-help/{id}", Calls(&["POST /api/v1/help/requests/{request}/messages"])),
    ("GET /my-hospitals", Calls(&["GET /api/v1/hospitals"])),
    ("GET /new-link", Calls(&["POST /api/v1/registrations/links"])),
    ("POST /new-link", Calls(&["POST /api/v1/registrations/links"])),
    ("GET /office", Calls(&["GET /api/v1/office/totals"])),
    ("GET /office/applications", Calls(&["GET /api/v1/applications"])),
    ("GET /office/applications.csv", Calls(&["GET /api/v1/applications"])),
    ("GET /office/cases/{id}", Calls(&["GET /api/v1/office/cases/{case}"])),
    ("POST /office/cases/{id}", Calls(&["POST /api/v1/office/cases/{case}/decisions"])),
    ("GET /office/funnel.csv", Calls(&["GET /api/v1/office/totals"])),
    ("GET /office/hospitals", Calls(&["GET /api/v1/office/hospitals"])),
    ("GET /office/hospitals.csv", Calls(&["GET /api/v1/office/hospitals"])),
    ("GET /office/hospitals/{ccn}", Calls(&["GET /api/v1/office/hospitals/{ccn}"])),
    ("POST /office/hospitals/{ccn}/invite", Calls(&["POST /api/v1/office/hospitals/{ccn}/invite"])),
    (
        "POST /office/hospitals/{ccn}/offers/{offer}/activate",
        Calls(&["POST /api/v1/office/hospitals/{ccn}/offers/{offer}/activate"]),
    ),
    (
        "POST /office/hospitals/{ccn}/offers/{offer}/validate",
        Calls(&["POST /api/v1/office/hospitals/{ccn}/offers/{offer}/validate"]),
    ),
    ("GET /office/months.csv", Calls(&["GET /api/v1/office/totals"])),
    ("GET /office/offers", Calls(&["GET /api/v1/office/offers"])),
    ("GET /office/offers.csv", Calls(&["GET /api/v1/office/totals"])),
    ("GET /office/people", Calls(&["GET /api/v1/office/people", "GET /api/v1/office/invitations"])),
    ("POST /office/people/invite", Calls(&["POST /api/v1/office/invitations"])),
    ("POST /office/people/let-back-in", Calls(&["POST /api/v1/office/people/let-back-in"])),
    ("POST /office/people/take", Calls(&["DELETE /api/v1/office/people/{account}/roles/{role}"])),
    ("POST /office/people/withdraw", Calls(&["DELETE /api/v1/office/invitations/{invitation}"])),
    ("GET /office/care", Calls(&["GET /api/v1/office/care"])),
    ("GET /office/care/brief.csv", Calls(&["GET /api/v1/office/care"])),
    ("GET /office/care/brief.pdf", Calls(&["GET /api/v1/office/care"])),
    ("GET /office/care/first", Calls(&["GET /api/v1/office/care/first"])),
    ("GET /office/care/first.csv", Calls(&["GET /api/v1/office/care/first"])),
    ("GET /office/care/states.csv", Calls(&["GET /api/v1/office/care"])),
    ("GET /office/what-if", Calls(&["GET /api/v1/office/what-if", "GET /api/v1/office/vendors"])),
    ("GET /office/queue", Calls(&["GET /api/v1/office/queue"])),
    ("GET /office/run", Calls(&["GET /api/v1/office/run"])),
    ("GET /office/run/audit", Calls(&["GET /api/v1/office/run/audit"])),
    ("GET /office/run/feeds", Calls(&["GET /api/v1/office/run/feeds"])),
    ("GET /office/run/mail", Calls(&["GET /api/v1/office/run/mail"])),
    ("GET /office/run/mail/{id}", Calls(&["GET /api/v1/office/run/mail/{mail}"])),
    ("GET /office/run/rejects/{kind}", Calls(&["GET /api/v1/office/run/rejects/{file}"])),
    ("GET /office/states.csv", Calls(&["GET /api/v1/office/totals"])),
    ("GET /office/support", Calls(&["GET /api/v1/office/support"])),
    ("GET /office/support/{id}", Calls(&["GET /api/v1/office/support/{request}"])),
    ("POST /office/support/{id}/answer", Calls(&["POST /api/v1/office/support/{request}/answer"])),
    ("POST /office/support/{id}/close", Calls(&["POST /api/v1/office/support/{request}/close"])),
    ("POST /office/support/{id}/reopen", Calls(&["POST /api/v1/office/support/{request}/reopen"])),
    ("GET /office/uptake.csv", Calls(&["GET /api/v1/office/totals"])),
    ("GET /operator/{token}", No(SIGNS_IN)),
    ("POST /operator/{token}", No(SIGNS_IN)),
    ("GET /programs/{program}", Calls(&["GET /api/v1/applications/programs/{program}"])),
    ("GET /programs/{program}/apply", Calls(&["GET /api/v1/applications/programs/{program}"])),
    ("POST /programs/{program}/apply", Calls(&["POST /api/v1/applications"])),
    ("GET /questions", Calls(&["GET /api/v1/questionnaire"])),
    ("POST /questions/leave", Calls(&["DELETE /api/v1/questionnaire"])),
    ("GET /questions/open/{token}", Calls(&["POST /api/v1/questionnaires"])),
    ("POST /questions/open/{token}", Calls(&["POST /api/v1/questionnaires"])),
    ("GET /questions/{ask}", Calls(&["GET /api/v1/questionnaire/{question}"])),
    ("POST /questions/{ask}", Calls(&["PUT /api/v1/questionnaire/{question}"])),
    ("GET /recovery-codes", No(WAYS_IN)),
    ("POST /recovery-codes", No(WAYS_IN)),
    ("GET /register", Calls(&["POST /api/v1/registrations"])),
    ("POST /register", Calls(&["POST /api/v1/registrations"])),
    ("GET /register/check", Calls(&["GET /api/v1/registration"])),
    ("GET /register/done", Calls(&["GET /api/v1/registration"])),
    ("POST /register/forget", Calls(&["DELETE /api/v1/registration"])),
    ("GET /register/join", Calls(&["POST /api/v1/joins"])),
    ("POST /register/join", Calls(&["POST /api/v1/joins"])),
    ("GET /register/offers", Calls(&["GET /api/v1/registration/offers"])),
    ("GET /register/save", Calls(&["POST /api/v1/registration/way-back"])),
    ("POST /register/save", Calls(&["POST /api/v1/registration/way-back"])),
    ("POST /register/send", Calls(&["POST /api/v1/registration/send"])),
    ("GET /register/system", Calls(&["POST /api/v1/registrations/many"])),
    ("POST /register/system", Calls(&["POST /api/v1/registrations/many"])),
    ("GET /register/tasks", Calls(&["GET /api/v1/registration"])),
    ("GET /register/{step}", Calls(&["GET /api/v1/registration/steps/{step}"])),
    ("POST /register/{step}", Calls(&["PUT /api/v1/registration/steps/{step}"])),
    ("GET /resume-application/{token}", Calls(&["POST /api/v1/applications/resume"])),
    ("POST /resume-application/{token}", Calls(&["POST /api/v1/applications/resume"])),
    ("GET /resume/{token}", Calls(&["POST /api/v1/registrations/resume"])),
    ("POST /resume/{token}", Calls(&["POST /api/v1/registrations/resume"])),
    ("GET /learn/{token}/report-mail", Calls(&["POST /api/v1/learn/reported-mail"])),
    ("POST /learn/{token}/report-mail", Calls(&["POST /api/v1/learn/reported-mail"])),
    ("GET /reported/{token}", Calls(&["POST /api/v1/reported-mail/by-link"])),
    ("GET /set-up-sign-in", No(WAYS_IN)),
    ("GET /set-up-sign-in/{token}", No(SIGNS_IN)),
    ("POST /set-up-sign-in/{token}", No(SIGNS_IN)),
    ("GET /sign-in", No(SIGNS_IN)),
    ("POST /sign-in/code", No(SIGNS_IN)),
    ("POST /sign-in/passkey/finish", No(SIGNS_IN)),
    ("POST /sign-in/passkey/start", No(SIGNS_IN)),
    ("POST /sign-out", No("a token signs nobody in; it is revoked instead")),
];

fn twins() -> impl Iterator<Item = &'static (&'static str, Twin)> {
    OTHERS.iter().chain(hospital::TWINS)
}

fn name(row: &RouteRow) -> String {
    format!("{} {}", row.method, row.path)
}

/// Whether a call asks for what its page asks for. What anyone may do on a page may ask for a draft or nothing.
fn asks_the_same(page: Access, call: Access) -> bool {
    match page {
        Access::Program(action) => call == Access::ApiProgram(action),
        Access::Hospital(action) => call == Access::ApiHospital(action),
        Access::SignedIn => call == Access::ApiSignedIn,
        Access::Draft | Access::DraftAnswer(_) => call == Access::ApiDraft,
        Access::Learner => call == Access::ApiLearner,
        Access::Public | Access::PublicLimited => {
            matches!(call, Access::ApiPublic | Access::ApiLimited | Access::ApiDraft)
        }
        _ => false,
    }
}

#[tokio::test]
async fn a_page_has_its_calls_or_a_reason() {
    let portal = Portal::new().await;
    let table: BTreeMap<String, Access> = portal.routes.iter().map(|r| (name(r), r.access)).collect();
    let pages: BTreeSet<&str> =
        table.iter().filter(|(_, access)| !access.is_api()).map(|(name, _)| name.as_str()).collect();
    let named: BTreeSet<&str> = twins().map(|(page, _)| *page).collect();
    assert_eq!(named.len(), twins().count(), "a page stands twice");
    let missing: Vec<&&str> = pages.difference(&named).collect();
    assert!(missing.is_empty(), "pages without calls and without a reason: {missing:?}");
    let gone: Vec<&&str> = named.difference(&pages).collect();
    assert!(gone.is_empty(), "no such pages: {gone:?}");
    for (page, twin) in twins() {
        match twin {
            Calls(calls) => {
                assert!(!calls.is_empty(), "{page}");
                for call in *calls {
                    let access =
                        table.get(*call).unwrap_or_else(|| panic!("{page}: there is no call {call}"));
                    let asked = table[*page];
                    assert!(
                        asks_the_same(asked, *access),
                        "{page} asks for `{}`, {call} for `{}`",
                        asked.label(),
                        access.label()
                    );
                }
            }
            No(why) => assert!(why.len() > 20, "{page}: say why"),
        }
    }
}

/// What changes something through a page's form and through a call is limited alike.
#[tokio::test]
async fn what_is_limited_on_a_page_is_limited_as_a_call() {
    let portal = Portal::new().await;
    let table: BTreeMap<String, Access> = portal.routes.iter().map(|r| (name(r), r.access)).collect();
    for (page, twin) in twins() {
        if let (Access::PublicLimited, Calls(calls)) = (table[*page], twin) {
            for call in *calls {
                assert!(matches!(table[*call], Access::ApiLimited | Access::ApiDraft), "{page}: {call}");
            }
        }
    }
}
