//! Lists nobody meant well, and the largest one that is taken.

use super::*;
use crate::evidence::upload;

/// What a page may weigh as sent, beside the looks that all pages share.
const MOST_BYTES: usize = 20_000;

#[tokio::test]
async fn what_is_no_list_is_told_and_nothing_is_kept() {
    let (portal, scope, mut ivo) = fixture().await;
    let none = ivo.send(upload(ROSTER, &[("whole", "yes")], None)).await;
    none.is(422).shows("Choose the list to send in");
    let unsaid = ivo.send(upload(ROSTER, &[], Some(("r.csv", LIST.as_bytes())))).await;
    unsaid.is(422).shows("Say who is in the list");
    let mut large = b"number,name\n".to_vec();
    large.resize(2 * 1024 * 1024 + 1, b'x');
    let wide = format!("number,name{}\n1,A\n", ",x".repeat(20_000));
    let quoted = format!("number,name\n1,\"{}", "\"\"\n,".repeat(10_000));
    let hostile: [&[u8]; 9] = [
        b"",
        b"\0\0\0\0",
        b"\xff\xfe\x00\xd8\x00\xd8",
        b"PK\x03\x04 a spreadsheet",
        b"<html><script>alert(1)</script></html>",
        b"name\nAda\nAda\n",
        b"number\n1\n",
        quoted.as_bytes(),
        &large,
    ];
    for bytes in hostile {
        let answer = ivo.send(upload(ROSTER, &[("whole", "yes")], Some(("r.csv", bytes)))).await;
        answer.is(422).shows("There is a problem");
        assert!(!answer.body.contains("<script>alert"), "what is sent stays text");
    }
    let answer = ivo.send(upload(ROSTER, &[("whole", "yes")], Some(("r.csv", wide.as_bytes())))).await;
    assert!(answer.status == 303 || answer.status == 422, "{}", answer.status);
    assert!(learners(&portal, scope).await.is_empty());
    for token in ["x", "../../etc/passwd", "%00", "example.csvx"] {
        ivo.get(&format!("{ROSTER}/{}", token.replace('/', "%2F"))).await.is(404);
    }
}

#[tokio::test]
async fn text_of_people_stays_text_on_every_page_and_in_every_file() {
    let (portal, scope, mut ivo) = fixture().await;
    let list =
        "number,name,department\n1,<img src=x onerror=alert(1)>,\"=cmd|' /C calc'!A0\"\n2,@SUM(A1),\"<b>\"\n";
    let (at, page) = look_at(&mut ivo, list, "yes").await;
    assert!(!page.body.contains("<img src=x"));
    ivo.fill_in(&at, &page, &[]).await.is(303);
    let id = learners(&portal, scope).await[0].id;
    for at in ["", "/people", "/links", "/sheets", "/sheets/key-in", &format!("/people/{id}")] {
        let page = ivo.get(&format!("{HOME}{at}")).await;
        page.is(200);
        assert!(!page.body.contains("<img src=x") && !page.body.contains("<b>\""), "{at}");
    }
    let csv = ivo.get(&format!("{HOME}/owed.csv")).await;
    csv.is(200);
    let runs = |cell: &str| cell.trim_start_matches('"').starts_with(['=', '@']);
    assert!(
        !csv.body.lines().flat_map(|l| l.split(',')).any(runs),
        "no cell runs in a spreadsheet: {}",
        csv.body
    );
}

#[tokio::test]
async fn five_thousand_people_come_in_and_every_page_stays_small() {
    let (portal, scope, mut ivo) = fixture().await;
    let mut list = String::from("number,name,email,department,role\n");
    for n in 1..=5_000 {
        list += &format!("{n},Person {n:04},p{n}@fixturememorial.example,Ward {},clinical\n", n % 9);
    }
    let (at, page) = look_at(&mut ivo, &list, "yes").await;
    page.shows("It changes 5000 people.").shows("40 of 5000 people stand here.");
    let bytes = ivo.compressed_bytes(&format!("{at}?whole=yes")).await;
    assert!(bytes < MOST_BYTES, "{bytes} bytes");
    ivo.fill_in(&at, &page, &[]).await.is(303);
    assert_eq!(learners(&portal, scope).await.len(), 5_000);
    for at in [
        "",
        "/people",
        "/people?page=100",
        "/links",
        "/sheets",
        "/sheets/key-in",
        "/sheets/key-in?department=Ward%201",
    ] {
        let bytes = ivo.compressed_bytes(&format!("{HOME}{at}")).await;
        assert!(bytes < MOST_BYTES, "{at}: {bytes} bytes");
    }
    ivo.get(&format!("{HOME}/people?page=100")).await.shows("Person 5000");
    ivo.get(&format!("{HOME}/sheets/key-in?department=Ward%201")).await.shows("too many to tick on one page");
    ivo.post(&format!("{HOME}/badges.pdf"), &[("who", "of:Ward 1")])
        .await
        .is(400)
        .shows("one department at a time");
    let more = list + "5001,One More,,,\n";
    let answer = ivo.send(upload(ROSTER, &[("whole", "yes")], Some(("r.csv", more.as_bytes())))).await;
    answer.is(422).shows("5001 lines").shows("at most 5000");
}
