//! The OpenAPI document: every call's own description, with what each needs taken from the route table.
//!
//! The table is the truth about access; a call that the table does not know gets nothing here, and a test finds it.

use utoipa::OpenApi;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Components, Content, OpenApi as Whole, PathItem, Ref, Response};

use super::error::Failure;
use crate::routes::{Access, RouteRow};

/// The name of the scheme for API tokens.
const TOKEN: &str = "token";
/// The name of the scheme for drafts.
const DRAFT: &str = "draft";
/// The name of the scheme for learners' links.
const LEARNER: &str = "learner";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Holdfast API",
        description = "Everything a page of the portal does, as calls with JSON. \
            Calls that need a role take an API token, made on the account page, in the header `Authorization: Bearer`. \
            Bodies with fields a call does not know are refused. A failure answers with `error` and `next`. \
            Days are civil days as YYYY-MM-DD; moments are in UTC.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    servers((url = "/", description = "This portal")),
    tags(
        (name = "check", description = "What a hospital may have, from public files alone"),
        (name = "directory", description = "The national directory of hospitals"),
        (name = "catalog", description = "Programs, their offers, and help from others"),
        (name = "lessons", description = "What staff learn, in English and Spanish"),
        (name = "learner", description = "A learner's own lessons, behind their link: what they owe, their answers, their certificate"),
        (name = "badges", description = "Badges and certificates: whether one holds, and those a hospital's people took along"),
        (name = "training", description = "A hospital's people and their lessons: the roster, who is asked what, who did what, links and sheets"),
        (name = "registration", description = "Registering a hospital, from a number to proof of belonging"),
        (name = "application", description = "Applying to a program by its form, from the first page to the decision"),
        (name = "hospital", description = "One hospital: this week, offers, facts, tasks, dated ends, settings"),
        (name = "assessment", description = "The questions of a hospital's assessment: who is asked, answers, paper, and a mailed list of questions"),
        (name = "evidence", description = "A hospital's measures, the evidence about them with its files, and its assessor"),
        (name = "posture", description = "Where one hospital stands, as of any day"),
        (name = "plan", description = "A hospital's plan: what it can carry, the draft, accepting it, its tasks"),
        (name = "papers", description = "Papers of a hospital: for its board, its insurer, its regulator, as files"),
        (name = "classes", description = "Colleges that teach, their classes, a hospital's seats, and the class of whoever teaches it"),
        (name = "care", description = "Who loses care when a hospital is down"),
        (name = "security-cases", description = "What hunts found on a hospital's computers, as cases, and what is done about them"),
        (name = "reported-mail", description = "Mails that staff report: what each looks like, the answer, and what hospitals share about lures"),
        (name = "devices", description = "The machines of a hospital: what is known of each, and what people say about it"),
        (name = "agents", description = "What agents on machines call: enrolling and checking in, signed by the machine"),
        (name = "people", description = "The people of a hospital: roles, invitations, joining, and a reviewer's question by its link"),
        (name = "help", description = "Asking for help, and your requests"),
        (name = "account", description = "Your own account: name, roles, sessions, tokens"),
        (name = "review", description = "Reviewers' cases: the queue, one case, a decision"),
        (name = "totals", description = "The program's totals"),
        (name = "office", description = "The program office: hospitals, and the program's own people"),
        (name = "support", description = "Support's desk"),
        (name = "running", description = "Running the portal: imports, mail, the audit log, settings"),
        (name = "document", description = "This document"),
    ),
    components(schemas(Failure)),
    paths(
        super::document_json,
        super::check::check,
        super::check::check_with,
        super::directory::summary,
        super::directory::search,
        super::directory::hospital,
        super::catalog::catalog,
        super::catalog::offers,
        super::catalog::offer,
        super::learn::learner,
        super::learn::certificate,
        super::badges::verify,
        super::badges::verify_code,
        super::badges::own_badges,
        super::badges::own_badge,
        super::badges::proofs,
        super::badges::take_proof_back,
        super::learn::learner_lesson,
        super::learn::answer_lesson,
        super::lessons::lessons,
        super::lessons::lesson,
        super::training::training_progress,
        super::training::training_due,
        super::training::lessons_done,
        super::training::lessons_asked,
        super::training::roster_people,
        super::training::roster_person,
        super::training::record_lesson,
        super::training::withdraw_lesson,
        super::training::mail_learner_link,
        super::training::end_learner_links,
        super::training::preview_roster,
        super::training::apply_roster,
        super::training::learner_links,
        super::training::mail_learner_links,
        super::training::badge_sheet,
        super::training::sign_in_sheet,
        super::training::key_in_sheet,
        super::classes::colleges,
        super::classes::add_college,
        super::classes::college_file,
        super::classes::college,
        super::classes::change_college,
        super::classes::cohorts,
        super::classes::plan_cohort,
        super::classes::cohort,
        super::classes::change_cohort,
        super::classes::move_cohort,
        super::classes::mail_cohort_link,
        super::classes::own_classes,
        super::classes::put_forward,
        super::classes::give_back_seat,
        super::classes::my_class,
        super::classes::start_class,
        super::classes::send_grades,
        super::classes::send_class_list,
        super::classes::close_class,
        super::lessons::package::package,
        super::lessons::paper::paper,
        super::registration::start,
        super::registration::many,
        super::registration::new_links,
        super::registration::resume,
        super::registration::confirm,
        super::registration::join,
        super::registration::state,
        super::registration::forget,
        super::registration::offers,
        super::registration::step,
        super::registration::answer,
        super::registration::send,
        super::registration::way_back,
        super::application::list,
        super::application::start,
        super::application::new_links,
        super::application::resume,
        super::application::program,
        super::application::state,
        super::application::page,
        super::application::answer,
        super::application::send,
        super::application::way_back,
        super::hospital::mine,
        super::hospital::home,
        super::hospital::answer_case,
        super::hospital::offers,
        super::hospital::offer,
        super::hospital::accept,
        super::hospital::let_go,
        super::hospital::ask_reviewer,
        super::hospital::facts,
        super::hospital::state_fact,
        super::hospital::tasks,
        super::hospital::finish,
        super::hospital::reopen,
        super::hospital::cliffs,
        super::hospital::make_link,
        super::hospital::revoke_links,
        super::hospital::settings,
        super::hospital::one_setting,
        super::hospital::change_setting,
        super::answers::parts,
        super::answers::part,
        super::answers::ask_person,
        super::answers::stop_asking_person,
        super::answers::key_in_paper,
        super::answers::question,
        super::answers::answer_question,
        super::answers::open_questionnaire,
        super::answers::my_questionnaire,
        super::answers::leave_questionnaire,
        super::answers::my_question,
        super::answers::answer_my_question,
        super::measure::measure,
        super::measure::answer_measure,
        super::measure::except_measure,
        super::measure::end_exception,
        super::measure::resolve_measure,
        super::measure::review_measure,
        super::evidence::evidence,
        super::evidence::send_evidence,
        super::collected::send_collected,
        super::evidence::evidence_files,
        super::evidence::evidence_file,
        super::evidence::evidence_file_bytes,
        super::assessor::to_look_at,
        super::assessor::sign_offs,
        super::assessor::sign_off,
        super::posture::posture,
        super::posture::safeguard,
        super::plan::plan,
        super::plan::say_means,
        super::plan::accept,
        super::plan::step,
        super::plan::put_first,
        super::plan::leave_to_rank,
        super::plan::tasks,
        super::plan::task,
        super::plan::change_task,
        super::plan::close_task,
        super::plan::drop_task,
        super::plan::reopen_task,
        super::papers::papers,
        super::papers::paper,
        super::care::care,
        super::care::care_for_board,
        super::care::care_for_county,
        super::care::own_downtime,
        super::care::drill,
        super::care::drill_paper,
        super::care::own_services,
        super::care::say_own_services,
        super::reported_mail::report_mail,
        super::reported_mail::reported_mails,
        super::reported_mail::reported_mail,
        super::reported_mail::answer_reported_mail,
        super::reported_mail::pool_mails,
        super::reported_mail::report_address,
        super::reported_mail::new_report_address,
        super::reported_mail::learner_reports_mail,
        super::reported_mail::reported_by_link,
        super::security_cases::take_hunt,
        super::security_cases::security_cases,
        super::security_cases::security_case,
        super::security_cases::move_security_case,
        super::security_cases::security_case_stix,
        super::security_cases::care_machines,
        super::security_cases::name_care_machine,
        super::security_cases::drop_care_machine,
        super::devices::enrol_device,
        super::devices::check_in,
        super::devices::devices,
        super::devices::device,
        super::devices::act_on_device,
        super::devices::bring,
        super::devices::extended_updates,
        super::devices::pin_rules,
        super::devices::preview_pin_rule,
        super::devices::make_pin_rule,
        super::devices::end_pin_rule,
        super::devices::device_policy,
        super::devices::set_device_policy,
        super::devices::enrolment_tokens,
        super::devices::make_enrolment_token,
        super::devices::end_enrolment_token,
        super::account::account,
        super::account::rename,
        super::account::end_sessions,
        super::account::end_session,
        super::account::revoke_token,
        super::people::people,
        super::people::change_role,
        super::people::take_role,
        super::people::end_sessions_of,
        super::people::let_back_in,
        super::people::invitations,
        super::people::invite,
        super::people::withdraw,
        super::people::joins,
        super::people::answer_join,
        super::people::first_administrator,
        super::people::nominate,
        super::people::read_question,
        super::people::answer_question_by_link,
        super::help::ask,
        super::help::read_by_link,
        super::help::add_by_link,
        super::help::my_requests,
        super::help::my_request,
        super::help::add_to_mine,
        super::office::queue,
        super::office::waiting,
        super::office::people_covered,
        super::office::first_to_help,
        super::office::what_if,
        super::office::vendors,
        super::office::case,
        super::office::settle,
        super::office::totals,
        super::office::hospitals,
        super::office::office_hospital,
        super::office::invite_hospital,
        super::office::validate,
        super::office::activate,
        super::office::support_queue,
        super::office::support_request,
        super::office::answer_support,
        super::office::close_support,
        super::office::reopen_support,
        super::office::program_people,
        super::office::take_program_role,
        super::office::let_anyone_back_in,
        super::office::program_invitations,
        super::office::invite_to_program,
        super::office::withdraw_program_invitation,
        super::office::overview,
        super::office::rejects,
        super::office::feeds,
        super::office::audit_log,
        super::office::outbox,
        super::office::mail,
    )
)]
struct Described;

/// The document of every call in the route table.
pub fn document(table: &[RouteRow]) -> Whole {
    let mut whole = Described::openapi();
    let components = whole.components.get_or_insert_with(Components::new);
    for (name, says) in [
        (TOKEN, "An API token, made on the account page. It has its owner's rights."),
        (DRAFT, "The token of one draft, from the call that started it or from a mailed link."),
        (LEARNER, "The last part of a learner's own link, as mailed or printed on a badge."),
    ] {
        let mut scheme = Http::new(HttpAuthScheme::Bearer);
        scheme.description = Some(says.to_owned());
        components.security_schemes.insert(name.to_owned(), SecurityScheme::Http(scheme).into());
    }
    for (path, item) in &mut whole.paths.paths {
        for (method, operation) in operations(item) {
            if let Some(row) = table.iter().find(|r| r.path == path && r.method == method) {
                complete(operation, row.access);
            }
        }
    }
    whole
}

/// The operations of a path with their methods.
pub fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    [
        ("GET", item.get.as_mut()),
        ("POST", item.post.as_mut()),
        ("PUT", item.put.as_mut()),
        ("DELETE", item.delete.as_mut()),
    ]
    .into_iter()
    .filter_map(|(method, operation)| operation.map(|o| (method, o)))
}

/// Adds what the access of a call brings: the token it takes, and the ways it can fail.
fn complete(operation: &mut Operation, access: Access) {
    let mut fails = vec![("default", "It could not be done; the body says why and what to do next.")];
    let scheme = match access {
        Access::ApiProgram(_) | Access::ApiHospital(_) => {
            fails.push(("401", "No token, or one that is no longer in force."));
            fails.push(("403", "The owner of the token does not hold the role it needs."));
            Some(TOKEN)
        }
        Access::ApiSignedIn => {
            fails.push(("401", "No token, or one that is no longer in force."));
            Some(TOKEN)
        }
        Access::ApiDraft => {
            fails.push(("401", "No draft token."));
            Some(DRAFT)
        }
        Access::ApiLearner => {
            fails.push(("401", "No link."));
            fails.push(("410", "A link that was ended, ran out, or never was."));
            Some(LEARNER)
        }
        _ => None,
    };
    fails.push((
        "429",
        "Too many calls without a token from one address. `Retry-After` says how long to wait.",
    ));
    if let Some(scheme) = scheme {
        operation.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], &str>(scheme, [])]);
    }
    let needs = format!("Needs: {}.", access.label());
    operation.description = Some(match operation.description.take() {
        Some(says) if !says.is_empty() => format!("{says}\n\n{needs}"),
        _ => needs,
    });
    for (status, says) in fails {
        let content = Content::new(Some(Ref::from_schema_name("Failure")));
        let mut response = Response::new(says);
        response.content.insert("application/json".to_owned(), content.into());
        operation.responses.responses.entry(status.to_owned()).or_insert(response.into());
    }
}
