//! `index.html`: the lesson as one page. It reads whole without its script, which alone can mark answers here: no server stands
//! behind a package.

use std::fmt::Write as _;

use holdfast_core::catalog::{Asked, Block, Language, Lesson, LessonOption, List};
use holdfast_core::decide::questionnaire::day;

use super::markup::{escaped, html};
use super::words::{Words, words};

/// The page within a package.
pub(super) const PAGE: &str = "index.html";
/// Its style.
pub(super) const STYLE: &str = "lesson.css";
/// Its script.
pub(super) const SCRIPT: &str = "lesson.js";

/// The page of a lesson.
pub(super) fn page(lesson: &Lesson, language: Language) -> String {
    let (w, lang) = (words(language), language.key());
    let name = escaped(lesson.name.in_language(language));
    let (number, behaviour) = (escaped(&lesson.number), escaped(lesson.behaviour.in_language(language)));
    let hand_in = lesson.proof.as_ref().map(|proof| escaped(proof.hand_in.in_language(language)));
    let body: String = lesson.page(language).iter().map(|b| block(b, w, hand_in.as_deref())).collect();
    let asked = lesson.checks(language).enumerate();
    let questions: String = asked.map(|(i, asked)| question(i + 1, asked, w)).collect();
    format!(
        r##"<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{name}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{STYLE}">
<script src="{SCRIPT}" defer></script>
</head>
<body>
<a class="skip" href="#check">{skip}</a>
<main data-opening="{opening}" data-sending="{sending}" data-kept="{kept}" data-looks="{looks}" data-lost="{lost}" data-done="{done}" data-not-done="{not_done}">
<p class="caption">{number} · {n} {minutes}</p>
<h1>{name}</h1>
<p class="lead"><b>{one_thing}:</b> {behaviour}</p>
<p id="kept" role="status">{nowhere}</p>
<p id="go-on" hidden><a href="#check">{go_on}</a></p>
{body}<section aria-labelledby="check">
<h2 id="check" tabindex="-1">{check}</h2>
<p>{check_lead}</p>
<p id="no-script"><b>{no_script}</b></p>
<form id="questions" action="#check">
{questions}<p id="said" role="status"></p>
<p id="lost" class="trouble" role="status"></p>
<p><button type="submit" hidden>{see}</button> <button type="button" id="leave" hidden>{leave}</button></p>
</form>
</section>
<p class="small">{source}</p>
</main>
</body>
</html>
"##,
        n = lesson.minutes,
        skip = escaped(w.skip),
        opening = escaped(w.opening),
        sending = escaped(w.sending),
        kept = escaped(w.kept),
        looks = escaped(w.looks),
        lost = escaped(w.lost),
        done = escaped(w.done),
        not_done = escaped(w.not_done),
        minutes = escaped(w.minutes),
        one_thing = escaped(w.one_thing),
        nowhere = escaped(w.nowhere),
        go_on = escaped(w.go_on),
        check = escaped(w.check),
        check_lead = escaped(w.check_lead),
        no_script = escaped(w.no_script),
        see = escaped(w.see),
        leave = escaped(w.leave),
        source = source(lesson, language),
    )
}

fn source(lesson: &Lesson, language: Language) -> String {
    let w = words(language);
    let said = escaped(lesson.provenance.source.trim_end_matches('.'));
    let seen = match lesson.provenance.verified_on {
        Some(on) => format!("{} {}", escaped(w.checked), escaped(day(on).in_language(language))),
        None => escaped(w.not_checked),
    };
    format!("{}: <span lang=\"en\">{said}</span> ({seen}).", escaped(w.source))
}

/// A part of the page. Counted questions come at the end, in their form.
fn block(block: &Block, w: &Words, hand_in: Option<&str>) -> String {
    let all = |parts: &[Block]| parts.iter().map(|part| self::block(part, w, hand_in)).collect::<String>();
    match block {
        Block::Heading(text) => format!("<h2>{}</h2>\n", html(text)),
        Block::Paragraph(text) => format!("<p>{}</p>\n", html(text)),
        Block::List(list) => listed(list),
        Block::Scene(parts) => format!("<div class=\"scene\">\n{}</div>\n", all(parts)),
        Block::Choice(asked) => choice(asked, w),
        Block::DoThisNow(parts) => now(w.do_now, &all(parts)),
        Block::Proof(parts) => {
            let hand_in = hand_in.map(|text| format!("<p><b>{}:</b> {text}</p>\n", escaped(w.hand_in)));
            now(w.proof, &(all(parts) + &hand_in.unwrap_or_default()))
        }
        Block::Check(_) => String::new(),
    }
}

fn listed(list: &List) -> String {
    let name = if list.is_ordered { "ol" } else { "ul" };
    let items: String = list.items.iter().map(|item| format!("<li>{}</li>\n", html(item))).collect();
    format!("<{name}>\n{items}</{name}>\n")
}

fn now(heading: &str, inside: &str) -> String {
    format!("<section class=\"do-now\">\n<h2>{}</h2>\n{inside}</section>\n", escaped(heading))
}

/// A decision in the story. What comes of each option is opened, which needs no script.
fn choice(asked: &Asked, w: &Words) -> String {
    let option = |o: &LessonOption| {
        format!("<details><summary>{}</summary><p>{}</p></details>\n", html(&o.says), html(&o.answer))
    };
    let options: String = asked.options.iter().map(option).collect();
    let (asks, lead) = (html(&asked.asks), escaped(w.what_then));
    format!("<section>\n<h2>{asks}</h2>\n<p class=\"small\">{lead}</p>\n{options}</section>\n")
}

/// A counted question, with what is told whoever chose each option. Which one is right stands in the page, as in every package
/// that marks without a server.
fn question(number: usize, asked: &Asked, w: &Words) -> String {
    let mut options = String::new();
    let mut told = String::new();
    for (i, option) in asked.options.iter().enumerate() {
        let place = i + 1;
        let id = format!("q{number}-{place}");
        let right = if option.is_right { " data-right" } else { "" };
        let says = html(&option.says);
        // Writing to a String cannot fail.
        let _ = writeln!(
            options,
            "<p class=\"option\"><input type=\"radio\" id=\"{id}\" name=\"q{number}\" value=\"{place}\" data-told=\"{id}-told\"{right}> \
             <label for=\"{id}\">{says}</label></p>"
        );
        let verdict = escaped(if option.is_right { w.right } else { w.wrong });
        let answer = html(&option.answer);
        let _ = writeln!(told, "<p class=\"told\" id=\"{id}-told\" hidden><b>{verdict}</b> {answer}</p>");
    }
    let asks = html(&asked.asks);
    format!("<fieldset id=\"q{number}\">\n<legend>{number}. {asks}</legend>\n{options}{told}</fieldset>\n")
}
