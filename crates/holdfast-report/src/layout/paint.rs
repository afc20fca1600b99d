//! Draws what was laid out, and turns it into a tagged PDF that passes the PDF/UA-1 checks of the library that writes it.
//!
//! The same document gives the same bytes: nothing here asks for the time or for chance.

use krilla::Document;
use krilla::SerializeSettings;
use krilla::color::luma;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};

use super::code::Code;
use super::face::Faces;
use super::flow::{Flow, Item, text_item};
use super::style::{Ink, Shape, Span, Style};
use super::tree::Tree;
use super::wrap::{Line, clean, wrap};
use crate::ReportError;
use holdfast_core::Date;
use holdfast_core::catalog::{Bilingual, Language};

/// What a document says of itself.
pub(crate) struct About {
    /// Its title.
    pub(crate) title: String,
    /// The day it speaks of; `None` for one that holds until it is changed.
    pub(crate) on: Option<Date>,
    /// The language it is in.
    pub(crate) language: Language,
    /// The left of its foot, on every page.
    pub(crate) foot: String,
    /// A second line of the foot.
    pub(crate) foot_below: String,
}

/// What the foot says when a number stands for a letter somewhere.
fn stand_in() -> Bilingual {
    Bilingual::new(
        "A number like [U+4E2D] stands for a letter that this paper has no typeface for. The file keeps the letter itself.",
        "Un número como [U+4E2D] está en lugar de una letra que este papel no puede dibujar. El archivo guarda la letra.",
    )
}

/// Draws a laid-out document.
pub(crate) fn pdf(mut flow: Flow<'_>, about: &About) -> Result<Vec<u8>, ReportError> {
    flow.finish();
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|e| ReportError::Pdf(format!("{e:?}")))?;
    let mut document =
        Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let n_pages = flow.pages.len();
    let mut below = vec![about.foot.as_str(), about.foot_below.as_str()];
    let stand_in = stand_in();
    below.extend(flow.has_stand_in().then_some(stand_in.in_language(about.language)));
    let (shape, faces) = (flow.shape, flow.faces);
    let size = PageSettings::from_wh(shape.width, shape.height)
        .ok_or_else(|| ReportError::Pdf("a page without a size".to_owned()))?;
    for (n, items) in std::mem::take(&mut flow.pages).into_iter().enumerate() {
        let mut page = document.start_page_with(size.clone());
        let mut surface = page.surface();
        for item in &items {
            draw(&mut surface, faces, item, &mut flow.tree);
        }
        let numbered = page_of(about.language, n + 1, n_pages);
        foot(&mut surface, faces, shape, &below, &numbered);
        surface.finish();
        page.finish();
    }
    let mut outline = Outline::new();
    for entry in &flow.entries {
        let top = Point::from_xy(0.0, (entry.y - 8.0).max(0.0));
        let title = if entry.title.is_empty() { about.title.clone() } else { entry.title.clone() };
        outline.push_child(OutlineNode::new(title, XyzDestination::new(entry.page, top)));
    }
    document.set_outline(outline);
    document.set_tag_tree(flow.tree.into_tags());
    document.set_metadata(metadata(about));
    document.finish().map_err(|e| ReportError::Pdf(format!("{e:?}")))
}

fn metadata(about: &About) -> Metadata {
    let language = match about.language {
        Language::English => "en-US",
        Language::Spanish => "es-US",
    };
    let metadata = Metadata::new()
        .title(clean(&about.title))
        .language(language.to_owned())
        .creator("Holdfast".to_owned())
        .description(clean(&format!("{}. {}", about.foot, about.foot_below)));
    match about.on {
        Some(on) => metadata.creation_date(midnight(on)),
        None => metadata,
    }
}

fn midnight(on: Date) -> DateTime {
    let number = |n: i8| u8::try_from(n).unwrap_or(1);
    DateTime::new(u16::try_from(on.year()).unwrap_or(0))
        .month(number(on.month()))
        .day(number(on.day()))
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

fn page_of(language: Language, n: usize, of: usize) -> String {
    match language {
        Language::English => format!("Page {n} of {of}"),
        Language::Spanish => format!("P\u{e1}gina {n} de {of}"),
    }
}

fn draw(surface: &mut Surface<'_>, faces: &Faces, item: &Item, tree: &mut Tree) {
    let node = match item {
        Item::Text { node, .. }
        | Item::Fill { node, .. }
        | Item::Frame { node, .. }
        | Item::Disc { node, .. }
        | Item::Cross { node, .. }
        | Item::Code { node, .. } => *node,
    };
    let tag = match (node, item) {
        (None, Item::Text { .. }) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
        (None, _) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        (Some(_), Item::Text { .. }) => ContentTag::Span(SpanTag::empty()),
        (Some(_), _) => ContentTag::Other,
    };
    let mark = surface.start_tagged(tag);
    match item {
        Item::Text { x, baseline, line, size, ink, .. } => {
            text(surface, faces, line, *x, *baseline, *size, *ink)
        }
        Item::Fill { x, y, width, height, ink, .. } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*ink)));
            path(surface, *x, *y, *width, *height);
        }
        Item::Frame { x, y, width, height, thick, .. } => {
            surface.set_fill(None);
            let paint = luma::Color::black().into();
            surface.set_stroke(Some(Stroke { paint, width: *thick, ..Stroke::default() }));
            path(surface, *x, *y, *width, *height);
            surface.set_stroke(None);
        }
        Item::Disc { x, y, r, ink, edge, .. } => {
            surface.set_fill(Some(fill(*ink)));
            surface.set_stroke(Some(stroke(*edge, 0.5)));
            circle(surface, *x, *y, *r);
            surface.set_stroke(None);
        }
        Item::Code { x, y, square, code, .. } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(Ink::Black)));
            squares(surface, *x, *y, *square, code);
        }
        Item::Cross { x, y, r, .. } => {
            surface.set_fill(None);
            // White below black, so that it can be seen on any ground.
            for (ink, width) in [(Ink::White, 4.2), (Ink::Black, 2.2)] {
                surface.set_stroke(Some(stroke(ink, width)));
                cross(surface, *x, *y, *r);
            }
            surface.set_stroke(None);
        }
    }
    surface.end_tagged();
    if let Some(node) = node {
        tree.mark(node, mark);
    }
}

fn text(surface: &mut Surface<'_>, faces: &Faces, line: &Line, x: f32, baseline: f32, size: f32, ink: Ink) {
    surface.set_stroke(None);
    surface.set_fill(Some(fill(ink)));
    for run in &line.runs {
        let font = faces.of(run.is_bold).font(run.typeface);
        surface.draw_glyphs(Point::from_xy(x + run.x, baseline), &run.glyphs, font, &run.text, size, false);
    }
}

fn path(surface: &mut Surface<'_>, x: f32, y: f32, width: f32, height: f32) {
    let Some(rect) = Rect::from_xywh(x, y, width.max(0.1), height.max(0.1)) else { return };
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

/// All squares as one path, so that no hairline of white shows between two that touch.
fn squares(surface: &mut Surface<'_>, x: f32, y: f32, square: f32, code: &Code) {
    let mut path = PathBuilder::new();
    for [column, row, n] in code.runs.iter().map(|run| run.map(f32::from)) {
        if let Some(rect) = Rect::from_xywh(x + column * square, y + row * square, n * square, square) {
            path.push_rect(rect);
        }
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

/// A circle as four curves. Source: the usual 4/3 times (sqrt 2 - 1) for a quarter.
fn circle(surface: &mut Surface<'_>, x: f32, y: f32, r: f32) {
    let (r, bend) = (r.max(0.1), r.max(0.1) * 0.552_285);
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + bend, x + bend, y + r, x, y + r);
    path.cubic_to(x - bend, y + r, x - r, y + bend, x - r, y);
    path.cubic_to(x - r, y - bend, x - bend, y - r, x, y - r);
    path.cubic_to(x + bend, y - r, x + r, y - bend, x + r, y);
    path.close();
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn cross(surface: &mut Surface<'_>, x: f32, y: f32, r: f32) {
    let mut path = PathBuilder::new();
    path.move_to(x - r, y - r);
    path.line_to(x + r, y + r);
    path.move_to(x + r, y - r);
    path.line_to(x - r, y + r);
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn stroke(ink: Ink, width: f32) -> Stroke {
    Stroke { paint: luma::Color::new(ink.lightness()).into(), width, ..Stroke::default() }
}

fn fill(ink: Ink) -> Fill {
    Fill { paint: luma::Color::new(ink.lightness()).into(), opacity: NormalizedF32::ONE, ..Fill::default() }
}

/// The foot: what the paper was made from, the page, and what numbers in place of letters mean where there are any.
fn foot(surface: &mut Surface<'_>, faces: &Faces, shape: Shape, lines: &[&str], page: &str) {
    let style = Style::FOOT;
    let top = shape.floor() + if lines.len() > 2 { 11.0 } else { 16.0 };
    let page = wrap(faces, &[Span::plain(page)], style, 100.0).into_iter().next();
    let page_width = page.as_ref().map_or(0.0, |l| l.width);
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
    surface.set_stroke(None);
    surface.set_fill(Some(fill(Ink::Line)));
    path(surface, shape.side, top - 5.0, shape.text_width(), 0.4);
    let mut put = |line: Line, x: f32, y: f32| {
        if let Item::Text { baseline, line, size, ink, .. } = text_item(line, style, x, y, None) {
            text(surface, faces, &line, x, baseline, size, ink);
        }
    };
    let room = shape.text_width() - page_width - 12.0;
    for (i, said) in lines.iter().enumerate() {
        if let Some(line) = wrap(faces, &[Span::plain(*said)], style, room).into_iter().next() {
            put(line, shape.side, top + i as f32 * style.leading);
        }
    }
    if let Some(page) = page {
        put(page, shape.width - shape.side - page_width, top);
    }
    surface.end_tagged();
}
