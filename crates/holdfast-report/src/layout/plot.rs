//! A plot of places: discs, numbered places and crosses on a ground with a scale, its key below and paragraphs beside it.
//!
//! It knows no miles and no hospitals: places are in units of the ground, and whoever draws it says what they mean. Nothing hangs on
//! color: inks differ in lightness, and the alternate text says what it shows.

use super::flow::{Block, Flow, Item, text_item};
use super::style::{Ink, Span, Style};
use super::tree::{Kind, NodeId};
use super::wrap::wrap;

/// The most that a disc measures across, as a share of the height.
const MOST_RADIUS: f32 = 0.075;
/// No disc is smaller, or nobody would see it.
const LEAST_RADIUS: f32 = 1.2;
/// Half the height of a cross.
const CROSS: f32 = 4.0;
/// Radius of the white ground of a number.
const NUMBER: f32 = 6.2;
/// Share of the width that the ground takes; what stands beside it has the rest.
const GROUND: f32 = 0.6;
/// White between them.
const BESIDE: f32 = 14.0;

/// A disc on the ground.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dot {
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// Its size as a share of the largest, by area, 0 to 1.
    pub(crate) share: f32,
    pub(crate) ink: Ink,
}

/// What is drawn.
#[derive(Clone, Debug)]
pub(crate) struct Plot {
    /// Width and height of the ground, in its units.
    pub(crate) ground: (f32, f32),
    pub(crate) dots: Vec<Dot>,
    /// Places with numbers, from 1 on.
    pub(crate) numbered: Vec<(f32, f32)>,
    pub(crate) crosses: Vec<(f32, f32)>,
    /// What a cross, a number, and discs of each ink mean.
    pub(crate) cross_says: String,
    pub(crate) number_says: String,
    pub(crate) inks_say: Vec<(Ink, String)>,
    /// A length in units of the ground, and its name.
    pub(crate) scale: (f32, String),
    pub(crate) alt: String,
}

impl Flow<'_> {
    /// A plot so many points high, or as high as what stands beside it.
    pub(crate) fn plot(&mut self, plot: &Plot, height: f32, beside: &[(Vec<Span>, Style)]) {
        let node = Some(self.tree.add(None, Kind::Figure { alt: super::wrap::clean(&plot.alt) }));
        let width = self.width() * GROUND;
        let (mut said, says_height) = self.beside(beside, width + BESIDE);
        let height = height.max(says_height);
        let mut block = Block { height: height + 4.0, ..Block::default() };
        // As large as fits, in the middle of its frame.
        let (across, down) = (plot.ground.0.max(0.001), plot.ground.1.max(0.001));
        let unit = (width / across).min(height / down);
        let (left, top) = ((width - across * unit) / 2.0, (height - down * unit) / 2.0);
        let at = |(x, y): (f32, f32)| (left + x * unit, top + y * unit);
        for dot in &plot.dots {
            let ((x, y), most) = (at((dot.x, dot.y)), height * MOST_RADIUS);
            let r = (most * dot.share.clamp(0.0, 1.0).sqrt()).max(LEAST_RADIUS);
            block.items.push(Item::Disc { x, y, r, ink: dot.ink, edge: Ink::Gray, node });
        }
        for (n, place) in plot.numbered.iter().enumerate() {
            let (x, y) = at(*place);
            self.number(&mut block, n + 1, x, y, node);
        }
        for place in &plot.crosses {
            let (x, y) = at(*place);
            block.items.push(Item::Cross { x, y, r: CROSS, node });
        }
        block.items.push(Item::Frame { x: 0.0, y: 0.0, width, height, thick: 0.5, node });
        self.scale(&mut block, plot, unit, height, node);
        self.key(&mut block, plot, node);
        block.items.append(&mut said);
        self.place(block);
    }

    /// Paragraphs from `x` on, one below the other, and how high they are together.
    fn beside(&mut self, paragraphs: &[(Vec<Span>, Style)], x: f32) -> (Vec<Item>, f32) {
        let (mut items, mut y) = (Vec::new(), 0.0);
        for (spans, style) in paragraphs {
            let node = Some(self.tree.add(None, Kind::Paragraph));
            for line in wrap(self.faces, spans, *style, self.width() - x) {
                items.push(text_item(line, *style, x, y, node));
                y += style.leading;
            }
            y += 3.0;
        }
        (items, y)
    }

    /// Width of what stands beside a plot.
    pub(crate) fn width_beside(&self) -> f32 {
        self.width() * (1.0 - GROUND) - BESIDE
    }

    /// A number on a white ground.
    fn number(&self, block: &mut Block, n: usize, x: f32, y: f32, node: Option<NodeId>) {
        block.items.push(Item::Disc { x, y, r: NUMBER, ink: Ink::White, edge: Ink::Black, node });
        let style = Style::CELL;
        let spans = [Span::bold(n.to_string())];
        if let Some(line) = wrap(self.faces, &spans, style, 40.0).into_iter().next() {
            let from = x - line.width / 2.0;
            block.items.push(text_item(line, style, from, y - style.leading / 2.0, node));
        }
    }

    fn scale(&self, block: &mut Block, plot: &Plot, unit: f32, height: f32, node: Option<NodeId>) {
        let (x, y) = (8.0, height - 8.0);
        let width = plot.scale.0 * unit;
        for (ink, thick) in [(Ink::White, 4.0), (Ink::Black, 1.5)] {
            block.items.push(Item::Fill { x, y: y - thick / 2.0, width, height: thick, ink, node });
        }
        let style = Style::CELL;
        if let Some(line) =
            wrap(self.faces, &[Span::plain(plot.scale.1.clone())], style, 160.0).into_iter().next()
        {
            block.items.push(text_item(line, style, x, y - 3.0 - style.leading, node));
        }
    }

    /// The key in a row below, or in as many as it takes.
    fn key(&self, block: &mut Block, plot: &Plot, node: Option<NodeId>) {
        let style = Style::CELL;
        let mut marks: Vec<(Item, &str)> = vec![
            (Item::Cross { x: 0.0, y: 0.0, r: 3.2, node }, plot.cross_says.as_str()),
            (
                Item::Disc { x: 0.0, y: 0.0, r: 4.4, ink: Ink::White, edge: Ink::Black, node },
                plot.number_says.as_str(),
            ),
        ];
        for (ink, says) in &plot.inks_say {
            marks.push((
                Item::Disc { x: 0.0, y: 0.0, r: 3.8, ink: *ink, edge: Ink::Gray, node },
                says.as_str(),
            ));
        }
        let mut x = 0.0;
        for (mark, says) in marks {
            let Some(line) =
                wrap(self.faces, &[Span::plain(says)], style, self.width() - 16.0).into_iter().next()
            else {
                continue;
            };
            if x > 0.0 && x + 13.0 + line.width > self.width() {
                x = 0.0;
                block.height += style.leading;
            }
            let (y, width) = (block.height, line.width);
            block.items.push(mark.moved(x + 5.0, y + style.leading / 2.0));
            block.items.push(text_item(line, style, x + 13.0, y, node));
            x += 13.0 + width + 10.0;
        }
        block.height += style.leading + 2.0;
    }
}
