//! Sizes, inks and page shapes. Ink is gray or black throughout: papers are printed in black and white.

/// How dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Text.
    Black,
    /// Text that stands behind: captions, reasons. Dark enough to read and to copy (contrast 7 to 1).
    Gray,
    /// Lines and bars.
    Line,
    /// The ground of bars.
    Pale,
    /// The paper itself, over what lies below.
    White,
}

impl Ink {
    /// From 0, black, to 255, white.
    pub(crate) fn lightness(self) -> u8 {
        match self {
            Self::Black => 0,
            Self::Gray => 84,
            Self::Line => 150,
            Self::Pale => 214,
            Self::White => 255,
        }
    }
}

/// Size, leading and ink of a text. Weight is a span's own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Style {
    /// Height of the letters, in points.
    pub(crate) size: f32,
    /// From one line to the next, in points.
    pub(crate) leading: f32,
    /// How dark.
    pub(crate) ink: Ink,
}

impl Style {
    /// Running text.
    pub(crate) const BODY: Self = Self { size: 10.0, leading: 14.0, ink: Ink::Black };
    /// Running text where room is short.
    pub(crate) const DENSE: Self = Self { size: 9.5, leading: 12.0, ink: Ink::Black };
    /// Text in tables. Nothing but the foot is smaller.
    pub(crate) const CELL: Self = Self { size: 9.0, leading: 11.8, ink: Ink::Black };
    /// Small print.
    pub(crate) const SMALL: Self = Self { size: 9.0, leading: 11.4, ink: Ink::Gray };
    /// The foot of a page.
    pub(crate) const FOOT: Self = Self { size: 7.0, leading: 9.5, ink: Ink::Gray };
    /// Heads of columns.
    pub(crate) const HEAD: Self = Self { size: 9.0, leading: 11.0, ink: Ink::Gray };
    /// An answer or a number that carries a page.
    pub(crate) const LARGE: Self = Self { size: 13.0, leading: 17.0, ink: Ink::Black };

    /// A heading of level 1, 2 or more.
    pub(crate) fn heading(level: u16) -> Self {
        match level {
            1 => Self { size: 20.0, leading: 25.0, ink: Ink::Black },
            2 => Self { size: 12.5, leading: 16.5, ink: Ink::Black },
            _ => Self { size: 10.0, leading: 14.0, ink: Ink::Black },
        }
    }

    /// The same in another ink.
    pub(crate) fn in_ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }
}

/// A piece of text of one weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// The text.
    pub(crate) text: String,
    /// Whether it is bold.
    pub(crate) is_bold: bool,
}

impl Span {
    /// Plain text.
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_bold: false }
    }

    /// Bold text.
    pub(crate) fn bold(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_bold: true }
    }
}

/// Width, height and margins of a page, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shape {
    /// Width.
    pub(crate) width: f32,
    /// Height.
    pub(crate) height: f32,
    /// White left and right.
    pub(crate) side: f32,
    /// White at the top.
    pub(crate) top: f32,
    /// White at the bottom, the foot's included.
    pub(crate) bottom: f32,
}

impl Shape {
    /// US Letter, upright.
    pub(crate) const UPRIGHT: Self =
        Self { width: 612.0, height: 792.0, side: 54.0, top: 46.0, bottom: 56.0 };
    /// US Letter, on its side, for wide tables.
    pub(crate) const WIDE: Self = Self { width: 792.0, height: 612.0, side: 44.0, top: 44.0, bottom: 58.0 };

    /// Width of what is printed on.
    pub(crate) fn text_width(&self) -> f32 {
        self.width - 2.0 * self.side
    }

    /// Height of what is printed on.
    pub(crate) fn text_height(&self) -> f32 {
        self.height - self.top - self.bottom
    }

    /// Where printing ends.
    pub(crate) fn floor(&self) -> f32 {
        self.height - self.bottom
    }
}
