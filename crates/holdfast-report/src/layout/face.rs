//! The typefaces, embedded: words to glyphs, each word shaped once, in one typeface from end to end.
//!
//! Atkinson Hyperlegible Next, made for readers with low vision, draws whatever it has letters for: Latin as most of Europe writes
//! it. A word with other letters is drawn whole in Noto Sans, which adds Vietnamese, Greek, Cyrillic and the rest of Latin. What
//! neither has is drawn as its number, `[U+4E2D]`. The text behind the page, which is searched and read aloud, stays as it was
//! written. Nothing is set from right to left here.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use harfrust::{Direction, FontRef, ShapeOptions, ShaperData, UnicodeBuffer};
use krilla::text::Font;

use crate::ReportError;

static MAIN: [&[u8]; 2] = [
    include_bytes!("../../fonts/AtkinsonHyperlegibleNext-Regular.ttf"),
    include_bytes!("../../fonts/AtkinsonHyperlegibleNext-Bold.ttf"),
];
static WIDE: [&[u8]; 2] =
    [include_bytes!("../../fonts/NotoSans-Regular.ttf"), include_bytes!("../../fonts/NotoSans-Bold.ttf")];

/// Height of a capital letter, of the size. Source: the main typeface's own tables (OS/2, sCapHeight 668 of 1000).
pub(crate) const CAP_HEIGHT: f32 = 0.668;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typeface {
    /// The one that papers are set in.
    Main,
    /// The one with more letters.
    Wide,
}

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
    pub(crate) typeface: Typeface,
    pub(crate) glyphs: Vec<Placed>,
    /// Width, in parts of the size.
    pub(crate) width: f32,
    /// Whether a number stands for a character somewhere in it.
    pub(crate) has_stand_in: bool,
}

/// One weight of one typeface.
struct Cut {
    font: Font,
    file: FontRef<'static>,
    data: ShaperData,
    em: f32,
}

/// One weight.
pub(crate) struct Face {
    main: Cut,
    /// Read when a word first needs it: most papers never do.
    wide: OnceCell<Option<Cut>>,
    wide_bytes: &'static [u8],
    words: RefCell<HashMap<Box<str>, Rc<Shaped>>>,
}

/// Both weights.
pub(crate) struct Faces {
    regular: Face,
    bold: Face,
}

impl Faces {
    /// Reads the embedded typefaces.
    pub(crate) fn new() -> Result<Self, ReportError> {
        Ok(Self { regular: Face::new(MAIN[0], WIDE[0])?, bold: Face::new(MAIN[1], WIDE[1])? })
    }

    /// A weight.
    pub(crate) fn of(&self, is_bold: bool) -> &Face {
        if is_bold { &self.bold } else { &self.regular }
    }
}

impl Face {
    fn new(main: &'static [u8], wide_bytes: &'static [u8]) -> Result<Self, ReportError> {
        let main = Cut::new(main).ok_or(ReportError::Typeface)?;
        Ok(Self { main, wide: OnceCell::new(), wide_bytes, words: RefCell::default() })
    }

    fn wide(&self) -> Option<&Cut> {
        self.wide.get_or_init(|| Cut::new(self.wide_bytes)).as_ref()
    }

    /// The file that draws a typeface.
    pub(crate) fn font(&self, typeface: Typeface) -> Font {
        match typeface {
            Typeface::Main => self.main.font.clone(),
            Typeface::Wide => self.wide().unwrap_or(&self.main).font.clone(),
        }
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

    /// In the typeface that lacks fewer of its letters, the main one among equals.
    fn shape(&self, word: &str) -> Shaped {
        let lacks = |glyphs: &[Placed]| glyphs.iter().filter(|g| g.id == 0).count();
        let mut glyphs = self.main.shape(word);
        let (mut cut, mut typeface) = (&self.main, Typeface::Main);
        let missing = lacks(&glyphs);
        if missing > 0
            && let Some(wide) = self.wide()
        {
            let other = wide.shape(word);
            if lacks(&other) < missing {
                (glyphs, cut, typeface) = (other, wide, Typeface::Wide);
            }
        }
        let has_stand_in = lacks(&glyphs) > 0;
        if has_stand_in {
            glyphs = cut.with_numbers(word, &glyphs);
        }
        // A glyph that stands for no character would be refused by the validator.
        glyphs.retain(|g| g.to > g.from);
        Shaped { typeface, width: glyphs.iter().map(|g| g.advance).sum(), glyphs, has_stand_in }
    }
}

impl Cut {
    fn new(bytes: &'static [u8]) -> Option<Self> {
        let font = Font::new(bytes.to_vec().into(), 0)?;
        let file = FontRef::new(bytes).ok()?;
        let em = font.units_per_em();
        let data = ShaperData::new(&file);
        Some(Self { font, file, data, em })
    }

    /// Glyphs as this file has them; id 0 where it has none.
    fn shape(&self, word: &str) -> Vec<Placed> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(word);
        buffer.guess_segment_properties();
        // Left to right whatever the script: numbers that stand for letters keep the order of writing.
        buffer.set_direction(Direction::LeftToRight);
        let shaped = self.data.shaper(&self.file).build().shape(buffer, ShapeOptions::new());
        let (infos, places) = (shaped.glyph_infos(), shaped.glyph_positions());
        let part = |units: i32| units as f32 / self.em;
        let mut glyphs: Vec<Placed> = Vec::with_capacity(infos.len());
        for (i, (info, place)) in infos.iter().zip(places).enumerate() {
            let from = usize::try_from(info.cluster).unwrap_or(0).min(word.len());
            let later = infos[i + 1..].iter().map(|n| n.cluster).find(|c| *c > info.cluster);
            let to = later.and_then(|c| usize::try_from(c).ok()).unwrap_or(word.len()).min(word.len());
            let (advance, dx, dy) = (part(place.x_advance), part(place.x_offset), part(place.y_offset));
            glyphs.push(Placed { id: info.glyph_id, advance, dx, dy, from, to });
        }
        glyphs
    }

    /// The same, with the number of each character that has no glyph in its place.
    fn with_numbers(&self, word: &str, glyphs: &[Placed]) -> Vec<Placed> {
        let mut out = Vec::with_capacity(glyphs.len() * 4);
        for cluster in glyphs.chunk_by(|a, b| (a.from, a.to) == (b.from, b.to)) {
            out.extend(cluster.iter().filter(|g| g.id != 0));
            let (Some(first), true) = (cluster.first(), cluster.iter().any(|g| g.id == 0)) else { continue };
            for c in word.get(first.from..first.to).unwrap_or_default().chars() {
                let mut bytes = [0; 4];
                if self.shape(c.encode_utf8(&mut bytes)).iter().any(|g| g.id == 0) {
                    let number = self.shape(&number_of(c));
                    out.extend(number.into_iter().map(|g| Placed { from: first.from, to: first.to, ..g }));
                }
            }
        }
        out
    }
}

/// How a character that cannot be drawn is shown.
pub(crate) fn number_of(c: char) -> String {
    format!("[U+{:04X}]", u32::from(c))
}
