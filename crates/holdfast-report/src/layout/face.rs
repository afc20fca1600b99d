//! The typeface, embedded: words to glyphs, each word shaped once.
//!
//! Atkinson Hyperlegible Next, made for readers with low vision, under the SIL Open Font License (`fonts/OFL.txt`). It has Latin
//! letters. Any other character is drawn as a question mark, and the text behind it, which is searched and read aloud, stays as it
//! was written.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use harfrust::{Direction, FontRef, ShapeOptions, Shaper, ShaperData, UnicodeBuffer};
use krilla::text::Font;

use crate::ReportError;

static REGULAR: &[u8] = include_bytes!("../../fonts/AtkinsonHyperlegibleNext-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../fonts/AtkinsonHyperlegibleNext-Bold.ttf");

/// Height of a capital letter, of the size. Source: the typeface's own tables (OS/2, sCapHeight 668 of 1000).
pub(crate) const CAP_HEIGHT: f32 = 0.668;

/// One glyph of a word; lengths in parts of the size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed {
    pub(crate) id: u32,
    pub(crate) advance: f32,
    pub(crate) dx: f32,
    pub(crate) dy: f32,
    /// The bytes of the word it stands for.
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// A word as glyphs.
#[derive(Debug)]
pub(crate) struct Shaped {
    pub(crate) glyphs: Vec<Placed>,
    /// Width, in parts of the size.
    pub(crate) width: f32,
}

/// One weight.
pub(crate) struct Face {
    pub(crate) font: Font,
    file: FontRef<'static>,
    data: ShaperData,
    em: f32,
    stand_in: Option<(u32, f32)>,
    words: RefCell<HashMap<Box<str>, Rc<Shaped>>>,
}

/// Both weights.
pub(crate) struct Faces {
    regular: Face,
    bold: Face,
}

impl Faces {
    /// Reads the embedded typeface.
    pub(crate) fn new() -> Result<Self, ReportError> {
        Ok(Self { regular: Face::new(REGULAR)?, bold: Face::new(BOLD)? })
    }

    /// A weight.
    pub(crate) fn of(&self, is_bold: bool) -> &Face {
        if is_bold { &self.bold } else { &self.regular }
    }
}

impl Face {
    fn new(bytes: &'static [u8]) -> Result<Self, ReportError> {
        let font = Font::new(bytes.to_vec().into(), 0).ok_or(ReportError::Typeface)?;
        let file = FontRef::new(bytes).map_err(|_| ReportError::Typeface)?;
        let em = font.units_per_em();
        let data = ShaperData::new(&file);
        let mut face = Self { font, file, data, em, stand_in: None, words: RefCell::default() };
        face.stand_in = face.shape("?").glyphs.first().map(|g| (g.id, g.advance));
        Ok(face)
    }

    /// A word as glyphs. The word has been cleaned by [`super::wrap::clean`].
    pub(crate) fn word(&self, word: &str) -> Rc<Shaped> {
        if let Some(known) = self.words.borrow().get(word) {
            return Rc::clone(known);
        }
        let shaped = Rc::new(self.shape(word));
        self.words.borrow_mut().insert(word.into(), Rc::clone(&shaped));
        shaped
    }

    fn shaper(&self) -> Shaper<'_> {
        self.data.shaper(&self.file).build()
    }

    fn shape(&self, word: &str) -> Shaped {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(word);
        buffer.guess_segment_properties();
        // Left to right whatever the script: only Latin has glyphs, and stand-ins keep the order of writing.
        buffer.set_direction(Direction::LeftToRight);
        let shaped = self.shaper().shape(buffer, ShapeOptions::new());
        let (infos, places) = (shaped.glyph_infos(), shaped.glyph_positions());
        let mut glyphs: Vec<Placed> = Vec::with_capacity(infos.len());
        for (i, (info, place)) in infos.iter().zip(places).enumerate() {
            let from = usize::try_from(info.cluster).unwrap_or(0).min(word.len());
            let later = infos[i + 1..].iter().map(|n| n.cluster).find(|c| *c > info.cluster);
            let to = later.and_then(|c| usize::try_from(c).ok()).unwrap_or(word.len()).min(word.len());
            let part = |units: i32| units as f32 / self.em;
            let glyph = match (info.glyph_id, self.stand_in) {
                (0, Some((id, advance))) => Placed { id, advance, dx: 0.0, dy: 0.0, from, to },
                (id, _) => Placed {
                    id,
                    advance: part(place.x_advance),
                    dx: part(place.x_offset),
                    dy: part(place.y_offset),
                    from,
                    to,
                },
            };
            glyphs.push(glyph);
        }
        // A glyph that stands for no character would be refused by the validator.
        glyphs.retain(|g| g.to > g.from);
        Shaped { width: glyphs.iter().map(|g| g.advance).sum(), glyphs }
    }
}
