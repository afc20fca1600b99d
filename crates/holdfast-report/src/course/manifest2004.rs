//! `imsmanifest.xml` of SCORM 2004, 4th edition: one unit and no order to keep. Its one rule says that the lesson itself tells
//! whether it is done; a system that hears nothing would otherwise take it as completed once it was opened.
//! Source: ADL, SCORM 2004 4th Edition, Content Aggregation Model 1.1 (2009), sections 3.4 and 5.1.9.

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
  xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
  xmlns:imsss="http://www.imsglobal.org/xsd/imsss"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd http://www.imsglobal.org/xsd/imsss imsss_v1p0.xsd">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>2004 4th Edition</schemaversion>
  </metadata>
  <organizations default="lesson">
    <organization identifier="lesson">
      <title>{title}</title>
      <item identifier="item" identifierref="page" isvisible="true">
        <title>{title}</title>
        <imsss:sequencing>
          <imsss:deliveryControls tracked="true" completionSetByContent="true" objectiveSetByContent="true"/>
        </imsss:sequencing>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="page" type="webcontent" adlcp:scormType="sco" href="{PAGE}">
      <file href="{PAGE}"/>
      <file href="{STYLE}"/>
      <file href="{SCRIPT}"/>
    </resource>
  </resources>
</manifest>
"#
    )
}
