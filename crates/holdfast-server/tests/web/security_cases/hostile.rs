//! Results nobody means well with: endless lines, wrong types, odd characters, floods, times at the ends of the calendar.

use serde_json::json;

use super::{act, at, case, coverage, finding, fixture, hunt, send};

#[tokio::test]
async fn bad_lines_cost_themselves_and_are_shown() {
    let (_portal, _, mut ivo) = fixture().await;
    let mut long = finding("Endless", "PC-1", "high", "2026-03-02T11:00:00Z");
    long["example"]["fields"] = json!({ "CommandLine": "a".repeat(300 * 1024) });
    let mut wrong = finding("Wrong types", "PC-1", "high", "2026-03-02T11:00:00Z");
    wrong["n_events"] = json!("many");
    let mut unknown = finding("Unknown severity", "PC-1", "high", "2026-03-02T11:00:00Z");
    unknown["severity"] = json!("apocalyptic");
    let mut late = finding("No such day", "PC-1", "high", "2026-03-02T11:00:00Z");
    late["first_at"] = json!("2026-02-30T00:00:00Z");
    let nameless = finding("No computer", " \u{7}\u{202e} ", "high", "2026-03-02T11:00:00Z");
    let good = finding("Odd service", "PC-7", "medium", "2026-03-02T11:00:00Z");
    let text =
        hunt(&[long, wrong, unknown, late, nameless, good]) + "{\"type\":\"surprise\"}\n[1,2]\nnull\n\u{0}\n";
    let page = send(&mut ivo, text).await;
    page.is(200)
        .shows("1 new finding came in")
        .shows("lines could not be used")
        .shows("line 2:")
        .shows("line 3:");
    ivo.get(&case(1)).await.is(200).hides("Endless");
}

#[tokio::test]
async fn what_is_no_result_is_refused_with_what_to_do() {
    let (_portal, _, mut ivo) = fixture().await;
    for bytes in
        [&b"hello"[..], b"{}", b"[]", b"\xff\xfe\x00", b"MZ\x90", b"%PDF-1.7", b"<script>alert(1)</script>"]
    {
        let page = send(&mut ivo, bytes).await;
        page.is(422).shows("no result of a hunt");
        assert!(!page.body.contains("<script>alert"));
    }
    send(&mut ivo, b"").await.is(422).shows("Choose the file to send");
    let newer = hunt(&[]).replace("\"version\":1", "\"version\":7");
    send(&mut ivo, newer).await.is(422).shows("version 7");
    ivo.post(&at("/security-cases/new"), &[("file", "x")]).await.is(415);
    ivo.get(&at("/security-cases")).await.shows("Nothing yet.");
}

#[tokio::test]
async fn names_break_out_of_nothing() {
    let (_portal, _, mut ivo) = fixture().await;
    let evil = "<script>alert(1)</script>\"'><img src=x>\r\nSet-Cookie: a=b\u{202e}gpj\u{0}";
    let mut line = finding(evil, evil, "critical", "2026-03-02T11:00:00Z");
    line["rule"]["author"] = json!(evil);
    line["rule"]["tactics"] = json!([evil, "impact"]);
    line["example"]["channel"] = json!(evil);
    line["example"]["file"] = json!("../../etc/passwd\u{0}");
    line["example"]["fields"] = json!({ evil: evil, "User": evil });
    let page = send(&mut ivo, hunt(&[line, coverage(evil, "2026-03-02T11:00:00Z")])).await;
    page.is(200).shows("1 new finding");
    for path in [
        at("/security-cases"),
        case(1),
        format!("{}/paper?for=counsel", case(1)),
        at(""),
        at("/evidence"),
        at("/posture"),
    ] {
        let page = ivo.get(&path).await;
        page.is(200);
        assert!(!page.body.contains("<script>alert") && !page.body.contains("<img src=x"), "{path}");
        assert!(!page.body.contains('\u{202e}') && !page.body.contains('\u{0}'), "{path}");
        assert!(page.body.len() < 60_000, "{path} has {} bytes", page.body.len());
    }
    let stix = ivo.get(&format!("{}/stix.json", case(1))).await;
    serde_json::from_str::<serde_json::Value>(&stix.body).expect("JSON");
}

#[tokio::test]
async fn a_flood_is_cut_to_the_gravest_and_says_so() {
    let (_portal, _, mut ivo) = fixture().await;
    let mut text = String::new();
    for n in 0..100_000 {
        let severity = if n == 99_999 { "critical" } else { "medium" };
        text += &format!(
            "{{\"type\":\"finding\",\"rule\":{{\"title\":\"r\"}},\"severity\":\"{severity}\",\"host\":\"h{n}\",\"n_events\":1,\"first_at\":\"2026-03-02T08:00:00Z\",\"last_at\":\"2026-03-02T08:00:00Z\",\"example\":{{\"at\":\"2026-03-02T08:00:00Z\",\"channel\":\"S\",\"file\":\"f\",\"place\":1}}}}\n"
        );
    }
    let page = send(&mut ivo, &text).await;
    page.is(200).shows("2000 new findings came in").shows("The file holds 100000 findings");
    page.shows("The 2000 gravest were kept")
        .shows("98000 were left out")
        .shows("The file ends before the hunt did");
    let list = ivo.get(&at("/security-cases")).await;
    list.is(200).shows("on h99999");
    assert!(list.body.len() < 60_000, "{}", list.body.len());
    let large = "x".repeat(33 * 1024 * 1024 + 10);
    send(&mut ivo, &large).await.is(400).shows("larger than 32 MB");
    send(&mut ivo, &large[..32 * 1024 * 1024 + 10]).await.is(422).shows("larger than 32 MB");
}

#[tokio::test]
async fn times_at_the_ends_of_the_calendar_are_kept_and_doubted() {
    let (_portal, _, mut ivo) = fixture().await;
    let lines = [
        finding("Far", "PC-1", "high", "9999-12-30T22:00:00Z"),
        finding("Old", "PC-2", "high", "1601-01-01T00:00:00Z"),
        finding("Older", "PC-3", "high", "-009999-01-03T00:00:00Z"),
        coverage("PC-1", "9999-12-30T22:00:00Z"),
        coverage("PC-2", "1601-01-01T00:00:00Z"),
    ];
    send(&mut ivo, hunt(&lines)).await.is(200).shows("3 new findings came in");
    for number in 1..=3 {
        ivo.get(&case(number)).await.is(200).shows("the clock there is wrong");
        act(&mut ivo, number, &[("act", "taken")]).await.is(303);
        ivo.get(&format!("{}/paper", case(number))).await.is(200);
        ivo.get(&format!("{}/stix.json", case(number))).await.is(200);
    }
    for path in ["", "/security-cases", "/evidence", "/posture", "/measures/logs-arrive"] {
        ivo.get(&at(path)).await.is(200);
    }
}

#[tokio::test]
async fn forms_say_what_does_not_fit_and_addresses_that_lead_nowhere_are_not_found() {
    let (_portal, _, mut ivo) = fixture().await;
    send(&mut ivo, hunt(&[finding("Odd service", "PC-7", "medium", "2026-03-02T11:00:00Z")])).await.is(200);
    for path in [
        "/security-cases/0",
        "/security-cases/2",
        "/security-cases/-1",
        "/security-cases/x",
        "/security-cases/99999999999",
        "/security-cases/2/paper",
        "/security-cases/x/stix.json",
    ] {
        ivo.get(&at(path)).await.is(404);
    }
    act(&mut ivo, 2, &[("act", "taken")]).await.is(404);
    for form in [&[("act", "explode")][..], &[], &[("act", "done"), ("step", "run")]] {
        act(&mut ivo, 1, form).await.is(400);
    }
    act(&mut ivo, 1, &[("act", "told"), ("whom", "the press")])
        .await
        .is(422)
        .shows("Choose somebody from the list");
    let long = "x".repeat(2_001);
    let page = act(&mut ivo, 1, &[("act", "note"), ("note-text", &long)]).await;
    page.is(422).shows("up to 2000 characters");
    assert!(page.body.contains(&long), "what was typed is kept");
    let other = [("act", "closed"), ("close-reason", "duplicate"), ("close-other", "<script>")];
    let page = act(&mut ivo, 1, &other).await;
    page.is(422).shows("Write the number of the other case");
    assert!(!page.body.contains("\"<script>"));
    ivo.get(&format!("{}?page=99999999999999999999", case(1))).await.is(200);
    ivo.get(&format!("{}?page=7&done=%3Cscript%3E", case(1))).await.is(200).hides("<script>");
}
