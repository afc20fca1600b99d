//! `cmi5.xml`: a course of one unit, met when it is completed and passed with every question right.
//!
//! Ids are names under this project's own address and lead nowhere; they never change, so that a newer package stays the same
//! lesson. Source: AICC/ADL, cmi5 Quartz, 1st edition (June 1, 2016), section 13.

use holdfast_core::catalog::{Language, Lesson};

use super::markup::{escaped, plain};
use super::page::PAGE;

const NAMES: &str = "https://github.com/holdfast-health/holdfast/lessons";

/// The course structure of a lesson.
pub(super) fn structure(lesson: &Lesson, language: Language) -> String {
    let (id, lang) = (plain(lesson.id.as_str()), language.key());
    let in_it = |text: &str| format!(r#"<langstring lang="{lang}">{}</langstring>"#, escaped(text));
    let title = in_it(&super::title(lesson, language));
    let says = in_it(lesson.behaviour.in_language(language));
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id="{NAMES}/{id}/{lang}">
    <title>{title}</title>
    <description>{says}</description>
  </course>
  <au id="{NAMES}/{id}/{lang}/page" moveOn="CompletedAndPassed" masteryScore="1.0" launchMethod="AnyWindow" activityType="http://adlnet.gov/expapi/activities/lesson">
    <title>{title}</title>
    <description>{says}</description>
    <url>{PAGE}</url>
  </au>
</courseStructure>
"#
    )
}
