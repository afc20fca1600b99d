//! What stands in the API for the pages of one hospital.

use super::Twin::{self, Calls, None as No};

pub(super) const TWINS: &[(&str, Twin)] = &[
    ("GET /hospital/{ccn}/training/proofs", Calls(&["GET /api/v1/hospitals/{ccn}/training/proofs"])),
    (
        "POST /hospital/{ccn}/training/proofs",
        Calls(&["POST /api/v1/hospitals/{ccn}/training/proofs/{kind}/{proof}/take-back"]),
    ),
    ("GET /hospital/{ccn}", Calls(&["GET /api/v1/hospitals/{ccn}"])),
    ("GET /hospital/{ccn}/training/classes", Calls(&["GET /api/v1/hospitals/{ccn}/training/classes"])),
    (
        "POST /hospital/{ccn}/training/classes",
        Calls(&["DELETE /api/v1/hospitals/{ccn}/training/classes/{cohort}/seats/{seat}"]),
    ),
    (
        "GET /hospital/{ccn}/training/classes/{cohort}",
        Calls(&["POST /api/v1/hospitals/{ccn}/training/classes/{cohort}/seats"]),
    ),
    (
        "POST /hospital/{ccn}/training/classes/{cohort}",
        Calls(&["POST /api/v1/hospitals/{ccn}/training/classes/{cohort}/seats"]),
    ),
    ("GET /hospital/{ccn}/devices", Calls(&["GET /api/v1/hospitals/{ccn}/devices"])),
    ("POST /hospital/{ccn}/devices", Calls(&["POST /api/v1/hospitals/{ccn}/devices/{device}/moves"])),
    ("GET /hospital/{ccn}/devices.csv", Calls(&["GET /api/v1/hospitals/{ccn}/devices"])),
    (
        "GET /hospital/{ccn}/devices/add",
        Calls(&["GET /api/v1/hospitals/{ccn}/enrolment-tokens", "GET /api/v1/hospitals/{ccn}/device-policy"]),
    ),
    (
        "POST /hospital/{ccn}/devices/add",
        Calls(&[
            "POST /api/v1/hospitals/{ccn}/enrolment-tokens",
            "DELETE /api/v1/hospitals/{ccn}/enrolment-tokens/{token}",
            "PUT /api/v1/hospitals/{ccn}/device-policy",
        ]),
    ),
    (
        "GET /hospital/{ccn}/devices/extended-updates",
        Calls(&["GET /api/v1/hospitals/{ccn}/extended-updates"]),
    ),
    ("GET /hospital/{ccn}/devices/rules", Calls(&["GET /api/v1/hospitals/{ccn}/pin-rules"])),
    (
        "POST /hospital/{ccn}/devices/rules",
        Calls(&[
            "POST /api/v1/hospitals/{ccn}/pin-rules",
            "POST /api/v1/hospitals/{ccn}/pin-rules/preview",
            "DELETE /api/v1/hospitals/{ccn}/pin-rules/{rule}",
        ]),
    ),
    ("POST /hospital/{ccn}/devices/files", Calls(&["POST /api/v1/hospitals/{ccn}/device-files"])),
    ("GET /hospital/{ccn}/devices/lists/{list}", Calls(&["POST /api/v1/hospitals/{ccn}/device-files"])),
    ("POST /hospital/{ccn}/devices/lists/{list}", Calls(&["POST /api/v1/hospitals/{ccn}/device-files"])),
    ("GET /hospital/{ccn}/devices/{device}", Calls(&["GET /api/v1/hospitals/{ccn}/devices/{device}"])),
    (
        "POST /hospital/{ccn}/devices/{device}",
        Calls(&["POST /api/v1/hospitals/{ccn}/devices/{device}/moves"]),
    ),
    (
        "GET /hospital/{ccn}/care",
        Calls(&["GET /api/v1/hospitals/{ccn}/care", "GET /api/v1/hospitals/{ccn}/care/downtime"]),
    ),
    ("GET /hospital/{ccn}/care/board.pdf", Calls(&["GET /api/v1/hospitals/{ccn}/care/board.pdf"])),
    ("GET /hospital/{ccn}/care/county.pdf", Calls(&["GET /api/v1/hospitals/{ccn}/care/county.pdf"])),
    ("GET /hospital/{ccn}/care/drill", Calls(&["GET /api/v1/hospitals/{ccn}/care/drill"])),
    ("GET /hospital/{ccn}/care/drill.pdf", Calls(&["GET /api/v1/hospitals/{ccn}/care/drill.pdf"])),
    ("GET /hospital/{ccn}/care/services", Calls(&["GET /api/v1/hospitals/{ccn}/care/services"])),
    ("POST /hospital/{ccn}/care/services", Calls(&["PUT /api/v1/hospitals/{ccn}/care/services"])),
    ("GET /hospital/{ccn}/training", Calls(&["GET /api/v1/hospitals/{ccn}/training"])),
    ("GET /hospital/{ccn}/training/people", Calls(&["GET /api/v1/hospitals/{ccn}/learners"])),
    (
        "GET /hospital/{ccn}/training/people/{learner}",
        Calls(&["GET /api/v1/hospitals/{ccn}/learners/{learner}"]),
    ),
    (
        "POST /hospital/{ccn}/training/people/{learner}",
        Calls(&[
            "POST /api/v1/hospitals/{ccn}/learners/{learner}/lessons-done",
            "POST /api/v1/hospitals/{ccn}/learners/{learner}/lessons-done/withdraw",
            "POST /api/v1/hospitals/{ccn}/learners/{learner}/links",
            "DELETE /api/v1/hospitals/{ccn}/learners/{learner}/links",
        ]),
    ),
    ("GET /hospital/{ccn}/training/roster", Calls(&["POST /api/v1/hospitals/{ccn}/staff-roster/preview"])),
    ("POST /hospital/{ccn}/training/roster", Calls(&["POST /api/v1/hospitals/{ccn}/staff-roster/preview"])),
    (
        "GET /hospital/{ccn}/training/roster/example.csv",
        No("it is a list to fill in by hand; a program writes its own"),
    ),
    ("GET /hospital/{ccn}/training/roster.csv", Calls(&["GET /api/v1/hospitals/{ccn}/learners"])),
    (
        "GET /hospital/{ccn}/training/roster/{list}",
        Calls(&["POST /api/v1/hospitals/{ccn}/staff-roster/preview"]),
    ),
    ("POST /hospital/{ccn}/training/roster/{list}", Calls(&["PUT /api/v1/hospitals/{ccn}/staff-roster"])),
    ("GET /hospital/{ccn}/training/links", Calls(&["GET /api/v1/hospitals/{ccn}/learner-links"])),
    ("POST /hospital/{ccn}/training/links", Calls(&["POST /api/v1/hospitals/{ccn}/learner-links/mails"])),
    (
        "POST /hospital/{ccn}/training/badges.pdf",
        Calls(&["POST /api/v1/hospitals/{ccn}/learner-links/badges"]),
    ),
    ("GET /hospital/{ccn}/training/sheets", Calls(&["GET /api/v1/hospitals/{ccn}/sign-in-sheets/sheet.pdf"])),
    (
        "GET /hospital/{ccn}/training/sheets/sheet.pdf",
        Calls(&["GET /api/v1/hospitals/{ccn}/sign-in-sheets/sheet.pdf"]),
    ),
    ("GET /hospital/{ccn}/training/sheets/key-in", Calls(&["POST /api/v1/hospitals/{ccn}/sign-in-sheets"])),
    ("POST /hospital/{ccn}/training/sheets/key-in", Calls(&["POST /api/v1/hospitals/{ccn}/sign-in-sheets"])),
    ("GET /hospital/{ccn}/training/completions.csv", Calls(&["GET /api/v1/hospitals/{ccn}/lessons-done"])),
    ("GET /hospital/{ccn}/training/owed.csv", Calls(&["GET /api/v1/hospitals/{ccn}/lessons-asked"])),
    ("GET /hospital/{ccn}/training/due.ics", Calls(&["GET /api/v1/hospitals/{ccn}/training/due.ics"])),
    ("GET /hospital/{ccn}/papers", Calls(&["GET /api/v1/hospitals/{ccn}/papers"])),
    ("GET /hospital/{ccn}/papers/{file}", Calls(&["GET /api/v1/hospitals/{ccn}/papers/{file}"])),
    ("GET /hospital/{ccn}/security-cases", Calls(&["GET /api/v1/hospitals/{ccn}/security-cases"])),
    ("GET /hospital/{ccn}/security-cases/new", Calls(&["POST /api/v1/hospitals/{ccn}/hunts"])),
    ("POST /hospital/{ccn}/security-cases/new", Calls(&["POST /api/v1/hospitals/{ccn}/hunts"])),
    (
        "GET /hospital/{ccn}/security-cases/{case}",
        Calls(&["GET /api/v1/hospitals/{ccn}/security-cases/{case}"]),
    ),
    (
        "POST /hospital/{ccn}/security-cases/{case}",
        Calls(&["POST /api/v1/hospitals/{ccn}/security-cases/{case}/moves"]),
    ),
    (
        "GET /hospital/{ccn}/security-cases/{case}/paper",
        Calls(&["GET /api/v1/hospitals/{ccn}/security-cases/{case}"]),
    ),
    (
        "GET /hospital/{ccn}/security-cases/{case}/stix.json",
        Calls(&["GET /api/v1/hospitals/{ccn}/security-cases/{case}/stix"]),
    ),
    ("GET /hospital/{ccn}/care-machines", Calls(&["GET /api/v1/hospitals/{ccn}/care-machines"])),
    ("POST /hospital/{ccn}/care-machines", Calls(&["PUT /api/v1/hospitals/{ccn}/care-machines/{name}"])),
    (
        "POST /hospital/{ccn}/care-machines/remove",
        Calls(&["DELETE /api/v1/hospitals/{ccn}/care-machines/{name}"]),
    ),
    ("GET /hospital/{ccn}/assessment", Calls(&["GET /api/v1/hospitals/{ccn}/assessment"])),
    ("GET /hospital/{ccn}/assessment/{knows}", Calls(&["GET /api/v1/hospitals/{ccn}/assessment/{part}"])),
    (
        "POST /hospital/{ccn}/assessment/{knows}/end",
        Calls(&["DELETE /api/v1/hospitals/{ccn}/assessment/{part}/person"]),
    ),
    (
        "GET /hospital/{ccn}/assessment/{knows}/invite",
        Calls(&["PUT /api/v1/hospitals/{ccn}/assessment/{part}/person"]),
    ),
    (
        "POST /hospital/{ccn}/assessment/{knows}/invite",
        Calls(&["PUT /api/v1/hospitals/{ccn}/assessment/{part}/person"]),
    ),
    (
        "GET /hospital/{ccn}/assessment/{knows}/key-in",
        Calls(&["GET /api/v1/hospitals/{ccn}/assessment/{part}"]),
    ),
    (
        "POST /hospital/{ccn}/assessment/{knows}/key-in",
        Calls(&["POST /api/v1/hospitals/{ccn}/assessment/{part}/paper"]),
    ),
    (
        "GET /hospital/{ccn}/assessment/{knows}/paper",
        Calls(&["GET /api/v1/hospitals/{ccn}/assessment/{part}"]),
    ),
    (
        "GET /hospital/{ccn}/assessment/{knows}/{ask}",
        Calls(&["GET /api/v1/hospitals/{ccn}/assessment/{part}/questions/{question}"]),
    ),
    (
        "POST /hospital/{ccn}/assessment/{knows}/{ask}",
        Calls(&["PUT /api/v1/hospitals/{ccn}/assessment/{part}/questions/{question}"]),
    ),
    ("GET /hospital/{ccn}/assess", Calls(&["GET /api/v1/hospitals/{ccn}/assess"])),
    ("GET /hospital/{ccn}/assess/sign-off", Calls(&["GET /api/v1/hospitals/{ccn}/sign-offs"])),
    ("POST /hospital/{ccn}/assess/sign-off", Calls(&["POST /api/v1/hospitals/{ccn}/sign-offs"])),
    (
        "POST /hospital/{ccn}/cases/{case}/answer",
        Calls(&["POST /api/v1/hospitals/{ccn}/cases/{case}/answer"]),
    ),
    ("GET /hospital/{ccn}/cliffs", Calls(&["GET /api/v1/hospitals/{ccn}/cliffs"])),
    ("POST /hospital/{ccn}/cliffs/link", Calls(&["POST /api/v1/hospitals/{ccn}/calendar-links"])),
    ("POST /hospital/{ccn}/cliffs/revoke", Calls(&["DELETE /api/v1/hospitals/{ccn}/calendar-links"])),
    (
        "GET /hospital/{ccn}/evidence",
        Calls(&["GET /api/v1/hospitals/{ccn}/evidence", "GET /api/v1/hospitals/{ccn}/evidence/files"]),
    ),
    (
        "GET /hospital/{ccn}/evidence/files/{file}",
        Calls(&["GET /api/v1/hospitals/{ccn}/evidence/files/{file}"]),
    ),
    (
        "GET /hospital/{ccn}/evidence/files/{file}/download",
        Calls(&["GET /api/v1/hospitals/{ccn}/evidence/files/{file}/bytes"]),
    ),
    ("GET /hospital/{ccn}/evidence/new", Calls(&["POST /api/v1/hospitals/{ccn}/evidence"])),
    ("POST /hospital/{ccn}/evidence/new", Calls(&["POST /api/v1/hospitals/{ccn}/evidence"])),
    ("GET /hospital/{ccn}/facts", Calls(&["GET /api/v1/hospitals/{ccn}/facts"])),
    ("GET /hospital/{ccn}/facts/{fact}", Calls(&["PUT /api/v1/hospitals/{ccn}/facts/{fact}"])),
    ("POST /hospital/{ccn}/facts/{fact}", Calls(&["PUT /api/v1/hospitals/{ccn}/facts/{fact}"])),
    ("GET /hospital/{ccn}/first-administrator", Calls(&["GET /api/v1/hospitals/{ccn}/first-administrator"])),
    (
        "POST /hospital/{ccn}/first-administrator",
        Calls(&["POST /api/v1/hospitals/{ccn}/first-administrator"]),
    ),
    ("GET /hospital/{ccn}/measures/{measure}", Calls(&["GET /api/v1/hospitals/{ccn}/measures/{measure}"])),
    (
        "POST /hospital/{ccn}/measures/{measure}/answer",
        Calls(&["POST /api/v1/hospitals/{ccn}/measures/{measure}/answers"]),
    ),
    (
        "POST /hospital/{ccn}/measures/{measure}/exception",
        Calls(&["POST /api/v1/hospitals/{ccn}/measures/{measure}/exceptions"]),
    ),
    (
        "POST /hospital/{ccn}/measures/{measure}/exception/end",
        Calls(&["DELETE /api/v1/hospitals/{ccn}/measures/{measure}/exceptions"]),
    ),
    (
        "POST /hospital/{ccn}/measures/{measure}/resolve",
        Calls(&["POST /api/v1/hospitals/{ccn}/measures/{measure}/resolutions"]),
    ),
    (
        "POST /hospital/{ccn}/measures/{measure}/review",
        Calls(&["POST /api/v1/hospitals/{ccn}/measures/{measure}/reviews"]),
    ),
    ("GET /hospital/{ccn}/offers", Calls(&["GET /api/v1/hospitals/{ccn}/offers"])),
    ("GET /hospital/{ccn}/offers/{offer}", Calls(&["GET /api/v1/hospitals/{ccn}/offers/{offer}"])),
    (
        "GET /hospital/{ccn}/offers/{offer}/accept",
        Calls(&["POST /api/v1/hospitals/{ccn}/offers/{offer}/accept"]),
    ),
    (
        "POST /hospital/{ccn}/offers/{offer}/accept",
        Calls(&["POST /api/v1/hospitals/{ccn}/offers/{offer}/accept"]),
    ),
    (
        "POST /hospital/{ccn}/offers/{offer}/ask",
        Calls(&["POST /api/v1/hospitals/{ccn}/offers/{offer}/ask-reviewer"]),
    ),
    (
        "GET /hospital/{ccn}/offers/{offer}/let-go",
        Calls(&["POST /api/v1/hospitals/{ccn}/offers/{offer}/let-go"]),
    ),
    (
        "POST /hospital/{ccn}/offers/{offer}/let-go",
        Calls(&["POST /api/v1/hospitals/{ccn}/offers/{offer}/let-go"]),
    ),
    (
        "GET /hospital/{ccn}/people",
        Calls(&[
            "GET /api/v1/hospitals/{ccn}/people",
            "GET /api/v1/hospitals/{ccn}/invitations",
            "GET /api/v1/hospitals/{ccn}/joins",
        ]),
    ),
    ("POST /hospital/{ccn}/people/invite", Calls(&["POST /api/v1/hospitals/{ccn}/invitations"])),
    ("POST /hospital/{ccn}/people/join", Calls(&["POST /api/v1/hospitals/{ccn}/joins/{join}/answer"])),
    (
        "POST /hospital/{ccn}/people/let-back-in",
        Calls(&["POST /api/v1/hospitals/{ccn}/people/{account}/let-back-in"]),
    ),
    (
        "POST /hospital/{ccn}/people/role",
        Calls(&[
            "PUT /api/v1/hospitals/{ccn}/people/{account}/roles/{role}",
            "DELETE /api/v1/hospitals/{ccn}/people/{account}/roles/{role}",
        ]),
    ),
    (
        "POST /hospital/{ccn}/people/sessions",
        Calls(&["DELETE /api/v1/hospitals/{ccn}/people/{account}/sessions"]),
    ),
    (
        "POST /hospital/{ccn}/people/withdraw",
        Calls(&["DELETE /api/v1/hospitals/{ccn}/invitations/{invitation}"]),
    ),
    ("GET /hospital/{ccn}/plan", Calls(&["GET /api/v1/hospitals/{ccn}/plan"])),
    ("GET /hospital/{ccn}/plan/accept", Calls(&["POST /api/v1/hospitals/{ccn}/plan/accept"])),
    ("POST /hospital/{ccn}/plan/accept", Calls(&["POST /api/v1/hospitals/{ccn}/plan/accept"])),
    (
        "GET /hospital/{ccn}/plan/checklist",
        Calls(&["GET /api/v1/hospitals/{ccn}/plan/tasks", "GET /api/v1/hospitals/{ccn}/plan/steps/{step}"]),
    ),
    ("GET /hospital/{ccn}/plan/means", Calls(&["PUT /api/v1/hospitals/{ccn}/plan/means"])),
    ("POST /hospital/{ccn}/plan/means", Calls(&["PUT /api/v1/hospitals/{ccn}/plan/means"])),
    ("GET /hospital/{ccn}/plan/steps/{step}", Calls(&["GET /api/v1/hospitals/{ccn}/plan/steps/{step}"])),
    (
        "POST /hospital/{ccn}/plan/steps/{step}/first",
        Calls(&[
            "PUT /api/v1/hospitals/{ccn}/plan/steps/{step}/first",
            "DELETE /api/v1/hospitals/{ccn}/plan/steps/{step}/first",
        ]),
    ),
    ("GET /hospital/{ccn}/plan/tasks", Calls(&["GET /api/v1/hospitals/{ccn}/plan/tasks"])),
    ("GET /hospital/{ccn}/plan/tasks.csv", Calls(&["GET /api/v1/hospitals/{ccn}/plan/tasks"])),
    ("GET /hospital/{ccn}/plan/tasks.ics", Calls(&["GET /api/v1/hospitals/{ccn}/plan/tasks"])),
    ("GET /hospital/{ccn}/plan/tasks/{step}", Calls(&["GET /api/v1/hospitals/{ccn}/plan/tasks/{step}"])),
    (
        "POST /hospital/{ccn}/plan/tasks/{step}",
        Calls(&[
            "PUT /api/v1/hospitals/{ccn}/plan/tasks/{step}",
            "POST /api/v1/hospitals/{ccn}/plan/tasks/{step}/close",
            "POST /api/v1/hospitals/{ccn}/plan/tasks/{step}/drop",
            "POST /api/v1/hospitals/{ccn}/plan/tasks/{step}/reopen",
        ]),
    ),
    ("GET /hospital/{ccn}/posture", Calls(&["GET /api/v1/hospitals/{ccn}/posture"])),
    ("GET /hospital/{ccn}/posture/{safeguard}", Calls(&["GET /api/v1/hospitals/{ccn}/posture/{safeguard}"])),
    ("GET /hospital/{ccn}/settings", Calls(&["GET /api/v1/hospitals/{ccn}/settings"])),
    ("GET /hospital/{ccn}/settings/{setting}", Calls(&["GET /api/v1/hospitals/{ccn}/settings/{setting}"])),
    ("POST /hospital/{ccn}/settings/{setting}", Calls(&["PUT /api/v1/hospitals/{ccn}/settings/{setting}"])),
    ("GET /hospital/{ccn}/tasks", Calls(&["GET /api/v1/hospitals/{ccn}/tasks"])),
    ("GET /hospital/{ccn}/tasks/{task}", Calls(&["GET /api/v1/hospitals/{ccn}/tasks"])),
    (
        "POST /hospital/{ccn}/tasks/{task}",
        Calls(&["PUT /api/v1/hospitals/{ccn}/tasks/{task}", "DELETE /api/v1/hospitals/{ccn}/tasks/{task}"]),
    ),
    ("GET /hospital/{ccn}/reported-mail", Calls(&["GET /api/v1/hospitals/{ccn}/reported-mail"])),
    ("POST /hospital/{ccn}/reported-mail", Calls(&["PUT /api/v1/hospitals/{ccn}/mail-pool"])),
    (
        "POST /hospital/{ccn}/reported-mail/address",
        Calls(&["POST /api/v1/hospitals/{ccn}/reported-mail-address"]),
    ),
    ("GET /hospital/{ccn}/reported-mail/new", Calls(&["POST /api/v1/hospitals/{ccn}/reported-mail"])),
    ("POST /hospital/{ccn}/reported-mail/new", Calls(&["POST /api/v1/hospitals/{ccn}/reported-mail"])),
    (
        "GET /hospital/{ccn}/reported-mail/{report}",
        Calls(&["GET /api/v1/hospitals/{ccn}/reported-mail/{report}"]),
    ),
    (
        "POST /hospital/{ccn}/reported-mail/{report}",
        Calls(&["POST /api/v1/hospitals/{ccn}/reported-mail/{report}/answer"]),
    ),
];
