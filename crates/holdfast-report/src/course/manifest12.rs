//! `imsmanifest.xml` of SCORM 1.2: one unit. No mastery score stands in it: the lesson itself says when it is passed, and a system
//! that judges by scores of its own would undo that. Source: ADL, SCORM Content Aggregation Model 1.2 (2001), section 2.3.

use holdfast_core::catalog::{Language, Lesson};

use super::markup::{escaped, plain};
use super::page::{PAGE, SCRIPT, STYLE};

/// The manifest of a lesson.
pub(super) fn manifest(lesson: &Lesson, language: Language) -> String {
    let (id, title) = (plain(lesson.id.as_str()), escaped(&super::title(lesson, language)));
    let lang = language.key();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="holdfast-{id}-{lang}" version="1.0"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="lesson">
    <organization identifier="lesson">
      <title>{title}</title>
      <item identifier="item" identifierref="page" isvisible="true">
        <title>{title}</title>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="page" type="webcontent" adlcp:scormtype="sco" href="{PAGE}">
      <file href="{PAGE}"/>
      <file href="{STYLE}"/>
      <file href="{SCRIPT}"/>
    </resource>
  </resources>
</manifest>
"#
    )
}
